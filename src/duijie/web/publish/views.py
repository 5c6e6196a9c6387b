"""Published versions: the programme, who is in it, what changed, print; everybody's calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from duijie.domain.agenda import Agenda
from duijie.io.ical import calendar as make_calendar
from duijie.report.calendars import agenda_of
from duijie.web.access.doors import refuse
from duijie.web.access.guard import guarded, public
from duijie.web.access.viewer import Viewer
from duijie.web.events.frame import event_page
from duijie.web.publish import printing, selectors
from duijie.web.publish.differences import Differences, compare
from duijie.web.publish.models import Feed, Publication
from duijie.web.publish.opened import open_publication
from duijie.web.publish.services import access_feed, renew_feed

_REFRESH = timedelta(hours=1)


@guarded("publication", "view")
def list_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """List the versions, newest first."""
    context = {"publications": selectors.list_publications(viewer.event)}
    return render(request, "publish/list.html", event_page(viewer, context))


@guarded("publication", "view")
def version_page(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Show a version: its tables, its people, what changed, or its printed matter."""
    publication = _find(viewer, number)
    can_print = viewer.can("publication", "print")
    parts = {"tables": _tables, "people": _people, "changes": _changes}
    if can_print:
        parts["print"] = _papers
    part = request.GET.get("show", "")
    part = part if part in parts else "tables"
    context = {
        "publication": publication,
        "part": part,
        "part_template": f"publish/{part}.html",
        "can_print": can_print,
        "newest": selectors.latest_publication(viewer.event) == publication,
        **parts[part](request, viewer, publication),
    }
    return render(request, "publish/version.html", event_page(viewer, context))


def _find(viewer: Viewer, number: int) -> Publication:
    publication = selectors.find_publication(viewer.event, number)
    if publication is None:
        refuse(viewer.user, "publication", "view", number)
    return publication


def _tables(request: HttpRequest, viewer: Viewer, publication: Publication) -> dict[str, Any]:
    programme = selectors.seen_by(viewer, open_publication(publication))
    return {
        "grids": selectors.day_grids(programme),
        "waiting": selectors.waiting_meetings(programme),
    }


def _people(request: HttpRequest, viewer: Viewer, publication: Publication) -> dict[str, Any]:
    opened = open_publication(publication)
    code = request.GET.get("person", "")
    if code in opened.people:
        programme = selectors.seen_by(viewer, opened)
        day = selectors.day_of(programme, code)
        return {"person": opened.people[code], "code": code, "entries": day}
    before = selectors.find_publication(viewer.event, publication.version - 1)
    changed = _differences(before, publication).people if before else frozenset()
    feeds = selectors.list_feeds(viewer.event) if viewer.can("publication", "print") else []
    rows = selectors.list_people(viewer, opened, changed, feeds)
    return {"people": [(one, _feed_link(request, one.feed)) for one in rows]}


def _feed_link(request: HttpRequest, feed: Feed | None) -> str:
    return request.build_absolute_uri(reverse("calendar", args=[feed.token])) if feed else ""


def _changes(request: HttpRequest, viewer: Viewer, publication: Publication) -> dict[str, Any]:
    listed = [
        one
        for one in selectors.list_publications(viewer.event)
        if one.version != publication.version
    ]
    wanted = request.GET.get("with", "")
    usual = publication.version - 1
    number = int(wanted) if wanted.isdecimal() else usual
    before = next((one for one in listed if one.version == number), None)
    differences = _differences(before, publication) if before else None
    return {
        "others": listed,
        "before": before,
        "differences": differences,
        "several_days": len(open_publication(publication).shown.event.days) > 1,
    }


def _differences(before: Publication, after: Publication) -> Differences:
    return compare(open_publication(before).shown, open_publication(after).shown)


def _papers(request: HttpRequest, viewer: Viewer, publication: Publication) -> dict[str, Any]:
    files = [(one, printing.find_file(publication, one.file)) for one in printing.PAPERS]
    return {
        "papers": [(one, path.stat().st_size) for one, path in files if path],
        "job": printing.open_printing(publication),
        "job_kind": printing.KIND,
    }


@guarded("publication", "print", methods=("POST",))
def run_print(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """Prepare the printed matter in the background; the page shows how far it is."""
    publication = _find(viewer, number)
    printing.start_printing(viewer, publication)
    return redirect(reverse("publication", args=[viewer.event.slug, number]) + "?show=print")


@guarded("publication", "print")
def download(request: HttpRequest, viewer: Viewer, number: int, name: str) -> Any:
    """Give a file of a version."""
    publication = _find(viewer, number)
    path = printing.find_file(publication, name)
    if path is None:
        refuse(viewer.user, "publication", "print", f"{number} {name}")
    called = f"{viewer.event.slug}-v{number}-{name}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=called)


@guarded("feed", "renew", methods=("POST",))
def renew(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Give somebody's calendar a new link; the old one leads nowhere from now on."""
    feed = access_feed(viewer, pk, "renew")
    renew_feed(feed)
    messages.success(request, _("There is a new link; the old one leads nowhere from now on."))
    if request.POST.get("back") == "me":
        return redirect("account")
    latest = selectors.latest_publication(viewer.event)
    if latest is None or not viewer.can("publication", "print"):
        return redirect("event", viewer.event.slug)
    return redirect(
        reverse("publication", args=[viewer.event.slug, latest.version]) + "?show=people"
    )


@public("whoever has the link of a calendar may read it; it names no confidential need")
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Give somebody's calendar as the last version has it; a telephone asks every hour."""
    found = Feed.objects.filter(token=token).select_related("event", "expert", "company")
    feed = found.first()
    publication = feed and selectors.latest_publication(feed.event)
    if not feed or not publication:
        raise Http404
    opened = open_publication(publication)
    etag = quote_etag(f"{publication.pk}-{opened.mark}")
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    agenda = agenda_of(opened.full, feed.code) or Agenda(feed.code, feed.event.title, ())
    written = make_calendar(agenda, opened.full.generated, settings.TIME_ZONE, refresh=_REFRESH)
    answer = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Disposition"] = 'inline; filename="duijie.ics"'
    return answer
