"""The programme page: the usual as a form, the whole as event.toml."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duijie.domain.errors import BadData
from duijie.io.encoding import decode_text
from duijie.web.access.doors import refuse
from duijie.web.access.guard import guarded
from duijie.web.access.viewer import Viewer
from duijie.web.core.undoing import offer_undo
from duijie.web.events.frame import event_page
from duijie.web.programme import services
from duijie.web.programme.forms import ProgrammeForm, merge_form
from duijie.web.programme.models import ProgrammeVersion


@guarded("event", "edit", methods=("GET", "POST"))
def programme(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Show the programme, and change the usual of it."""
    standing = services.latest_programme(viewer.event)
    setting = services.read_setting(viewer.event)
    form = ProgrammeForm(request.POST or None, setting=setting, event=viewer.event)
    refused = None
    if request.method == "POST" and form.is_valid():
        text = merge_form(standing.text if standing else "", form.cleaned_data, viewer.event)
        refused = _keep(request, viewer, text)
        if refused is None:
            return redirect("programme", viewer.event.slug)
    return _page(request, viewer, form, refused)


@guarded("event", "edit", methods=("POST",))
def upload(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Take a whole event.toml as the next version."""
    given = request.FILES.get("file")
    refused: BadData | None = None
    if given is not None and (given.size or 0) > services.MOST_BYTES:
        refused = BadData(services.TOO_LARGE)
    elif given is not None:
        refused = _take(request, viewer, given.read())
    if refused is None:
        return redirect("programme", viewer.event.slug)
    setting = services.read_setting(viewer.event)
    return _page(request, viewer, ProgrammeForm(setting=setting, event=viewer.event), refused)


def _take(request: HttpRequest, viewer: Viewer, data: bytes) -> BadData | None:
    try:
        text = decode_text(data, services.SOURCE)
    except BadData as error:
        return error
    return _keep(request, viewer, text)


def _keep(request: HttpRequest, viewer: Viewer, text: str) -> BadData | None:
    try:
        made = services.keep_programme(viewer.user, viewer.event, text)
    except BadData as error:
        return error
    if made:
        offer_undo(request, made, _("The programme is saved."))
    else:
        messages.info(request, _("Nothing has changed."))
    return None


def _page(
    request: HttpRequest, viewer: Viewer, form: ProgrammeForm, refused: BadData | None
) -> HttpResponse:
    standing = services.latest_programme(viewer.event)
    context: dict[str, Any] = {
        "form": form,
        "source": services.SOURCE,
        "refused": refused,
        "standing": standing,
        "versions": ProgrammeVersion.objects.filter(event=viewer.event).defer("text")[:20],
    }
    if standing:
        setting = services.read_setting(viewer.event)
        context["setting"] = setting
        context["odd"] = _oddities(viewer, standing.text)
    status = 422 if refused else 200
    return render(request, "programme/programme.html", event_page(viewer, context), status=status)


def _oddities(viewer: Viewer, text: str) -> list[Any]:
    """Return what is odd about the programme that holds, now that the register may differ."""
    try:
        return list(services.check_programme(viewer.event, text).warnings)
    except BadData as error:
        return list(error.diagnoses)


@guarded("event", "edit")
def download(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Hand out event.toml, without a number the version that holds."""
    number = request.GET.get("version", "")
    found = ProgrammeVersion.objects.filter(event=viewer.event)
    one = (found.filter(number=int(number)) if number.isdecimal() else found).first()
    if one is None:
        refuse(viewer.user, "programme", "view", number)
    answer = HttpResponse(one.text.encode(), content_type="application/toml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{services.SOURCE}"'
    return answer
