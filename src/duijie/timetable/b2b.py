"""The published instances of the business-to-business meeting problem (``.dzn``).

Source: M. Bofill, J. Coll, M. Garcia, J. Giráldez-Cru, G. Pesant, J. Suy and M. Villaret,
"Constraint Solving Approaches to the Business-to-Business Meeting Scheduling Problem", Journal
of Artificial Intelligence Research 74 (2022). What the fields mean:

``requested``
    One row a meeting: two businesses (1-based) and a session, 1 morning, 2 afternoon, 3 any.
``nMorningSlots``
    The first so many slots are the morning.
``forbidden``
    For each business the slots it cannot use; 0 stands for none.
``fixed``
    For each meeting its slot, 0 for free.
``precedences``
    For each meeting the meetings (1-based rows) that come strictly before it.
``meetingsxBusiness``, ``nMeetingsBusiness``
    Follow from ``requested``; read, when present, only to see that the file agrees with
    itself. The sets number the meetings from 2 and each contains a dummy 1.
"""

from __future__ import annotations

from collections import Counter
from typing import NoReturn

from duijie.domain.text import Text
from duijie.timetable.dzn import Field, Located, Numbers, parse_dzn, refuse
from duijie.timetable.problem import Meeting, Participant, TimetableProblem, TimetableSlot

_MORNING, _AFTERNOON, _ANY = 1, 2, 3
_MOST = 100_000
"""More businesses, meetings, tables or slots than this are a slip of the pen, not an event."""


def parse_b2b(text: str, source: str, fairness: int | None = 2) -> TimetableProblem:
    """Read a published instance.

    Parameters
    ----------
    text
        The whole ``.dzn`` file.
    source
        Its name, for messages.
    fairness
        Largest difference in breaks between any two businesses, those without a meeting
        included; None for no bound. The files do not hold it; the published optima use 2.

    Raises
    ------
    BadData
        Naming the line that is malformed or contradicts another.
    """
    return _Instance(parse_dzn(text, source), source).build(fairness)


