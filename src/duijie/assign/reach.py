"""How much a need could get if no other need were there."""

from __future__ import annotations

import numpy as np

from duijie.assign.problem import AssignProblem, BoolArray
from duijie.domain.plans import FloatArray

TOLERANCE = 1e-6
"""Floors are kept, and bounds hold, to this share of the largest affinity."""


def best_sums(problem: AssignProblem, spare: int = 0) -> FloatArray:
    """Return the most each need could get from all experts it may meet, ``(n_needs,)``.

    `spare` meetings are taken off its minimum and maximum. Negative affinities count only
    where the minimum asks for them.
    """
    worth = np.where(problem.allowed, problem.affinity, -np.inf)
    best = -np.sort(-worth, axis=1)
    rank = np.arange(1, problem.n_experts + 1)
    forced = rank <= (problem.need_min - spare)[:, None]
    free = (rank <= (problem.need_max - spare)[:, None]) & (best > 0)
    sums: FloatArray = np.where((forced | free) & np.isfinite(best), best, 0.0).sum(axis=1)
    return sums


def can_reach(problem: AssignProblem, floor: float) -> BoolArray:
    """Mark the allowed pairs with which the need could still get `floor`."""
    others = best_sums(problem, spare=1)
    return problem.allowed & (problem.worth + others[:, None] >= floor - TOLERANCE)
