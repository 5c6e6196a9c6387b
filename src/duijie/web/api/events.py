"""Events: their settings, members, activity, search and workbook."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import ModelSchema, Router, Schema

from duijie.web.access.doors import access_own, events_of, refuse
from duijie.web.access.rules import Scope
from duijie.web.accounts.models import Event
from duijie.web.api.bodies import Body
from duijie.web.api.doors import behind, enter
from duijie.web.api.problems import Invalid, Problem
from duijie.web.core import history
from duijie.web.core.models import Activity
from duijie.web.events.forms import EventForm
from duijie.web.events.log import take_back
from duijie.web.register import export, selectors

router = Router(tags=["events"])
_PER_PAGE = 50


class EventOut(ModelSchema):
    """An event, with what the caller is at it."""

    roles: list[str] = []

    class Meta:
        model = Event
        fields = ["slug", "title", "title_en", "place", "starts_on", "ends_on", "registration_open"]


class EventIn(ModelSchema):
    """What of an event can be changed."""

    model_config = Body.model_config

    class Meta:
        model = Event
        fields = ["title", "title_en", "place", "starts_on", "ends_on", "registration_open"]
        fields_optional = "__all__"


class MemberOut(Schema):
    """Somebody's role."""

    id: int
    name: str
    username: str
    role: str


class ActivityOut(ModelSchema):
    """One change."""

    class Meta:
        model = Activity
        fields = ["id", "actor_name", "at", "action", "kind", "object_id", "before", "after"]


class ActivityPage(Schema):
    """A page of the log."""

    items: list[ActivityOut]
    total: int
    page: int
    pages: int


class Hit(Schema):
    """A record that a search found."""

    kind: str
    id: int
    label: str


@router.get("", response=list[EventOut], openapi_extra=behind("account", "own"))
def list_events(request: HttpRequest) -> Any:
    """List the events that you take part in."""
    user: Any = request.auth  # type: ignore[attr-defined]  # set by ninja
    roles = defaultdict(list)
    for event_id, role in user.memberships.order_by("role").values_list("event_id", "role"):
        roles[event_id].append(role)
    events: list[Any] = list(events_of(user))
    for event in events:
        event.roles = roles[event.pk]
    return events


@router.get("{slug}", response=EventOut, openapi_extra=behind("event", "view"))
def read_event(request: HttpRequest, slug: str) -> Any:
    """Return one event."""
    viewer = enter(request, slug, "event", "view")
    event: Any = viewer.event
    event.roles = sorted(viewer.roles)
    return event


@router.patch("{slug}", response=EventOut, openapi_extra=behind("event", "edit"))
def change_event(request: HttpRequest, slug: str, event: EventIn) -> Any:
    """Change the settings that are sent."""
    viewer = enter(request, slug, "event", "edit")
    blank = EventForm(instance=viewer.event)
    data = {name: blank[name].initial for name in blank.fields} | event.dict(exclude_unset=True)
    form = EventForm(
        {name: value for name, value in data.items() if value not in {None, False}},
        instance=viewer.event,
    )
    if not form.is_valid():
        raise Invalid({name: [str(one) for one in said] for name, said in form.errors.items()})
    with transaction.atomic():
        current = Event.objects.select_for_update().get(pk=viewer.event.pk)
        saved: Any = form.instance
        history.update(viewer.user, current, saved, history.snapshot(current))
    saved.roles = sorted(viewer.roles)
    return saved


@router.get("{slug}/members", response=list[MemberOut], openapi_extra=behind("member", "list"))
def list_members(request: HttpRequest, slug: str) -> Any:
    """List who takes part as what."""
    viewer = enter(request, slug, "member", "list")
    found = viewer.event.memberships.select_related("user").order_by("role", "user__name")
    return [
        {"id": one.pk, "name": str(one.user), "username": one.user.username, "role": one.role}
        for one in found
    ]


@router.get("{slug}/activity", response=ActivityPage, openapi_extra=behind("activity", "list"))
def list_activity(request: HttpRequest, slug: str, page: int = 1) -> Any:
    """List who changed what, newest first."""
    viewer = enter(request, slug, "activity", "list")
    found = Paginator(Activity.objects.filter(event=viewer.event), _PER_PAGE).get_page(page)
    return {
        "items": list(found.object_list),
        "total": found.paginator.count,
        "page": found.number,
        "pages": found.paginator.num_pages,
    }


@router.post(
    "{slug}/activity/{int:pk}/undo", response=ActivityOut, openapi_extra=behind("activity", "undo")
)
@transaction.atomic
def undo_activity(request: HttpRequest, slug: str, pk: int) -> Any:
    """Take one change back, your own or, as an organiser, any."""
    viewer = enter(request, slug, "activity", "undo")
    made = access_own(viewer, Activity.objects.all(), "activity", pk)
    if viewer.scope("activity", "undo") is Scope.OWN and made.actor_id != viewer.user.pk:
        refuse(viewer.user, "activity", "undo", pk)
    try:
        take_back(viewer.user, made)
    except history.EditedSince as reason:
        raise Problem(409, str(reason)) from None
    return Activity.objects.get(undoes=made)


@router.get("{slug}/search", response=list[Hit], openapi_extra=behind("event", "search"))
def search(request: HttpRequest, slug: str, q: str) -> Any:
    """Search every kind at once."""
    viewer = enter(request, slug, "event", "search")
    return [
        {"kind": seen.entity, "id": seen.pk, "label": seen.label}
        for _kind, rows, _total in selectors.search_everything(viewer, q)
        for seen in rows
    ]


@router.get("{slug}/export.xlsx", openapi_extra=behind("event", "export"))
def export_workbook(request: HttpRequest, slug: str) -> HttpResponse:
    """Send everything that the register holds of the event, as one workbook."""
    viewer = enter(request, slug, "event", "export")
    return HttpResponse(export.make_workbook(viewer), content_type=export.XLSX)
