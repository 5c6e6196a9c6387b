"""The plan with the greatest total affinity, exactly, by min-cost flow."""

from __future__ import annotations

from math import fsum

import numpy as np

from duijie.assign.network import build_network
from duijie.assign.plan import Found
from duijie.assign.problem import AssignProblem, BoolArray, IntArray
from duijie.domain.plans import FloatArray, Status
from duijie.solvers.flow import SAFE_PRODUCT, find_cheapest_circulation

DECIMALS = 9
"""Affinities are compared as whole multiples of 10**-DECIMALS."""
LARGEST_DIGITS = 12
"""A scaled affinity stays below 10**LARGEST_DIGITS; larger scores keep fewer decimals."""


def find_max_sum(problem: AssignProblem, near: BoolArray | None = None) -> Found | None:
    """Return a plan of greatest total, or None when the rules leave no plan.

    It is the cheapest circulation of ``build_network``, a pair's arc costing minus its affinity.
    The solutions of such a network are whole by themselves (its matrix is totally unimodular),
    so the answer is exact. A pair of negative affinity is taken only where a lower bound asks
    for it, and so is a pair worth nothing.

    Scores of at most nine decimals, the largest below 1000, are compared exactly; finer ones
    are rounded to that, which costs at most 5e-10 per meeting.

    Of several such plans the one that differs least from `near`, the mask of a plan, is taken.
    """
    network = build_network(problem)
    rows, columns = network.rows, network.columns
    cost = -scale_affinity(problem.affinity[rows, columns])
    if near is not None:
        cost = _break_ties(problem, cost, near[rows, columns], network.n_nodes)
    others = np.zeros(len(network.arcs.tail) - len(rows), dtype=np.int64)
    units = find_cheapest_circulation(network.n_nodes, network.arcs, np.concatenate([cost, others]))
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
    need_spare = kept.sum(axis=1) - problem.need_min
    expert_spare = kept.sum(axis=0) - problem.expert_min
    company_spare = _spare_of_companies(problem, kept)
    for row, column in np.argwhere(kept & (problem.affinity == 0) & ~problem.must):
        company = problem.company_of[row]
        if need_spare[row] > 0 and expert_spare[column] > 0 and company_spare[company] > 0:
            kept[row, column] = False
            need_spare[row] -= 1
            expert_spare[column] -= 1
            company_spare[company] -= 1
    return kept


def _spare_of_companies(problem: AssignProblem, chosen: BoolArray) -> IntArray:
    """Return the meetings above each company's minimum, and last what stands for no company."""
    boundless = np.array([chosen.size + 1])
    if problem.companies is None:
        return boundless
    loads = problem.companies.add_up(chosen.sum(axis=1))
    return np.concatenate([loads - problem.companies.low, boundless])


def _break_ties(problem: AssignProblem, cost: IntArray, kept: BoolArray, n_nodes: int) -> IntArray:
    """Let the number of changed pairs decide where costs are equal, and only there.

    Ties stay as they fall where costs would outgrow the numbers that the solver can hold.
    """
    most = min(int(problem.need_max.sum()), int(problem.expert_max.sum()), len(cost))
    spread = int(kept.sum()) + most + 1
    if (int(np.abs(cost).max(initial=0)) + 1) * spread * (n_nodes + 1) > SAFE_PRODUCT:
        return cost
    return cost * spread + np.where(kept, -1, 1)
