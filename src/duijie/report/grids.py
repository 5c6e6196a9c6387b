"""Everything at a glance: needs by experts, and tables by slots, as wide as a page."""

from __future__ import annotations

from typing import TypeVar

from duijie.domain.event import Slot
from duijie.report.programme import Meeting, Programme, table_name
from duijie.report.rows import Data, meeting_row, slot_row
from duijie.report.words import pair, say_date, split_name

MOST_MATRIX_COLUMNS = 28
MOST_SLOTS = 12

T = TypeVar("T")


def matrices(programme: Programme) -> list[Data]:
    """Return needs by experts with slot numbers, in pieces as wide as a page."""
    met = {one.key: one for one in programme.meetings}
    return [
        {
            "experts": [_initials(expert.name) for expert in experts],
            "rows": [
                {
                    "company": company.short_name or company.name,
                    "id": need.need_id,
                    "title": need.title,
                    "cells": [_cell(met.get((need.need_id, one.expert_id))) for one in experts],
                }
                for company in programme.companies
                for need in programme.needs_of(company)
            ],
        }
        for experts in _pieces(programme.register.experts, MOST_MATRIX_COLUMNS)
    ]


def _initials(name: str) -> str:
    """Shorten a name for a narrow column: one writing only, western given names as initials."""
    name, _ = split_name(name)
    given, _, family = name.rpartition(" ")
    if not given or not name.isascii():
        return name
    short = (f"{word[0]}." if word[0].isupper() else word for word in given.split())
    return " ".join([*short, family])


def _cell(meeting: Meeting | None) -> str:
    if meeting is None:
        return ""
    return str(meeting.placed.slot) if meeting.placed else "·"


def tables(programme: Programme) -> list[str]:
    """Return the tables of the event, then any other that a meeting stands at."""
    names = [table.id for table in programme.event.tables]
    return list(dict.fromkeys(names + [table_name(one) for one in programme.placed]))


def seat_grids(programme: Programme) -> list[Data]:
    """Return tables by slots, in pieces as wide as a page and never across two days."""
    placed = {
        (one.placed.slot, table_name(one.placed)): one for one in programme.meetings if one.placed
    }
    return [
        {
            "date": pair(say_date(day.date)),
            "slots": [slot_row(slot) for slot in slots],
            "rows": [
                {
                    "table": table,
                    "cells": [_seat(placed.get((one.number, table))) for one in slots],
                }
                for table in tables(programme)
            ],
        }
        for index, day in enumerate(programme.event.days)
        for slots in _pieces(_usable_slots(programme, index), MOST_SLOTS)
    ]


def _seat(meeting: Meeting | None) -> Data | None:
    if meeting is None:
        return None
    return meeting_row(meeting) | {"initials": _initials(meeting.expert.name)}


def _usable_slots(programme: Programme, day_index: int) -> tuple[Slot, ...]:
    slots = programme.event.slots
    return tuple(slot for slot in slots if slot.day_index == day_index and slot.usable)


def _pieces(items: tuple[T, ...], most: int) -> list[tuple[T, ...]]:
    """Cut `items` into as few pieces as possible of nearly equal length, `most` at most."""
    count = -(-len(items) // most)
    return [
        items[len(items) * nth // count : len(items) * (nth + 1) // count] for nth in range(count)
    ]
