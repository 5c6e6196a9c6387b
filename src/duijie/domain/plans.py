"""What the engines hand on: affinities, assigned pairs, placed meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


class Status(StrEnum):
    """How a solver ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, eq=False)
class AffinityMatrix:
    """How well each expert suits each need.

    `values` has shape ``(n_needs, n_experts)``, unitless, in [0, 1], rows and columns in the
    order of `need_ids` and `expert_ids`; nan marks a pair that was not scored.
    """

    need_ids: tuple[str, ...]
    expert_ids: tuple[str, ...]
    values: FloatArray

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.need_ids), len(self.expert_ids)):
            raise ValueError(f"shape {self.values.shape} does not fit the ids")


@dataclass(frozen=True)
class AssignedPair:
    """A need and an expert who are to meet; `pinned` when a person decided it."""

    need_id: str
    expert_id: str
    affinity: float
    pinned: bool = False


@dataclass(frozen=True)
class PlannedTurn:
    """Somebody's minutes in the round of introductions that begins at `round`.

    One row of ``plenary.csv``.
    """

    round: datetime
    start: datetime
    end: datetime
    person_id: str


@dataclass(frozen=True)
class PlacedMeeting:
    """A meeting with its time and table; one row of ``timetable.csv``."""

    slot: int
    start: datetime
    end: datetime
    room: str
    table: str
    need_id: str
    company: str
    expert_id: str
