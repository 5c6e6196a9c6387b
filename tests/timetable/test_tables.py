"""Tables: kept where they can be, changed as rarely as possible where not."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.domain.errors import Impossible
from duijie.timetable.tables import Seating, assign_tables, count_changes
from duijie.timetable.walks import Tie, Walks

Instance = tuple[list[int], list[int | None], list[list[bool]]]


@st.composite
def seatings(draw: st.DrawFn) -> Instance:
    """Draw hosts, slots and free tables; a host has one meeting in a slot."""
    n_slots, n_tables = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    free = [[draw(st.integers(0, 3)) > 0 for _ in range(n_slots)] for _ in range(n_tables)]
    hosts: list[int] = []
    slots: list[int | None] = []
    for slot in range(n_slots):
        most = sum(row[slot] for row in free)
        for host in draw(st.lists(st.integers(0, 3), unique=True, max_size=most)):
            hosts.append(host)
            slots.append(slot)
    return [*hosts, 0], [*slots, None], free


def is_valid(instance: Instance, tables: tuple[int | None, ...]) -> bool:
    _, slots, free = instance
    taken = [(slot, table) for slot, table in zip(slots, tables, strict=True) if slot is not None]
    return (
        len(set(taken)) == len(taken)
        and all(table is not None and free[table][slot] for slot, table in taken)
        and tables[-1] is None
    )


@settings(max_examples=150, deadline=None)
@given(instance=seatings())
def test_equals_brute_force(instance: Instance) -> None:
    hosts, slots, free = instance
    seating = assign_tables(hosts, slots, np.array(free))
    assert is_valid(instance, seating.tables)
    assert seating.proved
    placed = product(range(len(free)), repeat=len(hosts) - 1)
    assert seating.changes == min(
        count_changes(hosts, slots, (*tables, None))
        for tables in placed
        if is_valid(instance, (*tables, None))
    )
    assert seating.changes == count_changes(hosts, slots, seating.tables)


def test_everybody_keeps_a_table_when_there_are_enough() -> None:
    hosts, slots = [0, 0, 1, 1, 2], [0, 2, 0, 1, 2]
    free = np.ones((3, 3), dtype=bool)
    free[0, 2] = False  # so that only the host who is never there in slot 2 can have it
    seating = assign_tables(hosts, slots, free)
    assert seating.changes == 0
    assert seating.tables[2] == seating.tables[3] == 0


def test_nothing_to_seat() -> None:
    assert assign_tables([0], [None], np.ones((2, 2), dtype=bool)) == Seating(
        (None,), 0, proved=True
    )


def test_too_few_tables_are_refused() -> None:
    with pytest.raises(Impossible, match="2 meetings in usable slot 1 but 1 table"):
        assign_tables([0, 1], [0, 0], np.ones((1, 1), dtype=bool))


def test_without_time_people_sit_where_they_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duijie.timetable.tables.EFFORT", 0.0)
    # Two hosts, one table each slot: the second table is away when the first host comes back.
    hosts, slots = [0, 1, 0, 1], [0, 0, 1, 1]
    free = np.array([[True, True], [True, False], [False, True]])
    seating = assign_tables(hosts, slots, free)
    assert is_valid(([*hosts, 0], [*slots, None], free.tolist()), (*seating.tables, None))
    assert seating.changes == count_changes(hosts, slots, seating.tables)
    assert not seating.proved


@st.composite
def hurried_seatings(draw: st.DrawFn) -> tuple[Instance, Walks]:
    """Draw a seating and ways between up to three rooms that somebody cannot take in time."""
    instance = draw(seatings())
    _, slots, free = instance
    room_of = tuple(draw(st.integers(0, 2)) for _ in free)
    pairs = st.tuples(st.integers(0, 2), st.integers(0, 2)).filter(lambda pair: pair[0] != pair[1])
    placed = [meeting for meeting, slot in enumerate(slots) if slot is not None]
    in_turn = [
        (one, other)
        for one, other in product(placed, repeat=2)
        if (slots[one] or 0) < (slots[other] or 0)
    ]
    chosen = draw(st.lists(st.sampled_from(in_turn), max_size=4)) if in_turn else []
    ties = [Tie(*both, draw(st.frozensets(pairs, min_size=1, max_size=4))) for both in chosen]
    return instance, Walks(room_of, tuple(ties))


@settings(max_examples=60, deadline=None)
@given(drawn=hurried_seatings())
def test_hurried_ways_come_before_changes(drawn: tuple[Instance, Walks]) -> None:
    instance, walks = drawn
    hosts, slots, free = instance
    seating = assign_tables(hosts, slots, np.array(free), walks=walks)
    assert is_valid(instance, seating.tables)
    assert seating.proved
    assert seating.hurried == walks.count_hurried(seating.tables)
    assert seating.changes == count_changes(hosts, slots, seating.tables)
    assert (seating.hurried, seating.changes) == min(
        (walks.count_hurried((*tables, None)), count_changes(hosts, slots, (*tables, None)))
        for tables in product(range(len(free)), repeat=len(hosts) - 1)
        if is_valid(instance, (*tables, None))
    )
