"""Which meeting sits at which table: experts keep theirs as far as tables suffice.

When every expert can have a table that is free in all of that expert's slots, nobody moves;
that is a matching and so exact. When
tables are too few or away too often, or the way between rooms is too long for somebody, CP-SAT
looks for the fewest hurried ways, then for the fewest changes, within a bounded amount of work;
`proved` says whether fewer are impossible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from duijie.domain.errors import Impossible
from duijie.domain.plans import Status
from duijie.domain.text import Text
from duijie.solvers.cpsat import Search, solve_model
from duijie.solvers.matching import match_cheapest
from duijie.timetable.rooms import choose_rooms
from duijie.timetable.walks import NO_WALKS, Tie, Walks
from duijie.timetable.words import plural

BoolArray = NDArray[np.bool_]
EFFORT = 5.0
"""Work spent on each goal, in CP-SAT's deterministic unit (about a second)."""
_BOTH_ENDS = ("core", "default_lp")
"""One strategy proves from below, the other finds plans from above."""


@dataclass(frozen=True)
class Seating:
    """The table (index) of each meeting, None for one without a slot.

    `changes` counts, over all hosts, consecutive meetings at different tables; `hurried` counts,
    over all people, changes of room in less time than the way takes.
    """

    tables: tuple[int | None, ...]
    changes: int
    proved: bool
    hurried: int = 0


