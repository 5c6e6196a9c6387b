"""What a reader says of a cell: where it is, what was found, expected and assumed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from duijie.domain.text import EMPTY, Language, Text, same


class Severity(StrEnum):
    """How much a finding costs."""

    ERROR = "error"
    """The row (or the file) was not read."""
    WARNING = "warning"
    """A value was dropped or assumed, or something stands twice."""
    NOTE = "note"
    """Mended by rule, nothing lost."""


@dataclass(frozen=True)
class Diagnosis:
    """One finding about one place of a sheet; ``problems.csv`` holds one a line.

    `row` is 1-based as a spreadsheet shows it, 0 when the finding is about the whole sheet or
    file; `column` is the letter, empty when it is about the whole row.
    """

    severity: Severity
    file: str
    expected: Text
    found: str = ""
    assumed: Text = EMPTY
    sheet: str = ""
    row: int = 0
    column: str = ""

    @property
    def place(self) -> Text:
        """Where it is, as in ``needs.xlsx [Sheet1] C7``."""
        file = same(f"{self.file} [{self.sheet}]" if self.sheet else self.file)
        if self.column:
            return file + same(f" {self.column}{self.row or ''}")
        return file + Text(f" 第 {self.row} 行", f" row {self.row}") if self.row else file

    def describe(self, language: Language) -> str:
        """Return the finding as one line."""
        colon, arrow = ("：", " → ") if language == "zh" else (": ", " -> ")
        found = f"{self.found!r}{arrow}" if self.found else ""
        assumed = f"{arrow}{self.assumed.in_(language)}" if self.assumed else ""
        return f"{self.place.in_(language)}{colon}{found}{self.expected.in_(language)}{assumed}"
