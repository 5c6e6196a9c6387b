"""From an event and who is to meet whom to a timetable problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import BadData
from duijie.domain.event import Event, PairKey, Precedence, Slot
from duijie.domain.ids import fold
from duijie.domain.plans import AssignedPair
from duijie.domain.records import Company, Expert, Need
from duijie.domain.text import Text
from duijie.timetable.people import People, Person, away_slots
from duijie.timetable.problem import Meeting, Participant, TimetableProblem, TimetableSlot

ASSIGNMENT, EVENT = "assignment", "event.toml"


def build_problem(
    event: Event,
    pairs: Sequence[AssignedPair],
    needs: Sequence[Need],
    experts: Sequence[Expert],
    companies: Sequence[Company] = (),
) -> TimetableProblem:
    """Return the problem of placing every pair of `pairs`; meeting ``i`` is ``pairs[i]``.

    Slots that a plenary item covers are taken out of the index. All needs of one company
    share its representative; a need without a company is represented by itself. A wish for
    a half of the day stays a wish. An order of two meetings of which one was not assigned
    has nothing to bind; `idle_precedences` lists those. A table that meetings are pinned to
    takes part in them, after the people.

    Raises
    ------
    BadData
        When a pair or the event names somebody unknown, or a pair stands twice.
    """
    people = People(needs, experts, companies)
    _refuse_unknown(event, pairs, people)
    usable = [slot for slot in event.slots if slot.usable]
    seats = [
        (people.experts[pair.expert_id], people.representatives[pair.need_id]) for pair in pairs
    ]
    index = {person: place for place, person in enumerate(dict.fromkeys(sum(seats, ())))}
    pins = _Pins(event, pairs, usable, len(index))
    return TimetableProblem(
        slots=tuple(
            TimetableSlot(slot.number, slot.day_index, slot.start, slot.end) for slot in usable
        ),
        participants=(*(_participant(event, person, usable) for person in index), *pins.tables),
        meetings=tuple(
            Meeting(
                f"{pair.need_id}/{pair.expert_id}",
                (index[expert], index[company], *pins.table_of(pair)),
                fixed=pins.slot_of(pair),
            )
            for pair, (expert, company) in zip(pairs, seats, strict=True)
        ),
        capacity=tuple(_free_tables(event, slot) for slot in usable),
        before=tuple(_order(event, pairs)),
        fairness=event.limits.fairness,
    )


class _Pins:
    """Slots and tables that a person decided; the tables are participants, numbered on."""

    def __init__(
        self, event: Event, pairs: Sequence[AssignedPair], usable: Sequence[Slot], n_people: int
    ) -> None:
        place = {slot.number: index for index, slot in enumerate(usable)}
        keys = {(pair.need_id, pair.expert_id) for pair in pairs}
        pins = [one for one in event.fixed if one.meeting in keys]
        names = dict.fromkeys(one.table for one in pins if one.table)
        index = {name: n_people + nth for nth, name in enumerate(names)}
        self._slots = {one.meeting: place[one.slot] for one in pins if one.slot is not None}
        self._tables = {one.meeting: index[one.table] for one in pins if one.table}
        self.tables = tuple(_table(event, name, usable) for name in names)

    def slot_of(self, pair: AssignedPair) -> int | None:
        return self._slots.get((pair.need_id, pair.expert_id))

    def table_of(self, pair: AssignedPair) -> Iterator[int]:
        table = self._tables.get((pair.need_id, pair.expert_id))
        if table is not None:
            yield table


def _table(event: Event, name: str, usable: Sequence[Slot]) -> Participant:
    lost = event.absent_slots(name)
    away = frozenset(place for place, slot in enumerate(usable) if slot.number in lost)
    return Participant(name, away=away, is_table=True)


def idle_precedences(event: Event, pairs: Sequence[AssignedPair]) -> list[Precedence]:
    """List the ``[[before]]`` rules of which a meeting was not assigned."""
    held = {(pair.need_id, pair.expert_id) for pair in pairs}
    return [rule for rule in event.before if not {rule.first, rule.then} <= held]


def _participant(event: Event, person: Person, usable: Sequence[Slot]) -> Participant:
    away = away_slots(event, person)
    halves = {wish.half for wish in event.prefer if fold(wish.id) in person.aliases}
    wished = None
    if halves:
        wished = frozenset(
            place
            for place, slot in enumerate(usable)
            if ("morning" if slot.morning else "afternoon") in halves
        )
    return Participant(
        person.id,
        person.name,
        away=frozenset(place for place, slot in enumerate(usable) if slot.number in away),
        wished=wished,
    )


def _free_tables(event: Event, slot: Slot) -> int:
    return sum(slot.number not in event.absent_slots(table.id) for table in event.tables)


def _order(event: Event, pairs: Sequence[AssignedPair]) -> Iterator[tuple[int, int]]:
    index: dict[PairKey, int] = {
        (pair.need_id, pair.expert_id): place for place, pair in enumerate(pairs)
    }
    for rule in event.before:
        if rule.first in index and rule.then in index:
            yield index[rule.first], index[rule.then]


def _refuse_unknown(event: Event, pairs: Sequence[AssignedPair], people: People) -> None:
    findings = [*_check_pairs(pairs, people), *_check_event(event, people)]
    if findings:
        raise BadData(
            Text(
                f"排程所需的编号有 {len(findings)} 处对不上",
                f"{len(findings)} ids of the timetable's input do not fit together",
            ),
            [Text(finding.describe("zh"), finding.describe("en")) for finding in findings],
            findings,
        )


def _check_pairs(pairs: Sequence[AssignedPair], people: People) -> Iterator[Diagnosis]:
    seen: Counter[PairKey] = Counter()
    for row, pair in enumerate(pairs, start=2):
        seen[pair.need_id, pair.expert_id] += 1
        if seen[pair.need_id, pair.expert_id] > 1:
            words = Text("同一配对出现两次", "this pair stands twice")
            yield _error(ASSIGNMENT, words, f"{pair.need_id}, {pair.expert_id}", row)
        yield from _check_pair(ASSIGNMENT, (pair.need_id, pair.expert_id), people, row)


def _check_pair(file: str, key: PairKey, people: People, row: int = 0) -> Iterator[Diagnosis]:
    need_id, expert_id = key
    if need_id not in people.representatives:
        yield _error(file, Text("没有这条需求", "there is no such need"), need_id, row)
    if expert_id not in people.experts:
        yield _error(file, Text("没有这位专家", "there is no such expert"), expert_id, row)


def _check_event(event: Event, people: People) -> Iterator[Diagnosis]:
    known = people.known()
    tables = {table.id for table in event.tables}
    for absence in event.absent:
        if absence.id not in tables and fold(absence.id) not in known:
            words = Text(
                "[[absent]] 应为专家、企业或桌子的编号",
                "[[absent]] takes the id of an expert, a company or a table",
            )
            yield _error(EVENT, words, absence.id)
    for wish in event.prefer:
        if fold(wish.id) not in known:
            words = Text(
                "[[prefer]] 应为专家或企业的编号",
                "[[prefer]] takes the id of an expert or a company",
            )
            yield _error(EVENT, words, wish.id)
    for rule in event.before:
        for key in (rule.first, rule.then):
            yield from _check_pair(EVENT, key, people)


def _error(file: str, expected: Text, found: str, row: int = 0) -> Diagnosis:
    return Diagnosis(Severity.ERROR, file, expected, found=found, row=row)
