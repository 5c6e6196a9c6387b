"""Annealing: no rule broken on the way, never worse than where it began, repeatable."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.timetable.anneal import anneal
from duijie.timetable.check import check
from duijie.timetable.greedy import place_greedily
from duijie.timetable.measures import break_spread, count_unmet_wishes, left_out, total_breaks
from duijie.timetable.problem import TimetableProblem
from tests.timetable.instances import make_problem, small_problems

PAIRS = tuple((e, 12 + c) for e in range(12) for c in range(14) if (e * 5 + c * 3) % 7 < 3)


@settings(max_examples=150, deadline=None)
@given(problem=small_problems(), seed=st.integers(0, 3))
def test_keeps_every_rule_but_fairness(problem: TimetableProblem, seed: int) -> None:
    start = place_greedily(problem)
    plan = anneal(problem, start, 500, seed)
    assert check(replace(problem, fairness=None), plan, allow_unplaced=True) == []
    assert len(left_out(plan)) <= len(left_out(start))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000))
def test_is_never_worse_than_its_start(seed: int) -> None:
    problem = make_problem(PAIRS, 10, tables=9)
    start = place_greedily(problem)
    plan = anneal(problem, start, seed, seed)
    assert left_out(plan) == left_out(start) == ()
    assert total_breaks(problem, plan) <= total_breaks(problem, start)


def test_closes_breaks() -> None:
    problem = make_problem(PAIRS, 10, tables=9)
    start = place_greedily(problem)
    plan = anneal(problem, start, 30_000)
    assert 2 * total_breaks(problem, plan) < total_breaks(problem, start)


def test_makes_breaks_fair() -> None:
    problem = make_problem(PAIRS, 12, tables=7, fairness=1)
    start = place_greedily(problem)
    assert break_spread(problem, start) > 1
    assert check(problem, anneal(problem, start, 30_000)) == []


def test_places_what_was_left_out() -> None:
    """The greedy plan has no slot for the last meeting, though there is a plan for all."""
    problem = make_problem(((0, 1), (0, 2)), 2, allowed={1: [0]})
    assert place_greedily(problem) == (0, None)
    assert anneal(problem, (0, None), 1000) == (1, 0)


def test_a_full_slot_takes_a_meeting_only_for_another() -> None:
    problem = make_problem(((0, 1), (2, 3), (0, 3)), 1, tables=1)
    plan = anneal(problem, (0, None, None), 1000)
    assert len(left_out(plan)) == 2


def test_wishes_come_after_breaks() -> None:
    problem = make_problem(((0, 1), (0, 2)), 4, wished={0: [0, 3]}, allowed={0: [0]})
    assert anneal(problem, (0, 3), 2000) == (0, 1)
    wished = make_problem(((0, 1), (0, 2)), 4, wished={0: [2, 3]})
    assert count_unmet_wishes(wished, anneal(wished, (0, 1), 2000)) == 0


def test_same_seed_same_plan_and_another_seed_another() -> None:
    problem = make_problem(PAIRS, 12, tables=8, fairness=2)
    start = place_greedily(problem)
    plans = [anneal(problem, start, 3000, seed) for seed in (1, 1, 2)]
    assert plans[0] == plans[1] != plans[2]


def test_ends_when_told_and_when_nothing_is_left_to_do() -> None:
    problem = make_problem(PAIRS, 12, tables=8)
    start = place_greedily(problem)
    assert anneal(problem, start, 10**9, go_on=lambda plan: plan != start) == start
    easy = make_problem(((0, 1),), 2)
    assert anneal(easy, (0,), 10**9) == (0,)
    assert anneal(make_problem((), 2), (), 10) == ()
    assert anneal(make_problem(((0, 1),), 2, allowed={0: []}), (None,), 10) == (None,)
