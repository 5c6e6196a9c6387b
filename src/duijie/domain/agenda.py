"""One person's calendar: what the plan means for somebody, in clock time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Appointment:
    """An entry of a calendar, in the event's local time.

    `uid` stays the same when the entry moves, so that calendars replace it.
    """

    uid: str
    start: datetime
    end: datetime
    title: str
    place: str = ""
    note: str = ""


@dataclass(frozen=True)
class Agenda:
    """The appointments of one person (an expert or a company), by time."""

    person_id: str
    name: str
    appointments: tuple[Appointment, ...]
