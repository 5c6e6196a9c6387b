"""A workbook as an office makes one: title, note, bordered heads, wrapped text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import xlsxwriter

_MADE = datetime(2027, 4, 26, tzinfo=UTC)  # a fixed moment: the same bytes in every run

Area = tuple[int, int, int, int]


class Book:
    """Writes one .xlsx; use it in a ``with`` statement."""

    def __init__(self, path: Path, title: str) -> None:
        self._book = xlsxwriter.Workbook(str(path))
        self._book.set_properties({"title": title, "comments": "虚构示例", "created": _MADE})
        grid = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_size": 10}
        centred = grid | {"align": "center"}
        self.title = self._style(bold=True, font_size=16, align="center", valign="vcenter")
        self.note = self._style(text_wrap=True, valign="vcenter", font_color="#7F7F7F")
        self.head = self._style(**centred | {"bold": True, "bg_color": "#DDEBF7"})
        self.text = self._style(**grid)
        self.centre = self._style(**centred)
        self.day = self._style(**centred | {"num_format": "yyyy/m/d"})
        self.grey = self._style(**grid | {"italic": True, "font_color": "#7F7F7F"})
        self.total = self._style(**centred | {"bold": True})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._book.close()

    def add_sheet(self, name: str, widths: Sequence[float], title: str, note: str) -> Any:
        """Add a sheet with its title in row 1 and its fill-in note in row 2."""
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        last = len(widths) - 1
        sheet.set_row(0, 30)
        sheet.set_row(1, 34)
        sheet.merge_range(0, 0, 0, last, title, self.title)
        sheet.merge_range(1, 0, 1, last, note, self.note)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        return sheet

    def write_row(self, sheet: Any, row: int, cells: Sequence[Any]) -> None:
        """Write one record; dates get a date format, ``=...`` becomes a formula with its value."""
        for column, cell in enumerate(cells):
            write_cell(sheet, row, column, cell, self._style_of(cell))

    def _style_of(self, cell: Any) -> Any:
        if isinstance(cell, date):
            return self.day
        return self.centre if isinstance(cell, int | float) or not cell else self.text

    def _style(self, **look: Any) -> Any:
        return self._book.add_format(look)


def write_cell(sheet: Any, row: int, column: int, cell: Any, style: Any) -> None:
    """Write one cell by its type."""
    if isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), style)  # noqa: DTZ001 - a day in a sheet has no zone
    elif isinstance(cell, str) and cell.startswith("="):
        sheet.write_formula(row, column, cell, style, sum_of(cell))
    elif cell is None or cell == "":
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write(row, column, cell, style)


def sum_of(formula: str) -> float:
    """Return the value of a formula such as ``=50+30``, the only kind people type here."""
    return sum(float(part) for part in formula.removeprefix("=").split("+"))


def merge(sheet: Any, area: Area, cell: Any, style: Any) -> None:
    """Write `cell` over a merged area, or into the one cell that it is."""
    top, left, bottom, right = area
    if (top, left) == (bottom, right):
        write_cell(sheet, top, left, cell, style)
    else:
        sheet.merge_range(top, left, bottom, right, cell, style)
