"""Read the plain tables that duijie itself writes, pointing at every wrong cell at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import BadData
from duijie.domain.ids import fold
from duijie.domain.sheet import Cell, Sheet, column_letter
from duijie.domain.text import EMPTY, Text
from duijie.register.suggest import looks_like

_HEAD_ROWS = 10


@dataclass
class Table:
    """A sheet whose headings are known; `problems` gathers what its cells get wrong."""

    sheet: Sheet
    head: int
    columns: dict[str, int]
    problems: list[Diagnosis] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the headings that hold anything."""
        for index in range(self.head + 1, len(self.sheet.rows)):
            cells = self.sheet.rows[index]
            if any(cell is not None for cell in cells):
                yield Row(self, index, cells)

    def finish(self) -> None:
        """Raise all problems found so far, if any.

        Raises
        ------
        BadData
            With one diagnosis for every wrong cell.
        """
        if self.problems:
            raise bad_cells(self.sheet.file, self.problems)


def bad_cells(file: str, problems: Sequence[Diagnosis]) -> BadData:
    """Return the error for a file with wrong cells; its diagnoses name them."""
    count = len(problems)
    return BadData(
        Text(f"{file}：有 {count} 处错误", f"{file}: {count} problem{'s' * (count > 1)}"),
        diagnoses=problems,
    )


@dataclass(frozen=True)
class Row:
    """One row of a table; each getter notes a problem and returns None when it must."""

    table: Table
    index: int
    cells: tuple[Cell, ...]

    @property
    def line(self) -> int:
        """The row number a spreadsheet shows."""
        return self.index + 1

    def cell(self, column: str) -> Cell:
        """Return the raw cell, None when empty or when there is no such column."""
        position = self.table.columns.get(column)
        cell = None if position is None else self.cells[position]
        return None if isinstance(cell, str) and not cell.strip() else cell

    def wrong(self, column: str, expected: Text, assumed: Text = EMPTY) -> None:
        """Note that a cell is not what it should be, and what it may have meant."""
        cell, position = self.cell(column), self.table.columns.get(column)
        self.table.problems.append(
            Diagnosis(
                Severity.ERROR,
                self.table.sheet.file,
                expected,
                found="" if cell is None else str(cell),
                assumed=assumed,
                sheet=self.table.sheet.name,
                row=self.line,
                column="" if position is None else column_letter(position),
            )
        )

    def text(self, column: str) -> str:
        """Return the cell as text, empty when it is empty."""
        cell = self.cell(column)
        return "" if cell is None else str(cell).strip()

    def required(self, column: str) -> str:
        """Return the cell as text; an empty one is a problem."""
        text = self.text(column)
        if not text:
            self.wrong(column, Text(f"{column} 不能为空", f"{column} must not be empty"))
        return text

    def number(self, column: str) -> float:
        """Return a finite number; anything else is a problem, and nan."""
        value = _to_float(self.text(column))
        if not math.isfinite(value):
            self.wrong(column, Text("应为数字", "a number"))
            return math.nan
        return value

    def number_in(self, column: str, low: float, high: float) -> float:
        """Return a number in [low, high]; anything else is a problem, and nan."""
        value = _to_float(self.text(column))
        if not low <= value <= high:
            expected = Text(
                f"应为 {low:g} 到 {high:g} 之间的数", f"a number from {low:g} to {high:g}"
            )
            self.wrong(column, expected)
            return math.nan
        return value

    def day(self, column: str) -> date | None:
        """Return a date written YYYY-MM-DD; anything else is a problem."""
        cell = self.cell(column)
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        try:
            return date.fromisoformat(self.text(column))
        except ValueError:
            self.wrong(column, Text("应为日期 2026-05-20", "a date such as 2026-05-20"))
            return None

    def clock(self, column: str) -> time | None:
        """Return a time of day written HH:MM; anything else is a problem."""
        cell = self.cell(column)
        if isinstance(cell, time):
            return cell
        try:
            value = time.fromisoformat(self.text(column))
        except ValueError:
            value = None
        if value is None or value.tzinfo:
            self.wrong(column, Text("应为时刻 14:00", "a time such as 14:00"))
            return None
        return value


def _to_float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def open_table(sheet: Sheet, required: Sequence[str]) -> Table:
    """Find the row that holds all `required` headings among the first ten.

    Raises
    ------
    BadData
        When there is none; the missing headings are named.
    """
    best: dict[str, int] = {}
    for index, cells in enumerate(sheet.rows[:_HEAD_ROWS]):
        columns = {
            fold(str(cell)): position for position, cell in enumerate(cells) if cell is not None
        }
        if all(name in columns for name in required):
            return Table(sheet, index, columns)
        if sum(name in columns for name in required) > sum(name in best for name in required):
            best = columns
    raise _no_headings(sheet, [name for name in required if name not in best], best)


def _no_headings(sheet: Sheet, missing: Sequence[str], seen: dict[str, int]) -> BadData:
    names = ", ".join(missing)
    near = looks_like(missing[0], seen)
    diagnosis = Diagnosis(
        Severity.ERROR,
        sheet.file,
        Text(f"缺少列：{names}", f"missing column: {names}"),
        found=", ".join(seen),
        assumed=near or EMPTY,
        sheet=sheet.name,
        row=1,
    )
    return bad_cells(sheet.file, [diagnosis])
