"""What the rail says of published versions, to those who do not make the timetable."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from duijie.web.access.viewer import Viewer
from duijie.web.events.frame import Frame, Link, Step
from duijie.web.publish.models import Publication
from duijie.web.publish.selectors import latest_publication


def make_step(frame: Frame) -> Step | None:
    """Say what is published; None while nothing is."""
    viewer = frame.viewer
    if not viewer.can("publication", "view"):
        return None
    publication = latest_publication(viewer.event)
    if publication is None:
        return None
    links = tuple(list_links(viewer, publication))
    return Step(_("Timetable"), "timetable", "done", sum_up(publication), None, links)


def list_links(viewer: Viewer, publication: Publication) -> list[Link]:
    """Return the pages of what is published, for the rail."""
    slug = viewer.event.slug
    links = [Link(_("Published"), reverse("publications", args=[slug]), publication.version)]
    if viewer.expert_ids or viewer.company_ids:
        links.insert(0, Link(_("My meetings"), reverse("account")))
    return links


def sum_up(publication: Publication) -> str:
    """Return a version in one line."""
    return _("Version %(version)d: %(meetings)d meetings of %(people)d people") % {
        "version": publication.version,
        "meetings": publication.meetings,
        "people": publication.people,
    }
