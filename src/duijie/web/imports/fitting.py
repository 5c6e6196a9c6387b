"""Cells longer than the columns of the register: cut to fit, and kept whole beside."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import CharField
from django.utils.encoding import force_str
from django.utils.translation import override

from duijie.domain.ids import make_id
from duijie.web.register.models import MODELS

_CUT = "…"


def fit_values(entity: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return `values` as the columns take them; what is cut stands whole under `extra`.

    Databases other than SQLite refuse a text that is longer than its column.
    """
    long = {
        name: value
        for name, value in values.items()
        if isinstance(value, str) and len(value) > _widths(entity).get(name, len(value))
    }
    if not long:
        return values
    cut = {name: fit_line(entity, name, value) for name, value in long.items()}
    whole = [[_heading(entity, name), value] for name, value in long.items()]
    return {**values, **cut, "extra": [*values.get("extra", []), *whole]}


def fit_line(entity: str, name: str, value: str) -> str:
    """Return one value as its column takes it."""
    width = _widths(entity)[name]
    return value if len(value) <= width else value[: width - len(_CUT)] + _CUT


def fit_code(entity: str, code: str) -> str:
    """Return the number of a record as its column takes it, still its own."""
    width = _widths(entity)["code"]
    return code if len(code) <= width else make_id(code[: width // 2], code)


@cache
def _widths(entity: str) -> dict[str, int]:
    fields = MODELS[entity]._meta.concrete_fields  # noqa: SLF001 - Django's documented API
    return {one.name: one.max_length or 0 for one in fields if isinstance(one, CharField)}


def _heading(entity: str, name: str) -> str:
    with override("zh-hans"):
        return force_str(MODELS[entity]._meta.get_field(name).verbose_name)  # noqa: SLF001 - Django's documented API