def assign_tables(
    hosts: Sequence[int],
    slots: Sequence[int | None],
    free: BoolArray,
    *,
    seed: int = 0,
    only: Mapping[int, frozenset[int]] | None = None,
    walks: Walks = NO_WALKS,
) -> Seating:
    """Seat every placed meeting: fewest ways that are too short, then fewest changes of table.

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
    walks
        Who cannot get from which room to which between two of the meetings.

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
    if kept is not None and not walks.count_hurried(kept):
        return Seating(kept, 0, proved=True)
    return _search(by_host, slots, usable, seed, walks)


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
    if len(people) > len(suits.T):
        return None
    table_of = match_cheapest((~suits).astype(np.int64))
    if not suits[np.arange(len(people)), table_of].all():
        return None
    tables: list[int | None] = [None] * len(slots)
    for host, table in zip(people, table_of.tolist(), strict=True):
        for meeting in by_host[host]:
            tables[meeting] = table
    return tuple(tables)


def _search(
    by_host: dict[int, list[int]],
    slots: Sequence[int | None],
    usable: BoolArray,
    seed: int,
    walks: Walks,
) -> Seating:
    """Look for the fewest hurried ways, then, these held, for the fewest changes."""
    model = cp_model.CpModel()
    table_of = _table_variables(model, slots, usable)
    _add_one_meeting_per_table(model, table_of, slots)
    tables, bound = _first_plan(by_host, slots, usable, seed, walks)
    hurried = walks.count_hurried(tables)
    proved = hurried == bound
    if walks.ties:
        model.add(sum(_add_hurried(model, table_of, walks)) <= hurried)
    if _changes(by_host, tables):
        _hint(model, table_of, tables)
        model.minimize(sum(_add_changes(model, table_of, by_host)))
        search = Search(seed=seed, workers=1, effort=EFFORT)
        outcome = solve_model(model, list(table_of.values()), search)
        proved &= outcome.status is Status.OPTIMAL
        for meeting, table in zip(table_of, outcome.values or (), strict=False):
            tables[meeting] = table
    hurried = walks.count_hurried(tables)
    return Seating(tuple(tables), _changes(by_host, tables), proved, hurried)


def _first_plan(
    by_host: dict[int, list[int]],
    slots: Sequence[int | None],
    usable: BoolArray,
    seed: int,
    walks: Walks,
) -> tuple[list[int | None], int]:
    """Return a plan with as few hurried ways as was found, and the fewest there can be."""
    plan = _seat_in_turn(by_host, slots, usable, walks)
    if not walks.count_hurried(plan):
        return plan, 0
    search = Search(seed=seed, workers=1, effort=EFFORT, strategies=_BOTH_ENDS)
    rooms = choose_rooms(slots, usable, walks, search)
    if rooms.room_of is None:
        return plan, rooms.bound
    inside = usable.copy()
    for meeting, room in rooms.room_of.items():
        inside[meeting] &= np.array(walks.room_of) == room
    other = _seat_in_turn(by_host, slots, inside, walks)
    seated = all(table is None or usable[one, table] for one, table in enumerate(other))
    plans = [plan, other] if seated else [plan]
    return min(plans, key=walks.count_hurried), rooms.bound


def _hint(
    model: cp_model.CpModel, table_of: dict[int, cp_model.IntVar], tables: Sequence[int | None]
) -> None:
    model.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools leaves it untyped
    for meeting, variable in table_of.items():
        table = tables[meeting]
        if table is not None:
            model.add_hint(variable, table)


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


def _add_hurried(
    model: cp_model.CpModel, table_of: dict[int, cp_model.IntVar], walks: Walks
) -> list[cp_model.IntVar]:
    """Add for every tie whether its way is too short, from where its two meetings sit."""
    rooms = sorted({room for tie in walks.ties for pair in tie.far for room in pair})
    tied = {meeting for tie in walks.ties for meeting in (tie.before, tie.after)}
    is_in = {
        (meeting, room): _add_room(model, table_of[meeting], walks, room)
        for meeting in sorted(tied)
        for room in rooms
    }
    hurried = []
    for nth, tie in enumerate(walks.ties):
        late = model.new_bool_var(f"hurried{nth}")
        for room, other in sorted(tie.far):
            model.add_bool_or(~is_in[tie.before, room], ~is_in[tie.after, other], late)
        hurried.append(late)
    return hurried


def _add_room(
    model: cp_model.CpModel, table: cp_model.IntVar, walks: Walks, room: int
) -> cp_model.IntVar:
    """Add whether a table is in a room."""
    inside = model.new_bool_var(f"{table.name}in{room}")
    tables = cp_model.Domain.from_values(
        [index for index, of in enumerate(walks.room_of) if of == room]
    )
    model.add_linear_expression_in_domain(table, tables).only_enforce_if(inside)
    outside = tables.complement()
    model.add_linear_expression_in_domain(table, outside).only_enforce_if(~inside)
    return inside


def _seat_in_turn(
    by_host: dict[int, list[int]], slots: Sequence[int | None], usable: BoolArray, walks: Walks
) -> list[int | None]:
    """Seat slot after slot, hurrying and moving as few as possible: a first plan."""
    host_of = {meeting: host for host, meetings in by_host.items() for meeting in meetings}
    ties = defaultdict(list)
    for tie in walks.ties:
        ties[tie.after].append(tie)
    seat: dict[int, int] = {}
    tables: list[int | None] = [None] * len(slots)
    for slot in sorted({slot for slot in slots if slot is not None}):
        present = [meeting for meeting in host_of if slots[meeting] == slot]
        cost = np.array(
            [
                _costs(seat.get(host_of[meeting]), ties[meeting], tables, walks, usable.shape)
                for meeting in present
            ]
        )
        cost[~usable[present]] = cost.size * cost.max() + 1
        for meeting, table in zip(present, match_cheapest(cost).tolist(), strict=True):
            tables[meeting] = seat[host_of[meeting]] = table
    return tables


def _costs(
    last: int | None,
    ties: Sequence[Tie],
    tables: Sequence[int | None],
    walks: Walks,
    shape: tuple[int, ...],
) -> list[int]:
    """Return what each table costs a meeting: a change is 1, a hurried way more than all."""
    n_meetings, n_tables = shape
    return [
        (table != last)
        + (n_meetings + 1) * sum(walks.is_hurried(tie, tables[tie.before], table) for tie in ties)
        for table in range(n_tables)
    ]
