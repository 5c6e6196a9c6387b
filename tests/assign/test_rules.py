"""A smallest set of rules that clash, and the cheapest change that ends it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from duijie.assign.check import check
from duijie.assign.groups import Companies, Groups
from duijie.assign.infeasible import explain_impossible
from duijie.assign.maxsum import find_max_sum
from duijie.assign.measures import PairList, expert_loads, need_loads
from duijie.assign.mend import Change, find_cheapest_change
from duijie.assign.methods import solve
from duijie.assign.problem import AssignProblem
from duijie.assign.reach import keep_needs
from duijie.assign.rules import find_core, keep_rules, list_rules, say_rule
from tests.assign.factories import best_total, make_problem, planted_problems, tiny_problems

OFTEN = settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.filter_too_much]
)


def with_companies(
    problem: AssignProblem, of_need: list[int], low: list[int], high: list[int]
) -> AssignProblem:
    names = tuple(f"C{number}" for number in range(len(low)))
    companies = Companies(np.array(of_need), names, np.array(low), np.array(high))
    return replace(problem, companies=companies)


def with_groups(problem: AssignProblem, of_expert: list[int], most: int) -> AssignProblem:
    names = tuple(f"G{number}" for number in range(max(of_expert) + 1))
    return replace(problem, groups=Groups(np.array(of_expert), names, most))


@pytest.mark.slow
@OFTEN
@given(problem=tiny_problems())
def test_a_core_is_too_much_and_any_rule_fewer_is_not(problem: AssignProblem) -> None:
    assume(best_total(problem) is None)
    core = find_core(problem)
    assert set(core) <= set(list_rules(problem))
    assert best_total(keep_rules(problem, core)) is None
    for left_out in core:
        rest = [rule for rule in core if rule != left_out]
        assert best_total(keep_rules(problem, rest)) is not None


@settings(deadline=None, max_examples=30)
@given(case=planted_problems())
def test_all_rules_kept_are_the_problem(case: tuple[AssignProblem, PairList]) -> None:
    problem, planted = case
    same = keep_rules(problem, list_rules(problem))
    assert check(same, planted) == []
    found, again = find_max_sum(problem), find_max_sum(same)
    assert found is not None
    assert again is not None
    assert again.bound == pytest.approx(found.bound)


def follow(problem: AssignProblem, changes: list[Change]) -> AssignProblem:
    """Move the bounds as the changes say."""
    for change in changes:
        kind, to = change.rule.kind, change.to
        if kind == "diversity":
            assert problem.groups
            problem = replace(problem, groups=replace(problem.groups, most=to))
        elif kind.startswith("company"):
            assert problem.companies
            field = "low" if kind == "company_min" else "high"
            bounds = getattr(problem.companies, field).copy()
            bounds[change.rule.at] = to
            problem = replace(problem, companies=replace(problem.companies, **{field: bounds}))
        else:
            bounds = getattr(problem, kind).copy()
            bounds[change.rule.at] = to
            problem = replace(problem, **{kind: bounds})
    return problem


def excess(problem: AssignProblem, pairs: PairList) -> int:
    """Count the meetings by which pairs break the bounds."""

    def outside(loads: np.ndarray, low: np.ndarray, high: np.ndarray) -> int:
        return int(np.maximum(low - loads, 0).sum() + np.maximum(loads - high, 0).sum())

    needs = need_loads(problem, pairs)
    count = outside(needs, problem.need_min, problem.need_max)
    count += outside(expert_loads(problem, pairs), problem.expert_min, problem.expert_max)
    if problem.companies:
        sums = problem.companies.add_up(needs)
        count += outside(sums, problem.companies.low, problem.companies.high)
    if problem.groups:
        crowd = Counter((row, int(problem.groups.of_expert[column])) for row, column in pairs)
        count += sum(
            max(number - problem.groups.most, 0)
            for (_, group), number in crowd.items()
            if group >= 0
        )
    return count


def fewest(problem: AssignProblem) -> int:
    """Find the least excess of all sets of allowed pairs that hold the pins."""
    must = [(int(row), int(column)) for row, column in np.argwhere(problem.must)]
    free = [(int(row), int(column)) for row, column in np.argwhere(problem.allowed & ~problem.must)]
    return min(
        excess(problem, [*must, *some])
        for size in range(len(free) + 1)
        for some in combinations(free, size)
    )


@pytest.mark.slow
@OFTEN
@given(problem=tiny_problems())
def test_the_cheapest_change_is_enough_and_no_other_is_cheaper(problem: AssignProblem) -> None:
    assume(problem.allowed.sum() <= 9)
    changes = find_cheapest_change(problem)
    assert sum(change.by for change in changes) == fewest(problem)
    assert find_max_sum(follow(problem, changes)) is not None
    assert bool(changes) == (best_total(problem) is None)


def test_a_change_is_spread_where_that_is_no_dearer() -> None:
    changes = find_cheapest_change(make_problem(np.ones((4, 2)), (1, 1), (0, 1)))
    assert [(change.rule.kind[-3:], change.by) for change in changes] in (
        [("min", 1)] * 2,
        [("min", 1), ("max", 1)],
        [("max", 1)] * 2,
    )


def test_company_totals_that_clash_are_named_by_a_core() -> None:
    plain = make_problem([[1, 1, 0], [0, 0, 1]], (1, 2), (1, 1), forbidden=[(0, 2), (1, 0), (1, 1)])
    problem = with_companies(plain, [0, 0], [0], [2])
    assert explain_impossible(problem).describe("en").splitlines() == [
        (
            "Impossible: these rules cannot all hold: C0 at most 2; E0 at least 1; E1 at least 1; "
            "E2 at least 1."
        ),
        "  The least change, 1 in all: C0 at most 3.",
    ]


def test_a_core_and_the_change_are_said_in_both_languages() -> None:
    plain = make_problem([[0, 0]], (2, 2), (0, 1), must=[(0, 0)])
    problem = with_groups(plain, [0, 0], 1)
    assert explain_impossible(problem).describe("zh").splitlines() == [
        "无法安排：下列规则不能同时成立：同一项需求至多见同组的 1 位专家；N0 至少 2 场。",
        "  最小的改动（共 1 场）：N0 至少 1 场。",
    ]
    pinned = with_groups(make_problem([[0, 0]], (2, 2), (0, 1), must=[(0, 0), (0, 1)]), [0, 0], 1)
    assert explain_impossible(pinned).describe("en").splitlines() == [
        (
            "Impossible: these rules cannot all hold: at most 1 expert of one group for a need; "
            "N0 at least 2."
        ),
        "  The least change, 1 in all: allow 2 experts of one group for a need.",
    ]


def test_rules_are_said_by_whom_they_are_about() -> None:
    problem = with_companies(make_problem([[1]], forbidden=[(0, 0)]), [0], [1], [4])
    said = [say_rule(problem, rule).en for rule in list_rules(problem)]
    assert said == ["C0 at least 1", "C0 at most 4", "N0 at least 1", "N0 must not meet E0"]


def test_a_company_minimum_is_met_and_a_maximum_kept() -> None:
    plain = make_problem([[0.9, 0.8], [0.1, -0.2]], (0, 2), (0, 2))
    assert len(solve(plain).assigned) == 3
    poor = with_companies(plain, [0, 1], [0, 2], [1, 2])
    assert solve(poor).assigned == ((0, 0), (1, 0), (1, 1))


def test_a_pair_worth_nothing_stays_where_the_company_asks_for_it() -> None:
    problem = with_companies(make_problem([[0, 0]], (0, 2), (0, 1)), [0], [1], [2])
    assert len(solve(problem).assigned) == 1


def test_at_most_so_many_of_one_group_for_one_need() -> None:
    plain = make_problem([[0.9, 0.8, 0.1, 0.2]], (2, 2), (0, 1))
    assert solve(with_groups(plain, [0, 0, 1, -1], 1)).assigned == ((0, 0), (0, 3))
    assert solve(with_groups(plain, [0, 0, 1, -1], 2)).assigned == ((0, 0), (0, 1))


def test_broken_totals_and_crowds_are_named() -> None:
    problem = with_companies(make_problem([[1, 1], [1, 1]], (0, 2)), [0, 0], [2], [3])
    problem = with_groups(problem, [0, 0], 1)
    found = check(problem, [(0, 0), (0, 1), (1, 0), (1, 1)])
    assert [one.rule for one in found] == ["too many", "diversity", "diversity"]
    assert found[0].message.en == "C0 has 4 meetings, not 2 to 3"
    assert found[1].message.en == "N0 meets 2 experts of G0, not at most 1"
    assert [one.rule for one in check(problem, [(0, 0)])] == ["too few"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"companies": Companies(np.array([0]), ("C",), np.array([0]), np.array([1]))}, "needs"),
        ({"groups": Groups(np.array([0]), ("G",), 1)}, "experts"),
    ],
)
def test_companies_and_groups_of_others_are_refused(change: dict[str, object], words: str) -> None:
    problem = make_problem(np.ones((2, 2)))
    with pytest.raises(ValueError, match=words):
        replace(problem, **change)  # type: ignore[arg-type]


def test_some_needs_alone_owe_their_company_nothing() -> None:
    """Those left out could be what a company's minimum lacks, so only its maximum stays."""
    problem = with_companies(make_problem(np.ones((3, 2)), (0, 2)), [0, 1, 1], [1, 4], [2, 4])
    some = keep_needs(problem, np.array([1]))
    assert some.companies
    assert some.companies.of_need.tolist() == [1]
    assert some.companies.low.tolist() == [0, 0]
    assert some.companies.high.tolist() == [2, 4]
