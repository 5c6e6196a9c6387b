"""From passages to experts: half the best passage, half the mean of all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duijie.domain.plans import FloatArray
from duijie.match.problem import IndexArray

BEST_SHARE = 0.5
"""What the best passage counts against the mean; max alone rewards a stray hit, the mean
alone punishes those who do several things."""


@dataclass(frozen=True, eq=False)
class Fused:
    """Scores by expert.

    `experts` lists the columns that had any passage, ascending, shape ``(k,)``; `scores` and
    `best` (position of the best passage among those given) have shape ``(n_needs, k)``.
    """

    experts: IndexArray
    scores: FloatArray
    best: IndexArray


def fuse_passages(scores: FloatArray, owners: IndexArray) -> Fused:
    """Fuse passage scores ``(n_needs, n_passages)`` by `owners`, ascending ``(n_passages,)``.

    The first of equally good passages is the best one.
    """
    experts, starts, sizes = np.unique(owners, return_index=True, return_counts=True)
    if not len(experts):
        empty = np.zeros((len(scores), 0))
        return Fused(experts, empty, empty.astype(np.int64))
    peak = np.maximum.reduceat(scores, starts, axis=1)
    mean = np.add.reduceat(scores, starts, axis=1) / sizes
    return Fused(
        experts,
        BEST_SHARE * peak + (1 - BEST_SHARE) * mean,
        _first_peaks(scores, peak, starts, sizes),
    )


def _first_peaks(
    scores: FloatArray, peak: FloatArray, starts: IndexArray, sizes: IndexArray
) -> IndexArray:
    positions = np.arange(scores.shape[1])
    reached = scores == np.repeat(peak, sizes, axis=1)
    candidates = np.where(reached, positions, scores.shape[1])
    return np.minimum.reduceat(candidates, starts, axis=1).astype(np.int64)
