"""Timetables, version after version: one of them is in use; and what people locked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """How a timetable came about."""

    SOLVED = "solved", _("computed")
    MOVED = "moved", _("moved by hand")
    REPAIRED = "repaired", _("repaired")


class Timetable(models.Model):
    """One timetable of an event; numbered, never overwritten.

    `placed` holds rows of need id, expert id, slot number (from 1) and table id, `left_out` rows
    of need id and expert id. `programme` is the version of slots and rooms that these mean.
    `before` is what was moved or repaired, `what` says in both languages what was done to it,
    `disruption` what happened (see `repairs`). A repair is a proposal until it is put to use.
    """

    ENTITY = "timetable"

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="timetables")
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=100)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    assignment = models.ForeignKey(
        "assign.Assignment", on_delete=models.RESTRICT, related_name="timetables"
    )
    programme = models.ForeignKey(
        "programme.ProgrammeVersion", on_delete=models.RESTRICT, related_name="+"
    )
    before = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    params = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64)
    placed = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    what = models.JSONField(default=list)
    disruption = models.JSONField(default=dict)
    notices = models.JSONField(default=list)
    breaks = models.PositiveIntegerField()
    bound = models.PositiveIntegerField()
    unmet_wishes = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10)
    engine = models.CharField(max_length=20, blank=True)
    seconds = models.FloatField()
    in_use = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "version"], name="one_timetable_a_version"),
            models.UniqueConstraint(
                fields=["event"], condition=Q(in_use=True), name="one_timetable_in_use"
            ),
        ]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.event_id} #{self.version}"


class Lock(models.Model):
    """What a person decided about a meeting: its slot, its table, or both; it survives."""

    ENTITY = "lock"

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="locks")
    need = models.ForeignKey("register.Need", on_delete=models.CASCADE, related_name="+")
    expert = models.ForeignKey("register.Expert", on_delete=models.CASCADE, related_name="+")
    slot = models.PositiveIntegerField(null=True)
    table = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "need", "expert"], name="one_lock_a_meeting"),
            models.CheckConstraint(
                condition=Q(slot__isnull=False) | ~Q(table=""), name="lock_of_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} x {self.expert_id}"
