"""Instances with their plans, saved and replayed; those in ``saved/`` are regressions."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from duijie.domain.errors import BadData
from duijie.domain.plans import Status
from duijie.timetable.problem import TimetableProblem
from duijie.timetable.saved import SavedPlan, load_plan, replay_plan, save_plan
from duijie.timetable.solve import solve
from tests.timetable.instances import small_problems

SAVED = sorted((Path(__file__).parent / "saved").glob("*.json"))


def load(path: Path) -> SavedPlan:
    return load_plan(json.loads(path.read_text(encoding="utf-8")), path.name)


def test_there_are_regressions() -> None:
    assert {load(path).status for path in SAVED} == {Status.OPTIMAL, Status.INFEASIBLE}


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_a_regression_holds_and_is_found_again(path: Path) -> None:
    saved = load(path)
    assert replay_plan(saved) == []
    again = solve(saved.problem)
    assert (again.status, again.breaks, again.bound) == (saved.status, saved.breaks, saved.bound)


@settings(max_examples=25, deadline=None)
@given(problem=small_problems())
def test_what_is_saved_is_read_again(problem: TimetableProblem) -> None:
    result = solve(problem, "cpsat")
    saved = load_plan(json.loads(json.dumps(save_plan(problem, result))), "plan.json")
    nameless = tuple(replace(one, name="") for one in problem.participants)
    assert saved.problem == replace(problem, participants=nameless)
    assert (saved.slots, saved.status, saved.breaks) == (result.slots, result.status, result.breaks)
    assert replay_plan(saved) == []


def test_a_plan_that_was_tampered_with_does_not_hold() -> None:
    saved = next(load(path) for path in SAVED if load(path).slots)
    assert [one.rule for one in replay_plan(replace(saved, breaks=99))] == ["breaks"]
    assert [one.rule for one in replay_plan(replace(saved, bound=99))] == ["breaks"]
    together = (0,) * len(saved.problem.meetings)
    assert replay_plan(replace(saved, slots=together))


@pytest.mark.parametrize("data", [{}, {"format": "other"}, {"format": "duijie timetable 1"}])
def test_another_file_is_refused(data: dict[str, str]) -> None:
    with pytest.raises(BadData, match=r"x\.json was not saved by"):
        load_plan(data, "x.json")
