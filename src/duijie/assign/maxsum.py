"""The plan with the greatest total affinity, exactly, by min-cost flow."""

from __future__ import annotations

from math import fsum

import numpy as np

from duijie.assign.plan import Found
from duijie.assign.problem import AssignProblem, BoolArray, IntArray
from duijie.domain.plans import FloatArray, Status
from duijie.solvers.flow import SAFE_PRODUCT, Arcs, find_cheapest_circulation

DECIMALS = 9
"""Affinities are compared as whole multiples of 10**-DECIMALS."""
LARGEST_DIGITS = 12
"""A scaled affinity stays below 10**LARGEST_DIGITS; larger scores keep fewer decimals."""


def find_max_sum(problem: AssignProblem, near: BoolArray | None = None) -> Found | None:
    """Return a plan of greatest total, or None when the rules leave no plan.

    The network is a circulation: hub -> need -> expert -> hub. The arc of a need or expert
    carries its meetings, bounded below and above; the arc of a pair carries 0 or 1 at the cost
    of minus its affinity. Its solutions are whole by themselves (the matrix is totally
    unimodular), so the answer is exact. A pair of negative affinity is taken only where a
    lower bound asks for it, and so is a pair worth nothing.

    Scores of at most nine decimals, the largest below 1000, are compared exactly; finer ones
    are rounded to that, which costs at most 5e-10 per meeting.

    Of several such plans the one that differs least from `near`, the mask of a plan, is taken.
    """
    rows, columns = np.nonzero(problem.allowed)
    arcs = _build_network(problem, rows, columns)
    n_persons = problem.n_needs + problem.n_experts
    cost = -scale_affinity(problem.affinity[rows, columns])
    if near is not None:
        cost = _break_ties(problem, cost, near[rows, columns])
    cost = np.concatenate([cost, np.zeros(n_persons, dtype=np.int64)])
    units = find_cheapest_circulation(n_persons + 1, arcs, cost)
    if units is None:
        return None
    chosen = np.zeros(problem.affinity.shape, dtype=bool)
    chosen[rows, columns] = units[: len(rows)] > 0
    chosen = drop_worthless(problem, chosen)
    return Found(Status.OPTIMAL, chosen, fsum(problem.affinity[chosen].tolist()))


def scale_affinity(affinity: FloatArray) -> IntArray:
    """Return the affinities as whole numbers, in units of ``10**-count_decimals``.

    >>> scale_affinity(np.array([0.5, -0.25])).tolist()
    [500000000, -250000000]
    """
    return np.rint(affinity * 10.0 ** count_decimals(affinity)).astype(np.int64)


def count_decimals(affinity: FloatArray) -> int:
    """Return how many decimals are kept; negative when even whole numbers are rounded."""
    largest = float(np.abs(affinity).max(initial=0.0))
    digits = int(np.ceil(np.log10(largest))) if largest else 0
    return min(DECIMALS, LARGEST_DIGITS - digits)


def drop_worthless(problem: AssignProblem, chosen: BoolArray) -> BoolArray:
    """Take out pairs of affinity 0 that no bound and no pin asks for, in order of the sheet."""
    kept = chosen.copy()
    need_load, expert_load = kept.sum(axis=1), kept.sum(axis=0)
    for row, column in np.argwhere(kept & (problem.affinity == 0) & ~problem.must):
        if need_load[row] > problem.need_min[row] and (
            expert_load[column] > problem.expert_min[column]
        ):
            kept[row, column] = False
            need_load[row] -= 1
            expert_load[column] -= 1
    return kept


def _break_ties(problem: AssignProblem, cost: IntArray, kept: BoolArray) -> IntArray:
    """Let the number of changed pairs decide where costs are equal, and only there.

    Ties stay as they fall where costs would outgrow the numbers that the solver can hold.
    """
    most = min(int(problem.need_max.sum()), int(problem.expert_max.sum()), len(cost))
    spread = int(kept.sum()) + most + 1
    n_nodes = problem.n_needs + problem.n_experts + 2
    if (int(np.abs(cost).max(initial=0)) + 1) * spread * n_nodes > SAFE_PRODUCT:
        return cost
    return cost * spread + np.where(kept, -1, 1)


def _build_network(problem: AssignProblem, rows: IntArray, columns: IntArray) -> Arcs:
    """Pair arcs first, then one arc into each need, then one out of each expert."""
    needs = np.arange(problem.n_needs)
    experts = problem.n_needs + np.arange(problem.n_experts)
    hub = problem.n_needs + problem.n_experts
    into_needs, out_of_experts = np.full(len(needs), hub), np.full(len(experts), hub)
    pinned = problem.must[rows, columns].astype(np.int64)
    return Arcs(
        tail=np.concatenate([rows, into_needs, experts]),
        head=np.concatenate([problem.n_needs + columns, needs, out_of_experts]),
        lower=np.concatenate([pinned, problem.need_min, problem.expert_min]),
        upper=np.concatenate([np.ones_like(pinned), problem.need_max, problem.expert_max]),
    )
