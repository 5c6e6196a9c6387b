"""Timetables, version after version, which of them is in use, and what people decided."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from duijie.domain.text import Text
from duijie.web.jobs.models import kept_text


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
    `disruption` what happened (see `repairs`). `bound` is how few breaks the engine that placed it
    proved possible, None where a person moved something.
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
        "programme.ProgrammeVersion", on_delete=models.RESTRICT, related_name="timetables"
    )
    before = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    params = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64)
    placed = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    what = models.JSONField(default=list)
    disruption = models.JSONField(default=dict)
    notices = models.JSONField(default=list)
    bound = models.PositiveIntegerField(null=True)
    status = models.CharField(max_length=10, blank=True)
    seconds = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "version"], name="one_timetable_a_version")
        ]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.event_id} #{self.version}"

    @property
    def what_words(self) -> Text:
        """What was done to the version before; empty for a computed one."""
        return kept_text(self.what)

    @property
    def notice_words(self) -> list[Text]:
        """What a person must know of it."""
        return [kept_text(pair) for pair in self.notices]


class Used(models.Model):
    """The timetable that an event goes on with."""

    ENTITY = "used_timetable"

    event = models.OneToOneField(
        "accounts.Event", on_delete=models.CASCADE, related_name="used_timetable"
    )
    timetable = models.ForeignKey(Timetable, on_delete=models.RESTRICT, related_name="+")

    def __str__(self) -> str:
        return f"{self.event_id}: {self.timetable_id}"


class Amendment(models.Model):
    """A meeting that was added or cancelled by hand after assigning; it survives."""

    ENTITY = "amendment"

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="amendments")
    need = models.ForeignKey("register.Need", on_delete=models.CASCADE, related_name="+")
    expert = models.ForeignKey("register.Expert", on_delete=models.CASCADE, related_name="+")
    added = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "need", "expert"], name="one_amendment_a_meeting"
            )
        ]

    def __str__(self) -> str:
        return f"{'+' if self.added else '-'} {self.need_id} x {self.expert_id}"


class Lock(models.Model):
    """Where a person decided that a meeting is: its slot and its table; it survives."""

    ENTITY = "lock"

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="locks")
    need = models.ForeignKey("register.Need", on_delete=models.CASCADE, related_name="+")
    expert = models.ForeignKey("register.Expert", on_delete=models.CASCADE, related_name="+")
    slot = models.PositiveIntegerField()
    table = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "need", "expert"], name="one_lock_a_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.need_id} x {self.expert_id}"
