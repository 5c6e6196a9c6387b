"""Affinities and proposals as one workbook."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duijie.domain.sheet import Cell, Grid
from duijie.io.workbook import write_workbook
from duijie.web.access.viewer import Viewer
from duijie.web.match import selectors
from duijie.web.match.decisions import read_marks
from duijie.web.match.models import Ranking
from duijie.web.match.proposals import visible_proposals
from duijie.web.match.reasons import say_reasons
from duijie.web.match.requests import STATES

_MOST = 20
"""So many experts of each need; with every pair a large event would make a sheet nobody opens."""


def make_workbook(viewer: Viewer, ranking: Ranking | None) -> bytes:
    """Return the .xlsx file in the reader's language."""
    grids = [_requests_grid(viewer)]
    if ranking:
        grids.insert(0, _affinity_grid(viewer, ranking))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "match.xlsx"
        write_workbook(path, grids, timezone.now().replace(tzinfo=None, microsecond=0))
        return path.read_bytes()


def _affinity_grid(viewer: Viewer, ranking: Ranking) -> Grid:
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    marks = read_marks(viewer.event)
    said = {"must": _("must meet"), "never": _("never"), "conflict": _("conflict")}
    rows: list[tuple[Cell, ...]] = []
    for line in selectors.list_needs(viewer, ranking, most=_MOST):
        need = line.seen
        row = ranking.rows[need.pk]
        pairs = [(row, ranking.columns[seen.pk]) for seen, *_rest in line.best]
        reasons = say_reasons(ranking, pairs)
        for place, ((seen, value, _level, _mark), reason) in enumerate(
            zip(line.best, reasons, strict=True), start=1
        ):
            mark = said.get(marks.get(need.pk, seen.pk), "")
            rows.append(
                (
                    *(need.record.code, need.label, need.value("company_name")),
                    *(place, seen.record.code, seen.label, round(value, 4), mark),
                    reason.in_(language),  # type: ignore[arg-type]  # one of its literals
                )
            )
    heads = (
        *(_("need id"), _("need"), _("company"), _("rank"), _("expert id"), _("expert")),
        *(_("affinity"), _("decision"), _("reason")),
    )
    return Grid(_("Affinities"), heads, rows)


def _requests_grid(viewer: Viewer) -> Grid:
    heads = (
        *(_("need id"), _("need"), _("company"), _("expert id"), _("expert"), _("asked by")),
        *(_("state"), _("expert's answer"), _("expert's reason")),
        *(_("company's answer"), _("company's reason"), _("answers until")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            *(one.need.code, one.need.title, one.need.company_name),
            *(one.expert.code, one.expert.name, force_str(one.get_asker_display())),
            *(force_str(STATES[one.state]), force_str(one.get_expert_answer_display())),
            *(one.expert_reason, force_str(one.get_company_answer_display())),
            *(one.company_reason, one.deadline.isoformat() if one.deadline else ""),
        )
        for one in visible_proposals(viewer)
    ]
    return Grid(_("Requests"), heads, rows)
