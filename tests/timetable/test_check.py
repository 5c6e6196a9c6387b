"""The oracle itself: each rule caught when broken, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from duijie.timetable.check import check
from duijie.timetable.measures import break_spread, count_breaks, left_out, unmet_wishes
from duijie.timetable.problem import Meeting, Participant, Slots, TimetableProblem, TimetableSlot
from tests.timetable.instances import make_problem

PAIRS = ((0, 2), (0, 3), (1, 2))


def rules(problem: TimetableProblem, slots: Slots) -> set[str]:
    return {violation.rule for violation in check(problem, slots)}


@pytest.mark.parametrize(
    ("rule", "options", "good", "bad"),
    [
        ("two places", {}, (0, 1, 2), (0, 0, 1)),
        ("tables", {"tables": 1}, (0, 1, 2), (0, 1, 1)),
        ("tables", {"tables": (1, 1, 0, 1)}, (0, 1, 3), (0, 1, 2)),
        ("away", {"away": {3: [1]}}, (0, 2, 1), (0, 1, 2)),
        ("session", {"allowed": {1: [2, 3]}}, (1, 2, 0), (0, 1, 2)),
        ("fixed", {"fixed": {2: 3}}, (0, 1, 3), (0, 1, 2)),
        ("before", {"before": ((1, 0),)}, (1, 0, 2), (0, 1, 2)),
        ("fairness", {"fairness": 0}, (0, 1, 1), (0, 2, 1)),
        ("unplaced", {}, (0, 1, 2), (0, 1, None)),
        ("slot", {}, (0, 1, 2), (0, 1, 4)),
        ("length", {}, (0, 1, 2), (0, 1)),
    ],
)
def test_each_rule_is_caught(rule: str, options: dict[str, Any], good: Slots, bad: Slots) -> None:
    problem = make_problem(PAIRS, 4, **options)
    assert check(problem, good) == []
    assert rules(problem, bad) == {rule}


def test_meetings_in_the_same_slot_break_their_order() -> None:
    problem = make_problem(((0, 1), (2, 3)), 2, before=((0, 1),))
    assert rules(problem, (1, 1)) == {"before"}


def test_a_meeting_left_out_binds_nobody() -> None:
    problem = make_problem(PAIRS, 4, before=((2, 0),), fixed={2: 0})
    assert check(problem, (0, 1, None), allow_unplaced=True) == []


def test_messages_name_person_and_slot_in_both_languages() -> None:
    problem = make_problem(PAIRS, 4, away={3: [1]})
    (violation,) = check(problem, (0, 1, 2))
    assert violation.message.en == "P3 is away at slot 2"
    assert "P3" in violation.message.zh
    assert "第 2 时段" in violation.message.zh
    assert violation.meetings == (1,)


@pytest.mark.parametrize(
    ("slots", "days", "breaks"),
    [
        ((0, 1, 2), (), 0),
        ((0, 2, 4), (), 2),
        ((0, 1, 5), (), 1),  # one run of three idle slots is one break
        ((0, 4, 5), (0, 0, 0, 1, 1, 1), 0),  # the night is no break
        ((0, 3, 5), (0, 0, 0, 1, 1, 1), 1),
        ((2, None, 5), (), 1),
        ((None, None, 5), (), 0),
    ],
)
def test_breaks_are_idle_runs_between_meetings(
    slots: Slots, days: tuple[int, ...], breaks: int
) -> None:
    problem = make_problem(((0, 1), (0, 2), (0, 3)), 6, days=days)
    assert count_breaks(problem, slots).tolist() == [breaks, 0, 0, 0]
    assert break_spread(problem, slots) == breaks


def test_being_away_between_two_meetings_is_a_break() -> None:
    problem = make_problem(((0, 1), (0, 2)), 3, away={0: [1]})
    assert count_breaks(problem, (0, 2)).tolist() == [1, 0, 0]


def test_wishes_and_left_out_are_listed() -> None:
    problem = make_problem(PAIRS, 4, wished={0: [0], 3: [1]})
    assert unmet_wishes(problem, (0, 1, None)) == ((0, 1),)
    assert left_out((0, None, 2)) == (1,)


def test_nobody_has_no_spread() -> None:
    assert break_spread(make_problem((), 3), ()) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": (1,)},
        {"fairness": -1},
        {"before": ((0, 7),)},
        {"meetings": (Meeting("M", ()),)},
        {"meetings": (Meeting("M", (0, 9)),)},
        {"meetings": (Meeting("M", (0, 0)),)},
    ],
)
def test_a_problem_that_points_nowhere_is_refused(wrong: dict[str, Any]) -> None:
    sound: dict[str, Any] = {
        "slots": (TimetableSlot(1), TimetableSlot(2)),
        "participants": (Participant("A"), Participant("B")),
        "meetings": (Meeting("M", (0, 1)),),
        "capacity": (1, 1),
    }
    TimetableProblem(**sound)
    with pytest.raises(ValueError, match=r"\w"):
        TimetableProblem(**{**sound, **wrong})
