"""The gap between what a need wants and how far the evidence has come, by GB/T 37264 levels."""

from __future__ import annotations

import re

from duijie.domain.records import Need
from duijie.domain.text import EMPTY, Text
from duijie.match.problem import Passage

_PRODUCTION = 8
_ASKS_FOR_PRODUCTION = re.compile(
    "产业化|工业化|量产|规模化生产|生产线|万吨|成套|commerciali[sz]|full.scale|production line",
    re.IGNORECASE,
)
_USUAL = {"paper": 3, "patent": 4}
"""How far a paper or patent has come when nobody says so."""
_BRIDGED = 2
"""So many levels a joint project can be expected to cover."""


def say_gap(need: Need, passage: Passage) -> Text:
    """Say that a need wants more than the evidence shows; nothing when there is no such gap."""
    wanted = need.wanted_maturity or _read_wanted(need)
    shown = passage.maturity or _USUAL.get(passage.kind)
    if wanted is None or shown is None or wanted - shown <= _BRIDGED:
        return EMPTY
    return Text(
        f"成熟度差距：需求要到 {wanted} 级，此依据约 {shown} 级",
        f"maturity gap: the need wants level {wanted}, this evidence is at about {shown}",
    )


def _read_wanted(need: Need) -> int | None:
    asked = _ASKS_FOR_PRODUCTION.search(f"{need.title} {need.text}")
    return _PRODUCTION if asked else None
