"""From a timetable of indexes to the rows people read: time, room and table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from duijie.domain.event import Event
from duijie.domain.plans import AssignedPair, PlacedMeeting
from duijie.domain.records import Need
from duijie.timetable.problem import Slots, TimetableProblem
from duijie.timetable.tables import BoolArray, assign_tables
from duijie.timetable.walks import list_walks


def to_placed(
    event: Event,
    problem: TimetableProblem,
    slots: Slots,
    pairs: Sequence[AssignedPair],
    needs: Sequence[Need],
    *,
    seed: int = 0,
    only: Mapping[int, frozenset[int]] | None = None,
) -> list[PlacedMeeting]:
    """Seat every placed meeting and return the rows in the order of slot and table.

    Parameters
    ----------
    problem
        Built by `build_problem` from the same `event` and `pairs`.
    slots
        A valid timetable of `problem`; meetings left out give no row.
    only
        The tables (indexes of ``event.tables``) that a meeting may have, where not every one
        will do; tables that the event pins need not be named.
    """
    seating = assign_tables(
        hosts_of(problem),
        slots,
        free_tables(event, problem),
        seed=seed,
        only={**pinned_tables(event, pairs), **(only or {})},
        walks=list_walks(event, problem, slots),
    )
    return make_rows(event, problem, slots, seating.tables, pairs=pairs, needs=needs)


def make_rows(
    event: Event,
    problem: TimetableProblem,
    slots: Slots,
    tables: Sequence[int | None],
    *,
    pairs: Sequence[AssignedPair],
    needs: Sequence[Need],
) -> list[PlacedMeeting]:
    """Return the rows of meetings whose slots and tables (indexes) are known."""
    company_of = {need.need_id: need.company for need in needs}
    by_number = {slot.number: slot for slot in event.slots}
    rows: list[tuple[int, int, PlacedMeeting]] = []
    for pair, chosen, table in zip(pairs, slots, tables, strict=True):
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


def hosts_of(problem: TimetableProblem) -> list[int]:
    """Return for each meeting who keeps a table if possible: the expert."""
    return [meeting.participants[0] for meeting in problem.meetings]


def free_tables(event: Event, problem: TimetableProblem) -> BoolArray:
    """Return which table can be used in which slot, shape ``(n_tables, n_slots)``."""
    away = [event.absent_slots(table.id) for table in event.tables]
    free = [[slot.number not in numbers for slot in problem.slots] for numbers in away]
    return np.array(free, dtype=np.bool_).reshape(len(event.tables), problem.n_slots)


def pinned_tables(event: Event, pairs: Sequence[AssignedPair]) -> dict[int, frozenset[int]]:
    """Return the table (index of ``event.tables``) of each meeting that the event pins to one."""
    table_of = {one.meeting: one.table for one in event.fixed if one.table}
    index = {table.id: place for place, table in enumerate(event.tables)}
    keys = [(pair.need_id, pair.expert_id) for pair in pairs]
    return {
        meeting: frozenset({index[table_of[key]]})
        for meeting, key in enumerate(keys)
        if key in table_of
    }
