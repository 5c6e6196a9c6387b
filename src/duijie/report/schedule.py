"""The day in clock time: plenary items, everybody's turn, runs of meeting slots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from duijie.domain.event import Day, Event, PlenaryItem, Slot, plenary_times
from duijie.domain.records import Company, Expert
from duijie.domain.text import Text
from duijie.report.programme import Programme
from duijie.report.words import TURNS

Person = Expert | Company
MEETINGS = Text("一对一会商", "One-to-one meetings")


@dataclass(frozen=True)
class Turn:
    """Somebody's own minutes in an introduction round."""

    start: datetime
    end: datetime
    person: Person
    away: bool


@dataclass(frozen=True)
class Item:
    """One entry of a day's programme: a talk, a round of turns, or a run of slots."""

    start: datetime
    end: datetime
    title: Text
    speaker: str = ""
    turns: tuple[Turn, ...] = ()
    slots: tuple[Slot, ...] = ()


def everybody(programme: Programme) -> list[Person]:
    """Return the experts, then the companies, in the order of the sheets."""
    return [*programme.register.experts, *programme.companies]


def person_id(person: Person) -> str:
    """Return the id of an expert or of a company."""
    return person.expert_id if isinstance(person, Expert) else person.company_id


def day_items(programme: Programme, index: int) -> list[Item]:
    """Return the programme of day `index` (0-based) by time."""
    day = programme.event.days[index]
    plenary = [_plenary_item(programme, day, item) for item in day.plenary]
    usable = [slot for slot in programme.event.slots if slot.day_index == index and slot.usable]
    runs = [Item(run[0].start, run[-1].end, MEETINGS, slots=run) for run in _runs(usable, plenary)]
    return sorted(plenary + runs, key=lambda item: item.start)


def is_away(event: Event, person: str, start: datetime, end: datetime) -> bool:
    """Whether `person` (or a table) is absent for any part of the time given."""
    return any(one.id == person and one.overlaps(start, end) for one in event.absent)


def _plenary_item(programme: Programme, day: Day, item: PlenaryItem) -> Item:
    start, end = plenary_times(day, item)
    people: Sequence[Person] = ()
    if item.turns:
        register = programme.register
        people = register.experts if item.turns == "experts" else programme.companies
    step = timedelta(minutes=item.per_turn or item.minutes / max(len(people), 1))
    times = _planned_times(programme, start, people) or [
        (start + nth * step, start + (nth + 1) * step, person) for nth, person in enumerate(people)
    ]
    turns = tuple(
        Turn(begin, until, person, is_away(programme.event, person_id(person), begin, until))
        for begin, until, person in times
    )
    return Item(start, end, item.title or TURNS.get(item.turns, item.title), item.speaker, turns)


def _planned_times(
    programme: Programme, begins: datetime, people: Sequence[Person]
) -> list[tuple[datetime, datetime, Person]]:
    """Return the turns planned for the round that begins then; without any, sheets have it."""
    known = {person_id(person): person for person in people}
    return [
        (turn.start, turn.end, known[turn.person_id])
        for turn in programme.turns
        if turn.round == begins and turn.person_id in known
    ]


def _runs(slots: list[Slot], plenary: list[Item]) -> list[tuple[Slot, ...]]:
    """Split `slots` wherever a plenary item begins between two of them."""
    runs: list[list[Slot]] = []
    for slot in slots:
        last = runs[-1][-1].end if runs else None
        if last is None or any(last <= item.start < slot.start for item in plenary):
            runs.append([])
        runs[-1].append(slot)
    return [tuple(run) for run in runs]
