from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from duijie.domain.agenda import Agenda, Appointment
from duijie.io.ical import calendar, file_stem, write_calendars

STAMP = datetime.fromisoformat("2026-05-12T18:30")
MEETING = Appointment(
    "a-1@duijie",
    datetime.fromisoformat("2026-05-20T14:00"),
    datetime.fromisoformat("2026-05-20T14:20"),
    "对接，星岚；a, b; \\c",
    "A-3",
    "第一行\n第二行 " + "长" * 90,
)
AGENDA = Agenda("E1", "王喆", (MEETING, Appointment("b@duijie", STAMP, STAMP, "Tea")))


def parse(written: bytes) -> Calendar:
    found = Calendar.from_ical(written)
    assert isinstance(found, Calendar)
    return found


def test_what_is_written_is_read_back() -> None:
    event = parse(calendar(AGENDA, STAMP)).events[0]
    assert str(event["SUMMARY"]) == MEETING.title
    assert str(event["DESCRIPTION"]) == MEETING.note
    assert str(event["LOCATION"]) == "A-3"
    assert str(event["UID"]) == "a-1@duijie"
    assert event.start == MEETING.start.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    assert event.end == MEETING.end.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    assert event.decoded("DTSTAMP").isoformat() == "2026-05-12T10:30:00+00:00"


def test_a_subscription_says_how_often_to_ask_and_a_file_does_not() -> None:
    subscribed = parse(calendar(AGENDA, STAMP, refresh=timedelta(hours=1)))
    assert subscribed.decoded("REFRESH-INTERVAL") == timedelta(hours=1)
    assert b"X-PUBLISHED-TTL:PT1H\r\n" in subscribed.to_ical()
    assert "REFRESH-INTERVAL" not in parse(calendar(AGENDA, STAMP))


def test_an_entry_says_no_more_than_it_knows() -> None:
    event = parse(calendar(AGENDA, STAMP)).events[1]
    assert "LOCATION" not in event
    assert "DESCRIPTION" not in event


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin"])
def test_the_time_zone_is_written_along(zone: str) -> None:
    found = parse(calendar(AGENDA, STAMP, zone))
    assert [str(one["TZID"]) for one in found.timezones] == [zone]


def test_lines_are_folded_at_75_bytes_and_end_with_crlf() -> None:
    lines = calendar(AGENDA, STAMP).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


def test_one_file_a_person_even_without_appointments(tmp_path: Path) -> None:
    paths = write_calendars(tmp_path / "ics", [AGENDA, Agenda("C/1", "甲", ())], STAMP)
    assert paths[0] == tmp_path / "ics" / "E1.ics"
    assert paths[0].read_bytes() == calendar(AGENDA, STAMP)
    assert parse(paths[1].read_bytes()).events == []
    assert {path.parent for path in paths} == {tmp_path / "ics"}


@pytest.mark.parametrize(
    "odd", ["../x", "a/b", "CON", "nul.txt", "", "...", "x" * 400, "甲" * 90, "a:b"]
)
def test_odd_ids_make_safe_names_that_differ(odd: str) -> None:
    stem = file_stem(odd)
    assert len(stem.encode()) < 200
    assert not set(stem) & set('/\\:*?"<>|')
    assert not stem.startswith(".")
    assert stem.casefold() not in ("con", "nul.txt")
    assert stem != file_stem(odd + "x")


def test_control_characters_never_break_a_line() -> None:
    odd = "a\r\nb\x0bc\x07\x1ed\x85e\rf"
    entry = Appointment("u@duijie", STAMP, STAMP, odd, odd, odd)
    found = parse(calendar(Agenda("E1", odd, (entry,)), STAMP))
    assert str(found.events[0]["SUMMARY"]) == "a\nb\nc\nd\ne\nf"
    assert str(found["X-WR-CALNAME"]) == "a b c d e f"
