"""The match step in the rail."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from duijie.web.access.viewer import Viewer
from duijie.web.events.frame import Frame, Link, Step
from duijie.web.jobs.models import OPEN
from duijie.web.match.proposals import waiting_for
from duijie.web.match.selectors import State, read_state


def make_step(frame: Frame) -> Step | None:
    """Say how far matching is, to the organiser; to others what concerns them."""
    viewer = frame.viewer
    if not viewer.can("match", "view"):
        return _own_step(viewer) if viewer.can("proposal", "answer") else None
    state = read_state(viewer)
    slug = viewer.event.slug
    address = reverse("match", args=[slug])
    action = None
    if viewer.can("match", "run") and _is_ready(frame):
        action = _next(state, address)
    links = [Link(_("Match board"), address)]
    if viewer.can("proposal", "list"):
        count = viewer.event.proposals.count()
        links.append(Link(_("Requests"), reverse("requests", args=[slug]), count))
    return Step(_("Match"), "match", _name(state), _sum_up(state), action, tuple(links))


def _own_step(viewer: Viewer) -> Step:
    """Return what an expert or a company sees of the step."""
    slug = viewer.event.slug
    count = len(waiting_for(viewer))
    links = [Link(_("Requests"), reverse("requests", args=[slug]), count)]
    if viewer.can("expert", "match"):
        own = viewer.visible("expert", "match").order_by("pk")
        links += [
            Link(_("Needs that suit me"), reverse("match_expert", args=[slug, one.pk]))
            for one in own
        ]
    said = _("Meetings proposed to you, or asked for by you.")
    return Step(_("Match"), "match", "begun" if count else "done", said, None, tuple(links))


def _is_ready(frame: Frame) -> bool:
    return bool(frame.counts.get("need") and frame.counts.get("expert"))


def _name(state: State) -> str:
    if state.job and state.job.state in OPEN:
        return "running"
    if state.ranking is None:
        return "empty"
    return "stale" if state.stale else "done"


def _sum_up(state: State) -> str:
    ranking = state.ranking
    if ranking is None:
        return _("Every need is compared with what every expert has shown.")
    return _("Version %(version)d: %(needs)d needs × %(experts)d experts") % {
        "version": ranking.version,
        "needs": len(ranking.need_ids),
        "experts": len(ranking.expert_ids),
    }


def _next(state: State, address: str) -> tuple[str, str] | None:
    if state.job and state.job.state in OPEN:
        return None
    if state.ranking is None:
        return _("Match needs and experts"), address
    return (_("Match again"), address) if state.stale else None
