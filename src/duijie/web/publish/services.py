"""Publishing a version, and making the links of calendars."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from duijie.report.programme import Programme
from duijie.report.schedule import everybody, person_id
from duijie.web.access.doors import refuse
from duijie.web.access.rules import Scope
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.people.models import new_token
from duijie.web.publish.frozen import digest, freeze
from duijie.web.publish.models import Feed, Publication
from duijie.web.publish.selectors import list_feeds


class NothingNew(Exception):
    """The version would say what the last one says; the message tells which that is."""


def count_audience(programme: Programme) -> int:
    """Return how many experts and companies have a meeting."""
    return sum(1 for person in everybody(programme) if programme.meetings_of(person))


@transaction.atomic
def publish(viewer: Viewer, programme: Programme, note: str = "") -> Publication:
    """Make `programme` the version that everybody sees; calendars follow at once.

    Printed matter is made by `printing.start_printing`.

    Raises
    ------
    NothingNew
        When nothing differs from the last version.
    """
    event = Event.objects.select_for_update().get(pk=viewer.event.pk)
    last = event.publications.defer("document").first()
    now = timezone.localtime().replace(tzinfo=None, microsecond=0)
    programme = replace(programme, generated=now)
    says = digest(programme)
    if last and last.digest == says:
        raise NothingNew(
            _("Nothing has changed since version %(n)d; it stays.") % {"n": last.version}
        )
    highest = event.publications.aggregate(most=Max("version"))["most"] or 0
    made = Publication.objects.create(
        event=event,
        version=highest + 1,
        note=note.strip()[:300],
        by_name=str(viewer.user),
        meetings=len(programme.placed),
        people=count_audience(programme),
        document=freeze(programme),
        digest=says,
    )
    _make_feeds(event, programme)
    return made


def _make_feeds(event: Event, programme: Programme) -> None:
    """Give everybody of the programme who is in the register a calendar, once."""
    known = {person_id(one) for one in everybody(programme)}
    experts = event.expert_set.filter(code__in=known).exclude(
        pk__in=event.feeds.filter(expert__isnull=False).values("expert")
    )
    companies = event.company_set.filter(code__in=known).exclude(
        pk__in=event.feeds.filter(company__isnull=False).values("company")
    )
    Feed.objects.bulk_create(
        [
            *(Feed(event=event, expert=one) for one in experts),
            *(Feed(event=event, company=one) for one in companies),
        ]
    )


def access_feed(viewer: Viewer, pk: int, action: str) -> Feed:
    """Return a calendar of the event that the viewer may do `action` to."""
    feed = Feed.objects.filter(event=viewer.event, pk=pk).first()
    if feed is None or not _may(viewer, feed, action):
        refuse(viewer.user, "feed", action, pk)
    return feed


def readable_feeds(viewer: Viewer) -> list[Feed]:
    """Return the calendars whose links the viewer may have: who may renew one may read it."""
    return [one for one in list_feeds(viewer.event) if _may(viewer, one, "renew")]


def _may(viewer: Viewer, feed: Feed, action: str) -> bool:
    scope = viewer.scope("feed", action)
    own = feed.expert_id in viewer.expert_ids or feed.company_id in viewer.company_ids
    return scope is Scope.ALL or (scope is Scope.OWN and own)


def renew_feed(feed: Feed) -> None:
    """Give a calendar a new link; the old one leads nowhere from now on."""
    feed.token = new_token()
    feed.save(update_fields=["token"])
