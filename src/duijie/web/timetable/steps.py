"""The timetable step in the rail: how far the plan is, and what has been published."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duijie.web.access.viewer import Viewer
from duijie.web.assign.selectors import used_assignment
from duijie.web.events.frame import Frame, Link, Step
from duijie.web.jobs.models import OPEN
from duijie.web.publish import steps as publish
from duijie.web.publish.selectors import latest_publication
from duijie.web.timetable.compute import latest_work
from duijie.web.timetable.models import Timetable
from duijie.web.timetable.plans import is_stale, used_timetable


def make_step(frame: Frame) -> Step | None:
    """Say how far the timetable is; to those who do not make it, what is published."""
    viewer = frame.viewer
    if not viewer.can("timetable", "view"):
        return publish.make_step(frame)
    used = used_timetable(viewer.event)
    published = latest_publication(viewer.event)
    if used is None and published is None and used_assignment(viewer.event) is None:
        return None
    address = reverse("timetable", args=[viewer.event.slug])
    links = [Link(_("Timetable"), address)]
    if published:
        links += publish.list_links(viewer, published)
    state = _state(viewer, used)
    said = _sum_up(used) if used or not published else publish.sum_up(published)
    action = None
    if viewer.can("timetable", "run") and state != "running":
        action = _next(state, address)
    return Step(_("Timetable"), "timetable", state, said, action, tuple(links))


def _state(viewer: Viewer, used: Timetable | None) -> str:
    job = latest_work(viewer.event)
    if job and job.state in OPEN:
        return "running"
    if used is None:
        return "empty"
    return "stale" if is_stale(used) else "done"


def _sum_up(used: Timetable | None) -> str:
    if used is None:
        return _("Who meets where and when, with the fewest breaks.")
    count = len(used.placed)
    said = ngettext(
        "Version %(version)d: %(n)d meeting", "Version %(version)d: %(n)d meetings", count
    )
    return said % {"version": used.version, "n": count}


def _next(state: str, address: str) -> tuple[str, str] | None:
    if state == "empty":
        return _("Make the timetable"), address
    return (_("Look at what has changed"), address) if state == "stale" else None
