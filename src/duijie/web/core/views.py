"""Error pages that say what to do, and a sign of life."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from duijie.web.access.guard import public, signed_in
from duijie.web.access.unsent import read_unsent, throw_unsent_away, typed_in


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, or none for this person: which of the two is not told."""
    return render(request, "core/error.html", {"code": 404}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this is not allowed."""
    return render(request, "core/error.html", {"code": 403}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request could not be understood, or was too large."""
    return render(request, "core/error.html", {"code": 400}, status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours; drawn without the database, which may be the cause."""
    return render(request, "core/failed.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give back what was typed when a page was open for too long or the person signed in anew."""
    return render(request, "core/stale.html", {"typed": typed_in(request)}, status=403)


@signed_in(methods=("GET", "POST"))
def unsent(request: HttpRequest) -> HttpResponse:
    """Show what was sent after the session had ended, to be sent now or thrown away."""
    if request.method == "POST":
        throw_unsent_away(request)
    kept = read_unsent(request)
    if kept is None:
        return redirect("home")
    return render(request, "core/unsent.html", kept)


@public("a sign of life for whoever watches the server; holds nothing")
def healthy(request: HttpRequest) -> HttpResponse:
    """Answer that the server lives."""
    return HttpResponse("ok", content_type="text/plain")
