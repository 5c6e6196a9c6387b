"""How a route of the API says which door it stands behind; the matrix test reads it off."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer, SessionAuth

from duijie.web.access.doors import access_event
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import User
from duijie.web.api.models import Token, digest_of

DOOR = "x-door"


class TokenAuth(HttpBearer):
    """``Authorization: Bearer dj_...``: a token that its owner made on the account page."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """Return whose token it is."""
        found = Token.objects.select_related("user").filter(digest=digest_of(token)).first()
        if found is None or not found.user.is_active:
            return None
        today = timezone.localdate()
        if found.used_on != today:  # a write a day, not one a request
            Token.objects.filter(pk=found.pk).update(used_on=today)
        user: User = found.user
        return user


class PageAuth(SessionAuth):
    """Whoever is signed in to the pages; what changes something carries their CSRF token."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Return who is signed in."""
        return request.user if request.user.is_authenticated else None


def behind(entity: str, action: str) -> dict[str, Any]:
    """Return what a route adds to its description: its cell of the permission matrix."""
    return {DOOR: [entity, action]}


def enter(request: HttpRequest, slug: str, entity: str, action: str) -> Viewer:
    """Return the caller as a viewer of the event, or answer 404 as the pages do."""
    return access_event(request.auth, slug, entity, action)  # type: ignore[attr-defined]  # set by ninja
