"""Which meeting sits at which table: experts keep theirs as far as tables suffice.

When every expert can have a table that is free in all of that expert's slots, nobody moves;
that is a matching (Hopcroft and Karp, SIAM Journal on Computing 2, 1973) and so exact. When
tables are too few or away too often, CP-SAT looks for the fewest changes within a bounded
amount of work; `proved` says whether fewer are impossible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from duijie.domain.errors import Impossible
from duijie.domain.plans import Status
from duijie.domain.text import Text
from duijie.solvers.cpsat import Search, solve_model
from duijie.timetable.words import plural

BoolArray = NDArray[np.bool_]
EFFORT = 5.0
"""Work spent on the fewest changes, in CP-SAT's deterministic unit (about a second)."""


@dataclass(frozen=True)
class Seating:
    """The table (index) of each meeting, None for one without a slot.

    `changes` counts, over all hosts, consecutive meetings at different tables.
    """

    tables: tuple[int | None, ...]
    changes: int
    proved: bool


def assign_tables(
    hosts: Sequence[int],
    slots: Sequence[int | None],
    free: BoolArray,
    seed: int = 0,
    only: Mapping[int, frozenset[int]] | None = None,
) -> Seating:
    """Seat every placed meeting so that the hosts change table as rarely as possible.

    Parameters
    ----------
    hosts
        For each meeting the person (any index) who keeps a table, the expert.
    slots
        For each meeting its slot, None when it is left out.
    free
        Shape ``(n_tables, n_slots)``: whether the table can be used then.
    only
        The tables that a meeting (index) may have, where not every one will do. In every slot
        there must be a way to seat all.

    Raises
    ------
    Impossible
        When a slot has more meetings than free tables.
    """
    for slot in sorted({slot for slot in slots if slot is not None}):
        _refuse_shortage(slot, sum(other == slot for other in slots), int(free[:, slot].sum()))
    by_host = _meetings_by_host(hosts, slots)
    usable = _usable_tables(slots, free, only or {})
    kept = _keep_tables(by_host, slots, usable)
    if kept is not None:
        return Seating(kept, 0, proved=True)
    return _fewest_changes(by_host, slots, usable, seed)


def count_changes(
    hosts: Sequence[int], slots: Sequence[int | None], tables: Sequence[int | None]
) -> int:
    """Count consecutive meetings of one host at different tables."""
    return _changes(_meetings_by_host(hosts, slots), tables)


def _changes(by_host: dict[int, list[int]], tables: Sequence[int | None]) -> int:
    return sum(
        tables[before] != tables[after]
        for meetings in by_host.values()
        for before, after in pairwise(meetings)
    )


def _refuse_shortage(slot: int, meetings: int, tables: int) -> None:
    if meetings > tables:
        raise Impossible(
            Text(
                f"第 {slot + 1} 个可用时段有 {meetings} 场洽谈，只有 {tables} 张桌",
                f"{plural(meetings, 'meeting')} in usable slot {slot + 1} "
                f"but {plural(tables, 'table')}",
            )
        )


def _meetings_by_host(hosts: Sequence[int], slots: Sequence[int | None]) -> dict[int, list[int]]:
    """Return each host's placed meetings in the order of time."""
    placed = [(slot, meeting) for meeting, slot in enumerate(slots) if slot is not None]
    found: dict[int, list[int]] = defaultdict(list)
    for _, meeting in sorted(placed):
        found[hosts[meeting]].append(meeting)
    return dict(found)


def _usable_tables(
    slots: Sequence[int | None], free: BoolArray, only: Mapping[int, frozenset[int]]
) -> BoolArray:
    """Return which table each meeting can have, shape ``(n_meetings, n_tables)``."""
    usable = np.zeros((len(slots), len(free)), dtype=np.bool_)
    for meeting, slot in enumerate(slots):
        if slot is not None:
            usable[meeting] = free[:, slot]
            if meeting in only:
                usable[meeting] &= np.isin(np.arange(len(free)), list(only[meeting]))
    return usable


