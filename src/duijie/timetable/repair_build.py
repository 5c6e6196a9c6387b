"""From a timetable and what upset it to a problem: what has begun is fixed, the rest is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from duijie.domain.errors import BadData, BadUsage
from duijie.domain.event import Event, PairKey
from duijie.domain.plans import AssignedPair, PlacedMeeting
from duijie.domain.records import Company, Expert, Need
from duijie.domain.text import Text
from duijie.timetable.build import build_problem
from duijie.timetable.check import Violation
from duijie.timetable.check_placed import check_placed
from duijie.timetable.disruption import Disruption
from duijie.timetable.people import People, Person
from duijie.timetable.place import free_tables, pinned_tables
from duijie.timetable.problem import Meeting, Participant, TimetableProblem
from duijie.timetable.repair_model import RepairProblem
from duijie.timetable.tables import BoolArray
from duijie.timetable.words import list_names

_NO_TABLE = -1
_ALL_ROWS = {"slot", "time"}
"""Rules without which a row of any time cannot be understood."""
_PAST_ROWS = {"plenary", "table", "room", "two places", "table twice"}
"""Rules without which what has begun cannot have been so."""


@dataclass(frozen=True, eq=False)
class Frame:
    """A repair problem and what turns its plan into rows again.

    `event` is the event as it is now; `pairs` are its meetings in the order of the problem's;
    `table_of` holds for each the index of its old table, -1 for none; `free` says which table
    can be used in which slot, shape ``(n_tables, n_slots)``; `past` are the rows that have begun;
    `n_free` people had only meetings that are cancelled, and are in the problem no more.
    """

    repair: RepairProblem
    event: Event
    pairs: tuple[AssignedPair, ...]
    table_of: tuple[int, ...]
    free: BoolArray
    past: tuple[PlacedMeeting, ...]
    n_free: int


def build_repair(  # noqa: PLR0917 - what was and what happened, then the lists of a register
    event: Event,
    before: Sequence[PlacedMeeting],
    disruption: Disruption,
    needs: Sequence[Need],
    experts: Sequence[Expert],
    companies: Sequence[Company] = (),
) -> Frame:
    """Return the repair of `before`; meetings to cancel are gone, those to add come last.

    Raises
    ------
    BadData
        When a row does not fit the event or names somebody unknown.
    BadUsage
        When the disruption cancels what is not there or has begun, or adds what is there.
    """
    rows = {(row.need_id, row.expert_id): row for row in before}
    _refuse_wishes(rows, disruption)
    held = [key for key in rows if key not in disruption.cancel]
    keys = [*held, *dict.fromkeys(disruption.add)]
    pairs = tuple(AssignedPair(*key, 0.0) for key in keys)
    today = disruption.apply(event)
    planned = build_problem(today, pairs, needs, experts, companies)
    found = check_placed(event, before, pairs, needs, experts, companies)
    _refuse_misfits(before, disruption, found)
    people = People(needs, experts, companies)
    old = [rows.get(key) for key in keys]
    builder = _Builder(planned, today, old, disruption, pinned_tables(today, pairs))
    touched = {person for key in disruption.cancel for person in _pair_of(key, people)}
    seats = dict.fromkeys(person for key in keys for person in _pair_of(key, people))
    repair = builder.build(
        frozenset(index for index, person in enumerate(seats) if person in touched)
    )
    past = tuple(row for row in before if disruption.has_begun(row.start))
    n_free = len(touched - seats.keys())
    return Frame(repair, today, pairs, tuple(builder.table_of), builder.free, past, n_free)


def _pair_of(key: PairKey, people: People) -> tuple[Person, Person]:
    """Return who meets, in the order of a meeting's participants."""
    return people.experts[key[1]], people.representatives[key[0]]


