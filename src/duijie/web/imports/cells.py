"""Sheets as JSON and back: dates and times keep their kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from duijie.domain.sheet import Cell, Sheet

_KINDS: dict[str, Any] = {"datetime": datetime, "date": date, "time": time}


def encode_sheets(sheets: list[Sheet]) -> list[dict[str, Any]]:
    """Return sheets as plain JSON values."""
    return [
        {
            "name": sheet.name,
            "rows": [[_encode(cell) for cell in row] for row in sheet.rows],
            "merged": [list(area) for area in sheet.merged],
            "uncomputed": sorted(list(place) for place in sheet.uncomputed),
        }
        for sheet in sheets
    ]


def decode_sheets(file: str, stored: list[dict[str, Any]]) -> list[Sheet]:
    """Return the sheets that were stored."""
    return [
        Sheet(
            file=file,
            name=one["name"],
            rows=tuple(tuple(_decode(cell) for cell in row) for row in one["rows"]),
            merged=tuple((area[0], area[1], area[2], area[3]) for area in one["merged"]),
            uncomputed=frozenset((place[0], place[1]) for place in one["uncomputed"]),
        )
        for one in stored
    ]


def mend_sheets(sheets: list[Sheet], mends: Mapping[str, str]) -> list[Sheet]:
    """Return the sheets with the cells that a person mended; keys are ``sheet/row/column``."""
    by_sheet: dict[int, dict[tuple[int, int], str]] = {}
    for key, value in mends.items():
        sheet, row, column = map(int, key.split("/"))
        by_sheet.setdefault(sheet, {})[row, column] = value
    return [
        _mend(sheet, by_sheet[number]) if number in by_sheet else sheet
        for number, sheet in enumerate(sheets)
    ]


def _mend(sheet: Sheet, mends: dict[tuple[int, int], str]) -> Sheet:
    rows = [list(row) for row in sheet.rows]
    for (row, column), value in mends.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = value or None
    return replace(
        sheet, rows=tuple(map(tuple, rows)), uncomputed=sheet.uncomputed - frozenset(mends)
    )


def _encode(cell: Cell) -> Any:
    for name, kind in _KINDS.items():
        if isinstance(cell, kind):
            return [name, cell.isoformat()]  # type: ignore[union-attr]  # one of the three
    return cell


def _decode(cell: Any) -> Cell:
    if isinstance(cell, list):
        value: Cell = _KINDS[cell[0]].fromisoformat(cell[1])
        return value
    plain: Cell = cell
    return plain
