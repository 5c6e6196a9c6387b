"""What a plan is worth and how it spreads, recomputed from the pairs alone."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

import numpy as np

from duijie.assign.problem import AssignProblem, IntArray
from duijie.domain.plans import FloatArray

PairList = Sequence[tuple[int, int]]


def total_affinity(problem: AssignProblem, pairs: PairList) -> float:
    """Sum of the affinities of all pairs, correctly rounded."""
    return fsum(float(problem.affinity[pair]) for pair in pairs)


def served(problem: AssignProblem, pairs: PairList) -> FloatArray:
    """Sum of affinities that each need gets, ``(n_needs,)``; 0 for one without a meeting."""
    shares: list[list[float]] = [[] for _ in range(problem.n_needs)]
    for row, column in pairs:
        shares[row].append(float(problem.affinity[row, column]))
    return np.array([fsum(share) for share in shares], dtype=np.float64)


def worst_served(problem: AssignProblem, pairs: PairList) -> float:
    """Sum that the worst-served need gets; 0 when there is no need at all."""
    return float(served(problem, pairs).min()) if problem.n_needs else 0.0


def need_loads(problem: AssignProblem, pairs: PairList) -> IntArray:
    """Meetings of each need, ``(n_needs,)``."""
    return np.bincount([row for row, _ in pairs], minlength=problem.n_needs).astype(np.int64)


def expert_loads(problem: AssignProblem, pairs: PairList) -> IntArray:
    """Meetings of each expert, ``(n_experts,)``."""
    return np.bincount([column for _, column in pairs], minlength=problem.n_experts).astype(
        np.int64
    )
