"""What a method of assignment hands back, and the two forms in which it leaves the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from duijie.assign.problem import AssignProblem
from duijie.domain.plans import AssignedPair, Status

Pairs = tuple[tuple[int, int], ...]
"""Assigned (need row, expert column), 0-based, in ascending order."""


@dataclass(frozen=True)
class AssignResult:
    """A plan with what is known of its quality.

    `total` is the sum of the affinities of `assigned`; `worst_served` the smallest such sum of
    one need. `bound`: no plan under the same rules (and floor) has a greater total. `status` is
    "optimal" when that is proved, else "feasible". `seconds` is the time the method took.
    """

    assigned: Pairs
    total: float
    worst_served: float
    bound: float
    status: Status
    method: str
    seconds: float


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
