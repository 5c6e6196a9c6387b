"""Small sheets in memory, read as the reader reads them, for the tests of this room."""

from __future__ import annotations

from typing import Any

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.records import Register
from duijie.domain.sheet import Cell, Sheet
from duijie.register.reader import read_register

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
NEEDS = ("need_id", "title", "text", "company")
EXPERTS = ("expert_id", "name", "organisation")
PINS = ("need_id", "expert_id", "rule")
EVIDENCE = ("expert_id", "kind", "title")


def sheet(file: str, *rows: tuple[Cell, ...], name: str = "", **more: Any) -> Sheet:
    width = max(map(len, rows), default=0)
    return Sheet(file, name, tuple(row + (None,) * (width - len(row)) for row in rows), **more)


def read(*sheets: Sheet) -> tuple[Register, list[Diagnosis]]:
    return read_register(sheets)


def of(severity: Severity, found: list[Diagnosis]) -> list[Diagnosis]:
    return [problem for problem in found if problem.severity is severity]
