"""Everybody's calendar: the plenary, their own turn, their meetings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duijie.domain.agenda import Agenda, Appointment
from duijie.domain.ids import make_id
from duijie.domain.records import Expert
from duijie.domain.text import Text
from duijie.report.privacy import for_everyone
from duijie.report.programme import Meeting, Programme, table_name
from duijie.report.schedule import Item, Person, day_items, everybody, person_id
from duijie.report.words import both

MEETING = Text("对接", "Meeting")
OWN_TURN = Text("请您介绍", "Your introduction")
TABLE = Text("桌", "Table")


def agendas(programme: Programme) -> Iterator[Agenda]:
    """Yield the calendar of every expert and every company, confidential needs unnamed."""
    shown = for_everyone(programme)
    plenary = _list_plenary(shown)
    for person in everybody(shown):
        yield _agenda(shown, person, plenary)


def agenda_of(programme: Programme, person: str) -> Agenda | None:
    """Return the calendar of one expert or company (id); None when there is no such person."""
    shown = for_everyone(programme)
    found = next((one for one in everybody(shown) if person_id(one) == person), None)
    return _agenda(shown, found, _list_plenary(shown)) if found else None


def _list_plenary(shown: Programme) -> list[tuple[int, Item]]:
    return [
        (nth, item)
        for index in range(len(shown.event.days))
        for nth, item in enumerate(day_items(shown, index))
        if not item.slots
    ]


def _agenda(shown: Programme, person: Person, plenary: Sequence[tuple[int, Item]]) -> Agenda:
    entries = [_plenary(shown, nth, item) for nth, item in plenary]
    entries += [turn for _, item in plenary for turn in _own_turn(shown, item, person)]
    entries += [
        one
        for meeting in shown.meetings_of(person)
        for one in _meeting(shown, meeting, isinstance(person, Expert))
    ]
    entries.sort(key=lambda entry: (entry.start, entry.end))
    name = f"{both(shown.event.title)} · {person.name}"
    return Agenda(person_id(person), name, tuple(entries))


def _uid(programme: Programme, kind: str, *parts: str) -> str:
    """Return an id that survives a change of time or table, but not a change of event."""
    event = programme.event
    year = str(event.days[0].date.year) if event.days else ""
    whole = make_id("duijie", event.title.zh, event.title.en, year)
    return f"{whole}-{make_id(kind, *parts)}@duijie"


def _plenary(programme: Programme, nth: int, item: Item) -> Appointment:
    uid = _uid(programme, "plenary", item.start.date().isoformat(), str(nth))
    place = both(programme.event.place)
    return Appointment(uid, item.start, item.end, both(item.title), place, item.speaker)


def _own_turn(programme: Programme, item: Item, person: Person) -> Iterator[Appointment]:
    for turn in item.turns:
        if turn.person is person and not turn.away:
            uid = _uid(programme, "turn", person_id(person), item.start.date().isoformat())
            place = both(programme.event.place)
            yield Appointment(uid, turn.start, turn.end, both(OWN_TURN), place)


def _meeting(programme: Programme, meeting: Meeting, for_expert: bool) -> Iterator[Appointment]:
    if meeting.placed is None:
        return
    whom = meeting.company.name if for_expert else meeting.expert.name
    place = " · ".join(
        part
        for part in (both(programme.event.place), f"{both(TABLE)} {table_name(meeting.placed)}")
        if part
    )
    yield Appointment(
        # The same meeting is one event in both calendars.
        _uid(programme, "meeting", *meeting.key),
        meeting.placed.start,
        meeting.placed.end,
        f"{both(MEETING)}：{whom}",
        place,
        "\n".join(part for part in (meeting.need.title, both(meeting.reason)) if part),
    )
