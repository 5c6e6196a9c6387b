"""Rules that cannot be kept together: truly so, and none to spare."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from duijie.timetable import core
from duijie.timetable.core import find_core, send_core
from duijie.timetable.problem import TimetableProblem
from duijie.timetable.rules import (
    Kind,
    Rule,
    describe_rule,
    describe_way_out,
    list_rules,
    relaxations,
    without,
)
from tests.timetable.instances import brute_force, make_problem, small_problems
from tests.timetable.test_race import be_killed

EVERYTHING = make_problem(
    ((0, 1), (0, 2)),
    4,
    tables=1,
    away={0: [1]},
    allowed={0: [0, 1]},
    fixed={1: 3},
    before=((0, 1),),
    fairness=1,
)


def core_of(problem: TimetableProblem) -> list[Rule] | None:
    found: list[list[Rule] | None] = []
    send_core(found.append, problem)
    return found[0]


def only(problem: TimetableProblem, kept: list[Rule]) -> TimetableProblem:
    return without(problem, [rule for rule in list_rules(problem) if rule not in kept])


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(problem=small_problems())
def test_a_core_is_impossible_and_has_none_to_spare(problem: TimetableProblem) -> None:
    found = core_of(problem)
    if found is None:
        assert brute_force(problem) is not None
        return
    assert brute_force(only(problem, found)) is None
    for spared in found:
        rest = [rule for rule in found if rule != spared]
        assert brute_force(only(problem, rest)) is not None


def test_the_cheapest_comes_first_and_dear_rules_are_kept_out() -> None:
    problem = make_problem(((0, 1), (0, 2)), 3, away={0: [1], 1: [1]}, fixed={0: 0}, fairness=0)
    assert find_core(problem, 30) == [Rule(Kind.FAIRNESS), Rule(Kind.PRESENCE, 0)]


def test_every_rule_is_listed_and_can_be_lived_without() -> None:
    rules = list_rules(EVERYTHING)
    assert [rule.kind for rule in rules] == list(Kind)
    bare = without(EVERYTHING, rules)
    assert list_rules(bare) == []
    assert bare.meetings[0].participants == EVERYTHING.meetings[0].participants
    assert [list(list_rules(relaxed)) for _, relaxed in relaxations(EVERYTHING)] == [
        [rule for rule in rules if rule.kind is not kind] for kind in Kind
    ]


@pytest.mark.parametrize(
    ("kind", "demand", "way_out"),
    [
        (Kind.FAIRNESS, "differ by at most 1", "without the bound of 1"),
        (Kind.SESSION, "M0 takes place within slots 1-2", "M0 in either half"),
        (Kind.ORDER, "M0 comes before M1", "M0 need not come before M1"),
        (Kind.PIN, "M1 is fixed at slot 4", "M1 without its fixed slot"),
        (Kind.PRESENCE, "P0 is absent slot 2", "P0 is there slot 2 too"),
        (Kind.TABLES, "there are at most 1 table in a slot", "with more tables"),
    ],
)
def test_rules_are_told_in_words(kind: Kind, demand: str, way_out: str) -> None:
    rule = next(rule for rule in list_rules(EVERYTHING) if rule.kind is kind)
    assert demand in describe_rule(EVERYTHING, rule).en
    assert way_out in describe_way_out(EVERYTHING, rule).en
    assert describe_rule(EVERYTHING, rule).zh
    assert describe_way_out(EVERYTHING, rule).zh


def test_impossible_without_any_rule_and_possible_with_all() -> None:
    assert find_core(make_problem(((0, 1), (0, 2)), 1), 30) == []
    assert find_core(make_problem(((0, 1), (0, 2)), 2), 30) is None


def test_out_of_time_or_killed_is_no_core(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_core(EVERYTHING, 0) is None
    monkeypatch.setattr(core, "send_core", be_killed)
    assert find_core(EVERYTHING, 30) is None
