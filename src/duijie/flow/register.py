"""Sheets in, canonical files out: ``duijie register check`` and ``register read``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import BadData
from duijie.domain.progress import Steps, silent_steps
from duijie.domain.records import Register
from duijie.domain.sheet import Sheet
from duijie.domain.text import Language, Text, same
from duijie.flow.sources import open_sheets, require_file, shown_names
from duijie.flow.staging import refuse_occupied, whole_or_not
from duijie.io.csv import write_csv
from duijie.register.canonical import (
    companies_grid,
    conflicts_grid,
    decisions_grid,
    evidence_grid,
    experts_grid,
    needs_grid,
    pins_grid,
    problems_grid,
)
from duijie.register.reader import read_register

TABLES = (
    needs_grid,
    experts_grid,
    evidence_grid,
    companies_grid,
    conflicts_grid,
    pins_grid,
    decisions_grid,
)


@dataclass(frozen=True)
class ReadOutcome:
    """What was read, what is doubtful, and which files could not be read at all."""

    register: Register
    diagnoses: tuple[Diagnosis, ...]
    refused: tuple[Path, ...] = ()

    def count(self, severity: Severity) -> int:
        """Return how many findings are of `severity`."""
        return sum(one.severity is severity for one in self.diagnoses)


def check_sheets(files: Sequence[Path], steps: Steps = silent_steps) -> ReadOutcome:
    """Diagnose `files` and write nothing. A refused file is itself a finding."""
    names = shown_names(files)
    sheets: list[Sheet] = []
    refusals: list[Diagnosis] = []
    refused: list[Path] = []
    with steps(Text("读取表格", "Reading sheets")) as progress:
        for done, (path, name) in enumerate(names.items(), start=1):
            try:
                sheets += open_sheets(require_file(path), name)
            except BadData as error:
                refused.append(path)
                refusals += error.diagnoses or [_refusal(name, error)]
            progress(done, len(names))
    register, found = read_register(sheets)
    return ReadOutcome(register, (*refusals, *found), tuple(refused))


def read_into(
    files: Sequence[Path], out: Path, language: Language = "en", steps: Steps = silent_steps
) -> ReadOutcome:
    """Write what `files` hold into `out` as canonical CSV files, with ``problems.csv``.

    A table of which nothing was found is not written.

    Raises
    ------
    BadUsage
        When `out` cannot be written.
    """
    refuse_occupied(out)
    outcome = check_sheets(files, steps)
    with whole_or_not(out) as stage:
        for make in TABLES:
            grid = make(outcome.register)
            if grid.rows:
                write_csv(stage / f"{grid.name}.csv", grid)
        write_csv(stage / "problems.csv", problems_grid(outcome.diagnoses, language))
    return outcome


def _refusal(name: str, error: BadData) -> Diagnosis:
    return Diagnosis(
        severity=Severity.ERROR,
        file=name,
        expected=error.message,
        assumed=error.hints[0] if error.hints else same(""),
    )
