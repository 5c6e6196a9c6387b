"""What the pages of published versions show, read for one viewer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from duijie.domain.event import Slot
from duijie.domain.records import Expert
from duijie.domain.text import EMPTY, Text
from duijie.report.grids import tables
from duijie.report.programme import Meeting, Programme, table_name
from duijie.report.rows import organisation
from duijie.report.schedule import Item, Person, day_items, person_id
from duijie.web.access.rules import Scope
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.publish.models import Feed, Publication
from duijie.web.publish.opened import Opened


@dataclass(frozen=True)
class DayGrid:
    """One day: slots down, tables across; a cell is a meeting or None."""

    date: date
    tables: tuple[str, ...]
    rows: tuple[tuple[Slot, tuple[Meeting | None, ...]], ...]


@dataclass(frozen=True)
class Row:
    """Somebody of a version: how many meetings, and the calendar where there is one."""

    id: str
    name: str
    about: str
    is_expert: bool
    meetings: int
    changed: bool
    feed: Feed | None


@dataclass(frozen=True)
class Entry:
    """A line of somebody's day; `meeting` is None for the plenary and the own turn."""

    start: datetime
    end: datetime
    title: Text
    table: str = ""
    meeting: Meeting | None = None
    reason: Text = EMPTY
    is_turn: bool = False


def list_publications(event: Event) -> list[Publication]:
    """Return the versions, newest first, without what they hold."""
    return list(event.publications.defer("document"))


def find_publication(event: Event, number: int) -> Publication | None:
    """Return a version by its number."""
    return event.publications.defer("document").filter(version=number).first()


def latest_publication(event: Event) -> Publication | None:
    """Return the version that holds."""
    return event.publications.defer("document").first()


def seen_by(viewer: Viewer, opened: Opened) -> Programme:
    """Return the programme as the viewer may see it: in full only to who reads every need."""
    reads_all = viewer.scope("need", "read") is Scope.ALL
    return opened.full if reads_all else opened.shown


def day_grids(programme: Programme) -> list[DayGrid]:
    """Return every day that has meetings; tables and slots where nobody meets are left out."""
    seats = {(one.placed.slot, table_name(one.placed)): one for one in _placed(programme)}
    grids = []
    for index, day in enumerate(programme.event.days):
        slots = [
            one
            for one in programme.event.slots
            if one.day_index == index and any(one.number == slot for slot, _table in seats)
        ]
        numbers = {one.number for one in slots}
        used = {table for slot, table in seats if slot in numbers}
        across = tuple(table for table in tables(programme) if table in used)
        rows = [(one, tuple(seats.get((one.number, table)) for table in across)) for one in slots]
        if rows:
            grids.append(DayGrid(day.date, across, tuple(rows)))
    return grids


def _placed(programme: Programme) -> list[Any]:
    return [one for one in programme.meetings if one.placed]


def list_people(
    viewer: Viewer, opened: Opened, changed: frozenset[str], feeds: Sequence[Feed]
) -> list[Row]:
    """Return everybody with something planned, experts first."""
    by_code = {feed.code: feed for feed in feeds}
    rows = [
        Row(
            id=one,
            name=person.name,
            about=_about(person),
            is_expert=isinstance(person, Expert),
            meetings=len(opened.shown.meetings_of(person)),
            changed=one in changed,
            feed=by_code.get(one),
        )
        for one, person in opened.people.items()
    ]
    return [one for one in rows if one.meetings or one.changed or one.feed]


def _about(person: Person) -> str:
    return organisation(person) if isinstance(person, Expert) else person.industry


def list_feeds(event: Event) -> list[Feed]:
    """Return everybody's calendar."""
    return list(event.feeds.select_related("expert", "company"))


def day_of(programme: Programme, code: str) -> list[Entry]:
    """Return what somebody (id) has planned: plenary, own turn, meetings, by time."""
    plenary = [
        item
        for index in range(len(programme.event.days))
        for item in day_items(programme, index)
        if not item.slots
    ]
    entries = [Entry(item.start, item.end, item.title) for item in plenary]
    entries += [turn for item in plenary for turn in _turns(item, code)]
    entries += [
        Entry(
            one.placed.start,
            one.placed.end,
            EMPTY,
            table_name(one.placed),
            one,
            one.reason,
        )
        for one in _placed(programme)
        if code in {one.expert.expert_id, one.company.company_id}
    ]
    return sorted(entries, key=lambda one: (one.start, one.end))


def _turns(item: Item, code: str) -> list[Entry]:
    return [
        Entry(turn.start, turn.end, item.title, is_turn=True)
        for turn in item.turns
        if person_id(turn.person) == code and not turn.away
    ]


def waiting_meetings(programme: Programme) -> list[Meeting]:
    """Return the meetings that have no time yet."""
    return [one for one in programme.meetings if one.placed is None]
