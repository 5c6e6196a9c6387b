"""What a need lacks to be a good one, with the question that gets it from the company."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from duijie.web.register.models import Need

_FIGURE = re.compile(
    r"\d|[一二三四五六七八九十百千万两]+\s*(?:吨|万元|元|天|月|年|倍|成|度|级|个|小时|分钟|千克|公斤|升|米)"
)
_BASELINE = re.compile(
    r"现有|目前|当前|现在|现状|原有|已有|现采用|baseline|current|today|at present|existing",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"\d[\d.,]*\s*万?\s*(?:吨|t\b|kg|千克|公斤|m3|m³|立方|升|l\b|套|台|件|条|t/|吨/)|"
    r"规模|产能|日处理|年产|处理量|capacity|scale|throughput",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Point:
    """Something a good need says; `field` is where the answer goes."""

    key: str
    name: Any
    question: Any
    field: str
    holds: Callable[[Need], bool]


def _text(need: Need) -> str:
    return f"{need.text}\n{need.problem}\n{need.key_technology}\n{need.goal}\n{need.basis}"


POINTS: tuple[Point, ...] = (
    Point(
        "baseline",
        _("where things stand"),
        _("Where do things stand today? Please give the present figure, such as yield or cost."),
        "basis",
        lambda need: bool(need.basis) or _has_baseline(_text(need)),
    ),
    Point(
        "target",
        _("a target figure"),
        _("Which figure would count as solved, and how would it be measured?"),
        "indicators",
        lambda need: bool(_FIGURE.search(need.indicators + need.goal + need.key_technology)),
    ),
    Point(
        "scale",
        _("the scale"),
        _("At what scale is it needed: tonnes a year, cubic metres a day, pieces?"),
        "problem",
        lambda need: bool(_SCALE.search(_text(need) + need.indicators)),
    ),
    Point(
        "budget",
        _("a budget"),
        _("How much can be spent, in yuan?"),
        "budget_high",
        lambda need: need.budget_low is not None or need.budget_high is not None,
    ),
    Point(
        "deadline",
        _("a deadline"),
        _("By when is a solution needed?"),
        "deadline",
        lambda need: need.deadline is not None,
    ),
    Point(
        "owner",
        _("a person in charge"),
        _("Who in the company is in charge of it?"),
        "owner",
        lambda need: bool(need.owner),
    ),
)


def _has_baseline(text: str) -> bool:
    found = _BASELINE.search(text)
    return bool(found and _FIGURE.search(text[found.start() : found.start() + 80]))


def missing_points(need: Need) -> list[Point]:
    """Return what the need lacks, in the order in which to ask."""
    return [point for point in POINTS if not point.holds(need)]


def points(keys: list[str]) -> list[Point]:
    """Return the points of these keys, in order."""
    return [point for point in POINTS if point.key in keys]
