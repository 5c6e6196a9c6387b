"""Gathers what there is to say about the sheets, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.text import EMPTY, Text
from duijie.register.normalise.outcome import Outcome

T = TypeVar("T")
_SHOWN = 80


@dataclass(frozen=True)
class Place:
    """A cell, a row (no column) or a sheet (no row); `row` is 1-based."""

    file: str
    sheet: str
    row: int = 0
    column: str = ""

    def seen_from(self, other: Place) -> Text:
        """Return "row 5", with the file and sheet when `other` lies elsewhere."""
        where = "" if (self.file, self.sheet) == (other.file, other.sheet) else f"{self.file} "
        if where and self.sheet:
            where += f"[{self.sheet}] "
        return Text(f"{where}第 {self.row} 行", f"{where}row {self.row}")


@dataclass
class Findings:
    """All diagnoses of one reading, in the order in which they were made."""

    diagnoses: list[Diagnosis] = field(default_factory=list)

    def error(self, place: Place, expected: Text, found: str = "", assumed: Text = EMPTY) -> None:
        """Say that a row or file was not read."""
        self._add(Severity.ERROR, place, expected, found, assumed)

    def warn(self, place: Place, expected: Text, found: str = "", assumed: Text = EMPTY) -> None:
        """Say that a value was dropped or assumed, or stands twice."""
        self._add(Severity.WARNING, place, expected, found, assumed)

    def note(self, place: Place, expected: Text, found: str = "", assumed: Text = EMPTY) -> None:
        """Say what was mended without loss."""
        self._add(Severity.NOTE, place, expected, found, assumed)

    def take(self, place: Place, outcome: Outcome[T], found: str) -> T:
        """Return the value of a cell and keep what reading it assumed."""
        if outcome.severity is not None:
            self._add(outcome.severity, place, outcome.expected, found, outcome.assumed)
        return outcome.value

    def _add(
        self, severity: Severity, place: Place, expected: Text, found: str, assumed: Text
    ) -> None:
        found = found if len(found) <= _SHOWN else f"{found[:_SHOWN]}…"
        self.diagnoses.append(
            Diagnosis(
                severity,
                place.file,
                expected,
                found,
                assumed,
                sheet=place.sheet,
                row=place.row,
                column=place.column,
            )
        )
