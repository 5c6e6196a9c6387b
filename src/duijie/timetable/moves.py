"""Where a meeting may go, and why not elsewhere: what a person is told who moves it by hand.

The judge is the checker itself. It is asked about the rows of those whom a move touches (the two
or four people, and whoever an order ties to them), before and after: only what is wrong after
and was not before speaks against the move. Nobody else's rows change, so nothing else can be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from duijie.domain.event import Event, PairKey
from duijie.domain.plans import PlacedMeeting
from duijie.domain.text import Text
from duijie.timetable.check_placed import Frame, Rows
from duijie.timetable.people import People, Person

Cell = tuple[int, str]
"""Slot number and table id."""
Verdict = Text | None
"""None where a meeting may go, else why not."""


def key_of(row: PlacedMeeting) -> PairKey:
    """Return the name of a meeting, (need_id, expert_id)."""
    return row.need_id, row.expert_id


class Moves:
    """The moves of one meeting of a timetable.

    Parameters
    ----------
    event
        The frame; what it fixes about the meeting itself gives way to whoever moves it.
    placed
        The timetable as it is.
    key
        The meeting; it need not have a place yet.
    company
        Whose need it is about.
    """

    def __init__(
        self,
        event: Event,
        placed: Sequence[PlacedMeeting],
        people: People,
        key: PairKey,
        company: str,
    ) -> None:
        fixed = tuple(one for one in event.fixed if one.meeting != key)
        self._frame = Frame(replace(event, fixed=fixed), people)
        self._placed = placed
        self._key, self._company = key, company
        self._known: dict[tuple[int, str, str], Verdict] = {}

    def targets(self) -> dict[Cell, Verdict]:
        """Return the verdict on every slot that no plenary covers and every table."""
        return {
            (slot.number, table): self.judge(slot.number, table)
            for slot in self._frame.event.slots
            if slot.usable
            for table in self._frame.tables
        }

    def judge(self, slot: int, table: str) -> Verdict:
        """Say why the meeting may not be at a slot and table of the event; None if it may.

        Who sits there changes places with it.
        """
        if (slot, table) == self._from:
            return None
        seated = self._seats.get((slot, table), [])
        if not seated:
            return self._judge_free(slot, table)
        if self._from is None or len(seated) > 1:
            return Text("这里已有会见", "a meeting is there already")
        other = key_of(seated[0])
        closed = slot in self._frame.closed(table)
        if not closed and other not in self._touched([self._key]):
            alone = self._judge_free(slot, table)
            if alone:
                return alone
        return self._judge(slot, table, [self._key, other])

    def moved(self, slot: int, table: str) -> list[PlacedMeeting]:
        """Return the rows after the move; who sits at the target goes where the meeting was."""
        return self._move(self._placed, slot, table)

    def _move(self, placed: Sequence[PlacedMeeting], slot: int, table: str) -> list[PlacedMeeting]:
        came = self._from
        rows = [
            self._seat(one, *came) if came and (one.slot, one.table) == (slot, table) else one
            for one in placed
            if key_of(one) != self._key
        ]
        return [*rows, self._seat(self._own, slot, table)]

    def _judge_free(self, slot: int, table: str) -> Verdict:
        """Judge a place as if nobody sat there: all usable tables of a room are alike."""
        closed = slot in self._frame.closed(table)
        alike = slot, self._frame.tables[table].room, table if closed else ""
        if alike not in self._known:
            self._known[alike] = self._judge(slot, table, [self._key])
        return self._known[alike]

    def _judge(self, slot: int, table: str, moved: Sequence[PairKey]) -> Verdict:
        was = self._rows_of(self._touched(moved))
        now = self._move(was, slot, table)
        before = Counter(self._wrong(was))
        for words in self._wrong(now):
            if not before[words]:
                return words
            before[words] -= 1
        return self._judge_fairness(now, moved)

    def _wrong(self, rows: Sequence[PlacedMeeting]) -> Iterator[Text]:
        check = Rows(self._frame, rows, name_rows=False)
        for rule in (
            check.two_places,
            check.away,
            check.wrong_slot,
            check.wrong_table,
            check.shared_table,
            check.moved_pins,
            check.wrong_order,
            check.hurried,
        ):
            yield from (one.message for one in rule())

    def _judge_fairness(self, after: Sequence[PlacedMeeting], moved: Sequence[PairKey]) -> Verdict:
        most = self._frame.event.limits.fairness
        if most is None:
            return None
        counts = dict(self._breaks)
        busy = self._busy_slots(after, {one for key in moved for one in self._people_of(key)})
        counts |= {person: self._frame.breaks(slots) for person, slots in busy.items()}
        was = _spread(self._breaks)
        now = _spread(counts)
        if now <= max(most, was):
            return None
        return Text(
            f"空档最多与最少的人会相差 {now} 次，超过 {most} 次",
            f"breaks would differ by {now} between people, more than {most}",
        )

    def _touched(self, moved: Sequence[PairKey]) -> set[PairKey]:
        """Return the meetings of everybody in the moved ones, and those ordered with these."""
        keys = {
            key
            for one in moved
            for person in self._people_of(one)
            for key in self._meetings[person]
        }
        for rule in self._frame.event.before:
            if rule.first in moved or rule.then in moved:
                keys |= {rule.first, rule.then}
        return keys | set(moved)

    def _rows_of(self, keys: set[PairKey]) -> list[PlacedMeeting]:
        indexes = sorted(index for key in keys for index in self._index.get(key, ()))
        return [self._placed[index] for index in indexes]

    def _people_of(self, key: PairKey) -> list[Person]:
        people = self._frame.people
        found = people.experts.get(key[1]), people.representatives.get(key[0])
        return [one for one in found if one]

    def _seat(self, row: PlacedMeeting, slot: int, table: str) -> PlacedMeeting:
        when, where = self._frame.slots[slot], self._frame.tables[table]
        return replace(row, slot=slot, start=when.start, end=when.end, room=where.room, table=table)

    @cached_property
    def _own(self) -> PlacedMeeting:
        found = self._index.get(self._key)
        if found:
            return self._placed[found[0]]
        slot = self._frame.event.slots[0]
        need, expert = self._key
        return PlacedMeeting(slot.number, slot.start, slot.end, "", "", need, self._company, expert)

    @cached_property
    def _from(self) -> Cell | None:
        """Where the meeting is, None when it has no place."""
        found = self._index.get(self._key)
        return (self._placed[found[0]].slot, self._placed[found[0]].table) if found else None

    @cached_property
    def _index(self) -> dict[PairKey, list[int]]:
        found: dict[PairKey, list[int]] = defaultdict(list)
        for index, row in enumerate(self._placed):
            found[key_of(row)].append(index)
        return found

    @cached_property
    def _seats(self) -> dict[Cell, list[PlacedMeeting]]:
        found: dict[Cell, list[PlacedMeeting]] = defaultdict(list)
        for row in self._placed:
            found[row.slot, row.table].append(row)
        return found

    @cached_property
    def _meetings(self) -> dict[Person, list[PairKey]]:
        found: dict[Person, list[PairKey]] = defaultdict(list)
        for row in self._placed:
            for person in self._frame.people_of(row):
                found[person].append(key_of(row))
        return found

    @cached_property
    def _breaks(self) -> dict[Person, int]:
        busy = self._busy_slots(self._placed, set(self._meetings))
        return {person: self._frame.breaks(slots) for person, slots in busy.items()}

    def _busy_slots(
        self, rows: Sequence[PlacedMeeting], people: set[Person]
    ) -> dict[Person, set[int]]:
        found: dict[Person, set[int]] = defaultdict(set)
        for row in rows:
            for person in self._frame.people_of(row):
                if person in people:
                    found[person].add(row.slot)
        return found


def _spread(breaks: dict[Person, int]) -> int:
    return max(breaks.values(), default=0) - min(breaks.values(), default=0)
