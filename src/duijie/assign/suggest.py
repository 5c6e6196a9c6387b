"""Ways out of a shortage: an option, or a few conflicts to lift. Each one was tried."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from duijie.assign.problem import AssignProblem
from duijie.assign.shortage import Demand, Shortage, Side, count_missing
from duijie.domain.text import Text, join, same

MOST_LIFTED = 3
"""How many conflicts one suggestion asks to lift."""
MOST_TRIED = 40
"""How many conflicts are tried, best affinity first, to find those worth lifting."""

DemandOf = Callable[[AssignProblem], Demand]


def suggest_ways_out(
    problem: AssignProblem, demand_of: DemandOf, shortages: Sequence[Shortage]
) -> list[Text]:
    """Return one line of alternatives, each of which makes good these shortages by itself.

    All of them only loosen rules: none can bring the other side into difficulties.
    """
    if not shortages:
        return []
    near = shortages[0].asker
    far: Side = "expert" if near == "need" else "need"
    ways = [
        *_raise_most(problem, demand_of, far),
        *_lower_least(problem, demand_of, near),
        *_lift_conflicts(problem, demand_of, shortages),
        *_raise_and_lift(problem, demand_of, shortages, far),
    ]
    return [Text("可以试试 ", "Try ") + join(ways, "，或 ", ", or ") + Text("。", ".")]


def _raise_most(problem: AssignProblem, demand_of: DemandOf, side: Side) -> list[Text]:
    """Suggest the least maximum for everybody of `side` that is enough."""
    high = _least_enough(problem, demand_of, side)
    return [] if high is None else [_say_option(side, _bounds(problem, side)[0], high)]


def _least_enough(problem: AssignProblem, demand_of: DemandOf, side: Side) -> int | None:
    """Find the least common maximum of `side` that leaves nothing missing, if any does."""
    least, most = _bounds(problem, side)
    partners = problem.n_needs if side == "expert" else problem.n_experts

    def is_enough(high: int) -> bool:
        return not count_missing(demand_of(_with_bounds(problem, side, least, high)))

    high = most + bisect_left(range(most, partners + 1), True, key=is_enough)
    return high if high <= partners else None


def _lower_least(problem: AssignProblem, demand_of: DemandOf, side: Side) -> list[Text]:
    """Find the greatest minimum for everybody of `side` that can still be met."""
    _, most = _bounds(problem, side)

    def is_too_much(low: int) -> bool:
        return bool(count_missing(demand_of(_with_bounds(problem, side, low, most))))

    low = bisect_left(range(most + 1), True, key=is_too_much) - 1
    return [_say_option(side, low, most)]


def _lift_conflicts(
    problem: AssignProblem, demand_of: DemandOf, shortages: Sequence[Shortage]
) -> list[Text]:
    """Suggest a few conflicts that, lifted together, are enough."""
    lifted = _enough_lifts(problem, demand_of, shortages)
    return [_say_lift(problem, lifted)] if lifted else []


def _raise_and_lift(
    problem: AssignProblem, demand_of: DemandOf, shortages: Sequence[Shortage], side: Side
) -> list[Text]:
    """Suggest a higher maximum together with conflicts to lift, where neither is enough alone."""
    least, most = _bounds(problem, side)
    partners = problem.n_needs if side == "expert" else problem.n_experts
    roomy = _with_bounds(problem, side, least, max(most, partners))
    if _enough_lifts(problem, demand_of, shortages) or not count_missing(demand_of(roomy)):
        return []
    lifted = _enough_lifts(roomy, demand_of, shortages)
    if not lifted:
        return []
    high = _least_enough(_without_conflicts(problem, lifted), demand_of, side)
    return [
        _say_option(side, least, high or partners)
        + Text(" 并", " and ")
        + _say_lift(problem, lifted)
    ]


def _enough_lifts(
    problem: AssignProblem, demand_of: DemandOf, shortages: Sequence[Shortage]
) -> list[tuple[int, int]]:
    """Find a few forbidden pairs of the people concerned that, allowed, are enough together."""
    missing = count_missing(demand_of(problem))
    lifted: list[tuple[int, int]] = []
    if missing > MOST_LIFTED:
        return []
    for pair in _liftable(problem, shortages):
        left = count_missing(demand_of(_without_conflicts(problem, [*lifted, pair])))
        if left < missing:
            missing = left
            lifted.append(pair)
        if not missing:
            return lifted
    return []


def _liftable(problem: AssignProblem, shortages: Sequence[Shortage]) -> list[tuple[int, int]]:
    """Forbidden but scored pairs of the people who ask, best affinity first."""
    concerned = np.zeros_like(problem.forbidden)
    for shortage in shortages:
        who = list(shortage.askers)
        if shortage.asker == "need":
            concerned[who, :] = True
        else:
            concerned[:, who] = True
    rows, columns = np.nonzero(concerned & problem.forbidden & np.isfinite(problem.affinity))
    best = np.argsort(-problem.affinity[rows, columns], kind="stable")[:MOST_TRIED]
    return [(int(rows[k]), int(columns[k])) for k in best]


def _without_conflicts(problem: AssignProblem, pairs: Sequence[tuple[int, int]]) -> AssignProblem:
    forbidden = problem.forbidden.copy()
    for pair in pairs:
        forbidden[pair] = False
    return replace(problem, forbidden=forbidden)


def _bounds(problem: AssignProblem, side: Side) -> tuple[int, int]:
    """Return the smallest minimum and the largest maximum on one side."""
    if side == "need":
        lows, highs = problem.need_min, problem.need_max
    else:
        lows, highs = problem.expert_min, problem.expert_max
    return min(lows.tolist(), default=0), max(highs.tolist(), default=0)


def _with_bounds(problem: AssignProblem, side: Side, low: int, high: int) -> AssignProblem:
    """Return the problem as the option for one side would make it."""
    if side == "need":
        size = problem.n_needs
        return replace(problem, need_min=np.full(size, low), need_max=np.full(size, high))
    size = problem.n_experts
    return replace(problem, expert_min=np.full(size, low), expert_max=np.full(size, high))


def _say_option(side: Side, low: int, high: int) -> Text:
    bounds = str(low) if low == high else f"{low}:{high}"
    return same(f"--per-{side} {bounds}")


def _say_lift(problem: AssignProblem, pairs: Sequence[tuple[int, int]]) -> Text:
    named = [(problem.need_ids[row], problem.expert_ids[column]) for row, column in pairs]
    return Text(
        "取消 " + "、".join(f"{need} 与 {expert}" for need, expert in named) + " 的回避",
        "lift the conflict of " + " and of ".join(f"{n} with {e}" for n, e in named),
    )
