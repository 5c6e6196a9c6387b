"""The list of events, an event's overview, its settings and its activity log."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from duijie.web.access.doors import access_own, events_of, refuse
from duijie.web.access.guard import guarded, signed_in
from duijie.web.access.rules import Scope
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event, Membership, Role
from duijie.web.core import history
from duijie.web.core.models import Activity
from duijie.web.core.undoing import offer_undo
from duijie.web.events.forms import EventForm
from duijie.web.events.frame import event_page
from duijie.web.events.log import describe_all, describe_latest, take_back
from duijie.web.register import selectors

_PER_PAGE = 50


@signed_in()
def home(request: HttpRequest) -> HttpResponse:
    """List the events that the user takes part in; a single one is opened at once."""
    user: Any = request.user
    events = list(events_of(user).select_related("organisation"))
    if len(events) == 1 and not user.organisation_id:
        return redirect("event", events[0].slug)
    return render(request, "events/home.html", {"events": events})


@signed_in(methods=("GET", "POST"))
def add_event(request: HttpRequest) -> HttpResponse:
    """Make a new event of the user's organisation; the user organises it."""
    user: Any = request.user
    if not user.organisation_id:
        refuse(user, "event", "add")
    form = EventForm(request.POST or None)
    form.instance.organisation = user.organisation
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            event = form.save()
            Membership.objects.create(event=event, user=user, role=Role.ORGANISER)
        return redirect("event", event.slug)
    made_before = _made_before(user, form)
    if made_before:
        return redirect("event", made_before.slug)
    return render(request, "events/form.html", {"form": form})


def _made_before(user: Any, form: EventForm) -> Event | None:
    """Return the user's event when the form that made it was sent twice."""
    if set(form.errors) != {"slug"}:
        return None
    same = {**form.cleaned_data, "slug": form.data["slug"], "memberships__user": user}
    return Event.objects.filter(**same).first()


@guarded("event", "view")
def overview(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Show how far the event is and what to do next."""
    context: dict[str, Any] = {}
    if viewer.can("activity", "list"):
        context["recent"] = describe_latest(viewer.event, 8)
        context["gaps"] = selectors.evidence_gaps(viewer)
        context["waiting"] = viewer.event.registrations.filter(state="waiting").count()
    if Role.COMPANY in viewer.roles:
        context["companies"] = viewer.visible("company")
        context["own_needs"] = selectors.list_own_needs(viewer)
    if Role.EXPERT in viewer.roles:
        context["experts"] = viewer.event.expert_set.filter(account=viewer.user)
    return render(request, "events/overview.html", event_page(viewer, context))


@guarded("event", "edit", methods=("GET", "POST"))
def edit_event(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Change what the event is called, where and when it is."""
    form = EventForm(request.POST or None, instance=viewer.event)
    status = 200
    if request.method == "POST" and form.is_valid():
        latest = _save_settings(request, viewer, form)
        if latest is None:
            return redirect("event", form.instance.slug)
        form, status = latest, 409
    viewer.event.refresh_from_db()
    return render(request, "events/form.html", event_page(viewer, {"form": form}), status=status)


@transaction.atomic
def _save_settings(request: HttpRequest, viewer: Viewer, form: EventForm) -> EventForm | None:
    """Save the settings; when somebody did so meanwhile, return the form to look at again."""
    current = Event.objects.select_for_update().get(pk=viewer.event.pk)
    if form.cleaned_data["version"] == current.version:
        form.instance.version = current.version
        made = history.update(viewer.user, current, form.instance, history.snapshot(current))
        offer_undo(request, made, _("Saved."))
        return None
    data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    data["version"] = current.version
    again = EventForm(data, instance=current)
    latest = Activity.objects.filter(kind=Event.ENTITY, object_id=current.pk).first()
    again.add_error(
        None,
        _(
            "%(who)s saved these settings while you were writing (%(title)s, %(first)s, "
            "%(place)s). Your words stand below; save again if they are to hold."
        )
        % {
            "who": latest.who if latest else "?",
            "title": current.title,
            "first": date_format(current.starts_on),
            "place": current.place or "—",
        },
    )
    return again


@guarded("activity", "list")
def activity(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """List who changed what and when, newest first."""
    found = Activity.objects.filter(event=viewer.event).select_related("undone_by")
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "entries": describe_all(viewer.event, page.object_list)}
    return render(request, "events/activity.html", event_page(viewer, context))


@guarded("activity", "undo", methods=("POST",))
def undo(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Take one change back: one's own, or any as an organiser."""
    made = access_own(viewer, Activity.objects.all(), "activity", pk)
    if viewer.scope("activity", "undo") is Scope.OWN and made.actor_id != viewer.user.pk:
        refuse(viewer.user, "activity", "undo", pk)
    try:
        take_back(viewer.user, made)
        messages.success(request, _("Undone."))
    except history.EditedSince as reason:
        messages.error(request, str(reason))
    return redirect("event", viewer.event.slug)
