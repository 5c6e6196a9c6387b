"""What a timetable is judged by; recomputed from the plan, never taken from a solver."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from duijie.timetable.problem import Slots, TimetableProblem

IntArray = NDArray[np.int64]


def count_breaks(problem: TimetableProblem, slots: Slots) -> IntArray:
    """Count the breaks of each participant, shape ``(n_participants,)``.

    A break is a maximal run of idle slots between two meetings on one day. Slots in which the
    person is away count as idle, as in the published instances. Tables have none.
    """
    counts = [
        0 if participant.is_table else _breaks(problem, slots, meetings)
        for participant, meetings in zip(problem.participants, problem.meetings_of, strict=True)
    ]
    return np.array(counts, dtype=np.int64)


def total_breaks(problem: TimetableProblem, slots: Slots) -> int:
    """Return the sum of breaks over all participants."""
    return int(count_breaks(problem, slots).sum())


def break_spread(problem: TimetableProblem, slots: Slots) -> int:
    """Return the breaks of the most broken participant less those of the least broken."""
    people = np.array([not one.is_table for one in problem.participants], dtype=np.bool_)
    breaks = count_breaks(problem, slots)[people]
    return int(breaks.max() - breaks.min()) if breaks.size else 0


def unmet_wishes(problem: TimetableProblem, slots: Slots) -> tuple[tuple[int, int], ...]:
    """List every ``(participant, meeting)`` placed outside the slots that person wished."""
    return tuple(
        (person, meeting)
        for person, participant in enumerate(problem.participants)
        if participant.wished is not None
        for meeting in problem.meetings_of[person]
        if slots[meeting] is not None and slots[meeting] not in participant.wished
    )


def count_unmet_wishes(problem: TimetableProblem, slots: Slots) -> int:
    """Return how many wishes of `unmet_wishes` there are."""
    return len(unmet_wishes(problem, slots))


def left_out(slots: Slots) -> tuple[int, ...]:
    """List the meetings that have no slot."""
    return tuple(meeting for meeting, slot in enumerate(slots) if slot is None)


def count_left_out(problem: TimetableProblem, slots: Slots) -> int:
    """Return how many meetings of `problem` have no slot."""
    return len(problem.meetings) - sum(slot is not None for slot in slots)


def _breaks(problem: TimetableProblem, slots: Slots, meetings: tuple[int, ...]) -> int:
    busy = {slots[meeting] for meeting in meetings}
    return sum(count_holes([slot in busy for slot in day]) for day in problem.days)


def count_holes(busy: list[bool]) -> int:
    """Count the idle runs that have a meeting on both sides."""
    runs = sum(now and not before for before, now in pairwise([False, *busy]))
    return max(0, runs - 1)
