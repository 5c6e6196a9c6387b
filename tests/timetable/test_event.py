"""From an event to a problem, and from a timetable to rows that a person can read."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from duijie.domain.errors import BadData, Impossible
from duijie.domain.event import Absence, Event, Fixed, Precedence, Preference, Room
from duijie.domain.plans import AssignedPair, PlacedMeeting
from duijie.timetable.build import build_problem, idle_precedences
from duijie.timetable.check_placed import check_placed
from duijie.timetable.measures import total_breaks
from duijie.timetable.place import to_placed
from duijie.timetable.problem import Slots, TimetableProblem
from duijie.timetable.solve import require_plan, solve
from tests.timetable.events import COMPANIES, EXPERTS, NEEDS, PAIRS, make_event


def build(event: Event) -> TimetableProblem:
    return build_problem(event, PAIRS, NEEDS, EXPERTS, COMPANIES)


def away_of(problem: TimetableProblem) -> dict[str, frozenset[int]]:
    return {person.id: person.away for person in problem.participants if person.away}


def place(event: Event, slots: Slots) -> list[PlacedMeeting]:
    return to_placed(event, build(event), slots, PAIRS, NEEDS)


def rules(event: Event, rows: list[PlacedMeeting], **options: bool) -> set[str]:
    found = check_placed(event, rows, PAIRS, NEEDS, EXPERTS, COMPANIES, **options)
    return {violation.rule for violation in found}


def test_the_plenary_is_taken_out_of_the_slots() -> None:
    problem = build(make_event())
    assert [slot.number for slot in problem.slots] == [1, 3, 4]
    assert problem.capacity == (3, 3, 3)


def test_a_company_sends_one_person_to_all_its_needs() -> None:
    problem = build(make_event())
    company = problem.meetings[0].participants[1]
    assert problem.meetings[1].participants[1] == company
    assert problem.participants[company].label.en == "C01 江畔化工"
    assert [person.id for person in problem.participants] == [
        "E01", "C01", "E02", "C02", "N04", "E03", "不在名单的厂",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("E01", "E01"),
        ("C01", "C01"),
        ("江畔化工", "C01"),
        ("江畔化工有限公司", "C01"),
        ("hill resins", "C02"),
        ("N04", "N04"),
        ("不在名单的厂", "不在名单的厂"),
    ],
)
def test_absence_is_found_by_id_and_by_name(name: str, person: str) -> None:
    event = make_event(absent=(Absence(name, time(10, 30), time(10, 45)),))
    assert away_of(build(event)) == {person: {1}}


def test_an_absent_table_takes_a_place() -> None:
    assert build(make_event(absent=(Absence("B-1", time(11)),))).capacity == (3, 3, 2)


def test_a_half_of_the_day_is_a_wish() -> None:
    event = make_event(prefer=(Preference("E01", "morning"), Preference("C02", "afternoon")))
    wished = {person.id: person.wished for person in build(event).participants}
    assert wished["E01"] == frozenset({0})
    assert wished["C02"] == frozenset({1, 2})
    assert wished["E02"] is None


def test_an_order_binds_assigned_meetings_only() -> None:
    bound = Precedence(("N03", "E01"), ("N01", "E01"))
    idle = Precedence(("N01", "E03"), ("N01", "E01"))
    event = make_event(before=(bound, idle), fairness=1)
    problem = build(event)
    assert problem.before == ((2, 0),)
    assert problem.fairness == 1
    assert idle_precedences(event, PAIRS) == [idle]


def test_everything_unknown_is_named_at_once() -> None:
    event = make_event(
        absent=(Absence("E99"), Absence("A-9")),
        prefer=(Preference("E98", "morning"),),
        before=(Precedence(("N97", "E01"), ("N01", "E96")),),
    )
    pairs = [*PAIRS, PAIRS[0], AssignedPair("N95", "E01", 0.1), AssignedPair("N01", "E94", 0.1)]
    with pytest.raises(BadData, match="8 ids") as caught:
        build_problem(event, pairs, NEEDS, EXPERTS, COMPANIES)
    found = [(finding.file, finding.row, finding.found) for finding in caught.value.diagnoses]
    assert found == [
        ("assignment", 7, "N01, E01"),
        ("assignment", 8, "N95"),
        ("assignment", 9, "E94"),
        ("event.toml", 0, "E99"),
        ("event.toml", 0, "A-9"),
        ("event.toml", 0, "E98"),
        ("event.toml", 0, "N97"),
        ("event.toml", 0, "E96"),
    ]
    assert "没有这位专家" in caught.value.describe("zh")


def test_the_cause_is_told_in_the_words_of_the_event() -> None:
    event = make_event(absent=(Absence("C01", time(10, 30), time(12)),))
    problem = build(event)
    with pytest.raises(Impossible) as caught:
        require_plan(problem, solve(problem))
    assert str(caught.value) == (
        "C01 江畔化工 has 2 meetings but only 1 free slot (10:00-10:20); absent 10:40-11:20"
    )


def test_a_solved_event_passes_the_check_of_its_rows() -> None:
    event = make_event(
        absent=(Absence("E02", time(10), time(10, 10)), Absence("A-1", time(11))),
        before=(Precedence(("N03", "E01"), ("N01", "E01")),),
        fairness=1,
    )
    problem = build(event)
    rows = place(event, require_plan(problem, solve(problem, workers=1)))
    assert rules(event, rows) == set()
    assert len(rows) == len(PAIRS)


def test_rows_say_time_room_table_and_company() -> None:
    rows = place(make_event(), (0, 1, 1, 2, 0))
    assert [row.slot for row in rows] == [1, 1, 3, 3, 4]
    first = next(row for row in rows if row.need_id == "N01")
    assert (first.start.time(), first.end.time()) == (time(10), time(10, 20))
    assert first.company == "江畔化工有限公司"
    assert first.table.startswith(f"{first.room}-")
    tables = {row.table for row in rows if row.expert_id == "E01"}
    assert len(tables) == 1, "an expert keeps the table"


def test_a_meeting_left_out_gives_no_row() -> None:
    event = make_event()
    rows = place(event, (0, 1, None, 2, 0))
    assert rules(event, rows) == {"missing"}
    assert rules(event, rows, allow_unplaced=True) == set()


GOOD = (0, 1, 1, 2, 0)


@pytest.mark.parametrize(
    ("options", "change", "rule"),
    [
        ({}, {"need_id": "N99"}, {"need", "not assigned", "missing"}),
        ({}, {"expert_id": "E99"}, {"expert", "not assigned", "missing"}),
        ({}, {"expert_id": "E03"}, {"not assigned", "missing", "two places"}),
        ({}, {"company": "Hill Resins"}, {"company"}),
        ({}, {"slot": 9}, {"slot"}),
        ({}, {"slot": 4}, {"time"}),
        ({}, {"table": "Z-1"}, {"table"}),
        ({}, {"room": "Z"}, {"room"}),
        ({"absent": (Absence("E01", time(10), time(10, 5)),)}, {}, {"away"}),
        ({"absent": (Absence("江畔化工", time(10), time(10, 5)),)}, {}, {"away"}),
        ({"before": (Precedence(("N03", "E01"), ("N01", "E01")),)}, {}, {"before"}),
        ({"before": (Precedence(("N01", "E01"), ("N03", "E01")),)}, {}, set()),
        ({"before": (Precedence(("N01", "E01"), ("N05", "E03")),)}, {}, {"before"}),
        ({"before": (Precedence(("N01", "E03"), ("N05", "E03")),)}, {}, set()),
        ({"fixed": (Fixed(("N01", "E01"), slot=3),)}, {}, {"fixed slot"}),
        ({"fixed": (Fixed(("N01", "E01"), table="B-1"),)}, {}, {"fixed table"}),
        ({"fixed": (Fixed(("N01", "E01"), slot=1, table="A-1"),)}, {}, set()),
        ({"fixed": (Fixed(("N01", "E03"), slot=3),)}, {}, set()),
    ],
)
def test_each_mistake_of_an_edited_row_is_caught(
    options: dict[str, Any], change: dict[str, Any], rule: set[str]
) -> None:
    rows = place(make_event(), GOOD)
    edited = [replace(row, **change) if row.need_id == "N01" else row for row in rows]
    event = make_event(**options)
    assert rules(event, edited) == rule


def test_a_meeting_moved_onto_the_plenary_or_onto_another_is_caught() -> None:
    event = make_event()
    rows = place(event, GOOD)
    first, *others = rows
    step = timedelta(minutes=20)
    plenary = replace(first, slot=2, start=first.start + step, end=first.end + step)
    assert rules(event, [plenary, *others]) == {"plenary"}
    same_table = replace(first, table=others[0].table, room=others[0].room)
    assert rules(event, [same_table, *others]) == {"table twice"}
    assert rules(event, [first, *rows]) == {"twice", "two places", "table twice"}


def test_a_table_that_is_away_is_caught() -> None:
    event = make_event()
    rows = place(event, GOOD)
    away = make_event(absent=(Absence(rows[0].table),))
    assert rules(away, rows) == {"table away"}


def test_rows_are_told_as_a_spreadsheet_numbers_them() -> None:
    event = make_event()
    rows = place(event, GOOD)
    rows[1] = replace(rows[1], room="Z")
    (violation,) = check_placed(event, rows, PAIRS, NEEDS, EXPERTS, COMPANIES)
    assert violation.message.en.startswith("row 3: table ")
    assert violation.message.zh.startswith("第 3 行：")
    assert violation.meetings == (1,)


def test_unfair_breaks_are_caught_and_the_plenary_is_no_break() -> None:
    event = make_event(fairness=0)
    assert rules(event, place(event, (0, 1, 1, 2, 0))) == set()
    assert rules(event, place(event, (0, 1, 2, 0, 0))) == {"fairness"}
    assert rules(make_event(fairness=1), place(event, (0, 1, 2, 0, 0))) == set()
    assert check_placed(event, [], [], NEEDS, EXPERTS, COMPANIES) == []


def test_rooms_are_used_in_turn_when_tables_are_few() -> None:
    event = make_event(rooms=(Room("A", 1), Room("B", 1)))
    rows = place(event, (0, 1, 1, 2, 0))
    assert {row.room for row in rows} == {"A", "B"}
    assert rules(event, rows) == set()


@pytest.mark.parametrize("engine", ["race", "cpsat", "maxsat"])
def test_pins_of_slot_and_table_are_kept_by_every_engine(engine: str) -> None:
    event = make_event(
        fixed=(
            Fixed(("N01", "E01"), slot=4),
            Fixed(("N02", "E02"), table="B-1"),
            Fixed(("N04", "E02"), table="B-1"),
            Fixed(("N05", "E03"), slot=1, table="B-1"),
        ),
        fairness=1,
    )
    problem = build(event)
    result = solve(problem, engine=engine, workers=1)
    rows = place(event, require_plan(problem, result))
    assert rules(event, rows) == set()
    assert result.breaks == 0


def test_what_lies_between_two_meetings_at_a_table_is_no_break() -> None:
    pins = (Fixed(("N01", "E01"), 1, "B-1"), Fixed(("N04", "E02"), 4, "B-1"))
    problem = build(make_event(fixed=pins, fairness=0))
    assert total_breaks(problem, (0, 1, 1, 2, 0)) == 0
    assert solve(problem, workers=1).breaks == 0


def test_two_meetings_pinned_to_one_place_at_one_time_are_told_with_its_name() -> None:
    pins = tuple(Fixed(key, table="B-1") for key in [("N01", "E01"), ("N05", "E03")])
    gone = (Absence("B-1", time(10, 30)),)
    problem = build(make_event(fixed=pins, absent=gone))
    with pytest.raises(Impossible, match="B-1 has 2 meetings but only 1 free slot"):
        require_plan(problem, solve(problem))


def test_a_changed_table_is_no_pin_of_others() -> None:
    event = make_event(rooms=(Room("A", 1), Room("B", 1)), fixed=(Fixed(("N02", "E02"), 3, "A-1"),))
    problem = build(event)
    rows = place(event, require_plan(problem, solve(problem, workers=1)))
    assert rules(event, rows) == set()
