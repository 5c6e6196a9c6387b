"""How much a need could get if no other need were there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from duijie.assign.groups import Companies
from duijie.assign.problem import AssignProblem, BoolArray, IntArray
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


def take_tightest(usable: BoolArray, most_pairs: int) -> IntArray:
    """Return the rows of the needs with the fewest usable pairs, up to so many pairs in all."""
    count = usable.sum(axis=1)
    order = np.argsort(count, kind="stable")
    return np.sort(order[np.cumsum(count[order]) <= most_pairs])


def keep_needs(problem: AssignProblem, rows: IntArray) -> AssignProblem:
    """Return the problem of some needs alone: whatever it cannot do, the whole cannot either."""
    return replace(
        problem,
        affinity=problem.affinity[rows],
        forbidden=problem.forbidden[rows],
        must=problem.must[rows],
        need_min=problem.need_min[rows],
        need_max=problem.need_max[rows],
        expert_min=np.zeros_like(problem.expert_min),
        need_ids=tuple(problem.need_ids[row] for row in rows),
        need_titles=(),
        companies=problem.companies and _keep_members(problem.companies, rows),
    )


def _keep_members(companies: Companies, rows: IntArray) -> Companies:
    """Return the companies of some needs; whoever is left out may be what a minimum lacks."""
    return replace(companies, of_need=companies.of_need[rows], low=np.zeros_like(companies.low))
