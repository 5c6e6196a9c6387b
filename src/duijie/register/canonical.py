"""Records to tidy grids: the canonical files that every other command reads."""

from __future__ import annotations

from collections.abc import Sequence

from duijie.domain.diagnosis import Diagnosis
from duijie.domain.records import (
    Budget,
    Company,
    Conflict,
    Decision,
    Evidence,
    Expert,
    Need,
    Pin,
    Register,
)
from duijie.domain.sheet import Cell, Grid
from duijie.domain.text import Language
from duijie.register import columns
from duijie.register.normalise.lists import write_list

Record = Need | Expert | Evidence | Company | Conflict | Pin | Decision


def needs_grid(register: Register) -> Grid:
    """Return ``needs``; columns duijie has no name for follow its own."""
    return _grid("needs", columns.NEEDS, register.needs)


def experts_grid(register: Register) -> Grid:
    """Return ``experts``."""
    return _grid("experts", columns.EXPERTS, register.experts)


def evidence_grid(register: Register) -> Grid:
    """Return ``evidence``."""
    return _grid("evidence", columns.EVIDENCE, register.evidence)


def companies_grid(register: Register) -> Grid:
    """Return ``companies``."""
    return _grid("companies", columns.COMPANIES, register.companies)


def conflicts_grid(register: Register) -> Grid:
    """Return ``conflicts``."""
    return _grid("conflicts", columns.CONFLICTS, register.conflicts)


def pins_grid(register: Register) -> Grid:
    """Return ``pins``."""
    return _grid("pins", columns.PINS, register.pins)


def decisions_grid(register: Register) -> Grid:
    """Return ``decisions``."""
    return _grid("decisions", columns.DECISIONS, register.decisions)


def problems_grid(diagnoses: Sequence[Diagnosis], language: Language) -> Grid:
    """Return ``problems``, one finding a row, in the words of one language."""
    return Grid(
        "problems",
        columns.PROBLEMS,
        [
            (
                found.file,
                found.sheet,
                found.row or None,
                found.column,
                found.severity.value,
                found.found,
                found.expected.in_(language),
                found.assumed.in_(language),
            )
            for found in diagnoses
        ],
    )


def _grid(name: str, own: tuple[str, ...], records: Sequence[Record]) -> Grid:
    extras = [dict(_extra(record)) for record in records]
    more = tuple(dict.fromkeys(heading for extra in extras for heading in extra))
    return Grid(
        name,
        own + more,
        [
            tuple(_cell(getattr(record, column)) for column in own)
            + tuple(extra.get(heading) for heading in more)
            for record, extra in zip(records, extras, strict=True)
        ],
    )


def _extra(record: Record) -> tuple[tuple[str, str], ...]:
    return record.extra if not isinstance(record, Conflict | Pin | Decision) else ()


def _cell(value: Cell | Budget | tuple[str, ...]) -> Cell:
    if isinstance(value, tuple):
        return write_list(value)
    return str(value) if isinstance(value, Budget) else value
