"""After a small change of the problem: the best plan that moves the fewest people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import vstack

from duijie.assign.measures import worst_served
from duijie.assign.methods import solve
from duijie.assign.plan import AssignResult, Pairs, as_mask, list_pairs
from duijie.assign.problem import AssignProblem, BoolArray
from duijie.assign.reach import TOLERANCE
from duijie.assign.relax import floor_program
from duijie.solvers.milp import LinearProgram, solve_whole


def solve_near(
    problem: AssignProblem, result: AssignResult, time_limit_s: float | None
) -> AssignResult:
    """Solve a changed problem as `result` was solved, moving nobody without need.

    Total, bound and status are those of ``solve``; so are its errors.
    """
    before = as_mask(problem, result.assigned)
    again = solve(problem, result.floor, near=before, time_limit_s=time_limit_s)
    if result.floor is None:
        return again
    level = again.worst_served if result.floor == "auto" else result.floor
    pairs = list_pairs(trim_changes(problem, before, as_mask(problem, again.assigned), level))
    return replace(again, assigned=pairs, worst_served=worst_served(problem, pairs))


def trim_changes(
    problem: AssignProblem, before: BoolArray, after: BoolArray, floor: float
) -> BoolArray:
    """Return a plan as good as `after` with the fewest changes that the pairs of both allow.

    Equally good plans above a floor differ in many places that have nothing to do with what
    was asked. So the pairs of both plans are searched for one of the same total and floor that
    keeps most of `before`. Only these pairs are searched: the answer is small, not always the
    smallest.

    Parameters
    ----------
    problem
        The rules, which `after` keeps and `before` need not keep.
    before, after
        Masks of the two plans, ``(n_needs, n_experts)``.
    floor
        What `after` gives every need at least.
    """
    pool = (before | after) & problem.allowed
    if (pool == after).all():
        return after
    unit = float(np.abs(problem.worth).max(initial=0.0)) or 1.0
    scaled = replace(problem, affinity=problem.affinity / unit)
    plain = floor_program(scaled, pool, floor / unit - TOLERANCE)
    total = float(scaled.affinity[after].sum())
    program = LinearProgram(
        gain=np.where(before[pool], 1.0, -1.0),
        matrix=vstack([plain.matrix, plain.gain[None, :]]).tocsr(),
        row_low=np.append(plain.row_low, total - TOLERANCE),
        row_high=np.append(plain.row_high, np.inf),
        low=plain.low,
        high=plain.high,
    )
    answer = solve_whole(program)
    if answer.x is None:  # rounding has shut out `after` itself, which needs no search
        return after
    nearest = pool.copy()
    nearest[pool] = answer.x > 0
    return nearest


def list_changes(
    before: Pairs, after: Pairs, besides: tuple[int, int] | None = None
) -> tuple[Pairs, Pairs]:
    """Return the pairs that part and those that meet instead, but for the one asked about."""
    old, new = set(before) - {besides}, set(after) - {besides}
    return tuple(sorted(old - new)), tuple(sorted(new - old))
