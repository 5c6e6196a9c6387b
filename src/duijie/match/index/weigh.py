"""How much tokens weigh, and the words of a need against those of many passages.

The same weights as in `duijie.match.text`, from counts instead of texts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duijie.domain.plans import FloatArray
from duijie.match.index.block import Codes, Counts, Halves, Indices, spread
from duijie.match.text import CHARACTER_WEIGHT, TITLE_SHARE, View

_CHUNK = 100_000
_FILTER_BITS = 0xFFFF


@dataclass(frozen=True, eq=False)
class CodeCensus:
    """In how many of `count` passages each of the `tokens`, ascending, stands."""

    count: int
    tokens: Codes
    holding: Indices

    @classmethod
    def take(cls, counts: Counts, count: int) -> CodeCensus:
        """Count in how many of `count` passages each token stands."""
        tokens, holding = np.unique(counts.tokens, return_counts=True)
        return cls(count, tokens, holding.astype(np.int64))

    def holds(self, tokens: Codes) -> Indices:
        """Return in how many passages each of `tokens` stands."""
        if not len(self.tokens):
            return np.zeros(len(tokens), dtype=np.int64)
        places = np.minimum(np.searchsorted(self.tokens, tokens), len(self.tokens) - 1)
        return np.where(self.tokens[places] == tokens, self.holding[places], 0)

    def rarity(self, tokens: Codes) -> FloatArray:
        """Return the weight of each of `tokens`: idf, more for single characters."""
        weight = np.log((1 + self.count) / (1 + self.holds(tokens))) + 1
        result: FloatArray = np.where(tokens & 1, CHARACTER_WEIGHT * weight, weight)
        return result


def weigh_counts(counts: Counts, census: CodeCensus, view: View) -> Halves:
    """Return the weight of each token of `counts`, those of a passage of length 1 together."""
    weights = np.zeros(len(counts.tokens), dtype=np.float16)
    for first in range(0, len(counts.starts) - 1, _CHUNK):
        starts = counts.starts[first : first + _CHUNK + 1]
        part = slice(starts[0], starts[-1])
        row = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        rarity = census.rarity(np.asarray(counts.tokens[part]))
        title, body = (
            _unit(_damp(column[part]) * rarity, row, len(starts) - 1)
            for column in (counts.title, counts.body)
        )
        mixed = TITLE_SHARE[view] * title + (1 - TITLE_SHARE[view]) * body
        weights[part] = _unit(mixed, row, len(starts) - 1)
    return weights


def _damp(counts: NDArray[np.uint8]) -> FloatArray:
    return np.where(counts > 0, 1 + np.log(np.maximum(counts, 1).astype(float)), 0.0)


def _unit(values: FloatArray, row: Indices, rows: int) -> FloatArray:
    lengths = np.sqrt(np.bincount(row, weights=values * values, minlength=rows))
    return values / np.where(lengths > 0, lengths, 1.0)[row]


@dataclass(frozen=True, eq=False)
class Weighed:
    """The words of passages: `weights` of `tokens`, those of passage i at ``starts[i]:...``."""

    starts: Indices
    tokens: Codes
    weights: Halves

    def compare(self, need: Weighed, rows: Indices) -> FloatArray:
        """Return the cosine of the only row of `need` with each of `rows`, in [0, 1]."""
        places, starts = spread(self.starts, rows)
        tokens = self.tokens[places]
        order = np.argsort(need.tokens)
        wanted, weights = need.tokens[order], need.weights[order].astype(float)
        near = np.zeros(_FILTER_BITS + 1, dtype=bool)
        near[wanted & _FILTER_BITS] = True
        # Few tokens pass this filter; only those are looked up.
        hits = np.flatnonzero(near[tokens & _FILTER_BITS])
        if not len(hits):
            return np.zeros(len(rows))
        found = np.minimum(np.searchsorted(wanted, tokens[hits]), len(wanted) - 1)
        products = weights[found] * self.weights[places[hits]] * (wanted[found] == tokens[hits])
        row = np.searchsorted(starts, hits, side="right") - 1
        return np.bincount(row, weights=products, minlength=len(rows)).astype(float)
