"""Everything of an event as one workbook, in the columns that the importer reads back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import override

from duijie.domain.sheet import Grid
from duijie.io.workbook import write_workbook
from duijie.register import canonical
from duijie.web.access.viewer import Viewer
from duijie.web.register.bridge import to_register
from duijie.web.register.kinds import KINDS

CODE = "编号"
"""Heads the codes of kinds that the engines do not know."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def make_workbook(viewer: Viewer) -> bytes:
    """Return the .xlsx file with a sheet for each kind of record."""
    register = to_register(viewer.event)
    grids = [
        canonical.needs_grid(register),
        canonical.experts_grid(register),
        canonical.evidence_grid(register),
        canonical.companies_grid(register),
        canonical.conflicts_grid(register),
        canonical.pins_grid(register),
        canonical.decisions_grid(register),
        *(_plain_grid(viewer, entity) for entity in ("innovation", "resource")),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        write_workbook(path, grids, timezone.now().replace(tzinfo=None, microsecond=0))
        return path.read_bytes()


def _plain_grid(viewer: Viewer, entity: str) -> Grid:
    """Return a kind that the engines do not know, under the Chinese headings of the forms."""
    kind = KINDS[entity]
    found = viewer.visible(entity).select_related(*kind.parents)
    with override("zh-hans"):
        headings = tuple(force_str(kind.heading(name)) for name in kind.fields)
        rows = [(one.code, *(_cell(one, name) for name in kind.fields)) for one in found]
    return Grid(kind.plural, (CODE, *headings), rows)


def _cell(record: Any, name: str) -> str:
    display = getattr(record, f"get_{name}_display", None)
    return str(display() if display else getattr(record, name) or "")
