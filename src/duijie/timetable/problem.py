"""What a timetable has to satisfy, free of any solver and of any file format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from duijie.domain.text import Text, same

Slots = tuple[int | None, ...]
"""A timetable: for each meeting the 0-based index of its slot, None when it is left out."""


@dataclass(frozen=True)
class TimetableSlot:
    """A usable slot; what a plenary item covers is not among them.

    `number` is the 1-based number people read, `day` counts from 0. `start` and `end` are None
    where an instance knows only numbers.
    """

    number: int
    day: int = 0
    start: datetime | None = None
    end: datetime | None = None

    @property
    def label(self) -> Text:
        """When it is, as messages say it."""
        number = Text(f"第 {self.number} 时段", f"slot {self.number}")
        return number + same(f" ({self.start:%m-%d %H:%M})") if self.start else number


@dataclass(frozen=True)
class Participant:
    """Somebody who can be in one place at a time: an expert, or a company's representative.

    `away` holds the 0-based slots in which nothing may be placed; `wished` those the person
    would like, None for no wish. A table that meetings are pinned to takes part in them too
    (`is_table`): it holds one at a time, but whatever lies between them is no break.
    """

    id: str
    name: str = ""
    away: frozenset[int] = frozenset()
    wished: frozenset[int] | None = None
    is_table: bool = False

    @property
    def label(self) -> Text:
        """Id and name, as messages show them."""
        return same(f"{self.id} {self.name}" if self.name and self.name != self.id else self.id)


@dataclass(frozen=True)
class Meeting:
    """One slot of time that all `participants` (indexes) spend together.

    `allowed` holds the 0-based slots of its session, None for all; `fixed` is the slot that a
    person decided.
    """

    id: str
    participants: tuple[int, ...]
    allowed: frozenset[int] | None = None
    fixed: int | None = None


@dataclass(frozen=True)
class TimetableProblem:
    """Meetings to place in slots; every engine takes this and nothing else.

    Hard: each meeting in one of its slots, nobody in two places, nobody while away, no more
    meetings in a slot than its `capacity`, each ``(first, then)`` of `before` strictly in that
    order, and the most and least broken participant at most `fairness` breaks apart. Sought,
    in this order: fewest breaks, then fewest meetings outside the wished slots.

    A *break* is a maximal run of idle slots between two meetings of one participant on one
    day; the night between two days is none.

    Parameters
    ----------
    capacity
        Tables free in each slot, shape ``(n_slots,)``.
    before
        Pairs of meeting indexes.
    fairness
        Largest difference in breaks over *all* participants, those without a meeting counting
        as unbroken; None for no bound.

    Raises
    ------
    ValueError
        When an index points nowhere: a defect of the caller, not of the data.
    """

    slots: tuple[TimetableSlot, ...]
    participants: tuple[Participant, ...]
    meetings: tuple[Meeting, ...]
    capacity: tuple[int, ...]
    before: tuple[tuple[int, int], ...] = ()
    fairness: int | None = None

    def __post_init__(self) -> None:
        if len(self.capacity) != self.n_slots:
            raise ValueError(f"{len(self.capacity)} capacities for {self.n_slots} slots")
        if self.fairness is not None and self.fairness < 0:
            raise ValueError(f"fairness {self.fairness} is negative")
        people = range(len(self.participants))
        for meeting in self.meetings:
            if not meeting.participants or any(p not in people for p in meeting.participants):
                raise ValueError(f"meeting {meeting.id}: participants {meeting.participants}")
            if len(set(meeting.participants)) < len(meeting.participants):
                raise ValueError(f"meeting {meeting.id}: somebody meets themselves")
        if any(m not in range(len(self.meetings)) for pair in self.before for m in pair):
            raise ValueError("a precedence names a meeting that does not exist")

    @property
    def n_slots(self) -> int:
        """How many slots can be used."""
        return len(self.slots)

    @cached_property
    def meetings_of(self) -> tuple[tuple[int, ...], ...]:
        """For each participant the indexes of the meetings, ascending."""
        found: list[list[int]] = [[] for _ in self.participants]
        for index, meeting in enumerate(self.meetings):
            for person in meeting.participants:
                found[person].append(index)
        return tuple(tuple(meetings) for meetings in found)

    @cached_property
    def days(self) -> tuple[tuple[int, ...], ...]:
        """The slots of each day in their order; idle time is counted within one of these."""
        by_day: dict[int, list[int]] = {}
        for index, slot in enumerate(self.slots):
            by_day.setdefault(slot.day, []).append(index)
        return tuple(tuple(slots) for _, slots in sorted(by_day.items()))

    @cached_property
    def domains(self) -> tuple[tuple[int, ...], ...]:
        """For each meeting the slots that its session, its pin and its people leave it."""
        return tuple(
            tuple(slot for slot in range(self.n_slots) if self._admits(meeting, slot))
            for meeting in self.meetings
        )

    def _admits(self, meeting: Meeting, slot: int) -> bool:
        return (
            self.capacity[slot] > 0
            and (meeting.fixed is None or slot == meeting.fixed)
            and (meeting.allowed is None or slot in meeting.allowed)
            and not any(slot in self.participants[p].away for p in meeting.participants)
        )
