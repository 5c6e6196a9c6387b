"""Absences, meetings and times as a person types them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from duijie.domain.errors import BadUsage
from duijie.domain.event import Absence
from duijie.timetable.disruption import parse_absence, parse_now, parse_pair

DAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("words", "absence"),
    [
        ("E04", Absence("E04")),
        ("E04@14:00-15:00", Absence("E04", time(14), time(15))),
        ("E04@-9:30", Absence("E04", None, time(9, 30))),
        ("A-3 @ 15:00-", Absence("A-3", time(15))),
        ("Ｅ04＠14：00-15：00", Absence("E04", time(14), time(15))),
        ("E04@2026-05-20", Absence("E04", date=DAY)),
        ("E04@2026-05-20T14:00-15:00", Absence("E04", time(14), time(15), DAY)),
    ],
)
def test_absences_are_read(words: str, absence: Absence) -> None:
    assert parse_absence(words) == absence


@pytest.mark.parametrize(
    "words",
    ["", "@14:00-15:00", "E04@14", "E04@15:00-14:00", "E04@25:00-", "E04@-", "E04@2026-13-01"],
)
def test_nonsense_is_no_absence(words: str) -> None:
    with pytest.raises(BadUsage, match="not an absence"):
        parse_absence(words)


@pytest.mark.parametrize("words", ["N01:E04", "N01/E04", " N01 ： E04 "])
def test_meetings_are_read(words: str) -> None:
    assert parse_pair(words) == ("N01", "E04")


@pytest.mark.parametrize("words", ["", "N01", "N01:", "N01:E1:E2"])
def test_nonsense_is_no_meeting(words: str) -> None:
    with pytest.raises(BadUsage, match="not a meeting"):
        parse_pair(words)


def test_a_time_of_day_needs_its_day_only_where_there_are_several() -> None:
    two_days = [DAY, date(2026, 5, 21)]
    assert parse_now("14:30", [DAY]) == datetime(2026, 5, 20, 14, 30)
    assert parse_now("2026-05-21T9:05", two_days) == datetime(2026, 5, 21, 9, 5)
    with pytest.raises(BadUsage, match="which day"):
        parse_now("14:30", two_days)
    with pytest.raises(BadUsage, match="which day"):
        parse_now("2026-06-01 14:30", two_days)


@pytest.mark.parametrize("words", ["noon", "24:61", "2026-05-40T10:00"])
def test_nonsense_is_no_time(words: str) -> None:
    with pytest.raises(BadUsage, match="not a time of day"):
        parse_now(words, [DAY])
