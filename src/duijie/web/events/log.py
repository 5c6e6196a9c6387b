"""The activity log in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from duijie.web.accounts.models import Event, User
from duijie.web.core.history import ATTACHED, snapshot, undo
from duijie.web.core.models import Activity
from duijie.web.register.kinds import KINDS
from duijie.web.register.models import MODELS

_SHOWN_CHARS = 120
_HIDDEN = {"organisation_id", "code", "extra", "account_id", "events", "contacts", ATTACHED}


Names = Mapping[tuple[str, Any], str]


@dataclass(frozen=True)
class Logged:
    """A kind of thing beside the register whose changes are logged and can be undone.

    `label` names it from its logged values and the names of the records these point at, by
    (``need_id``, key) and the like; `address` returns its page, empty when it has none;
    `after_undo` brings in step what hangs on it once a change was taken back.
    """

    name: str
    model: Any
    one: Any
    label: Callable[[Mapping[str, Any], Names], str]
    address: Callable[[Event, Mapping[str, Any]], str]
    after_undo: Callable[[Activity], None] | None = None


LOGGED: dict[str, Logged] = {}


def add_logged(logged: Logged) -> None:
    """Let the log speak of a kind of thing; called once by its app's ``ready``."""
    LOGGED[logged.name] = logged


@transaction.atomic
def take_back(actor: Any, activity: Activity) -> None:
    """Take one change back, with what hangs on it.

    Raises
    ------
    EditedSince
        When the object is no longer as the change left it.
    """
    logged = LOGGED.get(activity.kind)
    undo(actor, activity, logged.model if logged else MODELS[activity.kind])
    if logged and logged.after_undo:
        logged.after_undo(activity)


@dataclass(frozen=True)
class Described:
    """An entry of the log as a person reads it; `address` is empty where nothing can be opened."""

    activity: Activity
    verb: Any
    label: str
    address: str
    changes: list[tuple[Any, str, str]]
    size: int = 1

    @property
    def undone(self) -> bool:
        """Whether it was taken back."""
        return hasattr(self.activity, "undone_by")


def describe_latest(event: Event, most: int) -> list[Described]:
    """Return the latest changes; what was done in one go, such as an import, is one of them."""
    batches = Activity.objects.filter(event=event).exclude(batch="").order_by().values("batch")
    sizes = dict(batches.annotate(last=Max("pk"), size=Count("pk")).values_list("last", "size"))
    found = Activity.objects.filter(Q(batch="") | Q(pk__in=list(sizes)), event=event)
    return describe_all(event, found[:most], sizes)


def describe_all(
    event: Event, entries: Iterable[Activity], sizes: Mapping[int, int] | None = None
) -> list[Described]:
    """Return entries in words; organisers only read these, so nothing is masked."""
    listed = list(entries)
    speaker = _Speaker(event, [one for one in listed if one.kind in LOGGED])
    return [speaker.describe(one, (sizes or {}).get(one.pk, 1)) for one in listed]


class _Speaker:
    """Puts entries into words; what entries beside the register point at is read at once."""

    def __init__(self, event: Event, others: Sequence[Activity]) -> None:
        self._event = event
        self._whole = _read_whole(others)
        self._names = _read_names(self._whole.values())

    def describe(self, activity: Activity, size: int) -> Described:
        """Return one entry in words."""
        if activity.kind in LOGGED:
            return self._describe_other(activity, LOGGED[activity.kind], size)
        return _describe_record(self._event, activity, size)

    def _describe_other(self, activity: Activity, logged: Logged, size: int) -> Described:
        values = self._whole[activity.pk]
        label = logged.label(values, self._names) if values else str(logged.one)
        address = logged.address(self._event, values) if values else ""
        return Described(activity, _VERBS[activity.action], label, address, [], size)


def _read_whole(entries: Sequence[Activity]) -> dict[int, Mapping[str, Any]]:
    """Return the values of what each entry is about: of an update also what it left alone."""
    now: dict[tuple[str, int], Mapping[str, Any]] = {}
    for kind in {one.kind for one in entries if one.action == "update"}:
        keys = [one.object_id for one in entries if one.kind == kind]
        for record in LOGGED[kind].model.objects.filter(pk__in=keys):
            now[kind, record.pk] = snapshot(record)
    return {
        one.pk: {**now.get((one.kind, one.object_id), {}), **(one.after or one.before or {})}
        for one in entries
    }


def _read_names(found: Iterable[Mapping[str, Any]]) -> dict[tuple[str, Any], str]:
    listed = list(found)
    names = {}
    for entity in ("need", "expert", "company"):
        attname = f"{entity}_id"
        keys = {values[attname] for values in listed if values.get(attname)}
        for record in MODELS[entity].objects.filter(pk__in=keys) if keys else ():
            names[attname, record.pk] = record.label
    users = {values["user_id"] for values in listed if values.get("user_id")}
    for user in User.objects.filter(pk__in=users) if users else ():
        names["user_id", user.pk] = str(user)
    return names


_VERBS = {
    "create": gettext_lazy("added"),
    "update": gettext_lazy("changed"),
    "delete": gettext_lazy("deleted"),
}


def _describe_record(event: Event, activity: Activity, size: int) -> Described:
    values = activity.after or activity.before or {}
    kind = KINDS[activity.kind]
    label = values.get("name") or values.get("title") or f"{kind.one} {activity.object_id}"
    if activity.kind == "expert":
        label = values.get("name") or f"{kind.one} {activity.object_id}"
    changes = []
    if activity.action == "update":
        before, after = activity.before or {}, activity.after or {}
        changes = [
            (_heading(kind, name), _short(before.get(name)), _short(after[name]))
            for name in after
            if name not in _HIDDEN
        ]
    place = [event.slug, kind.plural, activity.object_id]
    address = "" if activity.action == "delete" else reverse("record", args=place)
    verb = _VERBS[activity.action]
    return Described(activity, verb, str(label), address, changes, size)


def _heading(kind: Any, attname: str) -> Any:
    try:
        return kind.heading(attname.removesuffix("_id"))
    except FieldDoesNotExist:
        return attname


def _short(value: Any) -> str:
    text = "—" if value is None or value == "" else str(value)
    return text if len(text) <= _SHOWN_CHARS else text[:_SHOWN_CHARS] + "…"
