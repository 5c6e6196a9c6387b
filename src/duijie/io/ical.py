"""Calendars (RFC 5545) that people put into their telephones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vDuration

from duijie.domain.agenda import Agenda, Appointment
from duijie.domain.ids import make_id
from duijie.io.atomic import write_atomically

PRODUCT = "-//duijie//duijie//ZH"
DEFAULT_ZONE = "Asia/Shanghai"
LONGEST_STEM_BYTES = 120
# Windows keeps these names for devices, whatever the extension.
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def calendar(
    agenda: Agenda,
    stamp: datetime,
    zone: str = DEFAULT_ZONE,
    *,
    refresh: timedelta | None = None,
) -> bytes:
    """Return `agenda` as an .ics file.

    Parameters
    ----------
    agenda
        Appointments in local time without a time zone.
    stamp
        When the plan was made (local time); a later stamp replaces an earlier import.
    zone
        The IANA time zone of the event; its VTIMEZONE is written along.
    refresh
        How often a telephone that subscribes should ask again (RFC 7986); None for a file that
        is imported once.
    """
    local = ZoneInfo(zone)
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", " ".join(_plain(agenda.name).split()))
    found.add("x-wr-timezone", zone)
    if refresh is not None:
        found.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
        found.add("x-published-ttl", vDuration(refresh))
    if agenda.appointments:
        found.add_component(_timezone(zone, agenda.appointments[0].start.year))
    for appointment in agenda.appointments:
        found.add_component(_event(appointment, stamp.replace(tzinfo=local), local))
    return bytes(found.to_ical())


def write_calendars(
    folder: Path, agendas: Iterable[Agenda], stamp: datetime, zone: str = DEFAULT_ZONE
) -> list[Path]:
    """Write one ``ID.ics`` for each agenda into `folder`; return the paths."""
    paths = []
    for agenda in agendas:
        path = folder / f"{file_stem(agenda.person_id)}.ics"
        with write_atomically(path) as temporary:
            temporary.write_bytes(calendar(agenda, stamp, zone))
        paths.append(path)
    return paths


def file_stem(person_id: str) -> str:
    """Return `person_id` as a file name that every system takes; odd ids stay distinct.

    >>> file_stem("E01"), file_stem("../E/01")
    ('E01', 'E_01-3a6127d0')
    """
    safe = re.sub(r"[^\w.-]+", "_", person_id).strip("._ ")
    while len(safe.encode()) > LONGEST_STEM_BYTES:
        safe = safe[:-1]
    if safe == person_id and not RESERVED.fullmatch(safe):
        return safe
    return make_id(safe or "id", person_id)


@lru_cache(maxsize=8)
def _timezone(zone: str, year: int) -> Timezone:
    """Return the zone's rules for `year` and the next: finding the changes takes a while."""
    return Timezone.from_tzid(zone, first_date=date(year, 1, 1), last_date=date(year + 2, 1, 1))


def _event(appointment: Appointment, stamp: datetime, local: ZoneInfo) -> Event:
    found = Event()
    found.add("uid", appointment.uid)
    found.add("dtstamp", stamp.astimezone(ZoneInfo("UTC")))
    found.add("dtstart", appointment.start.replace(tzinfo=local))
    found.add("dtend", appointment.end.replace(tzinfo=local))
    found.add("summary", _plain(appointment.title))
    if appointment.place:
        found.add("location", _plain(appointment.place))
    if appointment.note:
        found.add("description", _plain(appointment.note))
    return found


def _plain(words: str) -> str:
    """Return `words` without the control characters that RFC 5545 forbids in text."""
    return CONTROLS.sub("", "\n".join(words.splitlines()))
