"""The door to every method of assignment."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from duijie.assign.infeasible import explain_impossible
from duijie.assign.maxsum import find_max_sum
from duijie.assign.measures import total_affinity, worst_served
from duijie.assign.plan import AssignResult
from duijie.assign.problem import AssignProblem
from duijie.domain.plans import Status


def solve(problem: AssignProblem) -> AssignResult:
    """Return the plan of greatest total affinity.

    Raises
    ------
    Impossible
        When no plan satisfies every rule; the cause and ways out are named.
    """
    began = perf_counter()
    chosen = find_max_sum(problem)
    if chosen is None:
        raise explain_impossible(problem)
    pairs = tuple((int(row), int(column)) for row, column in np.argwhere(chosen))
    total = total_affinity(problem, pairs)
    return AssignResult(
        assigned=pairs,
        total=total,
        worst_served=worst_served(problem, pairs),
        bound=total,
        status=Status.OPTIMAL,
        method="maxsum",
        seconds=perf_counter() - began,
    )
