"""Sheets of innovations and resources, which no engine reads: as they were exported, or like it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.encoding import force_str
from django.utils.translation import override

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.ids import make_id
from duijie.domain.sheet import Sheet, column_letter
from duijie.domain.text import Text
from duijie.register.headings import fold_heading
from duijie.web.imports.fitting import fit_line
from duijie.web.imports.plan import Item
from duijie.web.register.export import CODE
from duijie.web.register.kinds import KINDS

ENTITIES = ("innovation", "resource")
_LANGUAGES = ("zh-hans", "en")
_PREFIX = {"innovation": "I", "resource": "R"}
_NAMED_BY = {"innovation": "title", "resource": "name"}


@dataclass(frozen=True)
class PlainSheet:
    """A sheet whose every row is a record of `entity`, and what was odd in it."""

    entity: str
    items: list[Item] = field(default_factory=list)
    findings: list[Diagnosis] = field(default_factory=list)


def read_plain(sheet: Sheet) -> PlainSheet | None:
    """Return what a sheet of innovations or resources holds; None for any other sheet.

    It is one by its name and its headings: in the words of the forms, of either language.
    """
    entity = next((one for one in ENTITIES if sheet.name.casefold() in _names(one)), None)
    if entity is None or not sheet.rows:
        return None
    known = _headings(entity)
    columns = {
        index: known[heading]
        for index, cell in enumerate(sheet.rows[0])
        if (heading := fold_heading(str(cell or ""))) in known
    }
    if _NAMED_BY[entity] not in columns.values():
        return None
    found = PlainSheet(entity)
    for number, row in enumerate(sheet.rows[1:], start=2):
        cells = {name: _text(row[index]) for index, name in columns.items()}
        if any(cells.values()):
            _read_row(found, sheet, number, columns, cells)
    return found


def _read_row(
    found: PlainSheet,
    sheet: Sheet,
    number: int,
    columns: Mapping[int, str],
    cells: dict[str, str],
) -> None:
    letters = {name: column_letter(index) for index, name in columns.items()}

    def say(severity: Severity, name: str, expected: Text) -> None:
        found.findings.append(
            Diagnosis(
                file=sheet.file,
                sheet=sheet.name,
                row=number,
                column=letters.get(name, ""),
                severity=severity,
                found=cells.get(name, ""),
                expected=expected,
            )
        )

    own = _NAMED_BY[found.entity]
    required = [own, "company"] if found.entity == "innovation" else [own]
    missing = [name for name in required if not cells.get(name)]
    for name in missing:
        say(Severity.ERROR, name, Text("此处不能空", "this must not be empty"))
    if missing:
        return
    code = cells.pop(CODE, "")
    parent = fit_line("company", "name", cells.pop("company", ""))
    for name, values in _choices(found.entity).items():
        if cells.get(name):
            value = values.get(fold_heading(cells[name]), "")
            if not value:
                say(Severity.WARNING, name, Text("没有这个选项", "there is no such choice"))
            cells[name] = value
    values = {name: value for name, value in cells.items() if value}
    code = code or make_id(_PREFIX[found.entity], cells[own], parent)
    found.items.append(Item(found.entity, code, values, parent))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


@cache
def _names(entity: str) -> frozenset[str]:
    """Return what a sheet of the kind is called."""
    kind = KINDS[entity]
    return frozenset({kind.plural, *(one.casefold() for one in _in_both(kind.many))})


@cache
def _headings(entity: str) -> dict[str, str]:
    """Return the field of each heading, folded."""
    kind = KINDS[entity]
    return {fold_heading(CODE): CODE, "code": CODE} | {
        fold_heading(heading): name
        for name in kind.fields
        for heading in _in_both(kind.heading(name))
    }


@cache
def _choices(entity: str) -> dict[str, dict[str, str]]:
    """Return the fields that hold one of a few values, and the value of each word for it."""
    model: Any = KINDS[entity].model
    found: dict[str, dict[str, str]] = {}
    for name in KINDS[entity].fields:
        options: Iterable[Sequence[Any]] = model._meta.get_field(name).choices or ()  # noqa: SLF001 - Django's documented API
        words = {
            fold_heading(word): str(value)
            for value, label in options
            for word in (str(value), *_in_both(label))
        }
        if words:
            found[name] = words
    return found


def _in_both(words: Any) -> list[str]:
    """Return lazily translated words in both languages."""
    said = []
    for language in _LANGUAGES:
        with override(language):
            said.append(force_str(words))
    return said