def _keep_tables(
    by_host: dict[int, list[int]], slots: Sequence[int | None], usable: BoolArray
) -> tuple[int | None, ...] | None:
    """Give each host one table for good; None when that cannot be."""
    people = sorted(by_host)
    if not people:
        return tuple(None for _ in slots)
    suits = np.array([usable[by_host[host]].all(axis=0) for host in people])
    table_of = maximum_bipartite_matching(csr_array(suits.astype(np.int8)), perm_type="column")
    if (table_of < 0).any():
        return None
    tables: list[int | None] = [None] * len(slots)
    for host, table in zip(people, table_of.tolist(), strict=True):
        for meeting in by_host[host]:
            tables[meeting] = table
    return tuple(tables)


def _fewest_changes(
    by_host: dict[int, list[int]], slots: Sequence[int | None], usable: BoolArray, seed: int
) -> Seating:
    model = cp_model.CpModel()
    table_of = _table_variables(model, slots, usable)
    _add_one_meeting_per_table(model, table_of, slots)
    changes = _add_changes(model, table_of, by_host)
    tables = _seat_in_turn(by_host, slots, usable)
    for meeting, table in tables.items():
        model.add_hint(table_of[meeting], table)
    model.minimize(sum(changes))
    outcome = solve_model(
        model, list(table_of.values()), Search(seed=seed, workers=1, effort=EFFORT)
    )
    if outcome.values is not None:
        tables = dict(zip(table_of, outcome.values, strict=True))
    seated = tuple(tables.get(meeting) for meeting in range(len(slots)))
    return Seating(seated, _changes(by_host, seated), proved=outcome.status is Status.OPTIMAL)


def _table_variables(
    model: cp_model.CpModel, slots: Sequence[int | None], usable: BoolArray
) -> dict[int, cp_model.IntVar]:
    return {
        meeting: model.new_int_var_from_domain(
            cp_model.Domain.from_values(np.flatnonzero(usable[meeting]).tolist()), f"table{meeting}"
        )
        for meeting, slot in enumerate(slots)
        if slot is not None
    }


def _add_one_meeting_per_table(
    model: cp_model.CpModel, table_of: dict[int, cp_model.IntVar], slots: Sequence[int | None]
) -> None:
    at_once: dict[int | None, list[cp_model.IntVar]] = defaultdict(list)
    for meeting, table in table_of.items():
        at_once[slots[meeting]].append(table)
    for tables in at_once.values():
        model.add_all_different(tables)


def _add_changes(
    model: cp_model.CpModel, table_of: dict[int, cp_model.IntVar], by_host: dict[int, list[int]]
) -> list[cp_model.IntVar]:
    changes = []
    for meetings in by_host.values():
        for before, after in pairwise(meetings):
            changed = model.new_bool_var(f"change{after}")
            model.add(table_of[before] == table_of[after]).only_enforce_if(~changed)
            changes.append(changed)
    return changes


def _seat_in_turn(
    by_host: dict[int, list[int]], slots: Sequence[int | None], usable: BoolArray
) -> dict[int, int]:
    """Seat slot after slot, keeping as many as possible where they sat last: a first plan."""
    host_of = {meeting: host for host, meetings in by_host.items() for meeting in meetings}
    seat: dict[int, int] = {}
    tables: dict[int, int] = {}
    for slot in sorted({slot for slot in slots if slot is not None}):
        present = [meeting for meeting in host_of if slots[meeting] == slot]
        cost = np.where(usable[present], 1, usable.size)
        for row, meeting in enumerate(present):
            last = seat.get(host_of[meeting])
            if last is not None and usable[meeting, last]:
                cost[row, last] = 0
        for row, table in zip(*linear_sum_assignment(cost), strict=True):
            tables[present[row]] = seat[host_of[present[row]]] = int(table)
    return tables
