"""A round of introductions: who may have which turn, how far neighbours are apart, the oracle.

This file knows no solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duijie.domain.plans import FloatArray
from duijie.domain.text import Text
from duijie.timetable.check import Violation

Order = tuple[int, ...]
"""For each turn, from the first on, the index of who has it."""


@dataclass(frozen=True, eq=False)
class RoundProblem:
    """Everybody has one turn, and neighbours should belong together.

    Hard: each person has one of the turns `allowed` (0-based). Sought: the smallest sum of
    distances between neighbours.

    Parameters
    ----------
    distances
        Between any two people, shape ``(n_people, n_people)``, symmetric, unitless, in [0, 2].

    Raises
    ------
    ValueError
        When the shapes do not fit: a defect of the caller.
    """

    distances: FloatArray
    allowed: tuple[frozenset[int], ...]

    def __post_init__(self) -> None:
        if self.distances.shape != (self.n_people, self.n_people):
            raise ValueError(f"{self.n_people} people, distances {self.distances.shape}")

    @property
    def n_people(self) -> int:
        """How many people, and turns."""
        return len(self.allowed)


def path_length(problem: RoundProblem, order: Sequence[int]) -> float:
    """Return the sum of distances between neighbours."""
    return float(problem.distances[order[:-1], order[1:]].sum()) if len(order) > 1 else 0.0


def check_order(problem: RoundProblem, order: Sequence[int]) -> list[Violation]:
    """List every rule that `order` breaks; empty for a valid one."""
    if sorted(order) != list(range(problem.n_people)):
        return [Violation("everybody once", Text("应每人恰好一次", "everybody once"))]
    return [
        Violation("turn", Text(f"{who} 不能排第 {turn + 1}", f"{who} cannot be {turn + 1}"), (who,))
        for turn, who in enumerate(order)
        if turn not in problem.allowed[who]
    ]
