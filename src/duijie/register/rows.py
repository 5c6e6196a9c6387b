"""One row of a sheet, seen through the fields that its columns mean."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from duijie.domain.ids import fold
from duijie.domain.records import Extra
from duijie.domain.sheet import Cell, Sheet, column_letter
from duijie.domain.text import Text
from duijie.register.findings import Findings, Place
from duijie.register.layout import Layout
from duijie.register.normalise.outcome import DROPPED, Outcome
from duijie.register.normalise.text import clean_line, clean_text, to_text

T = TypeVar("T")

_SPREADSHEET_ERRORS = {"#div/0!", "#n/a", "#name?", "#null!", "#num!", "#ref!", "#value!"}
_ERROR_CHARS = 20


@dataclass(frozen=True)
class RowView:
    """A data row; reading a field notes whatever had to be assumed.

    `fields` maps each field to its column indices; `index` is the 0-based row.
    """

    sheet: Sheet
    layout: Layout
    fields: Mapping[str, Sequence[int]]
    index: int
    cells: tuple[Cell, ...]
    findings: Findings

    def place(self, name: str = "") -> Place:
        """Return where a field stands, or the row."""
        indices = self.fields.get(name)
        letter = column_letter(indices[0]) if indices else ""
        return Place(self.sheet.file, self.sheet.name, self.index + 1, letter)

    def heading(self, name: str) -> str:
        """Return the heading of a field's first column, empty when there is none."""
        indices = self.fields.get(name)
        return clean_line(self.layout.heading(indices[0])) if indices else ""

    def read(self, name: str, reader: Callable[[Cell], Outcome[T]]) -> T:
        """Return the value of a field's only column, or of nothing when there is no column."""
        for index in self.fields.get(name, ()):
            return self._read(index, reader)
        return reader(None).value

    def is_uncomputed(self, name: str) -> bool:
        """Whether a field holds a formula without a value, or a spreadsheet's error."""
        return any(self._holds_no_value(index) for index in self.fields.get(name, ()))

    def read_all(self, name: str, reader: Callable[[Cell], T]) -> list[tuple[str, T]]:
        """Return (heading, value) of every filled column of a field."""
        return [
            (clean_line(self.layout.heading(index)), reader(cell))
            for index, cell in self._filled(self.fields.get(name, ()))
        ]

    def extras(self, indices: Collection[int]) -> Extra:
        """Return the filled columns duijie has no name for, their headings made unique."""
        found: dict[str, str] = {}
        for index, cell in self._filled(indices):
            value = clean_text(cell)
            heading = clean_line(self.layout.heading(index)) or column_letter(index)
            name, nth = heading, 1
            while name in found or name in self.fields:
                nth += 1
                name = f"{heading} ({nth})"
            if value:
                found[name] = value
        return tuple(found.items())

    def with_fields(self, fields: Mapping[str, Sequence[int]]) -> RowView:
        """Return the same row seen through other fields."""
        return RowView(self.sheet, self.layout, fields, self.index, self.cells, self.findings)

    def _filled(self, indices: Collection[int]) -> Iterator[tuple[int, Cell]]:
        for index in indices:
            cell = self._cell(index)
            if to_text(cell).strip():
                yield index, cell

    def _read(self, index: int, reader: Callable[[Cell], Outcome[T]]) -> T:
        cell = self._cell(index)
        outcome = reader(cell)
        if (self.index, index) in self.layout.filled:
            return outcome.value
        return self.findings.take(self._place(index), outcome, to_text(cell))

    def _cell(self, index: int) -> Cell:
        """Return a cell; one that was not computed is reported and empty."""
        cell = self.cells[index]
        if self._holds_no_value(index):
            expected = Text("公式没有算出值", "the formula holds no value")
            self.findings.warn(self._place(index), expected, to_text(cell), DROPPED)
            return None
        return cell

    def _holds_no_value(self, index: int) -> bool:
        cell = self.cells[index]
        short = isinstance(cell, str) and len(cell) <= _ERROR_CHARS
        broken = short and fold(str(cell)) in _SPREADSHEET_ERRORS
        return broken or (self.index, index) in self.sheet.uncomputed

    def _place(self, index: int) -> Place:
        return Place(self.sheet.file, self.sheet.name, self.index + 1, column_letter(index))
