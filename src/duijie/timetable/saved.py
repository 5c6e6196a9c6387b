"""An instance with its plan as plain data, to be kept as JSON and replayed.

Names of people are left out: what is replayed is arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from duijie.domain.errors import BadData
from duijie.domain.plans import Status
from duijie.domain.text import Text
from duijie.timetable.check import Violation, check
from duijie.timetable.measures import total_breaks
from duijie.timetable.problem import Meeting, Participant, Slots, TimetableProblem, TimetableSlot
from duijie.timetable.result import TimetableResult

FORMAT = "duijie timetable 1"


@dataclass(frozen=True)
class SavedPlan:
    """An instance, the plan that was made for it (None without one), and what was claimed."""

    problem: TimetableProblem
    slots: Slots | None
    status: Status
    breaks: int | None
    bound: int


def save_plan(problem: TimetableProblem, result: TimetableResult) -> dict[str, Any]:
    """Return the instance and its plan as data that JSON can hold."""
    return {
        "format": FORMAT,
        "slots": [
            [one.number, one.day, *(at and at.isoformat() for at in (one.start, one.end))]
            for one in problem.slots
        ],
        "participants": [
            {
                "id": one.id,
                "away": sorted(one.away),
                "wished": None if one.wished is None else sorted(one.wished),
                "is_table": one.is_table,
            }
            for one in problem.participants
        ],
        "meetings": [
            {
                "id": one.id,
                "participants": one.participants,
                "allowed": None if one.allowed is None else sorted(one.allowed),
                "fixed": one.fixed,
            }
            for one in problem.meetings
        ],
        "capacity": problem.capacity,
        "before": problem.before,
        "fairness": problem.fairness,
        "plan": result.slots,
        "status": str(result.status),
        "breaks": result.breaks,
        "bound": result.bound,
    }


def load_plan(data: Mapping[str, Any], source: str) -> SavedPlan:
    """Read what `save_plan` made; `source` is the file's name, for the message.

    Raises
    ------
    BadData
        When it is something else.
    """
    try:
        if data["format"] != FORMAT:
            raise _refuse(source, data["format"])
        plan = data["plan"]
        return SavedPlan(
            problem=_read_problem(data),
            slots=None if plan is None else tuple(plan),
            status=Status(data["status"]),
            breaks=data["breaks"],
            bound=data["bound"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _refuse(source, error) from error


def _refuse(source: str, why: object) -> BadData:
    return BadData(
        Text(
            f"{source} 不是 duijie timetable --save 保存的文件（{why}）",
            f"{source} was not saved by duijie timetable --save ({why})",
        )
    )


def _read_problem(data: Mapping[str, Any]) -> TimetableProblem:
    return TimetableProblem(
        slots=tuple(
            TimetableSlot(number, day, *(at and datetime.fromisoformat(at) for at in times))
            for number, day, *times in data["slots"]
        ),
        participants=tuple(
            Participant(
                one["id"],
                away=frozenset(one["away"]),
                wished=None if one["wished"] is None else frozenset(one["wished"]),
                is_table=one["is_table"],
            )
            for one in data["participants"]
        ),
        meetings=tuple(
            Meeting(
                one["id"],
                tuple(one["participants"]),
                None if one["allowed"] is None else frozenset(one["allowed"]),
                one["fixed"],
            )
            for one in data["meetings"]
        ),
        capacity=tuple(data["capacity"]),
        before=tuple((first, then) for first, then in data["before"]),
        fairness=data["fairness"],
    )


def replay_plan(saved: SavedPlan) -> list[Violation]:
    """List what of a saved plan does not hold: broken rules, and breaks counted otherwise.

    A plan that leaves meetings out is held to the other rules.
    """
    if saved.slots is None:
        return []
    broken = check(saved.problem, saved.slots, allow_unplaced=None in saved.slots)
    if broken:
        return broken
    breaks = total_breaks(saved.problem, saved.slots)
    if breaks == saved.breaks and saved.bound <= breaks:
        return []
    words = Text(
        f"记录为空档 {saved.breaks} 次、下界 {saved.bound}，重数得 {breaks} 次",
        f"saved with {saved.breaks} breaks and bound {saved.bound}; there are {breaks}",
    )
    return [Violation("breaks", words)]
