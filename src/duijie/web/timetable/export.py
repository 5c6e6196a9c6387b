"""A plan as one workbook: meetings, people, meetings without a place."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from duijie.domain.sheet import Cell, Grid
from duijie.io.workbook import write_workbook
from duijie.report.programme import Meeting
from duijie.web.access.viewer import Viewer
from duijie.web.publish.templatetags.published import need_words
from duijie.web.timetable.board import list_people
from duijie.web.timetable.plans import Plan


def make_workbook(viewer: Viewer, plan: Plan) -> bytes:
    """Return the .xlsx file in the reader's language."""
    meetings = plan.as_programme(viewer).meetings
    heads = (_("need id"), _("need"), _("company"), _("expert id"), _("expert"))
    times = (_("slot"), _("date"), _("from"), _("to"), _("table"))
    grids = [
        Grid(
            _("Timetable"),
            (*times, *heads),
            [(*_time(one), *_who(one)) for one in meetings if one.placed],
        ),
        Grid(
            _("People"),
            (_("id"), _("name"), _("meetings"), _("breaks")),
            [(one.id, one.name, one.meetings, one.breaks) for one in list_people(viewer, plan)],
        ),
        Grid(_("Without a time"), heads, [_who(one) for one in meetings if not one.placed]),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "timetable.xlsx"
        write_workbook(path, grids, timezone.now().replace(tzinfo=None, microsecond=0))
        return path.read_bytes()


def _who(one: Meeting) -> tuple[Cell, ...]:
    need, expert = one.key
    return need, need_words(one.need), one.company.name, expert, one.expert.name


def _time(one: Meeting) -> tuple[Cell, ...]:
    if one.placed is None:
        return ()
    at = one.placed
    return at.slot, at.start.date(), at.start.time(), at.end.time(), at.table
