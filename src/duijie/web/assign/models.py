"""Assignments, scenario after scenario: one of them is in use."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from duijie.domain.plans import AssignedPair


class Assignment(models.Model):
    """One computed answer to who meets whom; numbered, never overwritten.

    `params` says what was asked (see `options`), `pairs` holds rows of need id, expert id,
    affinity and whether a person decided the pair. `best_total` is the greatest total under the
    same rules; `curve` the price of fairness under them, a row a point. What engines need to
    answer "why not me" lies beside the database (see `core.kept`).
    """

    ENTITY = "assignment"

    event = models.ForeignKey(
        "accounts.Event", on_delete=models.CASCADE, related_name="assignments"
    )
    version = models.PositiveIntegerField()
    note = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=100)
    ranking = models.ForeignKey("match.Ranking", on_delete=models.RESTRICT, related_name="+")
    params = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64)
    pairs = models.JSONField(default=list)
    curve = models.JSONField(default=list)
    total = models.FloatField()
    best_total = models.FloatField()
    worst_served = models.FloatField()
    bound = models.FloatField()
    status = models.CharField(max_length=10)
    notices = models.JSONField(default=list)
    seconds = models.FloatField()
    in_use = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "version"], name="one_assignment_a_version"),
            models.UniqueConstraint(
                fields=["event"], condition=Q(in_use=True), name="one_assignment_in_use"
            ),
        ]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.event_id} #{self.version}"

    @property
    def assigned(self) -> tuple[AssignedPair, ...]:
        """The pairs as engines take them."""
        return tuple(AssignedPair(*row) for row in self.pairs)
