"""Rounds of introductions: what a person decided wins, nobody speaks while away, time is shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np
import pytest

from duijie.domain.errors import BadUsage, Impossible
from duijie.domain.event import Absence, Day, Event, PlenaryItem, Room
from duijie.domain.plans import PlannedTurn
from duijie.domain.text import Text
from duijie.timetable.people import Person
from duijie.timetable.plenary import PlannedRound, plan_round, respread

DAY = date(2026, 5, 20)
SIX = tuple(Person(f"E{n}", f"Expert {n}", frozenset({f"e{n}"})) for n in range(1, 7))
THEMES = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0.1, 0], [0, 1, 0.1], [0.1, 0, 1]])
"""E1 and E4, E2 and E5, E3 and E6 belong together."""


def at(clock: str) -> datetime:
    return datetime.combine(DAY, time.fromisoformat(clock))


def plan(*absent: Absence, people: Sequence[Person] = SIX, **settings: object) -> PlannedRound:
    item = replace(PlenaryItem(time(9), 30, turns="experts", per_turn=3), **settings)  # type: ignore[arg-type]
    day = Day(DAY, plenary=(item,))
    event = Event(Text("会", "Event"), (day,), (Room("A", 1),), absent=absent)
    return plan_round(event, day, item, people, THEMES[: len(people)])


def ids(turns: Sequence[PlannedTurn]) -> list[str]:
    return [turn.person_id for turn in turns]


def test_neighbours_belong_together() -> None:
    planned = plan()
    order = ids(planned.turns)
    for one, other in (("E1", "E4"), ("E2", "E5"), ("E3", "E6")):
        assert abs(order.index(one) - order.index(other)) == 1
    assert planned.near is not None
    assert planned.sheet_near is not None
    assert planned.near == planned.near_bound
    assert planned.near > planned.sheet_near
    assert [(t.start, t.end) for t in planned.turns][:2] == [
        (at("09:00"), at("09:03")),
        (at("09:03"), at("09:06")),
    ]


def test_what_a_person_decided_wins_even_over_an_absence() -> None:
    away = Absence("E5", time(9), time(12))
    planned = plan(away, first=("e5",), last=("E2", "E1"))
    order = ids(planned.turns)
    assert (order[0], order[-2:]) == ("E5", ["E2", "E1"])
    mine = ("E6", "E5", "E4", "E3", "E2", "E1")
    assert ids(plan(first=mine).turns) == list(mine)
    assert ids(plan(order="sheet", first=("E4",)).turns) == ["E4", "E1", "E2", "E3", "E5", "E6"]
    kept = plan(away, order="sheet")
    assert ids(kept.turns) == [one.id for one in SIX]
    assert (kept.absent, kept.near_bound) == ((), None)


def test_nobody_speaks_while_away() -> None:
    planned = plan(Absence("E1", time(8), time(9, 10)), Absence("E6", time(9, 3), time(12)))
    start = {turn.person_id: turn.start for turn in planned.turns}
    assert start["E1"] >= at("09:12")
    assert start["E6"] == at("09:00")
    assert planned.absent == ()


def test_who_is_away_for_the_whole_round_has_no_turn() -> None:
    planned = plan(Absence("E3"), Absence("E4", time(9), time(9, 15)))
    assert planned.absent == ("E3", "E4")  # without E3 there is no sixth turn that E4 could have
    assert sorted(ids(planned.turns)) == ["E1", "E2", "E5", "E6"]


def test_minutes_are_shared_where_none_are_given() -> None:
    planned = plan(per_turn=0, buffer=6)
    assert {turn.end - turn.start for turn in planned.turns} == {timedelta(minutes=4)}
    assert planned.turns[-1].end == at("09:24")


def test_a_round_of_one_and_of_none() -> None:
    one, none = plan(people=SIX[:1]), plan(people=())
    assert (ids(one.turns), one.near) == (["E1"], None)
    assert (none.turns, none.near, none.near_bound) == ((), None, None)


TURNS = tuple(
    PlannedTurn(
        at("09:00"),
        at("09:00") + timedelta(minutes=3 * n),
        at("09:03") + timedelta(minutes=3 * n),
        f"E{n + 1}",
    )
    for n in range(6)
)


def spread(
    resume: str, *absent: Absence, **options: object
) -> tuple[list[PlannedTurn], tuple[str, ...]]:
    event = Event(Text("会", "Event"), (Day(DAY),), (Room("A", 1),), absent=absent)
    given = {"next_id": "E3", "resume": at(resume), "until": at("09:30")} | options
    turns, lost = respread(event, TURNS, SIX, **given)  # type: ignore[arg-type]
    return list(turns), lost


def test_the_buffer_goes_first_then_turns_are_shortened_alike() -> None:
    within, _ = spread("09:18")
    assert ids(within) == ids(TURNS)
    assert within[:2] == list(TURNS[:2])
    assert (within[2].start, within[-1].end) == (at("09:18"), at("09:30"))
    later, _ = spread("09:21")
    assert {turn.end - turn.start for turn in later[2:]} == {timedelta(minutes=2, seconds=15)}
    assert later[-1].end == at("09:30")


def test_who_would_be_away_by_then_changes_places() -> None:
    turns, lost = spread("09:18", Absence("E6", time(9, 25), time(12)))
    assert ids(turns) == ["E1", "E2", "E3", "E6", "E4", "E5"]
    assert lost == ()
    turns, lost = spread("09:18", Absence("E6", time(9, 10), time(12)))
    assert (ids(turns), lost) == (["E1", "E2", "E3", "E4", "E5"], ("E6",))


def test_too_little_time_says_how_little() -> None:
    with pytest.raises(Impossible, match=r"4 turns of at least 1 min .* short by 1 min") as caught:
        spread("09:27")
    assert "--until 09:31" in caught.value.describe("en")
    shorter, _ = spread("09:27", least_min=0.5)
    assert shorter[-1].end == at("09:30")
    assert len(spread("09:27", until=at("09:31"))[0]) == 6


@pytest.mark.parametrize("resume", ["09:02", "09:30"])
def test_a_time_that_does_not_fit_is_refused(resume: str) -> None:
    with pytest.raises(BadUsage, match="not after those who have spoken"):
        spread(resume)


def test_nobody_of_that_id() -> None:
    with pytest.raises(BadUsage, match="E9 has no turn"):
        spread("09:18", next_id="E9")
