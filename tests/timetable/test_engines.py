"""The contract that every engine keeps."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings

from duijie.domain.errors import BadUsage
from duijie.domain.plans import Status
from duijie.timetable.check import check
from duijie.timetable.measures import total_breaks
from duijie.timetable.problem import Slots, TimetableProblem
from duijie.timetable.result import Limits, as_b2b_json, unwatched
from duijie.timetable.solve import ENGINES, require_plan, solve
from tests.timetable.instances import (
    brute_force,
    fewest_left_out,
    make_problem,
    planted_problems,
    small_problems,
)

LIMITS = Limits(time_limit_s=20, workers=1)
engines = pytest.mark.parametrize("engine", sorted(ENGINES))
HARD_TO_START = make_problem(((0, 1), (0, 2)), 3, away={0: [1]}, fairness=0)
"""The greedy plan breaks fairness, and so does every other."""
PAIRS = tuple((expert, 3 + company) for expert in range(3) for company in range(3))


@pytest.mark.slow
@engines
@settings(max_examples=60, deadline=None)
@given(problem=small_problems())
def test_equals_brute_force(engine: str, problem: TimetableProblem) -> None:
    best = brute_force(problem)
    result = ENGINES[engine](problem, LIMITS, unwatched)
    if best is None:
        assert result.status is Status.INFEASIBLE
        assert result.slots is None
    else:
        assert result.status is Status.OPTIMAL
        assert check(problem, require_plan(problem, result)) == []
        assert (result.breaks, len(result.unmet_wishes)) == best
        assert result.bound == result.breaks


@engines
@settings(max_examples=15, deadline=None)
@given(problem=small_problems().filter(lambda problem: len(problem.meetings) < 5))
def test_leaves_out_as_few_as_brute_force(engine: str, problem: TimetableProblem) -> None:
    result = solve(problem, engine, workers=1, allow_unplaced=True)
    slots = require_plan(problem, result)
    assert check(problem, slots, allow_unplaced=True) == []
    assert (len(result.left_out), result.breaks) == fewest_left_out(problem)
    assert result.left_out == tuple(i for i, slot in enumerate(slots) if slot is None)


@engines
@settings(max_examples=10, deadline=None)
@given(planted=planted_problems())
def test_finds_a_plan_where_one_was_planted(
    engine: str, planted: tuple[TimetableProblem, Slots]
) -> None:
    problem, plan = planted
    assert check(problem, plan) == []
    before = deepcopy(problem)
    result = solve(problem, engine, workers=1)
    slots = require_plan(problem, result)
    assert check(problem, slots) == []
    assert result.breaks == total_breaks(problem, slots) <= total_breaks(problem, plan)
    assert result.bound <= result.breaks
    assert problem == before


@engines
def test_same_seed_same_plan(engine: str) -> None:
    problem = make_problem(PAIRS, 5, tables=2, away={0: [2], 4: [1]}, fairness=1)
    first, second = (solve(problem, engine, seed=7) for _ in range(2))
    assert first.status is Status.OPTIMAL
    assert first.slots == second.slots
    several = solve(problem, engine, seed=7, workers=2)
    assert (several.status, several.breaks) == (first.status, first.breaks)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["cpsat", "race"])
def test_same_effort_same_plan_though_unfinished(engine: str) -> None:
    pairs = tuple((e, 12 + c) for e in range(12) for c in range(14) if (e * 5 + c * 3) % 7 < 3)
    problem = make_problem(pairs, 10, tables=8, fairness=2)
    first, second = (solve(problem, engine, effort=0.2) for _ in range(2))
    assert first.status is Status.FEASIBLE
    assert first.slots == second.slots
    assert check(problem, require_plan(problem, first)) == []


@engines
@pytest.mark.parametrize(
    "options",
    [
        {"tables": 2},
        {"away": {0: [0], 3: [1]}},
        {"allowed": {0: [0, 1], 8: [3, 4]}},
        {"fixed": {4: 3}},
        {"before": ((8, 0), (4, 8))},
        {"fairness": 0},
        {"days": (0, 0, 1, 1, 1)},
    ],
)
def test_each_rule_is_kept(engine: str, options: dict[str, Any]) -> None:
    problem = make_problem(PAIRS, 5, **options)
    result = solve(problem, engine, workers=1)
    assert result.status is Status.OPTIMAL
    assert check(problem, require_plan(problem, result)) == []


@engines
@pytest.mark.parametrize(
    ("pairs", "n_slots", "options"),
    [
        (PAIRS, 2, {}),  # three meetings each, two slots
        (PAIRS, 3, {"tables": 2}),  # nine meetings, six places
        (PAIRS, 3, {"away": {0: [0]}}),
        (PAIRS, 5, {"allowed": {0: [1], 1: [1]}}),
        (PAIRS, 5, {"fixed": {0: 1, 1: 1}}),
        (PAIRS, 5, {"before": ((0, 1), (1, 0))}),
        # Person 0 is away between two meetings and so has a break; the others cannot.
        (((0, 1), (0, 2)), 3, {"away": {0: [1]}, "fairness": 0}),
    ],
)
def test_each_rule_can_make_it_impossible(
    engine: str, pairs: tuple[tuple[int, int], ...], n_slots: int, options: dict[str, Any]
) -> None:
    problem = make_problem(pairs, n_slots, **options)
    assert ENGINES[engine](problem, LIMITS, unwatched).status is Status.INFEASIBLE
    assert solve(problem, engine, workers=1).status is Status.INFEASIBLE


@engines
def test_breaks_come_before_wishes(engine: str) -> None:
    problem = make_problem(((0, 1), (0, 2)), 4, wished={0: [0, 3]}, allowed={0: [0]})
    result = solve(problem, engine, workers=1)
    assert result.slots == (0, 1)
    assert result.unmet_wishes == ((0, 1),)


@engines
def test_nothing_to_place_is_a_plan(engine: str) -> None:
    result = solve(make_problem((), 3), engine, workers=1)
    assert (result.status, result.slots, result.breaks) == (Status.OPTIMAL, (), 0)


@engines
def test_tells_of_its_progress(engine: str) -> None:
    seen: list[tuple[int, int, float]] = []
    bars: list[tuple[int, int]] = []
    problem = make_problem(PAIRS, 6, tables=2)
    result = solve(
        problem,
        engine,
        workers=1,
        time_limit_s=30,
        progress=lambda done, total: bars.append((done, total)),
        watch=lambda best, bound, seconds: seen.append((best, bound, seconds)),
    )
    assert seen
    assert result.breaks is not None
    assert result.first_plan_s is not None
    assert all(bound <= result.breaks <= best for best, bound, _ in seen)
    assert all(0 <= done <= total == 30 for done, total in bars)
    assert 0 <= result.first_plan_s <= result.seconds


@engines
def test_out_of_time_gives_the_plan_it_has(engine: str) -> None:
    problem = make_problem(PAIRS, 6, tables=2)
    result = solve(problem, engine, time_limit_s=0)
    assert result.status is Status.FEASIBLE
    assert check(problem, require_plan(problem, result)) == []
    assert result.breaks is not None
    assert result.gap == result.breaks - result.bound > 0


@engines
def test_out_of_time_without_a_plan_is_unknown(engine: str) -> None:
    result = solve(HARD_TO_START, engine, time_limit_s=0)
    assert result.status is Status.UNKNOWN
    assert (result.slots, result.breaks, result.gap) == (None, None, None)
    result = solve(HARD_TO_START, engine, time_limit_s=0, allow_unplaced=True)
    assert result.left_out == (0, 1)


@engines
def test_json_numbers_slots_from_one(engine: str) -> None:
    problem = make_problem(((0, 1),), 2, fixed={0: 1})
    result = solve(problem, engine, workers=1)
    told = as_b2b_json(result)
    assert list(told) == ["status", "breaks", "bound", "seconds", "engine", "slots"]
    assert (told["status"], told["breaks"], told["bound"]) == ("optimal", 0, 0)
    assert told["slots"] == [2]
    assert result.gap == 0


def test_json_without_a_plan() -> None:
    told = as_b2b_json(solve(make_problem(PAIRS, 2)))
    assert (told["status"], told["breaks"], told["slots"]) == ("infeasible", None, [])


def test_json_of_a_meeting_left_out() -> None:
    result = solve(make_problem(((0, 1), (0, 2)), 1), workers=1, allow_unplaced=True)
    assert sorted(as_b2b_json(result)["slots"], key=str) == [1, None]


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(BadUsage, match="no engine magic; there are cpsat"):
        solve(make_problem((), 1), "magic")
