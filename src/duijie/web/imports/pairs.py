"""What a sheet says of pairs: conflicts, pins and decisions. What people decided here stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from duijie.domain.ids import fold
from duijie.domain.records import Conflict, Decision, Pin, Register
from duijie.web.accounts.models import Event
from duijie.web.register import bridge, models

KINDS = ("conflicts", "pins", "decisions")
_MODELS: dict[str, Any] = {
    "conflicts": models.Conflict,
    "pins": models.Pin,
    "decisions": models.Decision,
}


def count_pairs(event: Event, register: Register) -> list[tuple[str, int, int, int]]:
    """Return (kind, new, changed, same) for every kind that the sheets hold; none is changed."""
    counts = []
    for kind in KINDS:
        read = {_key(one) for one in getattr(register, kind)}
        new = read - _known(event, kind) if read else set()
        if read:
            counts.append((kind, len(new), 0, len(read) - len(new)))
    return counts


def write_pairs(
    event: Event, register: Register, find_rows: Callable[[str], Mapping[str, Any]]
) -> dict[str, list[int]]:
    """Write what is new; return the keys of it by kind, for undoing.

    Parameters
    ----------
    event
        Where the pairs are of.
    register
        What was read; its ids are those of the rows.
    find_rows
        Returns the rows of an entity that may be named, by code.
    """
    if not any(getattr(register, kind) for kind in KINDS):
        return {}
    rows = {entity: find_rows(entity) for entity in ("expert", "need", "company")}
    made: dict[str, list[int]] = {}
    for kind in KINDS:
        known = _known(event, kind)
        read = {_key(one): one for one in getattr(register, kind)}
        found = [
            _MODELS[kind](event=event, **_parties(one, rows), **_said(one))
            for key, one in read.items()
            if key not in known
        ]
        found = [row for row in found if row.need_id or getattr(row, "company_id", None)]
        _MODELS[kind].objects.bulk_create(found)
        made[kind] = [row.pk for row in found]
    return made


def delete_pairs(made: Mapping[str, list[int]]) -> None:
    """Take back what :func:`write_pairs` wrote."""
    for kind in KINDS:
        _MODELS[kind].objects.filter(pk__in=made.get(kind, [])).delete()


def _known(event: Event, kind: str) -> set[tuple[Any, ...]]:
    convert: Any = {
        "conflicts": bridge.to_conflict,
        "pins": bridge.to_pin,
        "decisions": bridge.to_decision,
    }[kind]
    related = ("expert", "need", *(("company",) if kind == "conflicts" else ()))
    return {_key(convert(row)) for row in getattr(event, kind).select_related(*related)}


def _key(one: Conflict | Pin | Decision) -> tuple[Any, ...]:
    if isinstance(one, Conflict):
        return one.expert_id, one.need_id, fold(one.company)
    if isinstance(one, Pin):
        return one.expert_id, one.need_id
    return one.expert_id, one.need_id, one.decision, one.date


def _parties(
    one: Conflict | Pin | Decision, rows: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    parties = {"expert": rows["expert"][one.expert_id]}
    if isinstance(one, Conflict):
        by_name = {fold(row.name): row for row in rows["company"].values()}
        parties["company"] = by_name.get(fold(one.company))
    return parties | {"need": rows["need"].get(one.need_id)}


def _said(one: Conflict | Pin | Decision) -> dict[str, Any]:
    if isinstance(one, Conflict):
        return {"reason": one.reason[:300]}
    if isinstance(one, Pin):
        return {"rule": one.rule, "by": one.by[:200]}
    said = {"decision": one.decision, "rating": one.rating, "date": one.date}
    return said | {"reason": one.reason[:300], "by": one.by[:200]}
