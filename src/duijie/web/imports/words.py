"""Menus of the wizard: kinds of sheet, meanings of a column."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from duijie.register.vocabulary import FIELDS, KINDS, Kind
from duijie.web.register.bridge import beside_names
from duijie.web.register.kinds import KINDS as RECORDS

_SHORTHAND = {"uscc"}
"""Names of columns that say nothing to a reader."""
_NAMES: dict[Kind, Any] = {
    "needs": _("Needs"),
    "experts": _("Experts"),
    "evidence": _("Evidence"),
    "companies": _("Companies"),
    "conflicts": _("Conflicts"),
    "pins": _("Pinned meetings"),
    "decisions": _("Decisions"),
}


def kind_menu() -> list[tuple[str, Any]]:
    """Return the kinds that a sheet can be taken for."""
    return [(kind, _NAMES[kind]) for kind in KINDS]


def name_of(what: str) -> Any:
    """Return what many of a kind of record, or of what is said of pairs, are called."""
    if what in RECORDS:
        return RECORDS[what].many
    return next(name for kind, name in _NAMES.items() if kind == what)


def field_menu(kind: str) -> list[tuple[str, str]]:
    """Return (field, its name for people) of a kind, in the words of the forms."""
    chinese = (get_language() or "").startswith("zh")
    known = {name: fields for name, fields in FIELDS.items() if name == kind}
    return [
        (entry.name, _label(entry.headings, chinese=chinese))
        for fields in known.values()
        for entry in fields
    ]


def beside_menu(kind: str) -> dict[str, Any]:
    """Return what the columns of a kind fill that no engine reads, by their folded heading."""
    entity = next((one.entity for one in RECORDS.values() if one.plural == kind), "")
    return {heading: RECORDS[entity].heading(name) for heading, name in beside_names(kind).items()}


def _label(headings: tuple[str, ...], *, chinese: bool) -> str:
    if chinese:
        return next((one for one in headings if not one.isascii()), headings[0])
    own, *others = (one for one in headings if one.isascii())
    plain = "_" not in own and own not in _SHORTHAND
    return own if plain else next((one for one in others if "_" not in one), own.replace("_", " "))
