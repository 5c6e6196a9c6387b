"""Sheets as they come in, and tidy grids as they go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

Cell = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file, exactly as found: nothing skipped, nothing mended.

    `rows` is rectangular and begins at A1. `merged` holds (top, left, bottom, right), 0-based
    and inclusive. `uncomputed` holds (row, column), 0-based, of formula cells that carry no
    value.
    """

    file: str
    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    uncomputed: frozenset[tuple[int, int]] = field(default=frozenset())


@dataclass(frozen=True)
class Grid:
    """A table to be written: a name, headings, rows of plain values.

    `lead` holds lines to stand above the headings, where the format has room for them. From
    column `heat_from` (0-based) on, cells are affinities in [0, 1], coloured on one scale.
    """

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    lead: tuple[str, ...] = ()
    heat_from: int | None = None


def column_letter(index: int) -> str:
    """Return the letters of the 0-based column `index`.

    >>> column_letter(0), column_letter(25), column_letter(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
