"""Tidy .xlsx workbooks: frozen heads, filters, widths that fit Chinese, ready to print."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from duijie.domain.sheet import Cell, Grid
from duijie.io.atomic import write_atomically

LONGEST_NAME = 31
LONGEST_CELL = 32_767
WIDTHS = (6, 36)
LINE_HEIGHT = 16
MOST_LINES = 12
A4 = 9
HAIRLINE = "#D0D0D0"
QUIET = "#6E6E6E"
# One sequential scale, light to dark, that survives grey print and colour blindness.
HEAT = ("#FFFFFF", "#F3D5CB", "#B23A2A")

Formats = dict[str, Any]


def write_workbook(path: Path, grids: Sequence[Grid], created: datetime) -> None:
    """Write `grids`, one sheet each, to the .xlsx file `path`, whole or not at all.

    Text stays text: nothing a person typed becomes a formula, a link or a number. A cell longer
    than a spreadsheet can hold (32,767 characters) ends with an ellipsis; nan is left empty.

    Parameters
    ----------
    path
        The file to write; replaced when it exists.
    grids
        The sheets in order. Names are shortened, cleaned and made distinct where needed.
    created
        The date put into the file's properties, so that equal data give equal files.
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": "Microsoft YaHei", "font_size": 10},
    }
    with write_atomically(path) as temporary, _workbook(temporary, options) as book:
        book.set_properties({"created": created, "author": "duijie"})
        formats = _make_formats(book)
        for name, grid in zip(sheet_names([grid.name for grid in grids]), grids, strict=True):
            _write_sheet(book.add_worksheet(name), grid, formats)


@contextmanager
def _workbook(path: Path, options: Mapping[str, Any]) -> Iterator[Any]:
    """Open a workbook; what the system says against writing it comes as OSError."""
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            yield book
    except FileCreateError as error:
        raise error.args[0] from None


def sheet_names(names: Sequence[str]) -> list[str]:
    r"""Return `names` as Excel takes them: no ``[]:*?/\``, 31 characters, all different.

    >>> sheet_names(["a/b", "A:B", "", "x" * 40])
    ['a b', 'A B (2)', 'Sheet', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']
    """
    taken: set[str] = set()
    found = []
    for name in names:
        plain = " ".join(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).split()).strip("' ")
        # Excel keeps the name "History" for itself.
        plain = "History_" if plain.casefold() == "history" else plain or "Sheet"
        free = next(one for one in _variants(plain) if one.casefold() not in taken)
        taken.add(free.casefold())
        found.append(free)
    return found


def display_width(words: str) -> int:
    r"""Return how many columns of digits `words` takes; a Chinese character takes two.

    >>> display_width("pH 值"), display_width("one\nthree")
    (5, 5)
    """
    return max(sum(map(_mark_width, line)) for line in words.split("\n"))


@cache
def _mark_width(mark: str) -> int:
    return 2 if unicodedata.east_asian_width(mark) in "WFA" else 1


def _variants(name: str) -> Iterator[str]:
    yield _cut(name, LONGEST_NAME)
    for nth in count(2):
        tail = f" ({nth})"
        yield _cut(name, LONGEST_NAME - len(tail)) + tail


def _cut(name: str, length: int) -> str:
    """Return at most `length` UTF-16 units of `name`: so Excel counts, and 𠮷 takes two."""
    units = name.encode("utf-16-le", "surrogatepass")[: 2 * length]
    return units.decode("utf-16-le", "ignore").rstrip("' ")


