"""Affinities, assignments and timetables: from sheets and back to grids."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

import numpy as np

from duijie.domain.errors import BadData
from duijie.domain.event import PairKey
from duijie.domain.plans import AffinityMatrix, AssignedPair, PlacedMeeting, PlannedTurn
from duijie.domain.sheet import Grid, Sheet
from duijie.domain.text import Text
from duijie.register import columns
from duijie.register.normalise.flags import read_flag
from duijie.register.suggest import looks_like
from duijie.register.table import Row, Table, open_table

_PAIR = ("need_id", "expert_id")

T = TypeVar("T")


def read_affinity(sheet: Sheet) -> AffinityMatrix:
    """Read ``affinity``: ids in the order in which they first appear, absent pairs nan.

    Raises
    ------
    BadData
        Naming every cell that is empty, no number, nan or outside [0, 1], and every pair that
        stands twice; or when there is no pair at all.
    """
    table = open_table(sheet, (*_PAIR, "affinity"))
    scores = _by_pair(table, lambda row: row.number_in("affinity", 0, 1))
    _refuse_empty(sheet, scores)
    need_ids = tuple(dict.fromkeys(need_id for need_id, _ in scores))
    expert_ids = tuple(dict.fromkeys(expert_id for _, expert_id in scores))
    row_of = {need_id: row for row, need_id in enumerate(need_ids)}
    column_of = {expert_id: column for column, expert_id in enumerate(expert_ids)}
    values = np.full((len(need_ids), len(expert_ids)), np.nan)
    for (need_id, expert_id), score in scores.items():
        values[row_of[need_id], column_of[expert_id]] = score
    return AffinityMatrix(need_ids, expert_ids, values)


def read_assignment(sheet: Sheet) -> list[AssignedPair]:
    """Read ``assignment``; an affinity that is not given is nan.

    Raises
    ------
    BadData
        Naming every wrong cell and every pair that stands twice; or when there is no pair at all.
    """

    def read(row: Row) -> tuple[float, bool]:
        # A record of what was decided on: assignments of raw matrices hold scores of any size.
        given = row.cell("affinity") is not None
        return row.number("affinity") if given else math.nan, _pinned(row)

    pairs = _by_pair(open_table(sheet, _PAIR), read)
    _refuse_empty(sheet, pairs)
    return [AssignedPair(*pair, affinity, pinned) for pair, (affinity, pinned) in pairs.items()]


def refuse_strangers(sheet: Sheet, need_ids: Collection[str], expert_ids: Collection[str]) -> None:
    """Stop when pairs of a sheet name somebody who is not among these.

    Raises
    ------
    BadData
        Naming every such cell, with whom it looks like.
    """
    table = open_table(sheet, _PAIR)
    who = {
        "need_id": (need_ids, Text("没有这条需求", "there is no such need")),
        "expert_id": (expert_ids, Text("没有这位专家", "there is no such expert")),
    }
    for row in table.rows():
        for column, (known, words) in who.items():
            identity = row.text(column)
            if identity not in known:
                row.wrong(column, words, looks_like(identity, known))
    table.finish()


def _refuse_empty(sheet: Sheet, pairs: Collection[PairKey]) -> None:
    if not pairs:
        raise BadData(Text(f"{sheet.file}：一对也没有", f"{sheet.file}: there is no pair in it"))


def read_timetable(sheet: Sheet) -> list[PlacedMeeting]:
    """Read ``timetable`` in the order of the sheet.

    Raises
    ------
    BadData
        Naming every wrong cell and every meeting that stands twice.
    """
    table = open_table(sheet, ("date", "start", "end", "slot", "table", *_PAIR))
    meetings = _by_pair(table, _read_meeting)
    return [meeting for meeting in meetings.values() if meeting]


def read_plenary(sheet: Sheet) -> list[PlannedTurn]:
    """Read ``plenary`` in the order of the sheet; names are for people and are passed over.

    Raises
    ------
    BadData
        Naming every wrong cell.
    """
    table = open_table(sheet, ("date", "round", "start", "end", "person_id"))
    turns = [_read_turn(row) for row in table.rows()]
    table.finish()
    return [turn for turn in turns if turn]


def _read_turn(row: Row) -> PlannedTurn | None:
    day, begins = row.day("date"), row.clock("round")
    start, end = row.clock("start"), row.clock("end")
    person = row.required("person_id")
    if day is None or begins is None or start is None or end is None:
        return None
    if end <= start:
        row.wrong("end", Text("结束早于开始", "the end is not after the start"))
    return PlannedTurn(
        datetime.combine(day, begins),
        datetime.combine(day, start),
        datetime.combine(day, end),
        person,
    )


def read_pairs(sheet: Sheet) -> list[PairKey]:
    """Read the columns need_id and expert_id; a pair that stands twice is read once.

    Raises
    ------
    BadData
        Naming every empty id.
    """
    table = open_table(sheet, _PAIR)
    pairs = [_pair(row) for row in table.rows()]
    table.finish()
    return list(dict.fromkeys(pairs))


def _by_pair(table: Table, read: Callable[[Row], T]) -> dict[PairKey, T]:
    found: dict[PairKey, T] = {}
    first_rows: dict[PairKey, int] = {}
    for row in table.rows():
        pair, value = _pair(row), read(row)
        if pair in found:
            first = first_rows[pair]
            row.wrong("need_id", Text(f"与第 {first} 行重复", f"the same pair as in row {first}"))
        found.setdefault(pair, value)
        first_rows.setdefault(pair, row.line)
    table.finish()
    return found


def _pair(row: Row) -> PairKey:
    return row.required("need_id"), row.required("expert_id")


def _pinned(row: Row) -> bool:
    cell = row.cell("pinned")
    flag = read_flag(cell)
    if flag is None and cell is not None:
        row.wrong("pinned", Text("应为 true 或 false", "true or false"))
    return bool(flag)


def _read_meeting(row: Row) -> PlacedMeeting | None:
    day, start, end = row.day("date"), row.clock("start"), row.clock("end")
    slot = row.number_in("slot", 1, 100_000)
    table = row.required("table")
    if day is None or start is None or end is None or math.isnan(slot):
        return None
    if end <= start:
        row.wrong("end", Text("结束早于开始", "the end is not after the start"))
    return PlacedMeeting(
        slot=int(slot),
        start=datetime.combine(day, start),
        end=datetime.combine(day, end),
        room=row.text("room"),
        table=table,
        need_id=row.text("need_id"),
        company=row.text("company"),
        expert_id=row.text("expert_id"),
    )


def affinity_grid(matrix: AffinityMatrix, reasons: Mapping[PairKey, str] | None = None) -> Grid:
    """Return ``affinity``: per need the scored experts, best first; ties in the given order."""
    reasons = reasons or {}
    rows: list[tuple[str, str, float, int, str]] = []
    for need_id, scores in zip(matrix.need_ids, matrix.values, strict=True):
        order = np.argsort(-scores, kind="stable")
        for rank, column in enumerate(order[~np.isnan(scores[order])], start=1):
            expert_id = matrix.expert_ids[column]
            reason = reasons.get((need_id, expert_id), "")
            rows.append((need_id, expert_id, float(scores[column]), rank, reason))
    return Grid("affinity", columns.AFFINITY, rows)


def assignment_grid(pairs: Sequence[AssignedPair]) -> Grid:
    """Return ``assignment``."""
    return Grid(
        "assignment",
        columns.ASSIGNMENT,
        [
            (
                pair.need_id,
                pair.expert_id,
                None if math.isnan(pair.affinity) else pair.affinity,
                pair.pinned,
            )
            for pair in pairs
        ],
    )


def timetable_grid(meetings: Sequence[PlacedMeeting]) -> Grid:
    """Return ``timetable``."""
    return Grid(
        "timetable",
        columns.TIMETABLE,
        [
            (
                meeting.start.date(),
                meeting.start.time(),
                meeting.end.time(),
                meeting.slot,
                meeting.room,
                meeting.table,
                meeting.need_id,
                meeting.company,
                meeting.expert_id,
            )
            for meeting in meetings
        ],
    )


def plenary_grid(turns: Sequence[PlannedTurn], names: Mapping[str, str]) -> Grid:
    """Return ``plenary``; `names` are those of the people by id."""
    return Grid(
        "plenary",
        columns.PLENARY,
        [
            (
                turn.round.date(),
                turn.round.time(),
                turn.start.time(),
                turn.end.time(),
                turn.person_id,
                names.get(turn.person_id, ""),
            )
            for turn in turns
        ],
    )
