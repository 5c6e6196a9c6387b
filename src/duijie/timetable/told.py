"""What a changed timetable means for each person: who must be told what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duijie.domain.event import PairKey
from duijie.domain.plans import PlacedMeeting
from duijie.domain.sheet import Cell, Grid
from duijie.domain.text import Text, same
from duijie.timetable.people import People, Person

COLUMNS = (
    "person_id",
    "name",
    "change",
    "need_id",
    "expert_id",
    "with",
    "was_date",
    "was_start",
    "was_table",
    "now_date",
    "now_start",
    "now_table",
)

Sheet = dict[PairKey, PlacedMeeting]


@dataclass(frozen=True)
class Notice:
    """One thing to tell one person: what a meeting was (None: new) and is (None: cancelled)."""

    person: Person
    other: Person
    was: PlacedMeeting | None
    now: PlacedMeeting | None

    @property
    def key(self) -> PairKey:
        """The meeting's name, (need_id, expert_id)."""
        either = self.was or self.now
        return (either.need_id, either.expert_id) if either else ("", "")

    @property
    def change(self) -> str:
        """What happens to the meeting: "added", "cancelled", "moved" or "table"."""
        if self.was is None:
            return "added"
        if self.now is None:
            return "cancelled"
        return "table" if self.was.start == self.now.start else "moved"

    def describe(self) -> Text:
        """Return the notice as one line: whom to tell, about which meeting, what was, what is."""
        who = same(f"{self.person.id} {_name(self.person)}".strip())
        whom = _name(self.other) or self.other.id
        head = Text(f"{who.zh}：与 {whom} 的会见，", f"{who.en}: the meeting with {whom}, ")
        was, now = _say_place(self.was), _say_place(self.now)
        match self.change:
            case "added":
                return head + Text(f"新增，{now.zh}", f"is new: {now}")
            case "cancelled":
                return head + Text(f"原定 {was.zh}，取消", f"was {was}, is cancelled")
        return head + Text(f"原定 {was.zh}，改为 {now.zh}", f"was {was}, is {now}")


def list_notices(
    before: Sequence[PlacedMeeting], after: Sequence[PlacedMeeting], people: People
) -> list[Notice]:
    """List what must be told, person by person in the order of ids, meetings by time."""
    was, now = _sheets(before, people), _sheets(after, people)
    notices = [
        Notice(person, _other(key, person, people), old.get(key), new.get(key))
        for person in {**was, **now}
        for old, new in [(was.get(person, {}), now.get(person, {}))]
        for key in {**old, **new}
        if not _is_same(old.get(key), new.get(key))
    ]
    return sorted(notices, key=_order)


def people_moved(notices: Iterable[Notice]) -> tuple[Person, ...]:
    """Return everybody whose own sheet changes, each once."""
    return tuple(dict.fromkeys(notice.person for notice in notices))


def notices_grid(notices: Sequence[Notice]) -> Grid:
    """Return the notices as a table, one row each."""
    return Grid("changes", COLUMNS, [_row(notice) for notice in notices])


def notices_json(notices: Sequence[Notice]) -> list[dict[str, str | None]]:
    """Return the notices as plain values, times as ISO 8601."""
    return [
        {
            name: None if cell is None else str(cell)
            for name, cell in zip(COLUMNS, _row(notice), strict=True)
        }
        for notice in notices
    ]


def _row(notice: Notice) -> list[Cell]:
    return [
        notice.person.id,
        notice.person.name,
        notice.change,
        *notice.key,
        _name(notice.other),
        *_place(notice.was),
        *_place(notice.now),
    ]


def _place(row: PlacedMeeting | None) -> list[Cell]:
    return [None, None, None] if row is None else [row.start.date(), row.start.time(), row.table]


def _sheets(rows: Sequence[PlacedMeeting], people: People) -> dict[Person, Sheet]:
    """Return everybody's own meetings."""
    found: dict[Person, Sheet] = defaultdict(dict)
    for row in rows:
        for person in (people.experts[row.expert_id], people.representatives[row.need_id]):
            found[person][row.need_id, row.expert_id] = row
    return found


def _other(key: PairKey, person: Person, people: People) -> Person:
    expert, company = people.experts[key[1]], people.representatives[key[0]]
    return company if person == expert else expert


def _is_same(was: PlacedMeeting | None, now: PlacedMeeting | None) -> bool:
    return was is not None and now is not None and _seat(was) == _seat(now)


def _seat(row: PlacedMeeting) -> tuple[object, ...]:
    return row.start, row.end, row.room, row.table


def _say_place(row: PlacedMeeting | None) -> Text:
    if row is None:
        return same("-")
    return same(f"{row.start:%m-%d %H:%M} ") + Text(f"桌 {row.table}", f"table {row.table}")


def _name(person: Person) -> str:
    return person.name if person.name != person.id else ""


def _order(notice: Notice) -> tuple[object, ...]:
    times = [row.start for row in (notice.now, notice.was) if row]
    return notice.person.id, times[0], notice.key