class _Instance:
    def __init__(self, fields: dict[str, Field], source: str) -> None:
        self._fields = fields
        self._source = source
        self._n_businesses = self._count("nBusiness")
        self._n_meetings = self._count("nMeetings")
        self._n_slots = self._count("nTotalSlots")
        self._n_morning = self._count("nMorningSlots", self._n_slots)

    def build(self, fairness: int | None) -> TimetableProblem:
        requested = self._requested()
        self._agree(requested)
        fixed = self._list("fixed", self._n_meetings, low=0, high=self._n_slots)
        forbidden = self._sets("forbidden", self._n_businesses, high=self._n_slots)
        earlier = self._sets("precedences", self._n_meetings, high=self._n_meetings)
        return TimetableProblem(
            slots=tuple(TimetableSlot(number) for number in range(1, self._n_slots + 1)),
            participants=tuple(
                Participant(str(number), away=frozenset(slot - 1 for slot in slots if slot))
                for number, slots in enumerate(forbidden, start=1)
            ),
            meetings=tuple(
                Meeting(
                    f"{row + 1} ({first}-{second})",
                    (first - 1, second - 1),
                    allowed=self._session(session),
                    fixed=fixed[row] - 1 if fixed[row] else None,
                )
                for row, (first, second, session) in enumerate(requested)
            ),
            capacity=(self._count("nTables"),) * self._n_slots,
            before=tuple(
                (first - 1, row) for row, firsts in enumerate(earlier) for first in firsts if first
            ),
            fairness=fairness,
        )

    def _session(self, session: int) -> frozenset[int] | None:
        if session == _ANY:
            return None
        halves = {_MORNING: (0, self._n_morning), _AFTERNOON: (self._n_morning, self._n_slots)}
        return frozenset(range(*halves[session]))

    def _requested(self) -> list[tuple[int, int, int]]:
        rows: list[tuple[int, int, int]] = []
        for row in self._nested("requested", self._n_meetings):
            if len(row) != 3:  # noqa: PLR2004 - two businesses and a session
                line = row[0].line if row else self._fields["requested"].line
                self._refuse(
                    line, Text("每行应为两家企业和时段", "a row is two businesses and a session")
                )
            first, second, session = row
            for business in (first, second):
                self._within("requested", business, 1, self._n_businesses)
            self._within("requested", session, _MORNING, _ANY)
            if first.value == second.value:
                self._refuse(
                    first.line,
                    Text("企业不能和自己洽谈", "a business cannot meet itself"),
                    str(first.value),
                )
            rows.append((first.value, second.value, session.value))
        return rows

    def _agree(self, requested: list[tuple[int, int, int]]) -> None:
        """Refuse a file whose counts or sets of meetings contradict ``requested``."""
        counts = Counter(business for *pair, _ in requested for business in pair)
        if "nMeetingsBusiness" in self._fields:
            stated = self._list("nMeetingsBusiness", self._n_businesses, low=0, high=_MOST)
            wanted = [counts[business] for business in range(1, self._n_businesses + 1)]
            self._same("nMeetingsBusiness", stated == wanted)
        if "meetingsxBusiness" in self._fields:
            sets = self._sets("meetingsxBusiness", self._n_businesses, high=self._n_meetings + 1)
            wanted_sets: list[set[int]] = [{1} for _ in range(self._n_businesses)]
            for number, (first, second, _) in enumerate(requested, start=2):
                wanted_sets[first - 1].add(number)
                wanted_sets[second - 1].add(number)
            self._same("meetingsxBusiness", [set(found) for found in sets] == wanted_sets)

    def _same(self, name: str, agrees: bool) -> None:
        if not agrees:
            words = Text(f"{name} 与 requested 不一致", f"{name} contradicts requested")
            self._refuse(self._field(name).line, words)

    def _count(self, name: str, high: int = _MOST) -> int:
        field = self._field(name)
        if not isinstance(field.value, Located):
            self._refuse(field.line, Text(f"{name} 应为一个整数", f"{name} is one whole number"))
        return self._within(name, field.value, 0, high)

    def _list(self, name: str, length: int, low: int, high: int) -> list[int]:
        values: list[int] = []
        for value in self._items(name, length):
            if not isinstance(value, Located):
                words = Text(f"{name} 应为整数列表", f"{name} is a list of whole numbers")
                self._refuse(self._field(name).line, words)
            values.append(self._within(name, value, low, high))
        return values

    def _sets(self, name: str, length: int, high: int) -> list[list[int]]:
        return [
            [self._within(name, value, 0, high) for value in values]
            for values in self._nested(name, length)
        ]

    def _nested(self, name: str, length: int) -> list[Numbers]:
        found: list[Numbers] = []
        for item in self._items(name, length):
            if isinstance(item, Located):
                words = Text(f"{name} 应为集合或行的列表", f"{name} is a list of sets or rows")
                self._refuse(item.line, words)
            found.append(item)
        return found

    def _items(self, name: str, length: int) -> tuple[Located | Numbers, ...]:
        field = self._field(name)
        if isinstance(field.value, Located):
            self._refuse(field.line, Text(f"{name} 应为列表", f"{name} is a list"))
        if len(field.value) != length:
            words = Text(f"{name} 应有 {length} 项", f"{name} should have {length} entries")
            self._refuse(field.line, words, str(len(field.value)))
        return field.value

    def _field(self, name: str) -> Field:
        if name not in self._fields:
            self._refuse(1, Text(f"缺少 {name}", f"{name} is missing"))
        return self._fields[name]

    def _within(self, name: str, found: Located, low: int, high: int) -> int:
        if not low <= found.value <= high:
            words = Text(f"{name} 应在 {low} 到 {high} 之间", f"{name} lies in {low} to {high}")
            self._refuse(found.line, words, str(found.value))
        return found.value

    def _refuse(self, line: int, expected: Text, found: str = "") -> NoReturn:
        refuse(self._source, line, expected, found)
