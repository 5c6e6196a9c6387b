"""The oracle: which rules a plan breaks, found without any solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from duijie.assign.groups import NOBODY
from duijie.assign.measures import PairList, expert_loads, need_loads, served
from duijie.assign.problem import AssignProblem, IntArray
from duijie.domain.text import Text

FLOOR_TOLERANCE = 1e-6
"""A need's sum may fall short of a floor by this much: sums of decimals are not exact."""


@dataclass(frozen=True)
class Violation:
    """One broken rule, named, and said in words."""

    rule: str
    message: Text


def check(
    problem: AssignProblem, pairs: PairList, *, floor: float | None = None
) -> list[Violation]:
    """List every rule of `problem` that `pairs` breaks; empty for a valid plan.

    With `floor`, every need's assigned affinities must also sum to at least so much.
    """
    outside = list(_outside(problem, pairs))
    if outside:
        return outside
    return [
        *_twice(problem, pairs),
        *_not_allowed(problem, pairs),
        *_must(problem, pairs),
        *_bounds(problem.need_ids, need_loads(problem, pairs), problem.need_min, problem.need_max),
        *_bounds(
            problem.expert_ids,
            expert_loads(problem, pairs),
            problem.expert_min,
            problem.expert_max,
        ),
        *_company_totals(problem, pairs),
        *_diversity(problem, pairs),
        *_floor(problem, pairs, floor),
    ]


def _outside(problem: AssignProblem, pairs: PairList) -> Iterator[Violation]:
    for row, column in pairs:
        if row not in range(problem.n_needs) or column not in range(problem.n_experts):
            words = Text(f"没有 ({row}, {column}) 这一对", f"there is no pair ({row}, {column})")
            yield Violation("outside", words)


def _twice(problem: AssignProblem, pairs: PairList) -> Iterator[Violation]:
    for pair, count in Counter(pairs).items():
        if count > 1:
            need, expert = _names(problem, pair)
            words = Text(
                f"{need} 与 {expert} 配了 {count} 次", f"{need} meets {expert} {count} times"
            )
            yield Violation("twice", words)


def _not_allowed(problem: AssignProblem, pairs: PairList) -> Iterator[Violation]:
    for pair in pairs:
        need, expert = _names(problem, pair)
        if problem.forbidden[pair]:
            words = Text(f"{need} 与 {expert} 不得见面", f"{need} must not meet {expert}")
            yield Violation("forbidden", words)
        elif not np.isfinite(problem.affinity[pair]):
            words = Text(f"{need} 与 {expert} 没有匹配度", f"{need} / {expert} has no affinity")
            yield Violation("unscored", words)


def _must(problem: AssignProblem, pairs: PairList) -> Iterator[Violation]:
    chosen = set(pairs)
    for row, column in np.argwhere(problem.must).tolist():
        if (row, column) not in chosen:
            need, expert = _names(problem, (row, column))
            words = Text(f"{need} 必须见 {expert}，却没有配", f"{need} must meet {expert}")
            yield Violation("must", words)


def _bounds(
    ids: Sequence[str], loads: IntArray, low: IntArray, high: IntArray
) -> Iterator[Violation]:
    for index in np.flatnonzero((loads < low) | (loads > high)).tolist():
        words = Text(
            f"{ids[index]} 有 {loads[index]} 场，应为 {low[index]} 至 {high[index]} 场",
            f"{ids[index]} has {loads[index]} meetings, not {low[index]} to {high[index]}",
        )
        yield Violation("too few" if loads[index] < low[index] else "too many", words)


def _company_totals(problem: AssignProblem, pairs: PairList) -> Iterator[Violation]:
    if problem.companies is None:
        return
    count = Counter(int(problem.companies.of_need[row]) for row, _ in pairs)
    loads = np.array([count[number] for number in range(len(problem.companies.names))])
    yield from _bounds(
        problem.companies.names, loads, problem.companies.low, problem.companies.high
    )


def _diversity(problem: AssignProblem, pairs: PairList) -> Iterator[Violation]:
    if problem.groups is None:
        return
    count = Counter((row, int(problem.groups.of_expert[column])) for row, column in pairs)
    for (row, group), number in sorted(count.items()):
        if group != NOBODY and number > problem.groups.most:
            need, name, most = (
                problem.need_ids[row],
                problem.groups.names[group],
                problem.groups.most,
            )
            words = Text(
                f"{need} 见 {name} 的 {number} 位专家，至多应为 {most} 位",
                f"{need} meets {number} experts of {name}, not at most {most}",
            )
            yield Violation("diversity", words)


def _floor(problem: AssignProblem, pairs: PairList, floor: float | None) -> Iterator[Violation]:
    if floor is None:
        return
    sums = served(problem, pairs)
    for row in np.flatnonzero(sums < floor - FLOOR_TOLERANCE).tolist():
        name = problem.need_ids[row]
        words = Text(
            f"{name} 的匹配度合计 {sums[row]:.6g}，低于下限 {floor:.6g}",
            f"{name} gets {sums[row]:.6g}, less than the floor {floor:.6g}",
        )
        yield Violation("floor", words)


def _names(problem: AssignProblem, pair: tuple[int, int]) -> tuple[str, str]:
    return problem.need_ids[pair[0]], problem.expert_ids[pair[1]]
