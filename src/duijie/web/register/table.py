"""The lines of a list, worked out before the template: fifty of them are most of a page's work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from duijie.web.access.masking import Seen
from duijie.web.core.templatetags.duijie import shown
from duijie.web.register.kinds import Kind


@dataclass(frozen=True)
class Line:
    """A record in a list; `cells` are (style, value) of the columns after the first."""

    address: str
    label: str
    marked: bool
    cells: list[tuple[str, Any]]


def make_lines(slug: str, kind: Kind, found: Iterable[Seen]) -> list[Line]:
    """Return the lines of a list of one kind."""
    columns = [(_style(kind, name), name) for name in kind.columns[1:]]
    above = reverse("records", args=[slug, kind.plural])
    return [
        Line(
            f"{above}{seen.pk}/",
            seen.label,
            seen.marked,
            [(style, shown(seen, name)) for style, name in columns],
        )
        for seen in found
    ]


def _style(kind: Kind, name: str) -> str:
    if name in kind.numbers:
        return "num"
    return "date" if name == "deadline" else ""
