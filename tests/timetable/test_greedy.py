"""The plan to begin from: it may leave meetings out, but breaks no rule."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from duijie.timetable.check import check
from duijie.timetable.greedy import place_greedily
from duijie.timetable.problem import TimetableProblem
from tests.timetable.instances import make_problem, small_problems


@settings(max_examples=100, deadline=None)
@given(problem=small_problems())
def test_keeps_every_rule_but_fairness(problem: TimetableProblem) -> None:
    slots = place_greedily(problem)
    assert check(replace(problem, fairness=None), slots, allow_unplaced=True) == []


def test_puts_meetings_next_to_each_other() -> None:
    assert place_greedily(make_problem(((0, 1), (0, 2), (0, 3)), 9)) == (0, 1, 2)


def test_leaves_out_what_finds_no_slot() -> None:
    assert place_greedily(make_problem(((0, 1), (0, 2)), 1)) == (0, None)
