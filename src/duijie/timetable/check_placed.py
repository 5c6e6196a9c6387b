"""The oracle for finished rows: what is wrong with a timetable as it stands in a sheet.

It looks at the rows and the event only, so it also judges rows that a person edited.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from duijie.domain.event import Event, PairKey, Slot
from duijie.domain.ids import fold
from duijie.domain.plans import AssignedPair, PlacedMeeting
from duijie.domain.records import Company, Expert, Need
from duijie.domain.text import Text, join, same
from duijie.timetable.check import Violation
from duijie.timetable.measures import count_holes
from duijie.timetable.people import People, Person, away_slots

PersonOf = Callable[[PlacedMeeting], Person | None]

WALK = "walk"
"""The rule of a way between rooms that is longer than the time for it. Slots are chosen before
tables, so that now and then it cannot be helped: the one rule that a plan may break and be used."""
FIRST_ROW = 2
"""The row of the first meeting as a spreadsheet shows it; the headings are row 1."""


def check_placed(  # noqa: PLR0917 - the lists of a register, in its order
    event: Event,
    placed: Sequence[PlacedMeeting],
    assigned: Sequence[AssignedPair],
    needs: Sequence[Need],
    experts: Sequence[Expert],
    companies: Sequence[Company] = (),
    *,
    allow_unplaced: bool = False,
) -> list[Violation]:
    """List every rule that the rows break; empty for a valid timetable.

    Messages name rows as a spreadsheet shows them, headings being row 1; `meetings` of a
    violation are indexes into `placed`. With `allow_unplaced` a meeting may be missing.
    """
    rows = _Rows(event, placed, People(needs, experts, companies))
    return [
        *rows.unknown_people(),
        *rows.wrong_company(needs),
        *rows.wrong_slot(),
        *rows.wrong_table(),
        *rows.not_assigned(assigned),
        *([] if allow_unplaced else rows.missing(assigned)),
        *rows.two_places(),
        *rows.away(),
        *rows.shared_table(),
        *rows.moved_pins(),
        *rows.wrong_order(),
        *rows.unfair(),
        *rows.hurried(),
    ]


class _Rows:
    def __init__(self, event: Event, placed: Sequence[PlacedMeeting], people: People) -> None:
        self._event = event
        self._placed = placed
        self._people = people
        self._slots = {slot.number: slot for slot in event.slots}
        self._tables = {table.id: table for table in event.tables}

    def unknown_people(self) -> Iterator[Violation]:
        for index, row in enumerate(self._placed):
            if row.need_id not in self._people.representatives:
                words = Text(f"没有需求 {row.need_id}", f"there is no need {row.need_id}")
                yield self._violation("need", words, index)
            if row.expert_id not in self._people.experts:
                words = Text(f"没有专家 {row.expert_id}", f"there is no expert {row.expert_id}")
                yield self._violation("expert", words, index)

    def wrong_company(self, needs: Sequence[Need]) -> Iterator[Violation]:
        company_of = {need.need_id: need.company for need in needs}
        for index, row in enumerate(self._placed):
            company = company_of.get(row.need_id, row.company)
            if fold(row.company) != fold(company):
                words = Text(
                    f"需求 {row.need_id} 属于“{company}”，不是“{row.company}”",
                    f"need {row.need_id} belongs to '{company}', not '{row.company}'",
                )
                yield self._violation("company", words, index)

    def wrong_slot(self) -> Iterator[Violation]:
        for index, row in enumerate(self._placed):
            slot = self._slots.get(row.slot)
            if slot is None:
                words = Text(f"没有第 {row.slot} 时段", f"there is no slot {row.slot}")
                yield self._violation("slot", words, index)
            elif (row.start, row.end) != (slot.start, slot.end):
                words = Text(
                    f"第 {row.slot} 时段是 {_times(slot)}，不是 {_times(row)}",
                    f"slot {row.slot} is {_times(slot)}, not {_times(row)}",
                )
                yield self._violation("time", words, index)
            elif not slot.usable:
                words = Text(
                    f"第 {row.slot} 时段（{_times(slot)}）是大会时间",
                    f"slot {row.slot} ({_times(slot)}) is taken by the plenary",
                )
                yield self._violation("plenary", words, index)

    def wrong_table(self) -> Iterator[Violation]:
        for index, row in enumerate(self._placed):
            table = self._tables.get(row.table)
            if table is None:
                words = Text(f"没有桌子 {row.table}", f"there is no table {row.table}")
                yield self._violation("table", words, index)
            elif table.room != row.room:
                words = Text(
                    f"桌子 {row.table} 在 {table.room} 厅，不在 {row.room}",
                    f"table {row.table} is in room {table.room}, not {row.room}",
                )
                yield self._violation("room", words, index)

    def not_assigned(self, assigned: Sequence[AssignedPair]) -> Iterator[Violation]:
        """Find meetings that nobody assigned, or that stand twice."""
        wanted = {(pair.need_id, pair.expert_id) for pair in assigned}
        held: Counter[PairKey] = Counter()
        for index, row in enumerate(self._placed):
            key = (row.need_id, row.expert_id)
            held[key] += 1
            if key not in wanted:
                words = Text(f"{_pair(key)} 未经配对", f"{_pair(key)} was not assigned")
                yield self._violation("not assigned", words, index)
            if held[key] > 1:
                words = Text(f"{_pair(key)} 排了两次", f"{_pair(key)} stands twice")
                yield self._violation("twice", words, index)

    def missing(self, assigned: Sequence[AssignedPair]) -> Iterator[Violation]:
        held = {(row.need_id, row.expert_id) for row in self._placed}
        for pair in assigned:
            key = (pair.need_id, pair.expert_id)
            if key not in held:
                words = Text(f"{_pair(key)} 没有排上", f"{_pair(key)} is not placed")
                yield Violation("missing", words)

    def two_places(self) -> Iterator[Violation]:
        for people in (self._expert, self._representative):
            for (person, slot), indexes in self._group(people).items():
                if len(indexes) > 1:
                    yield self._violation(
                        "two places",
                        Text(
                            f"{person.id} 在第 {slot} 时段同时有 {len(indexes)} 场",
                            f"{person.id} is in {len(indexes)} places in slot {slot}",
                        ),
                        *indexes,
                    )

    def away(self) -> Iterator[Violation]:
        for people in (self._expert, self._representative):
            for (person, slot), indexes in self._group(people).items():
                if slot in away_slots(self._event, person):
                    words = Text(
                        f"{person.id} 在第 {slot} 时段不在场", f"{person.id} is away in slot {slot}"
                    )
                    yield self._violation("away", words, *indexes)
        for index, row in enumerate(self._placed):
            if row.slot in self._event.absent_slots(row.table):
                words = Text(
                    f"桌子 {row.table} 在第 {row.slot} 时段不可用",
                    f"table {row.table} cannot be used in slot {row.slot}",
                )
                yield self._violation("table away", words, index)

    def shared_table(self) -> Iterator[Violation]:
        seats: dict[tuple[int, str], list[int]] = defaultdict(list)
        for index, row in enumerate(self._placed):
            seats[row.slot, row.table].append(index)
        for (slot, table), indexes in seats.items():
            if len(indexes) > 1:
                words = Text(
                    f"桌子 {table} 在第 {slot} 时段排了 {len(indexes)} 场",
                    f"table {table} has {len(indexes)} meetings in slot {slot}",
                )
                yield self._violation("table twice", words, *indexes)

    def moved_pins(self) -> Iterator[Violation]:
        index_of = {(row.need_id, row.expert_id): i for i, row in enumerate(self._placed)}
        for fixed in self._event.fixed:
            if fixed.meeting not in index_of:
                continue
            index = index_of[fixed.meeting]
            row = self._placed[index]
            if fixed.slot not in {None, row.slot}:
                words = Text(
                    f"{_pair(fixed.meeting)} 指定在第 {fixed.slot} 时段，却在第 {row.slot} 时段",
                    f"{_pair(fixed.meeting)} is fixed in slot {fixed.slot}, not {row.slot}",
                )
                yield self._violation("fixed slot", words, index)
            if fixed.table not in {"", row.table}:
                words = Text(
                    f"{_pair(fixed.meeting)} 指定在桌子 {fixed.table}，却在 {row.table}",
                    f"{_pair(fixed.meeting)} is fixed at table {fixed.table}, not {row.table}",
                )
                yield self._violation("fixed table", words, index)

    def wrong_order(self) -> Iterator[Violation]:
        index_of = {(row.need_id, row.expert_id): i for i, row in enumerate(self._placed)}
        for rule in self._event.before:
            if rule.first in index_of and rule.then in index_of:
                first, then = index_of[rule.first], index_of[rule.then]
                if self._placed[first].end > self._placed[then].start:
                    words = Text(
                        f"{_pair(rule.first)} 应在 {_pair(rule.then)} 之前",
                        f"{_pair(rule.first)} must come before {_pair(rule.then)}",
                    )
                    yield self._violation("before", words, first, then)

    def unfair(self) -> Iterator[Violation]:
        """Compare the breaks of those who meet anybody, where the event bounds the difference."""
        fairness = self._event.limits.fairness
        breaks = [
            self._breaks(slots)
            for people in (self._expert, self._representative)
            for slots in self._slots_of(people)
        ]
        if fairness is not None and breaks and max(breaks) - min(breaks) > fairness:
            words = Text(
                f"空档最多与最少的人相差 {max(breaks) - min(breaks)} 次，超过 {fairness} 次",
                f"breaks differ by {max(breaks) - min(breaks)} between people, "
                f"more than {fairness}",
            )
            yield Violation("fairness", words)

    def hurried(self) -> Iterator[Violation]:
        """Find who has to change rooms on one day in less time than the way takes."""
        for people in (self._expert, self._representative):
            for person, indexes in self._days_of(people):
                for before, after in pairwise(indexes):
                    yield from self._hurried(person, before, after)

    def _hurried(self, person: Person, before: int, after: int) -> Iterator[Violation]:
        one, other = self._placed[before], self._placed[after]
        there_min = (other.start - one.end).total_seconds() / 60
        walk_min = self._event.walk_minutes(one.room, other.room)
        if 0 <= there_min < walk_min:
            words = Text(
                f"{person.id} 从 {one.room} 到 {other.room} 要走 {walk_min} 分钟，"
                f"{one.end:%H:%M} 之后只有 {there_min:g} 分钟",
                f"{person.id} needs {walk_min} min from {one.room} to {other.room} "
                f"and has {there_min:g} min from {one.end:%H:%M}",
            )
            yield self._violation(WALK, words, before, after)

    def _days_of(self, person_of: PersonOf) -> Iterator[tuple[Person, list[int]]]:
        """Yield each person with the rows of one day in the order of time."""
        days: dict[tuple[Person, date], list[int]] = defaultdict(list)
        for index in sorted(range(len(self._placed)), key=lambda row: self._placed[row].start):
            person = person_of(self._placed[index])
            if person is not None:
                days[person, self._placed[index].start.date()].append(index)
        yield from ((person, indexes) for (person, _), indexes in days.items())

    def _slots_of(self, person_of: PersonOf) -> Iterator[set[int]]:
        busy: dict[Person, set[int]] = defaultdict(set)
        for person, slot in self._group(person_of):
            busy[person].add(slot)
        yield from busy.values()

    def _breaks(self, busy: set[int]) -> int:
        """Count idle runs between meetings of one day, over the slots no plenary covers."""
        days: dict[int, list[bool]] = defaultdict(list)
        for slot in self._event.slots:
            if slot.usable:
                days[slot.day_index].append(slot.number in busy)
        return sum(count_holes(day) for day in days.values())

    def _expert(self, row: PlacedMeeting) -> Person | None:
        return self._people.experts.get(row.expert_id)

    def _representative(self, row: PlacedMeeting) -> Person | None:
        return self._people.representatives.get(row.need_id)

    def _group(self, person_of: PersonOf) -> dict[tuple[Person, int], list[int]]:
        found: dict[tuple[Person, int], list[int]] = defaultdict(list)
        for index, row in enumerate(self._placed):
            person = person_of(row)
            if person is not None:
                found[person, row.slot].append(index)
        return found

    def _violation(self, rule: str, message: Text, *indexes: int) -> Violation:
        rows = join([same(str(index + FIRST_ROW)) for index in indexes], "、", ", ")
        place = Text(f"第 {rows.zh} 行：", f"row {rows}: ")
        return Violation(rule, place + message, indexes)


def _times(row: Slot | PlacedMeeting) -> str:
    return f"{row.start:%m-%d %H:%M}-{row.end:%H:%M}"


def _pair(key: PairKey) -> str:
    return "/".join(key)
