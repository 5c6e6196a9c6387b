"""The way between rooms: kept where it can be, named where it cannot."""

from __future__ import annotations

import pytest

from duijie.domain.event import Event, Fixed, Room, Walk
from duijie.domain.plans import AssignedPair, PlacedMeeting
from duijie.timetable.build import build_problem
from duijie.timetable.check import Violation
from duijie.timetable.check_placed import WALK, check_placed
from duijie.timetable.place import to_placed
from tests.timetable.events import COMPANIES, EXPERTS, NEEDS, make_event

ROOMS = (Room("A", 1), Room("B", 2))
PAIRS = [AssignedPair("N01", "E01", 0.5), AssignedPair("N03", "E01", 0.5)]
"""One expert with two companies; usable slots begin at 10:00, 10:40 and 11:00."""


def place(event: Event, *slots: int) -> list[PlacedMeeting]:
    problem = build_problem(event, PAIRS, NEEDS, EXPERTS, COMPANIES)
    return to_placed(event, problem, slots, PAIRS, NEEDS)


def find(event: Event, rows: list[PlacedMeeting]) -> list[Violation]:
    return check_placed(event, rows, PAIRS, NEEDS, EXPERTS, COMPANIES)


def at(*tables: str) -> tuple[Fixed, ...]:
    """Pin the two meetings to tables."""
    keys = (("N01", "E01"), ("N03", "E01"))
    return tuple(Fixed(key, table=name) for key, name in zip(keys, tables, strict=False) if name)


def test_minutes_between_rooms() -> None:
    event = make_event(walk_minutes=5, walks=(Walk(("A", "B"), 8),), rooms=(*ROOMS, Room("C", 1)))
    assert event.walk_minutes("A", "B") == event.walk_minutes("B", "A") == 8
    assert event.walk_minutes("A", "C") == 5
    assert event.walk_minutes("A", "A") == 0


def test_whoever_has_no_time_to_walk_stays_in_one_room() -> None:
    event = make_event(walk_minutes=5, rooms=ROOMS, fixed=at("B-2"))
    rows = place(event, 1, 2)
    assert {row.room for row in rows} == {"B"}
    assert find(event, rows) == []


@pytest.mark.parametrize(
    ("minutes", "slots", "hurried"),
    [(5, (1, 2), True), (0, (1, 2), False), (20, (0, 1), False), (21, (0, 1), True)],
)
def test_a_way_that_cannot_be_helped_is_named(
    minutes: int, slots: tuple[int, int], hurried: bool
) -> None:
    event = make_event(walk_minutes=minutes, rooms=ROOMS, fixed=at("A-1", "B-1"))
    found = find(event, place(event, *slots))
    assert [one.rule for one in found] == ([WALK] if hurried else [])
    if hurried:
        assert found[0].meetings == (0, 1)
        assert f"E01 needs {minutes} min from A to B" in found[0].message.en
        assert f"E01 从 A 到 B 要走 {minutes} 分钟" in found[0].message.zh


def test_a_company_walks_too() -> None:
    event = make_event(walks=(Walk(("B", "A"), 3),), rooms=ROOMS)
    pairs = [AssignedPair("N01", "E01", 0.5), AssignedPair("N02", "E02", 0.5)]
    problem = build_problem(event, pairs, NEEDS, EXPERTS, COMPANIES)
    rows = to_placed(event, problem, (1, 2), pairs, NEEDS)
    assert len({row.room for row in rows}) == 1
    one, other = rows
    apart = [one, PlacedMeeting(**{**vars(other), "room": "B", "table": "B-1"})]
    if one.room == "B":
        apart[1] = PlacedMeeting(**{**vars(other), "room": "A", "table": "A-1"})
    found = check_placed(event, apart, pairs, NEEDS, EXPERTS, COMPANIES)
    assert [violation.rule for violation in found] == [WALK]
    assert "C01" in found[0].message.en
