import tomllib
from datetime import date, time

import pytest

from duijie.domain.bounds import Bounds
from duijie.domain.diagnosis import Severity
from duijie.domain.errors import BadData
from duijie.domain.event import Event, Fixed
from duijie.domain.records import Company, Expert, Need, Register
from duijie.domain.text import Text
from duijie.register.event import read_event
from duijie.register.programme import check_references

EVERYTHING = """
title = { zh = "对接会", en = "Docking" }
place = "Conference centre"
hosts = ["局", "办"]
[[days]]
date = 2026-05-20
slots = { start = "14:00", minutes = 20, count = 9, pause = 0 }
plenary = [
  { start = "09:00", minutes = 15, title = "The district", speaker = "bureau" },
  { start = "09:45", minutes = 90, turns = "experts", per_turn = 3 },
  { start = "11:30", minutes = 20, turns = "企业", per_turn = 2, order = "表", \
first = "C01", last = ["甲公司"], buffer = 4 },
]
[[days]]
date = "2026-05-21"
slots = [
  { start = 09:00:00, minutes = 30, count = 2 },
  { start = "14:00", minutes = 30, count = 2 },
]
[[rooms]]
name = "A"
tables = 12
[limits]
per_need = "1:3"
per_expert = 2
morning_slots = 2
fairness = 2
[[absent]]
id = "E04"
from = "14:00"
to = "15:00"
[[absent]]
id = "A-3"
date = 2026-05-21
[[prefer]]
id = "E07"
half = "上午"
[[before]]
first = ["N01", "E01"]
then = ["N01", "E02"]
[[fixed]]
meeting = ["N01", "E02"]
slot = 3
table = "A-2"
"""

ROOMS = """
title = "t"
days = [{ date = 2026-05-20, slots = { start = "14:00", minutes = 20, count = 3 } }]
rooms = [{ name = "A", tables = 1 }, { name = "B", tables = 1 }, { name = "C", tables = 1 }]
limits = { walk_minutes = 5 }
"""


def test_ways_between_rooms_are_read() -> None:
    more = "[[walks]]\nrooms = ['B', 'A']\nminutes = 8"
    event, _ = read_event(tomllib.loads(ROOMS + more), "event.toml")
    assert event.walk_minutes("A", "B") == 8
    assert event.walk_minutes("C", "B") == 5


def read(text: str) -> Event:
    event, problems = read_event(tomllib.loads(text), "event.toml")
    assert problems == []
    return event


def test_everything_the_file_can_say() -> None:
    event = read(EVERYTHING)
    assert event.title == Text("对接会", "Docking")
    assert event.place == Text("Conference centre", "Conference centre")
    assert event.hosts == ("局", "办")
    assert [day.date for day in event.days] == [date(2026, 5, 20), date(2026, 5, 21)]
    assert [len(day.slots) for day in event.days] == [1, 2]
    assert event.days[0].plenary[1].turns == "experts"
    assert event.days[0].plenary[1].order == "theme"
    companies = event.days[0].plenary[2]
    assert (companies.order, companies.first, companies.last, companies.buffer) == (
        "sheet",
        ("C01",),
        ("甲公司",),
        4,
    )
    assert [slot.number for slot in event.slots] == list(range(1, 14))
    assert len(event.tables) == 12
    assert event.limits.per_need == Bounds(1, 3)
    assert event.limits.per_expert == Bounds(2, 2)
    assert event.limits.fairness == 2
    assert event.absent[0].start == time(14)
    assert event.absent[1].start is None
    assert event.prefer[0].half == "morning"
    assert event.before[0].then == ("N01", "E02")
    assert event.fixed == (Fixed(("N01", "E02"), slot=3, table="A-2"),)


SMALL = """
title = "t"
days = [{ date = 2026-05-20, slots = { start = "14:00", minutes = 20, count = 3 } }]
rooms = [{ name = "A", tables = 1 }]
"""


