"""The event: days, slots, plenary, rooms, limits and what binds people in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Literal

from duijie.domain.bounds import Bounds
from duijie.domain.text import EMPTY, Text

PairKey = tuple[str, str]
"""A meeting, named by (need_id, expert_id)."""


@dataclass(frozen=True)
class SlotPlan:
    """A run of equal slots: `count` of `minutes` each, `pause` minutes between them."""

    start: time
    minutes: int
    count: int
    pause: int = 0


@dataclass(frozen=True)
class PlenaryItem:
    """A part of the programme for everybody.

    `turns` names who introduce themselves one after another ("experts" or "companies"),
    `per_turn` minutes each; a single talk has a `title` and a `speaker` instead. `order` is
    "theme" (neighbours belong together) or "sheet"; `first` and `last` name who opens and closes
    the round, in this order, and may name everybody. `buffer` minutes at the end stay free.
    """

    start: time
    minutes: int
    title: Text = EMPTY
    speaker: str = ""
    turns: Literal["", "experts", "companies"] = ""
    per_turn: float = 0
    order: Literal["theme", "sheet"] = "theme"
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    buffer: float = 0


@dataclass(frozen=True)
class Day:
    """One day: its runs of meeting slots and its plenary items."""

    date: date
    slots: tuple[SlotPlan, ...] = ()
    plenary: tuple[PlenaryItem, ...] = ()


@dataclass(frozen=True)
class Room:
    """A room with `tables` meeting tables."""

    name: str
    tables: int


@dataclass(frozen=True)
class Limits:
    """Meetings per need, expert and company, and where the morning ends.

    `morning_slots`: the first so many slots of each day are "morning"; 0 when no half is asked
    for. `fairness`: the most and the least broken participant differ by at most this many
    breaks; None for no bound. `walk_minutes`: from any room to any other, where no `Walk` says
    otherwise.
    """

    per_need: Bounds | None = None
    per_expert: Bounds | None = None
    morning_slots: int = 0
    fairness: int | None = None
    walk_minutes: int = 0


@dataclass(frozen=True)
class Walk:
    """How long the way between two rooms (names) takes, in either direction."""

    rooms: tuple[str, str]
    minutes: int


@dataclass(frozen=True)
class Absence:
    """`id` (of an expert, a company or a table) is away; no times mean the whole day.

    `date` None means every day of the event.
    """

    id: str
    start: time | None = None
    end: time | None = None
    date: date | None = None

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether any part of a time within one day falls into the absence."""
        day = start.date()
        if self.date is not None and self.date != day:
            return False
        begin = datetime.combine(day, self.start or time.min)
        return _overlap(start, end, begin, datetime.combine(day, self.end or time.max))


@dataclass(frozen=True)
class Preference:
    """A wish of a person: meetings in the morning or the afternoon."""

    id: str
    half: Literal["morning", "afternoon"]


@dataclass(frozen=True)
class Precedence:
    """The meeting `first` must end before the meeting `then` begins."""

    first: PairKey
    then: PairKey


@dataclass(frozen=True)
class Fixed:
    """What a person decided about a meeting: its slot (1-based), its table, or both."""

    meeting: PairKey
    slot: int | None = None
    table: str = ""


@dataclass(frozen=True)
class Slot:
    """A numbered piece of time; `usable` is False where a plenary item overlaps it."""

    number: int
    start: datetime
    end: datetime
    day_index: int
    morning: bool
    usable: bool


@dataclass(frozen=True)
class Table:
    """A meeting table; its id is the room's name and its number, as in ``A-3``."""

    room: str
    number: int

    @property
    def id(self) -> str:
        """The name on the table and in ``event.toml``."""
        return f"{self.room}-{self.number}"


@dataclass(frozen=True)
class Event:
    """The frame that people's meetings have to fit in."""

    title: Text
    days: tuple[Day, ...]
    rooms: tuple[Room, ...]
    place: Text = EMPTY
    hosts: tuple[str, ...] = ()
    limits: Limits = Limits()
    absent: tuple[Absence, ...] = ()
    prefer: tuple[Preference, ...] = ()
    before: tuple[Precedence, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    walks: tuple[Walk, ...] = ()

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """All slots of all days, numbered on from 1."""
        found: list[Slot] = []
        for index, day in enumerate(self.days):
            for nth, (start, end) in enumerate(_slot_times(day), start=1):
                found.append(
                    Slot(
                        number=len(found) + 1,
                        start=start,
                        end=end,
                        day_index=index,
                        morning=nth <= self.limits.morning_slots,
                        usable=not any(
                            _overlap(start, end, *plenary_times(day, item)) for item in day.plenary
                        ),
                    )
                )
        return tuple(found)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """All tables of all rooms, in the order of the file."""
        return tuple(
            Table(room.name, number) for room in self.rooms for number in range(1, room.tables + 1)
        )

    def walk_minutes(self, room: str, other: str) -> int:
        """Minutes from one room (name) to another, 0 within a room."""
        if room == other:
            return 0
        known = {frozenset(walk.rooms): walk.minutes for walk in self.walks}
        return known.get(frozenset((room, other)), self.limits.walk_minutes)

    def absent_slots(self, person_id: str) -> frozenset[int]:
        """Numbers of the slots in which `person_id` (or table) is away for any part."""
        return frozenset(
            slot.number
            for absence in self.absent
            if absence.id == person_id
            for slot in self.slots
            if absence.overlaps(slot.start, slot.end)
        )


def plenary_times(day: Day, item: PlenaryItem) -> tuple[datetime, datetime]:
    """When a plenary item of `day` begins and ends."""
    start = datetime.combine(day.date, item.start)
    return start, start + timedelta(minutes=item.minutes)


def _slot_times(day: Day) -> list[tuple[datetime, datetime]]:
    times: list[tuple[datetime, datetime]] = []
    for plan in day.slots:
        step = timedelta(minutes=plan.minutes + plan.pause)
        first = datetime.combine(day.date, plan.start)
        for nth in range(plan.count):
            start = first + nth * step
            times.append((start, start + timedelta(minutes=plan.minutes)))
    return times


def _overlap(start: datetime, end: datetime, other: datetime, other_end: datetime) -> bool:
    return start < other_end and other < end
