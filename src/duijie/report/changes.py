"""Whose printed matter is out of date after the timetable has changed."""

from __future__ import annotations

from duijie.report.programme import Programme
from duijie.report.schedule import everybody, person_id


def changed_people(before: Programme, after: Programme) -> frozenset[str]:
    """Return the ids of the experts and companies whose own meetings differ."""
    was, now = _days(before), _days(after)
    return frozenset(person for person in {**was, **now} if was.get(person) != now.get(person))


def _days(programme: Programme) -> dict[str, list[object]]:
    """Return everybody's meetings by id, as far as their sheet shows them."""
    return {
        person_id(person): [(one.key, one.placed) for one in programme.meetings_of(person)]
        for person in everybody(programme)
    }
