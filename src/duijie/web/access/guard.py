"""How a view says which door it stands behind. A route that says nothing fails a test."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from duijie.web.access.doors import access_event, access_record
from duijie.web.access.unsent import ask_to_sign_in, settle_unsent
from duijie.web.register.kinds import PLURALS

View = Any
"""A function of a request; what is noted on it says its door."""


def guarded(
    entity: str, action: str, *, methods: tuple[str, ...] = ("GET",)
) -> Callable[[View], View]:
    """Let in who may do `action` to the kind `entity` at the event of the URL.

    With an `entity` of ``record`` the URL's `plural` names the kind. The view gets the viewer,
    the entity where the URL names it, and the record where the URL has a `pk` of the register.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        @require_http_methods([*methods, *(["HEAD"] if "GET" in methods else [])])
        @_signed_in_first
        def enter(request: HttpRequest, slug: str, **named: Any) -> HttpResponse:
            kind = entity
            if entity == "record":
                kind = named["entity"] = PLURALS[named.pop("plural")]
            viewer = access_event(request.user, slug, kind, action)  # type: ignore[arg-type]  # signed in
            if "pk" in named and entity in {"record", "need", "expert"}:
                named["record"] = access_record(viewer, kind, named.pop("pk"), action)
            return view(request, viewer, **named)

        enter.door = (entity, action)  # type: ignore[attr-defined]
        enter.methods = methods  # type: ignore[attr-defined]
        return enter

    return wrap


def signed_in(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Let in everybody who is signed in: the view shows only what is theirs."""

    def wrap(view: View) -> View:
        guarded_view = require_http_methods([*methods, "HEAD"])(_signed_in_first(view))
        guarded_view.door = ("account", "own")
        guarded_view.methods = methods
        return guarded_view

    return wrap


def _signed_in_first(view: View) -> View:
    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        answer: HttpResponse = view(request, *args, **named)
        settle_unsent(request, answer)
        return answer

    return enter


def public(why: str, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Let in anybody; `why` says what makes that right."""

    def wrap(view: View) -> View:
        open_view = require_http_methods([*methods, "HEAD"])(view)
        open_view.door = ("public", why)
        open_view.methods = methods
        return open_view

    return wrap
