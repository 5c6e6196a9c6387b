"""A timetable at once: meeting after meeting, the busiest people first.

Each meeting goes into the slot that leaves its people the fewest idle slots. No guarantee of
any kind: meetings may find no slot, breaks are many. It is the plan to begin from, and the
peer to be better than.
"""

from __future__ import annotations

from duijie.timetable.problem import Slots, TimetableProblem


def place_greedily(problem: TimetableProblem) -> Slots:
    """Return a timetable that keeps every rule but fairness; meetings may be left out."""
    return _Greedy(problem).place()


class _Greedy:
    def __init__(self, problem: TimetableProblem) -> None:
        self._problem = problem
        self._slots: list[int | None] = [None] * len(problem.meetings)
        self._busy: list[set[int]] = [set() for _ in problem.participants]
        self._room = list(problem.capacity)

    def place(self) -> Slots:
        load = [len(meetings) for meetings in self._problem.meetings_of]
        weight = [sum(load[p] for p in meeting.participants) for meeting in self._problem.meetings]
        for index in sorted(range(len(weight)), key=lambda index: -weight[index]):
            possible = [slot for slot in self._problem.domains[index] if self._fits(index, slot)]
            if possible:
                self._take(index, min(possible, key=lambda slot: self._idle(index, slot)))
        return tuple(self._slots)

    def _fits(self, index: int, slot: int) -> bool:
        people = self._problem.meetings[index].participants
        return (
            self._room[slot] > 0
            and not any(slot in self._busy[person] for person in people)
            and all(self._keeps_order(index, slot, *order) for order in self._problem.before)
        )

    def _keeps_order(self, index: int, slot: int, first: int, then: int) -> bool:
        start = slot if index == first else self._slots[first]
        end = slot if index == then else self._slots[then]
        return index not in (first, then) or start is None or end is None or start < end

    def _idle(self, index: int, slot: int) -> int:
        """Count the idle slots of the people of a meeting if it took place in `slot`."""
        spans = [self._busy[p] | {slot} for p in self._problem.meetings[index].participants]
        return sum(max(span) - min(span) + 1 - len(span) for span in spans)

    def _take(self, index: int, slot: int) -> None:
        self._slots[index] = slot
        self._room[slot] -= 1
        for person in self._problem.meetings[index].participants:
            self._busy[person].add(slot)