class _Builder:
    def __init__(
        self,
        planned: TimetableProblem,
        event: Event,
        old: Sequence[PlacedMeeting | None],
        disruption: Disruption,
        pinned: Mapping[int, frozenset[int]],
    ) -> None:
        self._planned = planned
        self._pinned = pinned
        self._old = old
        self._begun = frozenset(
            meeting for meeting, row in enumerate(old) if row and disruption.has_begun(row.start)
        )
        self._open = frozenset(
            place
            for place, slot in enumerate(planned.slots)
            if slot.start is None or not disruption.has_begun(slot.start)
        )
        number = {slot.number: place for place, slot in enumerate(planned.slots)}
        self._slot_of = [number.get(row.slot) if row else None for row in old]
        table = {one.id: place for place, one in enumerate(event.tables)}
        self.table_of = [table.get(row.table, _NO_TABLE) if row else _NO_TABLE for row in old]
        self.free = free_tables(event, planned)
        self.free[:, [slot for slot in range(planned.n_slots) if slot not in self._open]] = True

    def build(self, touched: frozenset[int]) -> RepairProblem:
        problem = replace(
            self._planned,
            participants=tuple(self._present(one) for one in self._planned.participants),
            meetings=tuple(self._open_up(*one) for one in enumerate(self._planned.meetings)),
            capacity=tuple(self._capacity(slot) for slot in range(self._planned.n_slots)),
        )
        return RepairProblem(
            problem,
            self._keep,
            tuple(self._slot_of),
            self._begun,
            tuple(self._rivals()),
            tuple(self._bars()),
            touched,
        )

    def _present(self, person: Participant) -> Participant:
        """Return the person with the absences that can still be respected."""
        return replace(person, away=person.away & self._open)

    def _open_up(self, index: int, meeting: Meeting) -> Meeting:
        """Return the meeting fixed where it has begun, else within the slots to come."""
        if index in self._begun:
            people = self._planned.participants
            sitting = tuple(one for one in meeting.participants if not people[one].is_table)
            return replace(meeting, participants=sitting, fixed=self._slot_of[index], allowed=None)
        allowed = self._open if meeting.allowed is None else meeting.allowed & self._open
        return replace(meeting, allowed=allowed)

    def _capacity(self, slot: int) -> int:
        if slot in self._open:
            return self._planned.capacity[slot]
        return sum(self._slot_of[meeting] == slot for meeting in self._begun)

    @cached_property
    def _keep(self) -> tuple[int | None, ...]:
        return tuple(self._keep_slot(meeting) for meeting in range(len(self._old)))

    def _keep_slot(self, meeting: int) -> int | None:
        """Return the old slot, None where the old table is lost or the slot is past."""
        slot, table = self._slot_of[meeting], self.table_of[meeting]
        if meeting in self._begun:
            return slot
        if slot is None or slot not in self._open or table == _NO_TABLE:
            return None
        is_pinned_there = table in self._pinned.get(meeting, {table})
        return slot if self.free[table, slot] and is_pinned_there else None

    def _rivals(self) -> Iterator[tuple[int, ...]]:
        places: dict[tuple[int, int], list[int]] = defaultdict(list)
        for meeting, slot in enumerate(self._keep):
            if slot is not None:
                places[slot, self.table_of[meeting]].append(meeting)
        return (tuple(meetings) for meetings in places.values() if len(meetings) > 1)

    def _bars(self) -> Iterator[tuple[int, int]]:
        for pinned, tables in self._pinned.items():
            for kept, slot in enumerate(self._keep):
                if slot is not None and kept != pinned and self.table_of[kept] in tables:
                    yield kept, pinned


def _refuse_misfits(
    before: Sequence[PlacedMeeting], disruption: Disruption, found: Sequence[Violation]
) -> None:
    past = {index for index, row in enumerate(before) if disruption.has_begun(row.start)}
    wrong = [
        one.message
        for one in found
        if one.rule in _ALL_ROWS or (one.rule in _PAST_ROWS and past.issuperset(one.meetings))
    ]
    if wrong:
        raise BadData(
            Text(
                "时间表与活动文件不符，请先改正下列各处",
                "the timetable does not fit the event; mend these first",
            ),
            wrong,
        )


def _refuse_wishes(rows: Mapping[PairKey, PlacedMeeting], disruption: Disruption) -> None:
    """Stop when a meeting to cancel is not there or has begun, or one to add is there."""
    for key in disruption.cancel:
        name = "/".join(key)
        if key not in rows:
            raise BadUsage(
                Text(f"时间表里没有 {name}，无法取消", f"there is no {name} to cancel"),
                _name_near(rows, key),
            )
        if disruption.has_begun(rows[key].start):
            raise BadUsage(
                Text(f"{name} 已经开始，无法取消", f"{name} has begun and cannot be cancelled")
            )
    for key in disruption.add:
        if key in rows and key not in disruption.cancel:
            name = "/".join(key)
            raise BadUsage(Text(f"时间表里已有 {name}", f"{name} is in the timetable already"))


def _name_near(rows: Mapping[PairKey, PlacedMeeting], key: PairKey) -> list[Text]:
    near = [other for other in rows if set(other) & set(key)]
    names = list_names(map("/".join, near))
    return [Text("有：", "There are: ") + names] if near else []
