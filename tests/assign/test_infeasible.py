import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

from duijie.assign.infeasible import explain_impossible
from duijie.assign.methods import solve
from duijie.assign.problem import AssignProblem
from duijie.assign.shortage import (
    count_missing,
    experts_demand,
    find_shortages,
    needs_demand,
)
from duijie.domain.bounds import parse_bounds
from duijie.domain.errors import Impossible
from tests.assign.factories import best_total, make_problem, tiny_problems


def explain(problem: AssignProblem, language: str = "en") -> str:
    return explain_impossible(problem).describe("zh" if language == "zh" else "en")


def test_too_few_meetings_for_all_needs_and_the_tightest_one() -> None:
    problem = make_problem(
        np.full((42, 30), 0.5), (2, 2), (0, 2), forbidden=[(17, e) for e in range(29)], titles=True
    )
    assert explain(problem).splitlines() == [
        "Impossible: 42 needs ask for 84 meetings; 30 experts can take 60. Short by 24.",
        '  N17 "topic 17" asks for 2, has 1 expert it may meet. Short by 1.',
        "  Try --per-need 1:2, or --per-expert 0:3 and lift the conflict of N17 with E0.",
        (
            "  The least change, 24 in all: N17 at least 1, E3 at most 3, E4 at most 3, "
            "E5 at most 3, E6 at most 3 and 19 more."
        ),
    ]
    assert explain(problem, "zh").splitlines() == [
        "无法安排：42 项需求共要 84 场；可见的 30 位专家最多能给 60 场，缺 24 场。",
        "  N17“topic 17” 至少要见 2 场，可见的专家只有 1 位，缺 1 场。",
        "  可以试试 --per-need 1:2，或 --per-expert 0:3 并取消 N17 与 E0 的回避。",
        (
            "  最小的改动（共 24 场）：N17 至少 1 场，E3 至多 3 场，E4 至多 3 场，"
            "E5 至多 3 场，E6 至多 3 场 等 24 个。"
        ),
    ]


def test_a_need_with_too_few_experts() -> None:
    problem = make_problem([[1, 1], [1, 1]], (1, 2), (0, 2), forbidden=[(1, 0), (1, 1)])
    assert explain(problem).splitlines() == [
        "Impossible: N1 asks for 1, has 0 experts it may meet. Short by 1.",
        "  Try --per-need 0:2, or lift the conflict of N1 with E0.",
        "  The least change, 1 in all: N1 at least 0.",
    ]


def test_a_need_nobody_scored_cannot_be_helped_by_lifting() -> None:
    problem = make_problem([[1, 1], [np.nan, np.nan]], (1, 2), (0, 2))
    assert explain(problem).splitlines()[1] == "  Try --per-need 0:2."


def test_needs_that_share_too_few_experts_are_named() -> None:
    forbidden = [(need, expert) for need in range(3) for expert in (1, 2, 3)]
    problem = make_problem(np.ones((5, 4)), (1, 1), (0, 2), forbidden=forbidden)
    assert explain(problem).splitlines() == [
        "Impossible: 3 needs (N0, N1, N2) ask for 3 meetings; 1 expert can take 2. Short by 1.",
        "  Try --per-expert 0:3, or --per-need 0:1, or lift the conflict of N0 with E1.",
        "  The least change, 1 in all: E0 at most 3.",
    ]


def test_experts_who_are_promised_more_than_the_needs_take() -> None:
    problem = make_problem(np.ones((5, 5)), (0, 1), (3, 4))
    assert explain(problem).splitlines() == [
        "Impossible: 5 experts are to have at least 15 meetings; 5 needs can take 5. Short by 10.",
        "  Try --per-need 0:3, or --per-expert 1:4.",
        (
            "  The least change, 10 in all: N0 at most 2, N1 at most 3, N2 at most 3, "
            "N3 at most 2, N4 at most 5."
        ),
    ]


def test_an_expert_with_too_few_needs() -> None:
    problem = make_problem(np.ones((2, 2)), (0, 2), (2, 2), forbidden=[(0, 1)])
    assert explain(problem).splitlines() == [
        "Impossible: E1 is to have at least 2, has 1 need to meet. Short by 1.",
        "  Try --per-expert 1:2, or lift the conflict of N0 with E1.",
        "  The least change, 1 in all: E1 at least 1.",
    ]


