"""What every timetable engine returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from duijie.domain.plans import Status
from duijie.timetable.measures import left_out, total_breaks, unmet_wishes
from duijie.timetable.problem import Slots, TimetableProblem


@dataclass(frozen=True)
class Limits:
    """How an engine is to work: seed, wall time, parallel workers, and what it may leave out.

    `effort` bounds the work itself, in units of about a second, so that a search cut off by it
    gives the same plan again on any machine; None leaves the cut to the clock.
    """

    seed: int = 0
    time_limit_s: float = 60.0
    workers: int = 1
    allow_unplaced: bool = False
    effort: float | None = None


@dataclass(frozen=True)
class TimetableResult:
    """A timetable and how good it is known to be.

    `slots` is None when there is no plan: proved impossible, or out of time. `breaks`,
    `left_out` and `unmet_wishes` (pairs of participant and meeting) are recounted from the
    plan; no plan with as few meetings left out has fewer than `bound` breaks. OPTIMAL means
    proved best in every goal, in their stated order. `interrupted`: Ctrl-C ended the search.
    """

    status: Status
    slots: Slots | None
    breaks: int | None
    bound: int
    seconds: float
    engine: str
    left_out: tuple[int, ...] = ()
    unmet_wishes: tuple[tuple[int, int], ...] = ()
    first_plan_s: float | None = None
    interrupted: bool = False

    @property
    def gap(self) -> int | None:
        """Breaks that a better plan could still save, None without a plan."""
        return None if self.breaks is None else self.breaks - self.bound


def describe_plan(
    problem: TimetableProblem,
    slots: Slots | None,
    *,
    status: Status,
    bound: int,
    seconds: float,
    engine: str,
    first_plan_s: float | None = None,
) -> TimetableResult:
    """Return the result of an engine, its figures recounted from the plan."""
    if slots is None:
        return TimetableResult(status, None, None, bound, seconds, engine)
    return TimetableResult(
        status,
        slots,
        total_breaks(problem, slots),
        bound,
        seconds,
        engine,
        left_out(slots),
        unmet_wishes(problem, slots),
        first_plan_s,
    )


Watch = Callable[[int, int, float], None]
"""Called with (best breaks so far, proved bound, seconds) while an engine works."""


def unwatched(best: int, bound: int, seconds: float) -> None:
    """Watch nothing."""


def as_b2b_json(result: TimetableResult) -> dict[str, Any]:
    """Return the result as ``duijie timetable --b2b --json`` prints it.

    `slots` holds the 1-based slot of each meeting in the order of the file, null for one that
    is left out; empty without a plan.
    """
    return {
        "status": str(result.status),
        "breaks": result.breaks,
        "bound": result.bound,
        "seconds": round(result.seconds, 3),
        "engine": result.engine,
        "slots": [None if slot is None else slot + 1 for slot in result.slots or ()],
    }
