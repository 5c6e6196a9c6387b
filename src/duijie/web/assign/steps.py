"""The assign step in the rail."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duijie.web.assign.models import Assignment
from duijie.web.assign.selectors import State, read_state
from duijie.web.events.frame import Frame, Link, Step
from duijie.web.jobs.models import OPEN
from duijie.web.match.compute import latest_ranking


def make_step(frame: Frame) -> Step | None:
    """Say how far assigning is; None for those who take no part in it."""
    viewer = frame.viewer
    if not viewer.can("assignment", "view"):
        return None
    state = read_state(viewer)
    if state.assignment is None and latest_ranking(viewer.event) is None:
        return None
    address = reverse("assign", args=[viewer.event.slug])
    action = _next(state, address) if viewer.can("assignment", "run") else None
    links = (Link(_("Assignment"), address),)
    return Step(_("Assign"), "assign", _name(state), _sum_up(state.assignment), action, links)


def _name(state: State) -> str:
    if state.job and state.job.state in OPEN:
        return "running"
    if state.assignment is None:
        return "empty"
    return "stale" if state.stale else "done"


def _sum_up(assignment: Assignment | None) -> str:
    if assignment is None:
        return _("Who meets whom: exact, fair, and with an answer to “why not me?”.")
    count = len(assignment.pairs)
    said = ngettext(
        "Version %(version)d: %(n)d meeting", "Version %(version)d: %(n)d meetings", count
    )
    return said % {"version": assignment.version, "n": count}


def _next(state: State, address: str) -> tuple[str, str] | None:
    if state.job and state.job.state in OPEN:
        return None
    if state.assignment is None:
        return _("Decide who meets whom"), address
    return (_("Assign again"), address) if state.stale else None
