"""The price of fairness of an assignment as the page shows it: a picture and a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from duijie.domain.text import Language, Text
from duijie.web.access.viewer import Viewer
from duijie.web.assign.compute import load_answer, start_assigning
from duijie.web.assign.models import Assignment
from duijie.web.assign.options import Options
from duijie.web.jobs.models import Job


@dataclass(frozen=True)
class Point:
    """A plan on the curve; `floor` is what to ask for to get it, `here` that it is this one."""

    number: int
    floor: float
    worst_served: float
    total: float
    share: float
    meetings: int
    recommended: bool
    here: bool


@dataclass(frozen=True)
class Curve:
    """The curve of an assignment's rules; each point of the picture leads to its row."""

    picture: SafeString
    said: Text
    complete: bool
    points: list[Point]


def read_curve(assignment: Assignment) -> Curve | None:
    """Return the curve; None when another version of duijie computed it."""
    answer = load_answer(assignment)
    if answer is None:
        return None
    from duijie.assign.fairness import COLUMNS, curve_grid, say_curve
    from duijie.assign.plot import Manner, draw_curve

    language: Language = "zh" if (get_language() or "").startswith("zh") else "en"
    manner = Manner(language, lambda number: f"#point-{number}")
    picture = mark_safe(draw_curve(answer.curve, manner))  # noqa: S308 - drawn here, words escaped
    points = []
    for number, row in enumerate(curve_grid(answer.curve).rows):
        figures: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
        del figures["price"]
        here = answer.curve.points[number].assigned == answer.result.assigned
        points.append(Point(number=number, here=here, **figures))
    return Curve(picture, say_curve(answer.curve), answer.curve.complete, points)


def start_at_point(viewer: Viewer, assignment: Assignment, curve: Curve, number: int) -> Job | None:
    """Assign in the background at a point, under the same rules; None when there is no such one."""
    if not 0 <= number < len(curve.points):
        return None
    options = Options.of_params(assignment.params)
    return start_assigning(viewer, replace(options, floor=curve.points[number].floor, note=""))