def test_an_event_without_a_title_is_called_what_it_is() -> None:
    event, odd = read_event(tomllib.loads(SMALL.replace('title = "t"', "")), "event.toml")
    assert event.title == Text("校企合作对接会", "School-enterprise docking meeting")
    assert not odd


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('title = "t"', 'title = " "', "title", "empty"),
        ('title = "t"', 'title = {zh = ""}', "title", "empty"),
        ('title = "t"', "title = 1.5", "title", "a text"),
        ("2026-05-20", '"soon"', "days[1].date", "a date"),
        ("2026-05-20", "2026-05-20T10:00:00", "days[1].date", "a date"),
        ('"14:00"', '"25:00"', "days[1].slots.start", "a time"),
        ('"14:00"', "14", "days[1].slots.start", "a time"),
        ('"14:00"', '"23:50"', "days[1].slots", "midnight"),
        ("minutes = 20", "minutes = 0", "days[1].slots.minutes", "from 1 to 1440"),
        ("minutes = 20", "minutes = true", "days[1].slots.minutes", "from 1 to 1440"),
        ("minutes = 20", "minutes = 99999999999999999999", "days[1].slots.minutes", "to 1440"),
        ("tables = 1", "tables = 1_000_000_000", "rooms[1].tables", "to 1440"),
        ('"14:00"', '"14:00+08:00"', "days[1].slots.start", "a time"),
        ("2026-05-20", "9999-12-31", "days[1].date", "a date"),
        ("count = 3", "count = 2.5", "days[1].slots.count", "whole number"),
        ("tables = 1", "tables = 0", "rooms[1].tables", "from 1 to 1440"),
        ("tables = 1 }", 'tables = 1 }, { name = "A", tables = 1 }', "rooms", "same name"),
        ("tables = 1 }", "tables = 1 }, 3", "rooms", "list of tables"),
        ('rooms = [{ name = "A", tables = 1 }]', "rooms = []", "rooms", "missing"),
    ],
)
def test_what_is_wrong_is_named_by_its_path(old: str, new: str, place: str, words: str) -> None:
    assert old in SMALL
    with pytest.raises(BadData) as caught:
        read_event(tomllib.loads(SMALL.replace(old, new)), "event.toml")
    (problem,) = caught.value.diagnoses
    assert problem.sheet == place
    assert words in problem.expected.en


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("[limits]\nper_need = '3:1'", '"1:3" or 2'),
        ("[limits]\nfairness = -1", "from 0 to 1440"),
        ("limits = 3", "a table"),
        ("[[absent]]\nid = 'E1'\nfrom = '15:00'\nto = '14:00'", "ends before"),
        ("[[absent]]\nfrom = '15:00'", "missing"),
        ("[[prefer]]\nid = 'E1'\nhalf = 'noon'", "one of"),
        ("[[before]]\nfirst = ['N1']\nthen = ['N1', 'E1']", "need_id"),
        ("[[before]]\nfirst = [1]\nthen = ['N1', 'E1']", "list of texts"),
        ("[[before]]\nthen = ['N1', 'E1']", "missing"),
        ("[[before]]\nfirst = ['N1', 'E1']\nthen = ['N1', 'E1']", "circle"),
        ("[[walks]]\nrooms = ['A', 'A']\nminutes = 3", "two different rooms"),
        ("[[walks]]\nrooms = ['A', 'Z']\nminutes = 3", "there is no room Z"),
        (2 * "[[walks]]\nrooms = ['A', 'Z']\nminutes = 3\n", "is given 2 times"),
        ("[[fixed]]\nmeeting = ['N1', 'E1']", "a slot or a table is missing"),
        ("[[fixed]]\nmeeting = ['N1']\nslot = 1", "need_id"),
        ("[[fixed]]\nmeeting = ['N1', 'E1']\nslot = 99", "there is no slot 99"),
        ("[[fixed]]\nmeeting = ['N1', 'E1']\ntable = 'Z-1'", "no table Z-1"),
        (
            (
                "[[fixed]]\nmeeting = ['N1', 'E1']\nslot = 1\n"
                "[[fixed]]\nmeeting = ['N1', 'E1']\nslot = 2"
            ),
            "contradict",
        ),
        (
            (
                "[[fixed]]\nmeeting = ['N1', 'E1']\ntable = 'A-1'\n"
                "[[fixed]]\nmeeting = ['N1', 'E1']\ntable = 'A-2'"
            ),
            "contradict",
        ),
        (
            (
                "[[fixed]]\nmeeting = ['N1', 'E1']\nslot = 1\ntable = 'A-1'\n"
                "[[fixed]]\nmeeting = ['N2', 'E2']\nslot = 1\ntable = 'A-1'"
            ),
            "contradict",
        ),
    ],
)
def test_the_other_tables_are_checked_too(more: str, words: str) -> None:
    with pytest.raises(BadData) as caught:
        read_event(tomllib.loads(SMALL + more), "event.toml")
    assert any(words in one.expected.en for one in caught.value.diagnoses)


