"""What must be printed again after a repair: the sheets and calendars of those it moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from duijie.domain.event import Event
from duijie.domain.plans import AssignedPair, PlacedMeeting, PlannedTurn
from duijie.domain.records import Register
from duijie.io.ical import write_calendars
from duijie.io.workbook import write_workbook
from duijie.report.calendars import agendas
from duijie.report.changes import changed_people
from duijie.report.programme import Programme
from duijie.report.workbook import personal_sheets

Edition = tuple[Event, Sequence[PlacedMeeting], Sequence[PlacedMeeting]]
"""The event, the meetings that are wanted, and those that have a place."""


def reprint_changed(
    folder: Path,
    register: Register,
    *,
    was: Edition,
    now: Edition,
    turns: Sequence[PlannedTurn],
    stamp: datetime,
) -> Iterator[Path]:
    """Print the sheets and calendars of those whose meetings changed, and of nobody else.

    `turns` are those of the plenary; `stamp` (local time) dates the calendars.
    """
    before = _programme(register, was, stamp)
    programme = replace(_programme(register, now, stamp), turns=tuple(turns))
    changed = changed_people(before, programme)
    if changed:
        book = folder / "changed.xlsx"
        write_workbook(book, personal_sheets(programme, changed), programme.generated)
        yield book
        theirs = [one for one in agendas(programme) if one.person_id in changed]
        yield from write_calendars(folder / "ics", theirs, programme.generated)


def _programme(register: Register, edition: Edition, stamp: datetime) -> Programme:
    """Return what is printed; meetings that are wanted and have no place wait for one."""
    event, wanted, placed = edition
    pairs = tuple(AssignedPair(row.need_id, row.expert_id, 0.0) for row in wanted)
    return Programme(event, register, pairs, tuple(placed), reasons={}, generated=stamp)
