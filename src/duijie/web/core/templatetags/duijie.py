"""Tags and filters of our templates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duijie.domain.text import Text
from duijie.web.access.masking import Seen
from duijie.web.register.bridge import split_list
from duijie.web.register.kinds import KINDS

register = template.Library()

_LISTS = {"keywords", "products", "directions", "mode"}
_TEN_THOUSAND = 10_000


@register.filter
def words(text: Text) -> str:
    """Return a message of the engines in the reader's language."""
    return text.in_("zh" if (get_language() or "").startswith("zh") else "en")


@register.filter
def heading(name: str, entity: str) -> Any:
    """Return what a field of a kind is called."""
    return KINDS[entity].heading(name)


@register.filter
def shown(seen: Seen, name: str) -> Any:
    """Return a field as a person reads it; what is not for the viewer is empty."""
    value = seen.value(name)
    if value is None or value == "":
        return ""
    if name in {"budget_low", "budget_high"}:
        return money(value)
    if name in _LISTS:
        return format_html(
            '<span class="chips">{}</span>',
            format_html_join(
                "", '<span class="chip">{}</span>', ((one,) for one in split_list(value))
            ),
        )
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(value, "strftime"):
        return date_format(value, "SHORT_DATE_FORMAT" if name == "short" else "DATE_FORMAT")
    display = getattr(seen.record, f"get_{name}_display", None)
    return display() if display else value


@register.filter
def money(value: Decimal) -> str:
    """Return an amount of yuan as the reader's custom has it: 万元 or CNY."""
    if (get_language() or "").startswith("zh") and value >= _TEN_THOUSAND:
        return f"{number_format((value / _TEN_THOUSAND).normalize(), use_l10n=True)} 万元"
    figure = number_format(
        value, 0 if value == value.to_integral_value() else 2, force_grouping=True
    )
    return f"{figure} 元" if (get_language() or "").startswith("zh") else f"CNY {figure}"


@register.filter
def undo_of(message: Any) -> str:
    """Return the address that undoes what a message tells of."""
    tags = message.extra_tags or ""
    return tags.removeprefix("undo-") if tags.startswith("undo-") else ""


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Return an item of a mapping."""
    return mapping.get(key, "")


@register.filter
def within(path: str, address: str) -> bool:
    """Whether a page belongs to what lies at `address`."""
    return path.startswith(address)


@register.filter
def signed(value: float) -> str:
    """Return a number with its sign and two decimals."""
    return f"{value:+.2f}".replace("-", "\u2212")
