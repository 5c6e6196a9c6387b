"""Why no plan exists, in the words of the event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from duijie.assign.mend import say_cheapest_change
from duijie.assign.problem import AssignProblem
from duijie.assign.reach import TOLERANCE, best_sums
from duijie.assign.rules import find_core, say_rule
from duijie.assign.shortage import (
    Shortage,
    experts_demand,
    find_shortages,
    needs_demand,
)
from duijie.assign.suggest import suggest_ways_out
from duijie.assign.words import MOST_NAMED, list_names, list_some, say_count
from duijie.domain.errors import Impossible
from duijie.domain.text import EMPTY, Text, same


def explain_impossible(problem: AssignProblem) -> Impossible:
    """Return the error that says why `problem` has no plan, and what to try.

    First come certificates that can be checked by counting: people who are short, and by how
    many meetings. Where there are none (rules about companies and groups can clash with others
    in ways that counting one side does not show) a smallest set of rules that cannot all hold is
    named. Each suggestion was tried and makes good the shortage of its side; the last one, the
    cheapest change of single bounds, makes a plan possible.

    Raises
    ------
    ValueError
        When the problem has a plan after all.
    """
    overpinned = [*_overpinned_needs(problem), *_overpinned_experts(problem)]
    mend = say_cheapest_change(problem)
    if overpinned:
        return _compose(overpinned, [mend])
    causes: list[Text] = []
    hints: list[Text] = []
    for demand_of in (needs_demand, experts_demand):
        shortages = find_shortages(demand_of(problem))
        # A set concerns more people than any single asker: say it first.
        shortages.sort(key=lambda shortage: shortage.lone)
        causes += [_describe(problem, shortage) for shortage in shortages]
        hints += suggest_ways_out(problem, demand_of, shortages)
    return _compose(causes or [_say_core(problem)], [*hints, mend])


def _say_core(problem: AssignProblem) -> Text:
    """Name rules that cannot all hold, where counting one side at a time finds nothing amiss."""
    rules = [say_rule(problem, rule) for rule in find_core(problem)]
    return (
        Text("下列规则不能同时成立：", "these rules cannot all hold: ")
        + list_some(rules, "；", "; ")
        + Text("。", ".")
    )


def explain_floor(problem: AssignProblem, floor: float, highest: float) -> Impossible:
    """Return the error for a floor that no plan keeps; `highest` bounds what one could be."""
    alone = best_sums(problem)
    hint = Text(
        "可以试试 --floor auto：求可达到的最高下限。", "Try --floor auto: the highest floor."
    )
    short = np.flatnonzero(alone < floor - TOLERANCE).tolist()
    causes = [
        Text(
            f"{problem.describe_need(row).zh} 即使任选专家，合计也只有 {alone[row]:.6g}，"
            f"低于下限 {floor:.6g}。",
            f"{problem.describe_need(row).en} gets {alone[row]:.6g} from its best experts, "
            f"less than the floor {floor:.6g}.",
        )
        for row in short
    ]
    together = Text(
        f"没有方案能让每项需求的合计都达到 {floor:.6g}；最高不超过 {highest:.6g}。",
        f"no plan gives every need {floor:.6g}; none can give more than {highest:.6g}.",
    )
    return _compose(causes or [together], [hint])


def _compose(causes: Sequence[Text], hints: Sequence[Text]) -> Impossible:
    more = len(causes) - MOST_NAMED
    rest = [Text(f"另有 {more} 处类似", f"and {more} more like these")] if more > 0 else []
    return Impossible(
        Text("无法安排：", "Impossible: ") + causes[0], [*causes[1:MOST_NAMED], *rest, *hints]
    )


def _overpinned_needs(problem: AssignProblem) -> Iterator[Text]:
    pinned = problem.must.sum(axis=1)
    for row in np.flatnonzero(pinned > problem.need_max).tolist():
        who, most = problem.describe_need(row), problem.need_max[row]
        experts = [problem.expert_ids[c] for c in np.flatnonzero(problem.must[row])]
        yield _say_overpinned(who, pinned[row], most, experts)


def _overpinned_experts(problem: AssignProblem) -> Iterator[Text]:
    pinned = problem.must.sum(axis=0)
    for column in np.flatnonzero(pinned > problem.expert_max).tolist():
        who, most = same(problem.expert_ids[column]), problem.expert_max[column]
        needs = [problem.need_ids[r] for r in np.flatnonzero(problem.must[:, column])]
        yield _say_overpinned(who, pinned[column], most, needs)


def _say_overpinned(who: Text, pinned: int, most: int, others: Sequence[str]) -> Text:
    excess = pinned - most
    return Text(
        f"{who.zh} 被指定必见 {pinned} 场（{list_names(others).zh}），但至多 {most} 场。"
        f"请至少取消 {excess} 个指定，或把上限提高到 {pinned}。",
        f"{who.en} is pinned to {pinned} meetings ({list_names(others).en}) but may have at most "
        f"{most}. Take out {excess} of these pins, or raise the maximum to {pinned}.",
    )


def _describe(problem: AssignProblem, shortage: Shortage) -> Text:
    """Say one shortage: who asks for how much, and what there is."""
    if shortage.lone:
        words = (_say_lone_need if shortage.asker == "need" else _say_lone_expert)(
            problem, shortage
        )
    else:
        words = (_say_needs if shortage.asker == "need" else _say_experts)(problem, shortage)
    return words + Text(f"缺 {shortage.short} 场。", f" Short by {shortage.short}.")


def _say_lone_need(problem: AssignProblem, shortage: Shortage) -> Text:
    who, besides = problem.describe_need(shortage.askers[0]), _besides_pins(problem)
    asked, offered = shortage.asked, shortage.offered
    return Text(
        f"{who.zh} 至少要见 {asked} 场{besides.zh}，可见的专家只有 {offered} 位，",
        f"{who.en} asks for {asked}{besides.en}, has {say_count(offered, 'expert')} it may meet.",
    )


def _say_lone_expert(problem: AssignProblem, shortage: Shortage) -> Text:
    who, besides = problem.expert_ids[shortage.askers[0]], _besides_pins(problem)
    asked, offered = shortage.asked, shortage.offered
    return Text(
        f"{who} 至少要见 {asked} 场{besides.zh}，可见的需求只有 {offered} 项，",
        f"{who} is to have at least {asked}{besides.en}, has {say_count(offered, 'need')} to meet.",
    )


def _say_needs(problem: AssignProblem, shortage: Shortage) -> Text:
    besides = _besides_pins(problem)
    named = _name_some([problem.need_ids[row] for row in shortage.askers], problem.n_needs)
    givers = len(shortage.givers)
    return Text(
        f"{len(shortage.askers)} 项需求{named.zh}共要 {shortage.asked} 场{besides.zh}；"
        f"可见的 {givers} 位专家最多能给 {shortage.offered} 场，",
        f"{say_count(len(shortage.askers), 'need')}{named.en} ask for {shortage.asked} meetings"
        f"{besides.en}; {say_count(givers, 'expert')} can take {shortage.offered}.",
    )


def _say_experts(problem: AssignProblem, shortage: Shortage) -> Text:
    besides = _besides_pins(problem)
    named = _name_some([problem.expert_ids[c] for c in shortage.askers], problem.n_experts)
    givers = len(shortage.givers)
    return Text(
        f"{len(shortage.askers)} 位专家{named.zh}至少共要 {shortage.asked} 场{besides.zh}；"
        f"可见的 {givers} 项需求最多能给 {shortage.offered} 场，",
        f"{say_count(len(shortage.askers), 'expert')}{named.en} are to have at least "
        f"{shortage.asked} meetings{besides.en}; {say_count(givers, 'need')} can take "
        f"{shortage.offered}.",
    )


def _besides_pins(problem: AssignProblem) -> Text:
    """Say that pinned meetings are not counted, where there are any."""
    return Text("（指定必见的另计）", " besides what is pinned") if problem.must.any() else EMPTY


def _name_some(names: Sequence[str], of_all: int) -> Text:
    """Name a set in brackets unless it is everybody."""
    if len(names) == of_all:
        return EMPTY
    listed = list_names(names)
    return Text(f"（{listed.zh}）", f" ({listed.en})")
