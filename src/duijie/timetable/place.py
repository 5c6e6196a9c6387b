"""From a timetable of indexes to the rows people read: time, room and table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duijie.domain.event import Event
from duijie.domain.plans import AssignedPair, PlacedMeeting
from duijie.domain.records import Need
from duijie.timetable.problem import Slots, TimetableProblem
from duijie.timetable.tables import BoolArray, assign_tables


def to_placed(
    event: Event,
    problem: TimetableProblem,
    slots: Slots,
    pairs: Sequence[AssignedPair],
    needs: Sequence[Need],
    *,
    seed: int = 0,
) -> list[PlacedMeeting]:
    """Seat every placed meeting and return the rows in the order of slot and table.

    Parameters
    ----------
    problem
        Built by `build_problem` from the same `event` and `pairs`.
    slots
        A valid timetable of `problem`; meetings left out give no row.
    """
    hosts = [meeting.participants[0] for meeting in problem.meetings]
    seating = assign_tables(hosts, slots, _free_tables(event, problem), seed)
    company_of = {need.need_id: need.company for need in needs}
    by_number = {slot.number: slot for slot in event.slots}
    rows: list[tuple[int, int, PlacedMeeting]] = []
    for pair, chosen, table in zip(pairs, slots, seating.tables, strict=True):
        if chosen is not None and table is not None:
            slot, place = by_number[problem.slots[chosen].number], event.tables[table]
            row = PlacedMeeting(
                slot=slot.number,
                start=slot.start,
                end=slot.end,
                room=place.room,
                table=place.id,
                need_id=pair.need_id,
                company=company_of[pair.need_id],
                expert_id=pair.expert_id,
            )
            rows.append((slot.number, table, row))
    return [row for *_, row in sorted(rows, key=lambda entry: entry[:2])]


def _free_tables(event: Event, problem: TimetableProblem) -> BoolArray:
    """Return which table can be used in which slot, shape ``(n_tables, n_slots)``."""
    away = [event.absent_slots(table.id) for table in event.tables]
    free = [[slot.number not in numbers for slot in problem.slots] for numbers in away]
    return np.array(free, dtype=np.bool_).reshape(len(event.tables), problem.n_slots)
