"""One guarded door for each object. Whoever may not come in learns nothing, and it is logged."""

from __future__ import annotations

import logging
from typing import Any, NoReturn, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event, Membership, Role, User
from duijie.web.register.models import MODELS, Record

log = logging.getLogger("duijie.access")

M = TypeVar("M", bound=Model)


def refuse(user: Any, entity: str, action: str, which: object = "") -> NoReturn:
    """Log who wanted what, by ids only, and answer as if there were no such thing."""
    log.warning("refused: user=%s %s %s %s", user.pk, action, entity, which)
    raise Http404


def access_event(user: User, slug: str, entity: str = "event", action: str = "view") -> Viewer:
    """Return `user` as a viewer of the event who may do `action` to some object of a kind."""
    held = list(
        Membership.objects.filter(event__slug=slug, user=user).select_related("event__organisation")
    )
    if not held:
        refuse(user, "event", "view", slug)
    viewer = Viewer(user, held[0].event, frozenset(Role(one.role) for one in held))
    if not viewer.can(entity, action):
        refuse(user, entity, action, slug)
    return viewer


def access_record(viewer: Viewer, entity: str, pk: int, action: str) -> Record:
    """Return a record of the register that takes part in the viewer's event."""
    related = [name for name in ("company", "expert") if name in _fields(entity)]
    found = MODELS[entity].objects.filter(events=viewer.event, pk=pk)
    record = found.select_related(*related).first()
    if record is None or not viewer.may(action, record):
        refuse(viewer.user, entity, action, pk)
    if action == "comment" and not viewer.may_read(record):
        refuse(viewer.user, entity, action, pk)
    return record


def access_own(viewer: Viewer, found: QuerySet[M], entity: str, pk: int) -> M:
    """Return an object that belongs to the viewer's event as a whole: an import, a member."""
    one = found.filter(event=viewer.event, pk=pk).first()
    if one is None:
        refuse(viewer.user, entity, "view", pk)
    return one


def events_of(user: User) -> QuerySet[Event]:
    """Return the events that `user` takes part in."""
    return Event.objects.filter(memberships__user=user).distinct()


def _fields(entity: str) -> set[str]:
    return {field.name for field in MODELS[entity]._meta.get_fields()}  # noqa: SLF001 - Django's documented API
