"""Which limits hold a need or an expert back, and what one more meeting would gain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from duijie.assign.measures import expert_loads, need_loads
from duijie.assign.nearest import list_changes, solve_near
from duijie.assign.plan import AssignResult, Pairs
from duijie.assign.problem import AssignProblem
from duijie.assign.shortage import Side
from duijie.assign.words import say_changes, say_difference
from duijie.domain.text import Text


@dataclass(frozen=True)
class Limit:
    """A limit that the plan has reached, and what loosening it by one meeting would bring.

    `rule` is the field of the problem: ``need_max``, ``expert_min`` and so on. `gain` is the new
    plan's total less the old one's, 0 where the limit is reached but not felt. It can be negative
    above the highest floor, where more for the worst-served need comes first; `worst_served` is
    what that need would get.
    """

    rule: str
    gain: float
    worst_served: float
    lost: Pairs
    gained: Pairs
    message: Text


def explain_limits(
    problem: AssignProblem,
    result: AssignResult,
    side: Side,
    index: int,
    *,
    time_limit_s: float | None = None,
) -> tuple[Limit, ...]:
    """List the limits that one need or expert has reached, the maximum first.

    Parameters
    ----------
    problem, result
        What was assigned, and the plan that ``solve`` returned for it.
    side, index
        "need" and its row, or "expert" and the column, 0-based.
    time_limit_s
        As in ``solve``, for each limit anew.
    """
    count = need_loads if side == "need" else expert_loads
    load = int(count(problem, result.assigned)[index])
    limits = []
    for rule, step in ((f"{side}_max", 1), (f"{side}_min", -1)):
        if load == getattr(problem, rule)[index] and load + step >= 0:
            again = solve_near(_loosen(problem, rule, index, step), result, time_limit_s)
            name = (problem.need_ids if side == "need" else problem.expert_ids)[index]
            limits.append(_report(problem, result, again, rule, _say_reached(name, load, step)))
    return tuple(limits)


def _report(
    problem: AssignProblem, result: AssignResult, again: AssignResult, rule: str, reached: Text
) -> Limit:
    lost, gained = list_changes(result.assigned, again.assigned)
    changes = say_changes(problem, lost, gained)
    return Limit(
        rule=rule,
        gain=again.total - result.total,
        worst_served=again.worst_served,
        lost=lost,
        gained=gained,
        message=reached + say_difference(result, again) + changes,
    )


def _loosen(problem: AssignProblem, rule: str, index: int, step: int) -> AssignProblem:
    bounds = getattr(problem, rule).copy()
    bounds[index] += step
    changes: dict[str, Any] = {rule: bounds}
    return replace(problem, **changes)


def _say_reached(name: str, bound: int, step: int) -> Text:
    if step > 0:
        return Text(
            f"{name} 已达上限 {bound} 场；若可多一场，",
            f"{name} has its most meetings, {bound}; with one more allowed, ",
        )
    return Text(
        f"{name} 只有下限 {bound} 场；若可少一场，",
        f"{name} has its fewest meetings, {bound}; with one fewer allowed, ",
    )
