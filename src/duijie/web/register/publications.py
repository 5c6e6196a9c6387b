"""A list of publications pasted for an expert: looked at first, then kept as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from duijie.domain.records import Evidence as Found
from duijie.register.publications import count_entries, key_of, read_publications
from duijie.web.access.guard import guarded
from duijie.web.access.viewer import Viewer
from duijie.web.core import history
from duijie.web.events.frame import event_page
from duijie.web.register.models import Evidence, Expert, Record
from duijie.web.register.services import new_code

_MOST_CHARS = 500_000


@dataclass(frozen=True)
class Line:
    """An entry of the list; `known` when the expert has it already."""

    number: int
    found: Found
    known: bool

    @property
    def kind(self) -> Any:
        """What it is, for people."""
        return Evidence.Kind(self.found.kind).label


@guarded("expert", "edit", methods=("GET", "POST"))
def paste_page(request: HttpRequest, viewer: Viewer, record: Record) -> HttpResponse:
    """Take a list, show what was read of it, and keep what is ticked."""
    expert = Expert.objects.get(pk=record.pk)
    text = request.POST.get("text", "")[:_MOST_CHARS]
    lines = read_list(expert, text)
    if request.method == "POST" and request.POST.get("add") and lines:
        chosen = {int(one) for one in request.POST.getlist("pick") if one.isdecimal()}
        added = keep(viewer, expert, [one.found for one in lines if one.number in chosen])
        said = ngettext("%d publication was added.", "%d publications were added.", added) % added
        messages.success(request, said)
        return redirect("record", viewer.event.slug, "experts", expert.pk)
    context = {
        "expert": expert,
        "text": text,
        "lines": lines,
        "unread": max(0, count_entries(text) - len(lines)),
        "n_new": sum(not one.known for one in lines),
    }
    return render(request, "register/publications.html", event_page(viewer, context))


def read_list(expert: Expert, text: str) -> list[Line]:
    """Return the entries of a pasted list."""
    known = {key_of(one) for one in expert.evidence.all()}
    titles = {key_of(Found("", "", one.title)) for one in expert.evidence.all()}
    return [
        Line(number, one, key_of(one) in known or key_of(Found("", "", one.title)) in titles)
        for number, one in enumerate(read_publications(text, expert.code))
    ]


@transaction.atomic
def keep(viewer: Viewer, expert: Expert, found: list[Found]) -> int:
    """Write entries down as evidence of `expert`; each can be taken back by itself."""
    for one in found:
        made = Evidence(
            organisation=expert.organisation,
            expert=expert,
            kind=one.kind,
            title=one.title,
            text=one.text,
            year=one.year,
            doi=one.doi,
        )
        made.code = new_code(made)
        history.create(viewer.user, viewer.event, made)
    return len(found)