def _make_formats(book: Any) -> Formats:
    body = {"valign": "top", "text_wrap": True, "bottom": 4, "bottom_color": HAIRLINE}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "lead": book.add_format({"font_color": QUIET}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        "text": book.add_format(body),
        "whole": book.add_format({**body, "num_format": "#,##0"}),
        "real": book.add_format({**body, "num_format": "0.00"}),
        "date": book.add_format({**body, "num_format": "yyyy-mm-dd", "align": "left"}),
        "moment": book.add_format({**body, "num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
        "time": book.add_format({**body, "num_format": "hh:mm", "align": "left"}),
    }


def _write_sheet(sheet: Any, grid: Grid, formats: Formats) -> None:
    top = _write_lead(sheet, grid, formats)
    for column, heading in enumerate(grid.columns):
        sheet.write_string(top, column, heading, formats["head"])
    widths = _widths(grid)
    for row, cells in enumerate(grid.rows, start=top + 1):
        # Not every program fits a row's height to wrapped text by itself.
        lines = max(
            (_lines(cell, width) for cell, width in zip(cells, widths, strict=False)), default=1
        )
        sheet.set_row(row, LINE_HEIGHT * min(lines, MOST_LINES))
        for column, cell in enumerate(cells):
            _write_cell(sheet, row, column, cell, formats)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    _set_page(sheet, grid, top)
    if grid.heat_from is not None and grid.rows:
        _paint_heat(sheet, grid, top)


def _write_lead(sheet: Any, grid: Grid, formats: Formats) -> int:
    """Write the lines above the headings; return the row of the headings."""
    for row, line in enumerate(grid.lead):
        sheet.write_string(row, 0, line, formats["lead" if row else "title"])
    return len(grid.lead) + 1 if grid.lead else 0


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, formats: Formats) -> None:
    if cell is None or cell == "" or (isinstance(cell, float) and not math.isfinite(cell)):
        sheet.write_blank(row, column, None, formats["text"])
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, formats["text"])
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, formats["whole"])
    elif isinstance(cell, float):
        sheet.write_number(row, column, cell, formats["real"])
    elif isinstance(cell, str):
        sheet.write_string(row, column, _shorten(cell), formats["text"])
    else:
        sheet.write_datetime(row, column, cell, formats[_kind_of_time(cell)])


def _kind_of_time(cell: date | time) -> str:
    if isinstance(cell, datetime):
        return "moment"
    return "date" if isinstance(cell, date) else "time"


def _shorten(words: str) -> str:
    return words if len(words) <= LONGEST_CELL else words[: LONGEST_CELL - 1] + "…"


def _widths(grid: Grid) -> list[int]:
    """Return the width of every column, in digits."""
    narrowest, widest = WIDTHS
    found = []
    for column, heading in enumerate(grid.columns):
        cells = (row[column] for row in grid.rows if column < len(row))
        wanted = max([display_width(heading), *(_cell_width(cell) for cell in cells)]) + 2
        found.append(min(max(wanted, narrowest), widest))
    return found


def _lines(cell: Cell, width: int) -> int:
    """Return how many lines `cell` takes when wrapped at `width`."""
    if not isinstance(cell, str):
        return 1
    return sum(-(-display_width(line) // (width - 1)) or 1 for line in cell.split("\n"))


def _cell_width(cell: Cell) -> int:
    if isinstance(cell, datetime):
        return len("2026-05-20 14:00")
    if isinstance(cell, date):
        return len("2026-05-20")
    if isinstance(cell, float):
        return len(f"{cell:,.2f}")
    return display_width("" if cell is None else str(cell))


def _set_page(sheet: Any, grid: Grid, top: int) -> None:
    sheet.hide_gridlines(2)
    sheet.freeze_panes(top + 1, grid.heat_from or 0)
    if grid.columns:
        sheet.autofilter(top, 0, top + max(len(grid.rows), 1), len(grid.columns) - 1)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.repeat_rows(top)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&L&8&A&R&8&P / &N")


def _paint_heat(sheet: Any, grid: Grid, top: int) -> None:
    low, middle, high = HEAT
    scale = {"type": "3_color_scale", "min_color": low, "mid_color": middle, "max_color": high}
    fixed = {
        f"{end}_{what}": value
        for end, number in (("min", 0), ("mid", 0.5), ("max", 1))
        for what, value in (("type", "num"), ("value", number))
    }
    last = (top + len(grid.rows), len(grid.columns) - 1)
    sheet.conditional_format(top + 1, grid.heat_from, *last, scale | fixed)
