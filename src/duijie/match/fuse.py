"""From passages to experts: a mean of logits that leans towards the best passages.

``t * log(mean(exp(logit / t)))``, between the mean (t large), which punishes those who do several
things, and the best passage alone (t small), which rewards a stray hit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duijie.domain.plans import FloatArray
from duijie.match.problem import IndexArray

EVENNESS = 2.0
"""The t of the mean: a passage so many logits below another counts 1/e of it."""


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
    """Fuse passage logits ``(n_needs, n_passages)`` by `owners`, ascending ``(n_passages,)``.

    The first of equally good passages is the best one.
    """
    experts, starts, sizes = np.unique(owners, return_index=True, return_counts=True)
    if not len(experts):
        empty = np.zeros((len(scores), 0))
        return Fused(experts, empty, empty.astype(np.int64))
    peak = np.maximum.reduceat(scores, starts, axis=1)
    raised = np.exp((scores - np.repeat(peak, sizes, axis=1)) / EVENNESS)
    mean = np.add.reduceat(raised, starts, axis=1) / sizes
    return Fused(
        experts,
        peak + EVENNESS * np.log(mean),
        _first_peaks(scores, peak, starts, sizes),
    )


def weigh_passages(logits: FloatArray) -> tuple[FloatArray, float]:
    """Return how much each passage of one expert weighs, and what their spread takes away.

    The fused logit is the weighted mean of `logits` plus the spread, which is 0 when all
    passages are alike and below it otherwise: ``-t`` times the Kullback-Leibler divergence of
    the weights from even ones.
    """
    raised = np.exp((logits - logits.max()) / EVENNESS)
    weights = raised / raised.sum()
    logs = np.log(np.maximum(weights * len(logits), np.finfo(float).tiny))
    return weights, float(-EVENNESS * weights @ logs)


def weigh_all(logits: FloatArray, owners: IndexArray) -> FloatArray:
    """Return how much each passage weighs with its expert, for all needs, shape of `logits`.

    What `weigh_passages` says of one expert; those of one expert sum to 1.
    """
    experts, starts, sizes = np.unique(owners, return_index=True, return_counts=True)
    if not len(experts):
        return np.zeros_like(logits)
    peak = np.repeat(np.maximum.reduceat(logits, starts, axis=1), sizes, axis=1)
    raised = np.exp((logits - peak) / EVENNESS)
    weights: FloatArray = raised / np.repeat(np.add.reduceat(raised, starts, axis=1), sizes, axis=1)
    return weights


def _first_peaks(
    scores: FloatArray, peak: FloatArray, starts: IndexArray, sizes: IndexArray
) -> IndexArray:
    positions = np.arange(scores.shape[1])
    reached = scores == np.repeat(peak, sizes, axis=1)
    candidates = np.where(reached, positions, scores.shape[1])
    return np.minimum.reduceat(candidates, starts, axis=1).astype(np.int64)
