"""The plan to begin from: greedy, then annealed for a moment."""

from __future__ import annotations

from duijie.timetable.anneal import GoOn, always, anneal
from duijie.timetable.check import check
from duijie.timetable.greedy import place_greedily
from duijie.timetable.problem import Slots, TimetableProblem

_MOVES_EACH = 600
"""Moves for each meeting: a third of a second for 150 meetings, four for 1,800."""


def find_start(problem: TimetableProblem, seed: int = 0, go_on: GoOn = always) -> Slots:
    """Return a plan that leaves out few meetings, has few breaks, and is mostly valid.

    What it may lack is a place for each meeting, and fairness; `check` tells.
    """
    greedy = place_greedily(problem)
    plan = anneal(problem, greedy, _MOVES_EACH * len(problem.meetings), seed, go_on)
    broken = check(problem, plan, allow_unplaced=True)
    return greedy if broken and not check(problem, greedy) else plan
