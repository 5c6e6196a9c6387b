"""Rankings: how well every expert suits every need, version after version."""

from __future__ import annotations

import zlib
from functools import cached_property

import numpy as np
from django.db import models

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
