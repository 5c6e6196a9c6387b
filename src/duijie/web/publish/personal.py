"""Somebody's own day at every event: whom they meet when, where and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from duijie.domain.text import EMPTY
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event, Membership, Role, User
from duijie.web.publish.models import Feed, Publication
from duijie.web.publish.opened import Opened, open_publication
from duijie.web.publish.selectors import Entry, day_of, latest_publication
from duijie.web.register.models import Need


@dataclass(frozen=True)
class MyDay:
    """What one person (an expert, or a company that the user speaks for) has planned."""

    event: Event
    publication: Publication
    name: str
    is_expert: bool
    entries: tuple[Entry, ...]
    feed: Feed | None

    @property
    def is_company(self) -> bool:
        """Whether it is a company's day."""
        return not self.is_expert

    @property
    def next(self) -> Entry | None:
        """The meeting or turn that comes next; None once all are over."""
        now = timezone.localtime().replace(tzinfo=None)
        own = (one for one in self.entries if one.meeting or one.is_turn)
        return next((one for one in own if one.end > now), None)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to come."""
        now: datetime = timezone.localtime().replace(tzinfo=None)
        return all(one.end <= now for one in self.entries)


def my_days(user: User) -> list[MyDay]:
    """Return the user's own days, those that are not over first, the soonest first."""
    own = Feed.objects.filter(Q(expert__account=user) | Q(company__contacts=user))
    feeds: dict[int, list[Feed]] = defaultdict(list)
    for feed in own.select_related("expert", "company"):
        feeds[feed.event_id].append(feed)
    found = [
        day
        for viewer in _viewers(user, feeds)
        if viewer.can("publication", "view")
        for day in _days_at(viewer, feeds[viewer.event.pk])
    ]
    return sorted(found, key=lambda one: (one.is_over, one.event.starts_on))


def _viewers(user: User, events: Iterable[int]) -> Iterable[Viewer]:
    held: dict[Event, set[Role]] = {}
    found = Membership.objects.filter(user=user, event__in=events)
    for one in found.select_related("event__organisation"):
        held.setdefault(one.event, set()).add(Role(one.role))
    return [Viewer(user, event, frozenset(roles)) for event, roles in held.items()]


def _days_at(viewer: Viewer, feeds: Iterable[Feed]) -> Iterable[MyDay]:
    publication = latest_publication(viewer.event)
    if publication is None:
        return
    opened = open_publication(publication)
    for feed in feeds:
        person = opened.people.get(feed.code)
        if person:
            entries = tuple(_open_up(viewer, opened, day_of(opened.shown, feed.code)))
            yield MyDay(viewer.event, publication, person.name, bool(feed.expert_id), entries, feed)


def _open_up(viewer: Viewer, opened: Opened, entries: Iterable[Entry]) -> Iterable[Entry]:
    """Give back the words of those confidential needs that the viewer may read."""
    full = {one.key: one for one in opened.full.meetings}
    listed = list(entries)
    hidden = {one.meeting.need.need_id for one in listed if one.meeting}
    found = Need.objects.filter(events=viewer.event, code__in=hidden).select_related("company")
    readable = {one.code for one in found if viewer.may_read(one)}
    for entry in listed:
        meeting = entry.meeting
        if meeting and meeting.need.confidential and meeting.need.need_id in readable:
            open_meeting = full[meeting.key]
            reason = open_meeting.reason or EMPTY
            yield replace(entry, meeting=open_meeting, reason=reason)
        else:
            yield entry
