"""Assignments, scenario after scenario, and which of them is in use."""

from __future__ import annotations

from django.db import models

from duijie.domain.plans import AssignedPair
from duijie.domain.text import Text
from duijie.web.jobs.models import kept_text


class Assignment(models.Model):
    """One computed answer to who meets whom; numbered, never overwritten.

    `params` says what was asked (see `options`), `pairs` holds rows of need id, expert id,
    affinity and whether a person decided the pair. `best_total` is the greatest total under the
    same rules. The price of fairness, and what engines need to answer "why not me", lie beside
    the database (see `compute.Answer`).
    """

    ENTITY = "assignment"

    event = models.ForeignKey(
        "accounts.Event", on_delete=models.CASCADE, related_name="assignments"
    )
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=100)
    ranking = models.ForeignKey("match.Ranking", on_delete=models.RESTRICT, related_name="+")
    params = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64)
    pairs = models.JSONField(default=list)
    total = models.FloatField()
    best_total = models.FloatField()
    worst_served = models.FloatField()
    bound = models.FloatField()
    status = models.CharField(max_length=10)
    notices = models.JSONField(default=list)
    seconds = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "version"], name="one_assignment_a_version"),
        ]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.event_id} #{self.version}"

    @property
    def note(self) -> str:
        """What its maker called it."""
        return str(self.params.get("note", ""))

    @property
    def share(self) -> float:
        """What part of the greatest total it reaches, in [0, 1]; 1 where there is none."""
        return self.total / self.best_total if self.best_total > 0 else 1.0

    @property
    def notice_words(self) -> list[Text]:
        """What a person must know before trusting it."""
        return [kept_text(pair) for pair in self.notices]

    @property
    def assigned(self) -> tuple[AssignedPair, ...]:
        """The pairs as engines take them."""
        return tuple(AssignedPair(*row) for row in self.pairs)


class Chosen(models.Model):
    """The assignment that an event goes on with."""

    ENTITY = "chosen_assignment"

    event = models.OneToOneField(
        "accounts.Event", on_delete=models.CASCADE, related_name="chosen_assignment"
    )
    assignment = models.ForeignKey(Assignment, on_delete=models.RESTRICT, related_name="+")

    def __str__(self) -> str:
        return f"{self.event_id}: {self.assignment_id}"
