"""An upload as the reader understands it: meanings of columns, findings by cell, what is good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.records import Register
from duijie.domain.sheet import Cell, Sheet, column_letter
from duijie.register.headings import fold_heading
from duijie.register.reader import read_recognised, recognise_all
from duijie.register.recognise import Choice, Recognised
from duijie.web.imports.cells import decode_sheets, mend_sheets
from duijie.web.imports.models import HeadingMemory, Import
from duijie.web.imports.plain import PlainSheet, read_plain
from duijie.web.imports.plan import Item
from duijie.web.register.bridge import to_known

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True)
class Column:
    """A column of the sheet: its letter, its heading, the field it fills, whether remembered."""

    index: int
    letter: str
    heading: str
    field: str


@dataclass(frozen=True)
class Shown:
    """A cell in the grid."""

    column: int
    text: str
    severity: str
    said: Sequence[Diagnosis]
    mended: bool


@dataclass(frozen=True)
class Row:
    """A row of the grid; `number` as a spreadsheet shows it."""

    number: int
    severity: str
    cells: list[Shown]
    said: Sequence[Diagnosis]


@dataclass(frozen=True)
class SheetView:
    """One sheet of an upload, and what was made of it."""

    index: int
    sheet: Sheet
    found: Recognised | None
    findings: Sequence[Diagnosis]
    mends: frozenset[tuple[int, int]] = field(default=frozenset())
    plain: PlainSheet | None = None

    @property
    def kind(self) -> str:
        """What the sheet is taken for; empty when it is passed over."""
        return self.found.columns.kind if self.found else ""

    @cached_property
    def by_row(self) -> dict[int, list[Diagnosis]]:
        """Findings by row, as a spreadsheet counts."""
        grouped: dict[int, list[Diagnosis]] = defaultdict(list)
        for finding in self.findings:
            grouped[finding.row].append(finding)
        return grouped

    @property
    def columns(self) -> list[Column]:
        """The columns that have a heading."""
        if not self.found:
            return []
        field_of = {
            index: name for name, indices in self.found.columns.fields.items() for index in indices
        } | {
            indices[0]: f"company.{name}"
            for name, indices in self.found.particulars.items()
            if indices[0] not in {i for ii in self.found.columns.fields.values() for i in ii}
        }
        layout = self.found.layout
        return [
            Column(index, column_letter(index), layout.heading(index), field_of.get(index, ""))
            for index in sorted(layout.heads)
        ]

    def numbers(self, show: str) -> list[int]:
        """Return the 0-based data rows to show: ``need``, ``mended`` or all."""
        rows = [index for index, _ in self.found.layout.rows] if self.found else []
        wanted = {"need": {"error", "warning"}, "mended": {"note"}}.get(show)
        return rows if wanted is None else [row for row in rows if self.worst(row) in wanted]

    def worst(self, row: int) -> str:
        """Return the gravest severity of a 0-based row, empty when it is good."""
        return worst_of(self.by_row.get(row + 1, ()))

    def count(self) -> dict[str, int]:
        """Return how many rows there are, are good, were mended by rule, and need a person."""
        rows = self.numbers("all")
        worst = [self.worst(row) for row in rows]
        need = sum(one in {"error", "warning"} for one in worst)
        mended = worst.count("note")
        return {
            "rows": len(rows),
            "good": len(rows) - need - mended,
            "mended": mended,
            "need": need,
            "refused": worst.count("error"),
        }

    def row(self, index: int) -> Row:
        """Return a 0-based row for the grid."""
        said = self.by_row.get(index + 1, [])
        values = dict(self.found.layout.rows)[index] if self.found else ()
        cells = [self._cell(index, column, values, said) for column in self.columns]
        loose = [one for one in said if one.column not in {c.letter for c in self.columns}]
        return Row(index + 1, worst_of(said), cells, loose)

    def _cell(
        self, row: int, column: Column, values: Sequence[Cell], said: Sequence[Diagnosis]
    ) -> Shown:
        here = [one for one in said if one.column == column.letter]
        value = values[column.index] if column.index < len(values) else None
        text = "" if value is None else str(value)
        mended = (row, column.index) in self.mends
        return Shown(column.index, text, worst_of(here), here, mended)


@dataclass(frozen=True)
class Preview:
    """A whole upload as it would be imported now."""

    sheets: list[SheetView]
    register: Register
    findings: Sequence[Diagnosis]

    @property
    def plain(self) -> list[Item]:
        """The innovations and resources that would come in, for a plan to fill in anew."""
        return [replace(item) for view in self.sheets if view.plain for item in view.plain.items]


def worst_of(findings: Sequence[Diagnosis]) -> str:
    """Return the gravest severity as a word, empty when there is none."""
    found = {one.severity for one in findings}
    return next((str(severity) for severity in _ORDER if severity in found), "")


_last: dict[tuple[int, str], tuple[tuple[int, Register], Preview]] = {}
"""The previews looked at last, by import; one is computed anew whenever its version changes, or
what the event knows."""
_KEPT = 4


def preview_import(one: Import) -> Preview:
    """Read the upload with all mends and choices made so far."""
    key = one.pk, one.at.isoformat()
    made_from = one.version, to_known(one.event)
    then, preview = _last.get(key, (None, None))
    if preview is None or then != made_from:
        preview = _read(one, made_from[1])
        _last.pop(key, None)
        while len(_last) >= _KEPT:
            _last.pop(next(iter(_last)))
        _last[key] = made_from, preview
    return preview


def _read(one: Import, known: Register) -> Preview:
    sheets = mend_sheets(decode_sheets(one.file_name, one.sheets), one.mends)
    skipped = {int(index) for index, choice in one.choices.items() if choice.get("kind") == "none"}
    choices = {
        (one.file_name, sheets[int(index)].name): _choice(choice)
        for index, choice in one.choices.items()
        if int(index) not in skipped
    }
    plain = {
        index: holds
        for index, sheet in enumerate(sheets)
        if not one.choices.get(str(index), {}).get("kind") and (holds := read_plain(sheet))
    }
    used = [index for index in range(len(sheets)) if index not in skipped and index not in plain]
    read = [sheets[index] for index in used]
    recognised = recognise_all(read, choices=choices)
    register, findings = read_recognised(read, recognised, known)
    found = dict(zip(used, recognised, strict=True))
    views = [
        _view(one, index, sheet, found.get(index), findings if index in found else ())
        if index not in plain
        else SheetView(index, sheet, None, plain[index].findings, plain=plain[index])
        for index, sheet in enumerate(sheets)
    ]
    odd = [finding for one in plain.values() for finding in one.findings]
    return Preview(views, register, [*findings, *odd])


def _choice(stored: dict[str, Any]) -> Choice:
    fields = {int(index): name for index, name in stored.get("fields", {}).items()}
    return Choice(stored.get("kind") or None, fields)


def _view(
    one: Import,
    index: int,
    sheet: Sheet,
    found: Recognised | None,
    findings: Sequence[Diagnosis],
) -> SheetView:
    keys = [tuple(map(int, key.split("/"))) for key in one.mends]
    mends = frozenset((row, column) for number, row, column in keys if number == index)
    here = [finding for finding in findings if finding.sheet == sheet.name]
    return SheetView(index, sheet, found, here, mends)


def remembered_choices(one: Import) -> dict[str, Any]:
    """Return what headings of the upload meant when somebody of the organisation last said so."""
    known = {
        (memory.kind, memory.heading): memory.field
        for memory in HeadingMemory.objects.filter(organisation=one.event.organisation)
    }
    if not known:
        return {}
    choices: dict[str, Any] = {}
    for view in preview_import(one).sheets:
        fields = {
            str(column.index): known[view.kind, fold_heading(column.heading)]
            for column in view.columns
            if known.get((view.kind, fold_heading(column.heading)), column.field) != column.field
        }
        if fields:
            choices[str(view.index)] = {"kind": view.kind, "fields": fields}
    return choices


def remember(one: Import, preview: Preview) -> None:
    """Keep what the person said of headings for the next upload."""
    for view in preview.sheets:
        fields = one.choices.get(str(view.index), {}).get("fields", {})
        headings = {str(column.index): column.heading for column in view.columns}
        for index, name in fields.items():
            if headings.get(index):
                HeadingMemory.objects.update_or_create(
                    organisation=one.event.organisation,
                    kind=view.kind,
                    heading=fold_heading(headings[index])[:200],
                    defaults={"field": name},
                )
