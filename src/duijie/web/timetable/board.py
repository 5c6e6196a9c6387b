"""What the timetable's pages show: the grid of slots and tables, and everybody's own day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from duijie.domain.event import Slot
from duijie.domain.records import Expert
from duijie.domain.text import Text
from duijie.report.programme import Meeting, Programme
from duijie.report.schedule import Person, everybody, person_id
from duijie.timetable.people import People, away_slots
from duijie.web.access.viewer import Viewer
from duijie.web.programme.services import read_setting
from duijie.web.publish.selectors import Entry, day_of
from duijie.web.timetable.inputs import read_locks
from duijie.web.timetable.plans import Plan

_FOLD = 3
"""So many slots in a row without a meeting are folded into one line."""
_BREAK = Text("空档", "Break")


@dataclass(frozen=True)
class Card:
    """A meeting on the grid, as the viewer may see it; who is away is struck through."""

    meeting: Meeting
    locked: bool = False
    expert_away: bool = False
    company_away: bool = False
    gone: bool = False


@dataclass(frozen=True)
class Line:
    """A slot and what is at each table."""

    slot: Slot
    cells: tuple[tuple[str, Card | None], ...]

    @property
    def empty(self) -> bool:
        """Whether nobody meets."""
        return not any(card for _table, card in self.cells)


@dataclass(frozen=True)
class Block:
    """Lines that stand together; those of slots without a meeting are folded when many."""

    lines: tuple[Line, ...]
    folded: bool


@dataclass(frozen=True)
class Grid:
    """One day: slots down, tables across."""

    date: date
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Board:
    """A plan laid out; `waiting` are the meetings without a place."""

    tables: tuple[str, ...]
    grids: tuple[Grid, ...]
    waiting: tuple[Card, ...]


@dataclass(frozen=True)
class Row:
    """Somebody's day in one line."""

    id: str
    name: str
    is_expert: bool
    meetings: int
    breaks: int
    absent: bool


def read_board(viewer: Viewer, plan: Plan) -> Board:
    """Lay a plan out for a viewer."""
    deal = _Dealer(viewer, plan)
    programme = plan.as_programme(viewer)
    cards = {
        (one.placed.slot, one.placed.table): deal.card(one)
        for one in programme.meetings
        if one.placed
    }
    tables = tuple(table.id for table in plan.setting.tables)
    grids = []
    for index, day in enumerate(plan.setting.days):
        lines = [
            Line(slot, tuple((table, cards.get((slot.number, table))) for table in tables))
            for slot in plan.setting.slots
            if slot.day_index == index
        ]
        grids.append(Grid(day.date, tuple(_fold(lines))))
    waiting = tuple(deal.card(one) for one in programme.meetings if one.placed is None)
    return Board(tables, tuple(grids), waiting)


def _fold(lines: Sequence[Line]) -> Iterable[Block]:
    for empty, run in groupby(lines, key=lambda line: line.empty):
        found = tuple(run)
        yield Block(found, folded=empty and len(found) >= _FOLD)


class _Dealer:
    """Makes cards: knows locks, who is away by now, who is gone."""

    def __init__(self, viewer: Viewer, plan: Plan) -> None:
        self._plan = plan
        self._locks = read_locks(viewer.event)
        setting = read_setting(viewer.event) or plan.setting
        people = {*plan.people.experts.values(), *plan.people.representatives.values()}
        self._away = {one.id: away_slots(setting, one) for one in people} if setting.absent else {}

    def card(self, meeting: Meeting) -> Card:
        """Return the card of a meeting."""
        need, expert = meeting.key
        people: People = self._plan.people
        slot = meeting.placed.slot if meeting.placed else 0
        return Card(
            meeting,
            locked=meeting.key in self._locks,
            expert_away=slot in self._away.get(people.experts[expert].id, ()),
            company_away=slot in self._away.get(people.representatives[need].id, ()),
            gone=bool(self._plan.gone & {need, expert}),
        )


def list_people(viewer: Viewer, plan: Plan) -> list[Row]:
    """Return everybody who meets somebody, experts first."""
    programme = plan.as_programme(viewer)
    setting = read_setting(viewer.event) or plan.setting
    return [
        Row(
            id=person_id(one),
            name=one.name,
            is_expert=isinstance(one, Expert),
            meetings=len(programme.meetings_of(one)),
            breaks=plan.breaks_of.get(person_id(one), 0),
            absent=bool(_names(one) & {absence.id for absence in setting.absent}),
        )
        for one in everybody(programme)
        if programme.meetings_of(one)
    ]


def _names(person: Person) -> set[str]:
    short = "" if isinstance(person, Expert) else person.short_name
    return {person_id(person), person.name, short}


def find_person(programme: Programme, code: str) -> Person | None:
    """Return somebody of a plan by id."""
    return next((one for one in everybody(programme) if person_id(one) == code), None)


def day_with_breaks(programme: Programme, code: str) -> list[Entry]:
    """Return what somebody has planned, with every break between two meetings of a day."""
    entries = day_of(programme, code)
    taken = [one.meeting.placed for one in entries if one.meeting and one.meeting.placed]
    breaks = []
    for before, after in pairwise(sorted(taken, key=lambda one: one.start)):
        idle = [
            slot
            for slot in programme.event.slots
            if slot.usable and before.slot < slot.number < after.slot
        ]
        if idle and before.start.date() == after.start.date():
            breaks.append(Entry(idle[0].start, idle[-1].end, _BREAK))
    return sorted([*entries, *breaks], key=lambda one: (one.start, one.end))
