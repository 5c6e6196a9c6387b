"""What somebody sent after the session had ended: kept until they have signed in again.

It stays in the browser's session for an hour. Whoever wants to send it looks at it first; the
page it was meant for then checks it as ever.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

_KEY = "unsent"
_KEPT_S = 3600
_MOST_CHARS = 64_000
"""More than any of our forms takes; whoever is not signed in shall not fill the disk."""


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a visitor to sign in, and afterwards to what they wanted or typed."""
    htmx: Any = request.htmx  # type: ignore[attr-defined]  # django-htmx
    to = request.get_full_path()
    if request.method not in {"GET", "HEAD"}:
        to = reverse("unsent") if _keep(request) else _came_from(request)
    elif htmx:
        to = _came_from(request)
    answer = redirect_to_login(to)
    return HttpResponse(headers={"HX-Redirect": answer.url}) if htmx else answer


def read_unsent(request: HttpRequest) -> dict[str, Any] | None:
    """Return what was kept, as ``address`` and ``typed`` (name, value)."""
    kept: dict[str, Any] | None = request.session.get(_KEY)
    return kept


def settle_unsent(request: HttpRequest, answer: HttpResponse) -> None:
    """Keep no longer what has arrived at its page now."""
    if request.method == "POST" and answer.status_code == HTTPStatus.FOUND:
        kept = read_unsent(request)
        if kept and kept["address"] == request.get_full_path():
            throw_unsent_away(request)


def throw_unsent_away(request: HttpRequest) -> None:
    """Keep it no longer."""
    request.session.pop(_KEY, None)


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of a form that was sent, without passwords."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if value and name != "csrfmiddlewaretoken" and "password" not in name
    ]


def _keep(request: HttpRequest) -> bool:
    """Keep what was typed; False when it is nothing, or more than a person types."""
    typed = typed_in(request)
    if not 0 < sum(len(value) for _name, value in typed) <= _MOST_CHARS:
        return False
    request.session[_KEY] = {"address": request.get_full_path(), "typed": typed}
    request.session.set_expiry(_KEPT_S)
    messages.warning(request, _("You were signed out meanwhile. What you typed is kept: sign in."))
    return True


def _came_from(request: HttpRequest) -> str:
    """Return the page of ours from which somebody came."""
    came = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}):
        return reverse("home")
    found = urlsplit(came)
    return found.path + (f"?{found.query}" if found.query else "")