def test_pins_beyond_a_maximum() -> None:
    problem = make_problem(np.ones((3, 3)), (0, 2), (0, 1), must=[(0, 0), (0, 1), (0, 2), (1, 2)])
    lines = explain(problem).splitlines()
    assert lines[0] == (
        "Impossible: N0 is pinned to 3 meetings (E0, E1, E2) but may have at most 2. "
        "Take out 1 of these pins, or raise the maximum to 3."
    )
    assert lines[1].startswith("  E2 is pinned to 2 meetings (N0, N1) but may have at most 1.")


def test_pinned_meetings_are_counted_apart() -> None:
    problem = make_problem(np.ones((3, 1)), (1, 1), (0, 2), must=[(0, 0)])
    assert explain(problem).startswith(
        "Impossible: 2 needs (N1, N2) ask for 2 meetings besides what is pinned; "
        "1 expert can take 1. Short by 1."
    )


def test_a_long_list_is_cut_short() -> None:
    problem = make_problem(np.ones((9, 1)), (2, 2), (0, 9))
    lines = explain(problem).splitlines()
    assert lines[5] == "  and 4 more like these"


def test_a_problem_with_a_plan_has_nothing_to_explain() -> None:
    with pytest.raises(ValueError, match="the problem has a plan"):
        explain_impossible(make_problem([[1]]))


SUGGESTION = re.compile(
    r"(?P<option>--per-(?P<side>need|expert) (?P<bounds>[\d:]+))?(?: and )?"
    r"(?P<lift>lift the conflict of (?P<pairs>.+))?"
)


def follow(problem: AssignProblem, suggestion: str) -> AssignProblem:
    """Do what a suggestion says."""
    match = SUGGESTION.fullmatch(suggestion)
    assert match
    if match["option"]:
        side, bounds = match["side"], parse_bounds(match["bounds"])
        size = problem.n_needs if side == "need" else problem.n_experts
        lows, highs = np.full(size, bounds.low), np.full(size, bounds.high)
        changes = {f"{side}_min": lows, f"{side}_max": highs}
        problem = replace(problem, **changes)  # type: ignore[arg-type]
    if match["lift"]:
        forbidden = problem.forbidden.copy()
        for pair in match["pairs"].split(" and of "):
            need, expert = pair.split(" with ")
            at = problem.need_ids.index(need), problem.expert_ids.index(expert)
            assert forbidden[at]
            forbidden[at] = False
        problem = replace(problem, forbidden=forbidden)
    return problem


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(problem=tiny_problems(together=False))
def test_every_suggestion_helps(problem: AssignProblem) -> None:
    """Each alternative by itself ends the shortage of its side, and all shortages if it is one."""
    demands = [d for d in (needs_demand, experts_demand) if find_shortages(d(problem))]
    assume(demands)
    pinned = problem.must
    assume((pinned.sum(axis=1) <= problem.need_max).all())
    assume((pinned.sum(axis=0) <= problem.expert_max).all())
    with pytest.raises(Impossible) as caught:
        solve(problem)

    tries = [hint.en for hint in caught.value.hints if hint.en.startswith("Try ")]

    assert len(tries) == len(demands)
    for line, demand_of in zip(tries, demands, strict=True):
        for suggestion in line.removeprefix("Try ").removesuffix(".").split(", or "):
            relaxed = follow(problem, suggestion)
            assert count_missing(demand_of(relaxed)) == 0
            if len(demands) == 1:
                solve(relaxed)


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(problem=tiny_problems(together=False))
def test_shortages_are_found_exactly_when_there_is_no_plan(problem: AssignProblem) -> None:
    pinned = problem.must
    assume((pinned.sum(axis=1) <= problem.need_max).all())
    assume((pinned.sum(axis=0) <= problem.expert_max).all())
    shortages = find_shortages(needs_demand(problem)) + find_shortages(experts_demand(problem))
    assert bool(shortages) == (best_total(problem) is None)
    for shortage in shortages:
        assert shortage.short > 0
