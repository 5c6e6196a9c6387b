"""An assignment as one workbook: pairs, experts, the price of fairness."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from duijie.domain.sheet import Cell, Grid
from duijie.io.workbook import write_workbook
from duijie.web.access.viewer import Viewer
from duijie.web.assign.curve import read_curve
from duijie.web.assign.models import Assignment
from duijie.web.assign.selectors import Line, People, lines_of_experts, lines_of_needs

_DECIMALS = 4


def make_workbook(viewer: Viewer, assignment: Assignment) -> bytes:
    """Return the .xlsx file in the reader's language."""
    people = People(viewer)
    grids = [
        _grid(
            _("Needs"), (_("need id"), _("need"), _("company")), lines_of_needs(people, assignment)
        ),
        _grid(
            _("Experts"),
            (_("expert id"), _("expert"), _("department")),
            lines_of_experts(people, assignment),
        ),
    ]
    curve = _curve_grid(assignment)
    if curve:
        grids.append(curve)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "assignment.xlsx"
        write_workbook(path, grids, timezone.now().replace(tzinfo=None, microsecond=0))
        return path.read_bytes()


def _grid(name: str, heads: tuple[str, str, str], lines: list[Line]) -> Grid:
    """Return one side's meetings, a row each; whoever has none has a row too."""
    rows: list[tuple[Cell, ...]] = []
    for line in lines:
        who = (line.person.code, line.person.label, line.person.about)
        for one in line.meetings:
            decided = _("must meet") if one.pinned else ""
            met = (one.other.code, one.other.label, round(one.affinity, _DECIMALS), decided)
            rows.append((*who, *met))
        if not line.meetings:
            rows.append((*who, "", "", None, ""))
    columns = (*heads, _("id"), _("meets"), _("affinity"), _("decision"))
    return Grid(name, columns, rows)


def _curve_grid(assignment: Assignment) -> Grid | None:
    curve = read_curve(assignment)
    if curve is None:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            round(one.worst_served, _DECIMALS),
            round(one.total, _DECIMALS),
            round(one.share, _DECIMALS),
            one.meetings,
            _("recommended") if one.recommended else "",
        )
        for one in curve.points
    ]
    heads = (
        _("worst-served need"),
        _("total"),
        _("share of the greatest total"),
        _("meetings"),
        "",
    )
    return Grid(_("Price of fairness"), heads, rows)
