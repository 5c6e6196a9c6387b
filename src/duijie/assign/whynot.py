"""Why this pair, why not that one: what turning the decision round would cost, and whom.

A pair is turned round (forced when it was not chosen, dropped when it was) and the problem is
solved again by the same method. So the answer is what it would be, not an estimate. Of equally
good new plans the one nearest to the old is shown, so that only people who are concerned appear.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from duijie.assign.measures import served
from duijie.assign.nearest import list_changes, solve_near
from duijie.assign.plan import AssignResult, Pairs
from duijie.assign.problem import AssignProblem
from duijie.assign.reach import TOLERANCE
from duijie.assign.words import list_some, say_amount, say_changes, say_difference, say_pair
from duijie.domain.errors import Impossible
from duijie.domain.text import EMPTY, Text

Pair = tuple[int, int]


@dataclass(frozen=True)
class WhyNot:
    """What it would mean to force a pair that was not chosen, or to drop one that was.

    `cost` is the plan's total less the new one: negative where a person's decision (a pin, a
    conflict) holds the total down, None where no plan is left. `lost` and `gained` are the other
    pairs that would part and meet. `worst_served` is what the worst-served need would get.
    """

    pair: Pair
    chosen: bool
    cost: float | None
    worst_served: float | None
    lost: Pairs
    gained: Pairs
    message: Text


def explain_pair(
    problem: AssignProblem,
    result: AssignResult,
    row: int,
    column: int,
    *,
    time_limit_s: float | None = None,
) -> WhyNot:
    """Say what it would cost to decide the pair (`row`, `column`) the other way.

    Parameters
    ----------
    problem, result
        What was assigned, and the plan that ``solve`` returned for it.
    row, column
        The need and the expert, 0-based. The pair may be one that is forbidden or not scored:
        then lifting that is part of forcing it, and a pair not scored counts 0.
    time_limit_s
        As in ``solve``; with a plan not proved the best the cost is not exact either.

    Raises
    ------
    OutOfTime
        When the limit passed before a plan above the floor was found.
    """
    pair = (row, column)
    chosen = pair in set(result.assigned)
    changed = drop_pair(problem, pair) if chosen else force_pair(problem, pair)
    opening = _say_situation(problem, pair, chosen=chosen)
    try:
        again = solve_near(changed, result, time_limit_s)
    except Impossible as error:
        nothing = Text("就没有可行的方案了：", "no plan would be left: ")
        return WhyNot(pair, chosen, None, None, (), (), opening + nothing + error.message)
    lost, gained = list_changes(result.assigned, again.assigned, pair)
    return WhyNot(
        pair=pair,
        chosen=chosen,
        cost=result.total - again.total,
        worst_served=again.worst_served,
        lost=lost,
        gained=gained,
        message=opening
        + say_difference(result, again)
        + say_changes(problem, lost, gained)
        + _say_losers(changed, result, again),
    )


def force_pair(problem: AssignProblem, pair: Pair) -> AssignProblem:
    """Return the problem in which the pair has to meet, whatever kept it apart."""
    affinity, forbidden, must = (
        problem.affinity.copy(),
        problem.forbidden.copy(),
        problem.must.copy(),
    )
    affinity[pair] = np.nan_to_num(affinity[pair])
    forbidden[pair] = False
    must[pair] = True
    return replace(problem, affinity=affinity, forbidden=forbidden, must=must)


def drop_pair(problem: AssignProblem, pair: Pair) -> AssignProblem:
    """Return the problem in which the pair must not meet, even if it was pinned."""
    forbidden, must = problem.forbidden.copy(), problem.must.copy()
    forbidden[pair] = True
    must[pair] = False
    return replace(problem, forbidden=forbidden, must=must)


def _say_situation(problem: AssignProblem, pair: Pair, *, chosen: bool) -> Text:
    named = say_pair(problem, pair)
    if chosen:
        pinned = Text("是指定必见的", " is pinned to meet")
        found = pinned if problem.must[pair] else Text("已配上", " is chosen")
        return named + found + Text("；若取消，", "; without this meeting ")
    if problem.forbidden[pair]:
        why = Text("因回避或指定而不得见面", " must not meet (a conflict or a pin)")
        return (
            named
            + why
            + Text("；若取消限制并让他们见面，", "; if they were to meet all the same, ")
        )
    if np.isnan(problem.affinity[pair]):
        why = Text("没有匹配度", " has no affinity")
        return (
            named
            + why
            + Text(
                "；若仍让他们见面（按 0 计），",
                "; if they were to meet all the same, counted as 0, ",
            )
        )
    return named + Text("没有配上；若定下这一场，", " is not chosen; if they were to meet, ")


def _say_losers(problem: AssignProblem, before: AssignResult, after: AssignResult) -> Text:
    """Name the needs whose sums would fall, the greatest loss first."""
    loss = served(problem, before.assigned) - served(problem, after.assigned)
    worse = [row for row in np.argsort(-loss, kind="stable").tolist() if loss[row] > TOLERANCE]
    if not worse:
        return EMPTY
    named = [
        Text(
            f"{problem.need_ids[row]} 少 {say_amount(loss[row])}",
            f"{problem.need_ids[row]} by {say_amount(loss[row])}",
        )
        for row in worse
    ]
    return Text("受损：", " Worse off: ") + list_some(named) + Text("。", ".")
