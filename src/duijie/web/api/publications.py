"""Published versions: read, compared, printed; everybody's calendar."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from duijie.web.access.doors import refuse
from duijie.web.access.viewer import Viewer
from duijie.web.api.doors import behind, enter
from duijie.web.api.jobs import JobOut, show_job
from duijie.web.api.meetings import DifferencesOut, MeetingOut, show_differences, show_meeting
from duijie.web.api.problems import Problem
from duijie.web.publish import printing, selectors
from duijie.web.publish.differences import compare
from duijie.web.publish.models import Feed, Publication
from duijie.web.publish.opened import open_publication
from duijie.web.publish.services import access_feed, readable_feeds, renew_feed

router = Router(tags=["publications"])


class PublicationOut(Schema):
    """A version: how many meetings it has, of how many people."""

    version: int
    note: str
    made_at: datetime
    by_name: str
    n_meetings: int
    n_people: int


class PublishedOut(PublicationOut):
    """A version with its meetings, as you may see them."""

    meetings: list[MeetingOut]


class FileOut(Schema):
    """A file of a version."""

    name: str
    use: str
    bytes: int


class PrintedOut(Schema):
    """The files that can be fetched, and the work on them unless it is done."""

    job: JobOut | None
    files: list[FileOut]


class FeedOut(Schema):
    """The calendar of an expert or a company; whoever has its `link` may read it."""

    id: int
    owner_id: str
    owner: str
    is_expert: bool
    link: str


@router.get(
    "{slug}/publications",
    response=list[PublicationOut],
    openapi_extra=behind("publication", "view"),
)
def list_publications(request: HttpRequest, slug: str) -> Any:
    """List the versions, newest first."""
    viewer = enter(request, slug, "publication", "view")
    return [_show(one) for one in selectors.list_publications(viewer.event)]


@router.get(
    "{slug}/publications/{int:number}",
    response=PublishedOut,
    openapi_extra=behind("publication", "view"),
)
def read_publication(request: HttpRequest, slug: str, number: int, person: str = "") -> Any:
    """Return a version with its meetings, or those of one `person`: an expert or a company."""
    viewer = enter(request, slug, "publication", "view")
    found = _find(viewer, number)
    meetings = selectors.seen_by(viewer, open_publication(found)).meetings
    listed = [
        show_meeting(one)
        for one in meetings
        if not person or person in {one.expert.expert_id, one.company.company_id}
    ]
    return {**_show(found), "meetings": listed}


@router.get(
    "{slug}/publications/{int:number}/differences",
    response=DifferencesOut,
    openapi_extra=behind("publication", "view"),
)
def compare_publications(
    request: HttpRequest, slug: str, number: int, before: int | None = None
) -> Any:
    """Say who must be told what between two versions, usually this one and the one before."""
    viewer = enter(request, slug, "publication", "view")
    now = _find(viewer, number)
    if before is None and number == 1:
        raise Problem(409, _("This is the first version: nothing came before it."))
    was = _find(viewer, number - 1 if before is None else before)
    found = compare(open_publication(was).shown, open_publication(now).shown)
    return show_differences(was.version, now.version, found)


@router.post(
    "{slug}/publications/{int:number}/print",
    response={202: JobOut},
    openapi_extra=behind("publication", "print"),
)
def print_publication(request: HttpRequest, slug: str, number: int) -> Any:
    """Prepare all files of a version in the background."""
    viewer = enter(request, slug, "publication", "print")
    return Status(202, show_job(printing.start_printing(viewer, _find(viewer, number))))


@router.get(
    "{slug}/publications/{int:number}/files",
    response=PrintedOut,
    openapi_extra=behind("publication", "print"),
)
def list_files(request: HttpRequest, slug: str, number: int) -> Any:
    """List the files of a version that are ready."""
    found = _find(enter(request, slug, "publication", "print"), number)
    job = printing.open_printing(found)
    papers = [(one, printing.find_file(found, one.file)) for one in printing.PAPERS]
    return {
        "job": show_job(job) if job else None,
        "files": [
            {"name": one.file, "use": str(one.use), "bytes": path.stat().st_size}
            for one, path in papers
            if path
        ],
    }


@router.get(
    "{slug}/publications/{int:number}/files/{name}", openapi_extra=behind("publication", "print")
)
def fetch_file(request: HttpRequest, slug: str, number: int, name: str) -> Any:
    """Send a file of a version."""
    viewer = enter(request, slug, "publication", "print")
    found = _find(viewer, number)
    path = printing.find_file(found, name)
    if path is None:
        if name in {one.file for one in printing.PAPERS}:
            raise Problem(409, _("Nothing has been printed of this version yet"))
        refuse(viewer.user, "publication", "print", f"{number} {name}")
    called = f"{viewer.event.slug}-v{number}-{name}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=called)


@router.get("{slug}/calendars", response=list[FeedOut], openapi_extra=behind("feed", "renew"))
def list_calendars(request: HttpRequest, slug: str) -> Any:
    """List the calendars: all to the organiser, your own to you."""
    viewer = enter(request, slug, "feed", "renew")
    return [_show_feed(request, one) for one in readable_feeds(viewer)]


@router.post(
    "{slug}/calendars/{int:pk}/renew", response=FeedOut, openapi_extra=behind("feed", "renew")
)
def renew_calendar(request: HttpRequest, slug: str, pk: int) -> Any:
    """Give a calendar a new link; the old one leads nowhere from now on."""
    feed = access_feed(enter(request, slug, "feed", "renew"), pk, "renew")
    renew_feed(feed)
    return _show_feed(request, feed)


def _find(viewer: Viewer, number: int) -> Publication:
    found = selectors.find_publication(viewer.event, number)
    if found is None:
        refuse(viewer.user, "publication", "view", number)
    return found


def _show(one: Publication) -> dict[str, Any]:
    return {
        "version": one.version,
        "note": one.note,
        "made_at": one.made_at,
        "by_name": one.by_name,
        "n_meetings": one.meetings,
        "n_people": one.people,
    }


def _show_feed(request: HttpRequest, feed: Feed) -> dict[str, Any]:
    owner = feed.expert or feed.company
    return {
        "id": feed.pk,
        "owner_id": feed.code,
        "owner": owner.name if owner else "",
        "is_expert": feed.expert_id is not None,
        "link": request.build_absolute_uri(reverse("calendar", args=[feed.token])),
    }
