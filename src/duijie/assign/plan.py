"""What a method of assignment hands back, and the two forms in which it leaves the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import Any, Literal

import numpy as np

from duijie.assign.problem import AssignProblem, BoolArray
from duijie.domain.errors import BadUsage
from duijie.domain.plans import AssignedPair, Status
from duijie.domain.text import Text

Pairs = tuple[tuple[int, int], ...]
"""Assigned (need row, expert column), 0-based, in ascending order."""

Floor = float | Literal["auto"] | None
"""What every need is to get at least: a number, as much as possible, or nothing asked."""


@dataclass(frozen=True, eq=False)
class Found:
    """What a method found: the mask of a plan, ``(n_needs, n_experts)``, OPTIMAL or FEASIBLE.

    `bound`: no plan that keeps the same rules (and floor) has a greater total.
    """

    status: Status
    chosen: BoolArray
    bound: float

    @property
    def pairs(self) -> Pairs:
        """The pairs of the plan."""
        return list_pairs(self.chosen)


def list_pairs(mask: BoolArray) -> Pairs:
    """Return the pairs that a mask marks."""
    return tuple((int(row), int(column)) for row, column in np.argwhere(mask))


def as_mask(problem: AssignProblem, pairs: Pairs) -> BoolArray:
    """Return the mask that marks the pairs, ``(n_needs, n_experts)``."""
    mask = np.zeros(problem.affinity.shape, dtype=bool)
    for pair in pairs:
        mask[pair] = True
    return mask


@dataclass(frozen=True)
class AssignResult:
    """A plan with what is known of its quality.

    `total` is the sum of the affinities of `assigned`; `worst_served` the smallest such sum of
    one need. `bound`: no plan under the same rules (and floor) has a greater total. `status` is
    "optimal" when that is proved, else "feasible". `seconds` is the time the method took.
    `floor` is what was asked for.
    """

    assigned: Pairs
    total: float
    worst_served: float
    bound: float
    status: Status
    method: str
    seconds: float
    floor: Floor = None


def parse_floor(words: str) -> Floor:
    """Read the option ``--floor``: ``auto`` or a number.

    >>> parse_floor("auto"), parse_floor("0.8")
    ('auto', 0.8)

    Raises
    ------
    BadUsage
        When it is neither.
    """
    if words == "auto":
        return "auto"
    try:
        floor = float(words)
    except ValueError:
        floor = nan
    if not isfinite(floor):
        raise BadUsage(
            Text(f"下限应为 auto 或一个数，不是 {words!r}", f"not auto or a number: {words!r}")
        )
    return floor


def as_json(result: AssignResult) -> dict[str, Any]:
    """Return the object that ``duijie assign --json`` prints."""
    return {
        "status": str(result.status),
        "total": result.total,
        "worst_served": result.worst_served,
        "bound": result.bound,
        "seconds": round(result.seconds, 3),
        "assigned": [list(pair) for pair in result.assigned],
    }


def as_pairs(problem: AssignProblem, assigned: Sequence[tuple[int, int]]) -> list[AssignedPair]:
    """Return the plan in names: one row of ``assignment.csv`` each."""
    return [
        AssignedPair(
            need_id=problem.need_ids[row],
            expert_id=problem.expert_ids[column],
            affinity=float(problem.affinity[row, column]),
            pinned=bool(problem.must[row, column]),
        )
        for row, column in assigned
    ]
