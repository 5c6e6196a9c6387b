"""The activity log in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from duijie.web.accounts.models import Event
from duijie.web.core.models import Activity
from duijie.web.register.kinds import KINDS

_SHOWN_CHARS = 120
_HIDDEN = {"organisation_id", "code", "extra", "account_id", "events"}


@dataclass(frozen=True)
class Described:
    """An entry of the log as a person reads it."""

    activity: Activity
    verb: str
    label: str
    plural: str
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
    return [describe(one, sizes.get(one.pk, 1)) for one in found[:most]]


def describe(activity: Activity, size: int = 1) -> Described:
    """Return the entry in words; organisers only read these, so nothing is masked."""
    verbs = {
        "create": _("added"),
        "update": _("changed"),
        "delete": _("deleted"),
    }
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
    return Described(activity, verbs[activity.action], str(label), kind.plural, changes, size)


def _heading(kind: Any, attname: str) -> Any:
    try:
        return kind.heading(attname.removesuffix("_id"))
    except FieldDoesNotExist:
        return attname


def _short(value: Any) -> str:
    text = "—" if value is None or value == "" else str(value)
    return text if len(text) <= _SHOWN_CHARS else text[:_SHOWN_CHARS] + "…"
