"""The door to every method of assignment."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

from duijie.assign.floor import FloorSearch
from duijie.assign.infeasible import explain_floor, explain_impossible
from duijie.assign.maxmin import find_max_min
from duijie.assign.maxsum import drop_worthless, find_max_sum
from duijie.assign.measures import total_affinity, worst_served
from duijie.assign.plan import AssignResult, Floor, Found
from duijie.assign.problem import AssignProblem, BoolArray
from duijie.domain.plans import Status
from duijie.domain.progress import Progress, silent


def solve(
    problem: AssignProblem,
    floor: Floor = None,
    *,
    near: BoolArray | None = None,
    time_limit_s: float | None = None,
    progress: Progress = silent,
) -> AssignResult:
    """Return the best plan that keeps every rule.

    Parameters
    ----------
    problem
        What to assign.
    floor
        None: the greatest total (method "maxsum"). "auto": the best possible worst-served
        need, then the greatest total ("maxmin"). A number: the greatest total with every
        need's sum at least so much ("floor").
    near
        Mask of a plan to stay close to. Of the plans of greatest total the flow takes one that
        differs from it in the fewest pairs.
    time_limit_s
        Seconds after which a search above a floor returns the best so far.
    progress
        Told as "maxmin" tries floors.

    Raises
    ------
    Impossible
        When no plan keeps every rule, or none the floor; the cause and ways out are named.
    OutOfTime
        When the limit passed before a plan above the floor was found.
    """
    began = perf_counter()
    start = find_max_sum(problem, near)
    if start is None:
        raise explain_impossible(problem)
    if floor is None:
        method, found = "maxsum", start
    elif floor == "auto":
        search = FloorSearch(problem, start.chosen, time_limit_s)
        method, found = "maxmin", find_max_min(problem, start, search, progress)
    else:
        method, found = "floor", _find_above(problem, start, floor, time_limit_s)
    return _report(problem, found, method, floor, perf_counter() - began)


def _find_above(
    problem: AssignProblem, start: Found, floor: float, time_limit_s: float | None
) -> Found:
    """Return the best plan above `floor`, which is `start` itself where it is high enough."""
    if worst_served(problem, start.pairs) >= floor:
        return start
    search = FloorSearch(problem, start.chosen, time_limit_s)
    found = search.solve(floor)
    if found is None:
        raise explain_floor(problem, floor, search.highest)
    return found


def _report(
    problem: AssignProblem, found: Found, method: str, floor: Floor, seconds: float
) -> AssignResult:
    """State the plan with its figures, recomputed from the pairs."""
    pairs = replace(found, chosen=drop_worthless(problem, found.chosen)).pairs
    total = total_affinity(problem, pairs)
    return AssignResult(
        assigned=pairs,
        total=total,
        worst_served=worst_served(problem, pairs),
        bound=total if found.status is Status.OPTIMAL else max(found.bound, total),
        status=found.status,
        method=method,
        seconds=seconds,
        floor=floor,
    )
