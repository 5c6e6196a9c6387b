"""What differs between two versions, and who must be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from duijie.domain.plans import PlacedMeeting
from duijie.domain.records import Register
from duijie.report.programme import Programme, list_companies, table_name
from duijie.timetable.people import People
from duijie.timetable.told import Notice, list_notices


@dataclass(frozen=True)
class PersonTold:
    """Somebody whose own meetings differ, and how."""

    id: str
    name: str
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class Differences:
    """All that differs.

    `renamed` holds tables that are called otherwise but seat the same meetings, as (was, now);
    `facts` what differs of the event itself, as (name of the field, was, now); `plenary` tells
    whether the programme for everybody differs.
    """

    told: tuple[PersonTold, ...]
    renamed: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, Any, Any], ...]
    plenary: bool

    def __bool__(self) -> bool:
        return bool(self.told or self.renamed or self.facts or self.plenary)

    @property
    def people(self) -> frozenset[str]:
        """Who must be told, by id."""
        return frozenset(one.id for one in self.told)


def compare(before: Programme, after: Programme) -> Differences:
    """Return what differs between two programmes, both as everybody may see them."""
    renamed = _renamed_tables(before.placed, after.placed)
    merged = _merge(before.register, after.register)
    people = People(merged.needs, merged.experts, list_companies(merged))
    found: dict[str, list[Notice]] = defaultdict(list)
    names = {}
    for notice in list_notices(_named(before.placed), _named(after.placed), people):
        found[notice.person.id].append(notice)
        names[notice.person.id] = notice.person.name
    told = (PersonTold(one, names[one], tuple(notices)) for one, notices in found.items())
    was, now = _plenary(before), _plenary(after)
    return Differences(tuple(told), renamed, tuple(_facts(before, after)), was != now)


def _named(placed: Sequence[PlacedMeeting]) -> list[PlacedMeeting]:
    """Return the meetings with their tables as they stand on the cards."""
    return [replace(one, room="", table=table_name(one)) for one in placed]


def _merge(before: Register, after: Register) -> Register:
    """Return everybody of both, as the later one calls them: who is gone must be told too."""
    return Register(
        needs=_latest(before.needs, after.needs, "need_id"),
        experts=_latest(before.experts, after.experts, "expert_id"),
        companies=_latest(before.companies, after.companies, "company_id"),
    )


def _latest(before: Sequence[Any], after: Sequence[Any], key: str) -> tuple[Any, ...]:
    found = {getattr(one, key): one for one in before} | {getattr(one, key): one for one in after}
    return tuple(found.values())


def _renamed_tables(
    before: Sequence[PlacedMeeting], after: Sequence[PlacedMeeting]
) -> tuple[tuple[str, str], ...]:
    was, now = _seats(before), _seats(after)
    names = {seats: table for table, seats in now.items()}
    return tuple(
        (table, names[seats])
        for table, seats in was.items()
        if table not in now and seats in names and names[seats] not in was
    )


def _seats(placed: Iterable[PlacedMeeting]) -> dict[str, frozenset[tuple[object, ...]]]:
    """Return who meets when at each table."""
    found: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for one in placed:
        found[table_name(one)].add((one.start, one.need_id, one.expert_id))
    return {table: frozenset(seats) for table, seats in found.items()}


def _facts(before: Programme, after: Programme) -> Iterable[tuple[str, Any, Any]]:
    was, now = before.event, after.event
    if was.title != now.title:
        yield "title", was.title, now.title
    if was.place != now.place:
        yield "place", was.place, now.place


def _plenary(programme: Programme) -> tuple[object, ...]:
    return tuple((day.date, day.plenary) for day in programme.event.days), programme.turns