@pytest.mark.parametrize(
    ("plenary", "words"),
    [
        ('{ start = "09:00", minutes = 60, turns = "experts" }', "minutes per turn"),
        ('{ start = "09:00", minutes = 3, turns = "专家", per_turn = 5 }', "5 min per turn"),
        ('{ start = "09:00", minutes = 3, title = "x", per_turn = -5 }', "from 0 to 1440"),
        (
            '{ start = "09:00", minutes = 9, turns = "企业", per_turn = 1, first="C", last = "C"}',
            "two turns",
        ),
        ('{ start = "09:00", minutes = 9, turns = "专家", per_turn = 3, order = "x" }', "one of"),
        ('{ start = "09:00", minutes = 3 }', "title is missing"),
        (
            """{ start = "09:00", minutes = 30, title = "x" },
            { start = "09:20", minutes = 30, title = "x" }""",
            "09:00-09:30 and 09:20-09:50 overlap",
        ),
        (
            """{ start = "10:00", minutes = 30, title = "x" },
            { start = "09:20", minutes = 30, title = "x" }""",
            "early to late",
        ),
    ],
)
def test_plenary_items_must_fit(plenary: str, words: str) -> None:
    text = SMALL.replace("count = 3 }", f"count = 3 }}, plenary = [{plenary}]")
    with pytest.raises(BadData) as caught:
        read_event(tomllib.loads(text), "event.toml")
    assert words in caught.value.diagnoses[0].expected.en


def test_days_must_follow_each_other() -> None:
    day = "{ date = 2026-05-20, slots = { start = '09:00', minutes = 20, count = 1 } }"
    text = f"title = 't'\ndays = [{day}, {day}]\nrooms = [{{ name = 'A', tables = 1 }}]"
    with pytest.raises(BadData, match="1 problem") as caught:
        read_event(tomllib.loads(text), "event.toml")
    assert "follow each other" in caught.value.diagnoses[0].expected.en


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        (SMALL + 'titel = "x"', "titel", 'did you mean "title"'),
        (SMALL + "[limits]\nmorning_slots = 5", "limits.morning_slots", "more than 3"),
        (SMALL + "[[prefer]]\nid = 'E1'\nhalf = 'morning'", "prefer", "no slot is in the morning"),
        (SMALL + "[[absent]]\nid = 'E1'\ndate = 2026-05-30", "absent", "no day of the event"),
        (SMALL.replace(", slots = { start", ", slotz = { start"), "days[1].slotz", "slots"),
    ],
)
def test_odd_but_usable_is_a_warning(text: str, path: str, words: str) -> None:
    _, problems = read_event(tomllib.loads(text), "event.toml")
    assert problems[0].severity is Severity.WARNING
    assert problems[0].sheet == path
    assert words in problems[0].expected.en + problems[0].assumed.en


def test_references_are_checked_against_the_people() -> None:
    people = Register(
        needs=(Need("N01", "膜", company="甲公司"),),
        experts=tuple(Expert(f"E{number:02}", "某") for number in range(1, 41)),
        companies=(Company("C01", "甲公司", short_name="甲"),),
    )
    event = read(EVERYTHING)
    found = check_references(event, people, "event.toml")
    assert [problem.severity for problem in found] == [Severity.WARNING]
    assert "40 turns x 3 min = 120 min; only 90 min, short by 30" in found[0].expected.en

    few = Register(experts=people.experts[:1])
    found = check_references(event, few, "event.toml")
    assert [(problem.sheet, problem.found) for problem in found] == [
        ("absent[1].id", "E04"),
        ("prefer[1].id", "E07"),
        ("before[1].first", "N01"),
        ("before[1].then", "N01"),
        ("before[1].then", "E02"),
        ("fixed[1].meeting", "N01"),
        ("fixed[1].meeting", "E02"),
        ("days[1].plenary[3].first", "C01"),
        ("days[1].plenary[3].last", "甲公司"),
    ]
    assert 'did you mean "E01"' in found[0].assumed.en
