"""Plain values for the templates: a meeting, a person, a day, as JSON can hold them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from duijie.domain.event import Slot
from duijie.domain.records import Expert
from duijie.report.programme import Meeting, Programme, table_name
from duijie.report.schedule import Item, Turn, day_items
from duijie.report.words import pair, say_date, say_dates, split_name

Data = dict[str, Any]


def clock(moment: datetime) -> str:
    """Return the time of day, as in ``09:05``."""
    return f"{moment:%H:%M}"


def frame(programme: Programme) -> Data:
    """Return what every printed piece says of the event itself."""
    event = programme.event
    days = [day.date for day in event.days]
    return {
        "title": pair(event.title),
        "place": pair(event.place),
        "hosts": list(event.hosts),
        "date": pair(say_dates(days)) if days else {"zh": "", "en": ""},
        "several_days": len(days) > 1,
        "generated": f"{programme.generated:%Y-%m-%d %H:%M}",
    }


def meeting_row(meeting: Meeting) -> Data:
    """Return one meeting; times and table are empty while it has none."""
    placed = meeting.placed
    return {
        "day": f"{placed.start.month}/{placed.start.day}" if placed else "",
        "slot": placed.slot if placed else 0,
        "start": clock(placed.start) if placed else "",
        "end": clock(placed.end) if placed else "",
        "table": table_name(placed) if placed else "",
        "need_id": meeting.need.need_id,
        "need": meeting.need.title,
        "confidential": meeting.need.confidential,
        "expert": meeting.expert.name,
        "organisation": organisation(meeting.expert),
        "company": meeting.company.name,
        "short": meeting.company.short_name or meeting.company.name,
        "reason": pair(meeting.reason),
        "picture": meeting.picture,
    }


def organisation(expert: Expert) -> str:
    """Return university and department, without saying the same twice."""
    if expert.department.startswith(expert.organisation):
        return expert.department
    parts = [part for part in (expert.organisation, expert.department) if part]
    return (", " if "".join(parts).isascii() else " ").join(parts)


def split_person(name: str) -> Data:
    """Return a name for a card: what is set large, and its other writing beneath."""
    large, beneath = split_name(name)
    return {"name": large, "beneath": beneath}


def days(programme: Programme) -> list[Data]:
    """Return the programme of every day."""
    return [
        {
            "date": pair(say_date(day.date)),
            "items": [item_row(item) for item in day_items(programme, index)],
        }
        for index, day in enumerate(programme.event.days)
    ]


def item_row(item: Item) -> Data:
    """Return one entry of a day: a talk, a round of turns, or a run of slots."""
    return {
        "start": clock(item.start),
        "end": clock(item.end),
        "title": pair(item.title),
        "speaker": item.speaker,
        "turns": [_turn_row(turn) for turn in item.turns],
        "slots": [slot_row(slot) for slot in item.slots],
    }


def slot_row(slot: Slot) -> Data:
    """Return a slot's number and times."""
    return {"number": slot.number, "start": clock(slot.start), "end": clock(slot.end)}


def _turn_row(turn: Turn) -> Data:
    person = turn.person
    return {
        "start": clock(turn.start),
        "name": person.name,
        "organisation": person.organisation if isinstance(person, Expert) else "",
        "away": turn.away,
    }
