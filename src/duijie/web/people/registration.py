"""Self-registration: a public page with a QR code, and the organiser's decision on each entry."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from duijie.web.access.doors import access_own
from duijie.web.access.guard import guarded, public
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.events.frame import event_page
from duijie.web.people.forms import SelfForm
from duijie.web.people.models import Registration
from duijie.web.people.services import accept_registration
from duijie.web.register.kinds import KINDS
from duijie.web.register.selectors import alike_records

_WHO = ("company", "expert")
_MOST_WAITING = 1000
"""So many undecided entries stop the page: a robot, not a park."""


@public("an event whose organiser opened self-registration", methods=("GET", "POST"))
def register_self(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Take what an expert or a company says of itself; the organiser decides."""
    event = Event.objects.filter(slug=slug, registration_open=True).first()
    if event is None or kind not in _WHO:
        raise Http404
    form = SelfForm(kind, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _take(request, event, kind, form)
    return render(request, "people/register.html", {"event": event, "form": form, "kind": kind})


def _take(request: HttpRequest, event: Event, kind: str, form: SelfForm) -> HttpResponse:
    waiting = Registration.objects.filter(event=event, state=Registration.State.WAITING)
    if waiting.count() >= _MOST_WAITING:
        raise Http404
    values = form.cleaned_data
    if not waiting.filter(kind=kind, values=values).exists():  # sent twice counts once
        Registration.objects.create(event=event, kind=kind, values=values)
    return render(request, "people/registered.html", {"event": event})


@guarded("registration", "list")
def registrations(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """List who entered themselves, with the link and QR code to hand out."""
    entries = list(viewer.event.registrations.all()[:200])
    links = [
        (kind, _link(request, viewer.event, kind), _qr(_link(request, viewer.event, kind)))
        for kind in _WHO
    ]
    alike = {
        kind: alike_records(viewer, kind, [_name(one) for one in entries if one.kind == kind])
        for kind in _WHO
    }
    rows = [(one, _labelled(one), alike[one.kind].get(_name(one), [])) for one in entries]
    context = {"rows": rows, "links": links, "kinds": KINDS}
    return render(request, "people/registrations.html", event_page(viewer, context))


def _link(request: HttpRequest, event: Event, kind: str) -> str:
    return request.build_absolute_uri(reverse("register_self", args=[event.slug, kind]))


def _qr(link: str) -> Any:
    """Return the link as a drawing; it holds nothing but squares."""
    drawing = io.BytesIO()
    segno.make(link, error="m").save(
        drawing, kind="svg", scale=4, border=2, xmldecl=False, svgclass="qr", lineclass="qr-line"
    )
    return mark_safe(drawing.getvalue().decode())  # noqa: S308 - made here from an address of ours


def _name(registration: Registration) -> str:
    return str(registration.values.get("name", ""))


def _labelled(registration: Registration) -> list[tuple[Any, str]]:
    kind = KINDS[registration.kind]
    return [(kind.heading(name), value) for name, value in registration.values.items() if value]


@guarded("registration", "decide", methods=("POST",))
@transaction.atomic
def decide(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Accept or decline what somebody entered; deciding twice changes nothing."""
    waiting = Registration.objects.select_for_update()
    entry = access_own(viewer, waiting, "registration", pk)
    if entry.state == Registration.State.WAITING:
        known = _known(viewer, entry, request.POST.get("known", ""))
        if known or request.POST.get("accept"):
            record = accept_registration(viewer.user, entry, known)
            messages.success(request, _("“%s” takes part now.") % record.label)
        else:
            entry.state = Registration.State.DECLINED
            entry.save(update_fields=["state"])
    return redirect("registrations", viewer.event.slug)


def _known(viewer: Viewer, entry: Registration, key: str) -> Any:
    """Return the record that the organiser says it is, of those offered; None for a new one."""
    alike = alike_records(viewer, entry.kind, [_name(entry)]).get(_name(entry), []) if key else []
    return next((one.record for one in alike if str(one.pk) == key), None)
