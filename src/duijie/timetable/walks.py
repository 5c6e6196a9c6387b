"""Whose way between two meetings is too short for two rooms, once the slots are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise, product
from typing import NamedTuple

from duijie.domain.event import Event
from duijie.timetable.problem import Slots, TimetableProblem


class Tie(NamedTuple):
    """Meetings that somebody has one after the other, with too little time between some rooms.

    `far` holds the pairs of rooms (indexes), the first meeting's before the second's, between
    which the way is longer than the time for it.
    """

    before: int
    after: int
    far: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Walks:
    """The room (index) of each table, and all ties; one for each person, even of the same two."""

    room_of: tuple[int, ...] = ()
    ties: tuple[Tie, ...] = ()

    def is_hurried(self, tie: Tie, before: int | None, after: int | None) -> bool:
        """Whether the tables of the two meetings lie in rooms too far apart."""
        if before is None or after is None:
            return False
        return (self.room_of[before], self.room_of[after]) in tie.far

    def count_hurried(self, tables: Sequence[int | None]) -> int:
        """Count the ways that are too short when the meetings sit at `tables`."""
        return sum(self.is_hurried(tie, tables[tie.before], tables[tie.after]) for tie in self.ties)


NO_WALKS = Walks()
"""All rooms next to each other."""


def list_walks(event: Event, problem: TimetableProblem, slots: Slots) -> Walks:
    """Return the ties of everybody who meets twice on a day.

    Parameters
    ----------
    problem
        Built by `build_problem` from `event`.
    slots
        A timetable of `problem`.
    """
    names = [room.name for room in event.rooms]
    room_of = tuple(names.index(table.room) for table in event.tables)
    return Walks(room_of, tuple(_ties(event, problem, slots)))


def _ties(event: Event, problem: TimetableProblem, slots: Slots) -> Iterator[Tie]:
    by_number = {slot.number: slot for slot in event.slots}
    times = [by_number[slot.number] for slot in problem.slots]
    for person, meetings in zip(problem.participants, problem.meetings_of, strict=True):
        if person.is_table:
            continue
        placed = sorted((at, one) for one in meetings if (at := slots[one]) is not None)
        for (at, before), (then, after) in pairwise(placed):
            far = _too_far(event, times[then].start - times[at].end)
            if far and times[at].day_index == times[then].day_index:
                yield Tie(before, after, far)


def _too_far(event: Event, there: timedelta) -> frozenset[tuple[int, int]]:
    """Return the pairs of rooms between which the way takes longer than the time there is."""
    rooms = list(enumerate(event.rooms))
    return frozenset(
        (one, other)
        for (one, room), (other, goal) in product(rooms, repeat=2)
        if timedelta(minutes=event.walk_minutes(room.name, goal.name)) > there
    )
