"""Rankings, version after version, and what was proposed to whom."""

from __future__ import annotations

import zlib
from functools import cached_property

import numpy as np
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duijie.domain.plans import AffinityMatrix, FloatArray
from duijie.domain.text import Text
from duijie.web.jobs.models import kept_text

_NUMBER = np.dtype("<f4")


class Ranking(models.Model):
    """One computed ranking of an event; numbered, never overwritten.

    `need_ids` and `expert_ids` are keys of the register, `need_codes` and `expert_codes` the ids
    that engines know, all in the order of the matrix; `affinities` holds the matrix packed. The
    orders put alike rows and columns beside each other.
    """

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="rankings")
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=100)
    params = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64)
    need_ids = models.JSONField(default=list)
    expert_ids = models.JSONField(default=list)
    need_codes = models.JSONField(default=list)
    expert_codes = models.JSONField(default=list)
    need_order = models.JSONField(default=list)
    expert_order = models.JSONField(default=list)
    affinities = models.BinaryField()
    notices = models.JSONField(default=list)
    runtime_s = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "version"], name="one_ranking_a_version")
        ]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.event} #{self.version}"

    @cached_property
    def values(self) -> FloatArray:
        """The affinities, shape ``(n_needs, n_experts)``, in [0, 1]."""
        flat = np.frombuffer(zlib.decompress(bytes(self.affinities)), dtype=_NUMBER)
        return flat.reshape(len(self.need_ids), len(self.expert_ids)).astype(float)

    @property
    def matrix(self) -> AffinityMatrix:
        """The affinities as engines take them."""
        return AffinityMatrix(tuple(self.need_codes), tuple(self.expert_codes), self.values)

    @property
    def notice_words(self) -> list[Text]:
        """What a person must know before trusting it."""
        return [kept_text(pair) for pair in self.notices]

    @cached_property
    def rows(self) -> dict[int, int]:
        """The row of each need by its key."""
        return {pk: row for row, pk in enumerate(self.need_ids)}

    @cached_property
    def columns(self) -> dict[int, int]:
        """The column of each expert by its key."""
        return {pk: column for column, pk in enumerate(self.expert_ids)}


def pack_affinities(values: FloatArray) -> bytes:
    """Return affinities as a row keeps them."""
    return zlib.compress(values.astype(_NUMBER).tobytes())


class Side(models.TextChoices):
    """Who asks, or is asked, for a meeting."""

    ORGANISER = "organiser", _("the organiser")
    EXPERT = "expert", _("the expert")
    COMPANY = "company", _("the company")


class Answer(models.TextChoices):
    """What somebody says to a proposal."""

    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class Proposal(models.Model):
    """A meeting that was proposed to an expert and a company, or asked for by one of the two.

    Each side answers for itself. Silence after `deadline` blocks nothing.
    """

    ENTITY = "proposal"

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="proposals")
    need = models.ForeignKey("register.Need", on_delete=models.CASCADE, related_name="proposals")
    expert = models.ForeignKey(
        "register.Expert", on_delete=models.CASCADE, related_name="proposals"
    )
    asker = models.CharField(max_length=9, choices=Side.choices)
    message = models.CharField(max_length=300, blank=True)
    deadline = models.DateField(null=True, blank=True)
    expert_answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    expert_reason = models.CharField(max_length=300, blank=True)
    company_answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    company_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "need", "expert"], name="one_proposal_a_pair")
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.need_id} x {self.expert_id}: {self.state}"

    @property
    def answers(self) -> tuple[str, str]:
        """What the expert and the company said."""
        return self.expert_answer, self.company_answer

    @property
    def lapsed(self) -> bool:
        """Whether the time to answer is over."""
        return self.deadline is not None and timezone.localdate() > self.deadline

    @property
    def state(self) -> str:
        """One of declined, agreed, lapsed (nobody objected in time) and waiting."""
        if Answer.DECLINED in self.answers:
            return "declined"
        if self.answers == (Answer.ACCEPTED, Answer.ACCEPTED):
            return "agreed"
        return "lapsed" if self.lapsed else "waiting"


class Outcome(models.Model):
    """What an answered proposal brought into the register: a decision, and a pin when declined."""

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="+")
    proposal = models.OneToOneField(
        Proposal, null=True, on_delete=models.SET_NULL, related_name="outcome"
    )
    decision = models.ForeignKey(
        "register.Decision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    pin = models.ForeignKey("register.Pin", null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"of proposal {self.proposal_id}"
