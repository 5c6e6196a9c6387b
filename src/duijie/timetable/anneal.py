"""A better plan from any plan: simulated annealing over chains of swaps.

A move takes a meeting to another slot. Whoever is busy there swaps: all meetings of the two
slots that hang together by their people change places, so nobody is ever in two places (the
chains of Kempe; for timetables see J. M. Thompson and K. A. Dowsland, "A robust simulated
annealing based examination timetabling system", Computers & Operations Research 25, 1998).
Only the people at the ends of a chain get other busy slots, so a move is judged in
microseconds. A meeting without a slot takes one and turns out those in its way.

Nothing is promised but this: the plan is no worse than the one to begin from, and it depends
on the problem, that plan, the seed and the number of moves alone, never on the clock.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from math import exp, log
from typing import NamedTuple

from duijie.timetable.problem import Slots, TimetableProblem

GoOn = Callable[[Slots], bool]
"""Given the best plan so far; says whether to look for a better one."""

_HOT, _COLD = 0.5, 0.1
"""Temperatures at the first and the last move, in breaks."""
_LEFT_OUT = 20
"""What a meeting without a slot costs, in breaks."""
_UNFAIR = 5
"""What each break of a person beyond the bound of fairness costs on top, in breaks."""
_GLANCE = 4096
"""Moves between two looks at whether to go on."""
_OUT = -1
"""Where a meeting without a slot is, and who is met in an idle slot."""


def always(plan: Slots) -> bool:
    """Look for a better plan, whatever there is."""
    return True


def anneal(
    problem: TimetableProblem,
    start: Slots,
    moves: int,
    seed: int = 0,
    go_on: GoOn = always,
) -> Slots:
    """Return the best plan met within so many moves from `start`, or `start` itself.

    Both keep every rule but two: meetings may be left out, and people may have more breaks
    than fairness allows, where the least broken person is taken to have none. Both are
    charged for, in this order: meetings left out, unfair breaks, breaks, unmet wishes.

    Parameters
    ----------
    moves
        Half a million take about two seconds.
    go_on
        Asked now and then; False ends the search before its last move. Given the best plan
        so far, the same object as long as there is no better one.
    """
    return _Annealing(problem, start, seed).run(moves, go_on)


class _Move(NamedTuple):
    """Where meetings go, what it leaves people busy with, and what it costs."""

    goes: dict[int, int]
    busy: dict[int, int]
    cost: float


class _Annealing:
    def __init__(self, problem: TimetableProblem, start: Slots, seed: int) -> None:
        self._chance = random.Random(seed).random  # noqa: S311 - repeatable, not secret
        self._people = [meeting.participants for meeting in problem.meetings]
        self._choices = problem.domains
        self._domains = [frozenset(choices) for choices in problem.domains]
        self._days = [sum(1 << slot for slot in day) for day in problem.days]
        self._most = problem.n_slots if problem.fairness is None else problem.fairness
        self._unmet = _count_unmet(problem)
        self._wish = 1 / (1 + sum(max(unmet, default=0) for unmet in self._unmet))
        self._orders = _orders_by_meeting(problem)
        self._slots = [_OUT] * len(problem.meetings)
        self._met = [[_OUT] * problem.n_slots for _ in problem.participants]
        self._busy = [0] * len(problem.participants)
        self._strain = [0] * len(problem.participants)
        self._is_table = [participant.is_table for participant in problem.participants]
        self._room = list(problem.capacity)
        for meeting, slot in enumerate(start):
            if slot is not None:
                self._make(self._judge({meeting: slot}))

    def run(self, moves: int, go_on: GoOn) -> Slots:
        movable = [meeting for meeting, choices in enumerate(self._choices) if choices]
        best = energy = self._total()
        plan = self._plan()
        cooling = log(_COLD / _HOT) / max(1, moves)
        for count in range(moves if movable else 0):
            if best <= 0 or (count % _GLANCE == 0 and not go_on(plan)):
                break
            move = self._propose(movable[int(self._chance() * len(movable))])
            if move and self._accepts(move.cost, _HOT * exp(cooling * count)):
                self._make(move)
                energy += move.cost
                if energy < best - self._wish / 2:
                    best, plan = energy, self._plan()
        return plan

    def _plan(self) -> Slots:
        return tuple(None if slot == _OUT else slot for slot in self._slots)

    def _total(self) -> float:
        placed = sum(self._cost_of(*place) for place in enumerate(self._slots))
        return placed + sum(self._strain)

    def _accepts(self, cost: float, temperature: float) -> bool:
        return cost <= 0 or self._chance() < exp(-cost / temperature)

    def _propose(self, meeting: int) -> _Move | None:
        """Draw another slot for `meeting`; None when it cannot go there."""
        choices = self._choices[meeting]
        to = choices[int(self._chance() * len(choices))]
        at = self._slots[meeting]
        if to == at:
            return None
        goes = self._turn_out(meeting, to) if at == _OUT else self._swap(meeting, at, to)
        return self._judge(goes) if goes and self._keeps_order(goes) else None

    def _turn_out(self, meeting: int, to: int) -> dict[int, int]:
        """Place a meeting that has no slot; those in its way lose theirs. Empty when full."""
        goes = {meeting: to}
        for person in self._people[meeting]:
            other = self._met[person][to]
            if other != _OUT:
                goes[other] = _OUT
        return goes if self._room[to] + len(goes) > 1 else {}

    def _swap(self, meeting: int, at: int, to: int) -> dict[int, int]:
        """Swap two slots along the people that tie meetings together; empty when barred."""
        goes = {meeting: to}
        waiting = [meeting]
        come = 1
        while waiting:
            last = waiting.pop()
            there = goes[last]
            back = at if there == to else to
            for person in self._people[last]:
                other = self._met[person][there]
                if other != _OUT and other not in goes:
                    if back not in self._domains[other]:
                        return {}
                    goes[other] = back
                    come += 1 if back == to else -1
                    waiting.append(other)
        return goes if -self._room[at] <= come <= self._room[to] else {}

    def _keeps_order(self, goes: dict[int, int]) -> bool:
        for meeting in goes:
            for first, then in self._orders.get(meeting, ()):
                start = goes.get(first, self._slots[first])
                end = goes.get(then, self._slots[then])
                if _OUT not in (start, end) and start >= end:
                    return False
        return True

    def _judge(self, goes: dict[int, int]) -> _Move:
        busy: dict[int, int] = {}
        cost = 0.0
        for meeting, to in goes.items():
            at = self._slots[meeting]
            flip = _bit(at) ^ _bit(to)
            for person in self._people[meeting]:
                busy[person] = busy.get(person, self._busy[person]) ^ flip
            cost += self._cost_of(meeting, to) - self._cost_of(meeting, at)
        for person, mask in busy.items():
            if mask != self._busy[person]:
                cost += self._strain_of(person, mask) - self._strain[person]
        return _Move(goes, busy, cost)

    def _make(self, move: _Move) -> None:
        for meeting in move.goes:
            at = self._slots[meeting]
            if at != _OUT:
                self._room[at] += 1
                for person in self._people[meeting]:
                    self._met[person][at] = _OUT
        for meeting, to in move.goes.items():
            self._slots[meeting] = to
            if to != _OUT:
                self._room[to] -= 1
                for person in self._people[meeting]:
                    self._met[person][to] = meeting
        for person, mask in move.busy.items():
            self._busy[person] = mask
            self._strain[person] = self._strain_of(person, mask)

    def _strain_of(self, person: int, busy: int) -> int:
        """Return what the breaks of somebody with these busy slots (bits) cost."""
        if self._is_table[person]:
            return 0
        breaks = 0
        for day in self._days:
            here = busy & day
            if here:
                breaks += (here & ~(here << 1)).bit_count() - 1
        return breaks + _UNFAIR * max(0, breaks - self._most)

    def _cost_of(self, meeting: int, slot: int) -> float:
        return _LEFT_OUT if slot == _OUT else self._wish * self._unmet[meeting][slot]


def _bit(slot: int) -> int:
    return 0 if slot == _OUT else 1 << slot


def _count_unmet(problem: TimetableProblem) -> list[list[int]]:
    """Count, for each meeting and slot, the people who wished for another."""
    wishes = [
        [
            wished
            for p in meeting.participants
            if (wished := problem.participants[p].wished) is not None
        ]
        for meeting in problem.meetings
    ]
    return [
        [sum(slot not in wished for wished in people) for slot in range(problem.n_slots)]
        for people in wishes
    ]


def _orders_by_meeting(problem: TimetableProblem) -> dict[int, list[tuple[int, int]]]:
    orders: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for order in problem.before:
        for meeting in order:
            orders[meeting].append(order)
    return dict(orders)
