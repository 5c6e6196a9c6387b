"""Why a timetable cannot be mended, and the cheapest way out.

What is still to come is looked at by itself, without the past and without fairness: where that
is impossible already, its cause is the cause, told as for any programme. Else it is what ties
the rest to the past: an order whose second meeting has begun, or the bound on breaks.
"""

from __future__ import annotations

from dataclasses import replace

from duijie.domain.errors import Impossible
from duijie.domain.text import Text
from duijie.timetable.problem import Meeting, Participant, TimetableProblem
from duijie.timetable.repair_model import RepairProblem
from duijie.timetable.solve import explain_impossible, solve

_ASK_S = 5.0
"""Seconds for the question whether the rest can be placed by itself."""


def explain_repair(repair: RepairProblem) -> Impossible:
    """Say why `repair`, which has no solution, has none."""
    problem, begun = repair.problem, repair.begun
    late = [order for order in problem.before if order[1] in begun and order[0] not in begun]
    if late:
        return _blame_order(problem, late[0])
    rest = what_is_to_come(repair)
    if solve(rest, time_limit_s=_ASK_S).slots is None:
        return explain_impossible(rest)
    return Impossible(
        Text(
            f"其余会见都能排上，但做不到空档最多与最少的人相差不超过 {problem.fairness} 次",
            "all that is to come can be placed, but not with the breaks of any two people "
            f"differing by at most {problem.fairness}",
        ),
        [
            Text(
                "可以：在活动文件的 [limits] 中放宽或去掉 fairness",
                "Try: raise or take out fairness in [limits] of the event",
            )
        ],
    )


def what_is_to_come(repair: RepairProblem) -> TimetableProblem:
    """Return the meetings that have not begun, in the slots that are left, free of fairness."""
    problem = repair.problem
    waiting = [one for one in range(len(problem.meetings)) if one not in repair.begun]
    index = {old: new for new, old in enumerate(waiting)}
    slots = sorted({slot for one in waiting for slot in problem.meetings[one].allowed or ()})
    place = {slot: nth for nth, slot in enumerate(slots)}

    def shift(chosen: frozenset[int]) -> frozenset[int]:
        return frozenset(place[slot] for slot in chosen if slot in place)

    def wait(meeting: Meeting) -> Meeting:
        allowed = shift(meeting.allowed or frozenset())
        if meeting.fixed is not None:
            allowed &= shift(frozenset({meeting.fixed}))
        return replace(meeting, fixed=None, allowed=None if len(allowed) == len(slots) else allowed)

    def attend(person: Participant) -> Participant:
        wished = None if person.wished is None else shift(person.wished)
        return replace(person, away=shift(person.away), wished=wished)

    return TimetableProblem(
        slots=tuple(problem.slots[slot] for slot in slots),
        participants=tuple(map(attend, problem.participants)),
        meetings=tuple(wait(problem.meetings[old]) for old in waiting),
        capacity=tuple(problem.capacity[slot] for slot in slots),
        before=tuple(
            (index[first], index[then])
            for first, then in problem.before
            if first in index and then in index
        ),
    )


def _blame_order(problem: TimetableProblem, order: tuple[int, int]) -> Impossible:
    first, then = (problem.meetings[meeting].id for meeting in order)
    return Impossible(
        Text(
            f"{first} 应在 {then} 之前，但 {then} 已经开始",
            f"{first} was to come before {then}, which has begun",
        ),
        [
            Text(
                f"可以：取消 {first}，或在活动文件中去掉这条先后要求",
                f"Try: cancel {first}, or take this [[before]] rule out of the event",
            )
        ],
    )
