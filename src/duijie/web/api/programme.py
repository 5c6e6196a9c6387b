"""The programme of an event: its event.toml, read and replaced."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema

from duijie.domain.errors import BadData
from duijie.io.encoding import decode_text
from duijie.web.api.doors import behind, enter
from duijie.web.api.problems import Problem, reader_language
from duijie.web.programme import services

router = Router(tags=["programme"])


class ProgrammeOut(Schema):
    """A version of the programme, and what is odd about it."""

    version: int
    made_at: datetime
    by_name: str
    warnings: list[str]


@router.get("{slug}/event.toml", openapi_extra=behind("event", "edit"))
def read_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the programme that holds."""
    standing = services.latest_programme(enter(request, slug, "event", "edit").event)
    if standing is None:
        raise Problem(409, _("The event has no programme yet."))
    return HttpResponse(standing.text.encode(), content_type="application/toml; charset=utf-8")


@router.put("{slug}/event.toml", response=ProgrammeOut, openapi_extra=behind("event", "edit"))
def replace_programme(request: HttpRequest, slug: str) -> Any:
    """Make the file that is sent the programme; the same again changes nothing."""
    viewer = enter(request, slug, "event", "edit")
    if len(request.body) > services.MOST_BYTES:
        raise Problem(413, services.TOO_LARGE.in_(reader_language()))
    try:
        text = decode_text(request.body, services.SOURCE)
        services.keep_programme(viewer.user, viewer.event, text)
        read = services.check_programme(viewer.event, text)
    except BadData as error:
        raise _refusal(error) from None
    standing: Any = services.latest_programme(viewer.event)  # there is one by now
    return {
        "version": standing.number,
        "made_at": standing.made_at,
        "by_name": standing.by_name,
        "warnings": [one.describe(reader_language()) for one in read.warnings],
    }


def _refusal(error: BadData) -> Problem:
    language = reader_language()
    findings = [one.describe(language) for one in error.diagnoses]
    return Problem(422, error.describe(language), findings=findings)
