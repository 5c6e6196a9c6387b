"""The API, put together. An app adds its own routes in an ``api.py``, listed here."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

import duijie
from duijie.web.api import (
    assign,
    events,
    imports,
    match,
    programme,
    proposals,
    publications,
    timetable,
)
from duijie.web.api.doors import PageAuth, TokenAuth
from duijie.web.api.problems import Problem
from duijie.web.api.register import ROUTERS

_DOCS_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""The page of the description sets styles at its elements."""


def _for_members(view: Any) -> Any:
    """Let in who is signed in; the page loads nothing from elsewhere."""

    @login_required
    @wraps(view)
    def enter(*args: Any, **named: Any) -> HttpResponse:
        response: HttpResponse = view(*args, **named)
        response.headers["Content-Security-Policy"] = _DOCS_POLICY
        return response

    return enter


api = NinjaAPI(
    title="duijie 对接",
    version=duijie.__version__,
    description=(
        "Everything that the pages do, behind the same doors. Sign in, or send a token from "
        "your account page: `Authorization: Bearer dj_…`. What you may not see does not exist "
        "for you (404). Send `Accept-Language: zh-hans` for Chinese messages."
    ),
    auth=[TokenAuth(), PageAuth()],
    docs_decorator=_for_members,
    urls_namespace="api",
)
api.add_router("events", events.router)
api.add_router("events", imports.router)
api.add_router("events", match.router)
api.add_router("events", proposals.router)
api.add_router("events", programme.router)
api.add_router("events", assign.router)
api.add_router("events", timetable.router)
api.add_router("events", publications.router)
for plural, router in ROUTERS.items():
    api.add_router(f"events/{{slug}}/{plural}/", router)


@api.exception_handler(Problem)
def _tell_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return api.create_response(request, problem.body, status=problem.status)


@api.exception_handler(Http404)
def _tell_nothing(request: HttpRequest, _missing: Http404) -> HttpResponse:
    return api.create_response(request, {"detail": _("There is no such thing.")}, status=404)


@api.exception_handler(AuthenticationError)
def _ask_who(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    said = _("Sign in, or send a token that is still good.")
    return api.create_response(request, {"detail": said}, status=401)


@api.exception_handler(ValidationError)
def _tell_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = {"detail": _("Some fields are not accepted."), "fields": error.errors}
    return api.create_response(request, said, status=422)
