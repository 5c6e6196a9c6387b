"""What a computed thing was computed from, as one hash: it tells what is stale.

A part is what one engine reads of the register, field by field, so that a new telephone number
makes nothing stale. Reading the fields takes time, so a part of the register is read again only
when its stamp (count, keys, versions, latest change) says that something was written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, Max, Sum

from duijie.web.accounts.models import Event
from duijie.web.register.models import MODELS

Rows = Iterable[Any]

TEXT_FIELDS = {
    "need": (
        *("code", "title", "text", "problem", "key_technology", "goal", "indicators", "basis"),
        *("keywords", "wanted_maturity", "confidential"),
    ),
    "expert": ("code", "directions", "keywords"),
    "evidence": ("expert__code", "kind", "title", "text", "year", "maturity"),
}
"""What matching reads."""
LIMIT_FIELDS = {
    "need": ("code", "company__name", "wanted_meetings"),
    "expert": ("code", "min_meetings", "max_meetings", "department", "employer"),
}
"""What assigning reads beside affinities and decisions."""
_KEPT = 256


def register_rows(event: Event, fields: Mapping[str, tuple[str, ...]]) -> Rows:
    """Return what stands in `fields` of each kind of the register, as one digest a kind."""
    for entity, names in fields.items():
        parents = {name.partition("__")[0] for name in names if "__" in name}
        stamps = [_stamp(event, kind) for kind in (entity, *sorted(parents))]
        yield entity, _digest_kind(event.pk, entity, names, str(stamps))


def _stamp(event: Event, entity: str) -> dict[str, Any]:
    """Return what differs whenever records of the kind were written, joined or left."""
    found = MODELS[entity].objects.filter(events=event).order_by()
    return found.aggregate(Count("pk"), Sum("pk"), Sum("version"), Max("updated_at"))


@lru_cache(maxsize=_KEPT)
def _digest_kind(event_id: int, entity: str, names: tuple[str, ...], stamp: str) -> str:
    found = MODELS[entity].objects.filter(events=event_id)
    return _digest(found.order_by("code", "pk").values_list(*names))


def _conflicts(event: Event) -> Rows:
    return event.conflicts.order_by("expert_id", "need_id", "company_id").values_list(
        "expert__code", "need__code", "company__name"
    )


def _pins(event: Event) -> Rows:
    found = event.pins.order_by("need_id", "expert_id")
    return found.values_list("need__code", "expert__code", "rule")


def _decisions(event: Event) -> Rows:
    found = event.decisions.order_by("need_id", "expert_id", "pk")
    return found.values_list("need__code", "expert__code", "decision", "rating", "reason", "date")


PARTS: dict[str, Callable[[Event], Rows]] = {
    "texts": lambda event: register_rows(event, TEXT_FIELDS),
    "limits": lambda event: register_rows(event, LIMIT_FIELDS),
    "conflicts": _conflicts,
    "pins": _pins,
    "decisions": _decisions,
}
"""The parts of an event's input by name; an app adds its own when it is loaded."""


def input_hash(event: Event, parts: Iterable[str], more: Iterable[object] = ()) -> str:
    """Return the hash of the named `parts` of what is known of `event`.

    `more` is what else the result hangs on: the number of a ranking, options.

    Raises
    ------
    KeyError
        For a part that nobody has added to `PARTS`.
    """
    named = [(name, _digest(PARTS[name](event))) for name in sorted(parts)]
    return _digest([*named, *more])


def _digest(rows: Rows) -> str:
    digest = hashlib.sha256()
    for row in rows:  # some databases give the keys of JSON back in an order of their own
        words = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
        digest.update(words.encode())
        digest.update(b"\n")
    return digest.hexdigest()
