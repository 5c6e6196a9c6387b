"""The greatest total among plans that give every need at least so much, exactly."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import numpy as np

from duijie.assign.plan import Found
from duijie.assign.problem import AssignProblem, BoolArray
from duijie.assign.reach import TOLERANCE, can_reach, keep_needs, take_tightest
from duijie.assign.relax import floor_program, pick_first, relax_floor, relax_total
from duijie.domain.errors import OutOfTime
from duijie.domain.plans import Status
from duijie.domain.text import Text
from duijie.solvers.milp import solve_whole

FIRST_GAP = 1e-3
"""Share of the total by which the best plan is first supposed to miss the relaxed optimum."""
LARGE_SHARE = 0.25
"""A core of more than this share of all pairs is not worth a search of its own."""
FEW_PAIRS = 4000
"""So many pairs of the tightest needs are looked at alone, before all are."""
WIDEN = 10
"""How much wider the gap becomes when no plan lies within it."""


class FloorSearch:
    """Best plans of one problem above one floor after another.

    The relaxed optimum prices every pair: a plan that takes a pair priced below -gap misses
    the relaxed optimum by more than the gap. So it is enough to search among the pairs priced
    above that (reduced-cost fixing: Dantzig, Fulkerson and Johnson, Operations Research 2,
    1954). If the best plan among them lies within the gap, no plan is better; if it does not,
    its own distance is a gap that settles the matter.

    Parameters
    ----------
    problem
        What to assign.
    plan
        Mask of any valid plan.
    time_limit_s
        Seconds from now after which a search keeps the best so far; None for no limit.
    """

    def __init__(
        self, problem: AssignProblem, plan: BoolArray, time_limit_s: float | None = None
    ) -> None:
        # HiGHS measures in absolute terms; affinities up to 1 suit its tolerances.
        self._unit = float(np.abs(problem.worth).max(initial=0.0)) or 1.0
        self._problem = replace(problem, affinity=problem.affinity / self._unit)
        self._deadline = np.inf if time_limit_s is None else perf_counter() + time_limit_s
        self._top = relax_floor(self._problem, pick_first(self._problem, plan))

    @property
    def highest(self) -> float:
        """No plan gives its worst-served need more than this."""
        return self._top.value * self._unit

    def solve(self, floor: float) -> Found | None:
        """Return the plan of greatest total that gives every need at least `floor`.

        None when it is proved that there is none.

        Raises
        ------
        OutOfTime
            When the limit passed before any such plan was found.
        """
        level = floor / self._unit
        if level > self._top.value + TOLERANCE:
            return None
        usable = can_reach(self._problem, level) | self._problem.must
        if self._is_closed(usable, level):
            return None
        found = self._search(usable, level)
        return found and replace(found, bound=found.bound * self._unit)

    def _is_closed(self, usable: BoolArray, level: float) -> bool:
        """Tell, quickly, whether already the needs with the fewest ways to go cannot all go."""
        rows = take_tightest(usable, FEW_PAIRS)
        if len(rows) in {0, self._problem.n_needs}:
            return False
        few = floor_program(keep_needs(self._problem, rows), usable[rows], level)
        return solve_whole(few, self._time_left()).status is Status.INFEASIBLE

    def _search(self, usable: BoolArray, level: float) -> Found | None:
        """Search among ever more pairs until the plan found is proved the best."""
        relaxed = relax_total(self._problem, self._top.entered, level)
        gap = FIRST_GAP * max(abs(relaxed.value), 1.0)
        best: Found | None = None
        while True:
            core = usable & ((relaxed.price >= -gap) | self._problem.must)
            if core.sum() > LARGE_SHARE * usable.sum():
                core = usable
            try:
                found = self._search_core(core, level)
            except OutOfTime:
                if best is None:
                    raise
                return replace(best, status=Status.FEASIBLE, bound=relaxed.value)
            outside = -np.inf if core is usable else relaxed.value - gap
            if found is None:
                if core is usable:
                    return None
                gap *= WIDEN
            elif found.status is Status.FEASIBLE or outside <= found.bound:
                return replace(found, bound=min(max(found.bound, outside), relaxed.value))
            else:
                best = found
                gap = relaxed.value - found.bound + TOLERANCE

    def _search_core(self, core: BoolArray, level: float) -> Found | None:
        """Return the best plan made of the pairs of `core`, if there is one."""
        answer = solve_whole(floor_program(self._problem, core, level), self._time_left())
        if answer.status is Status.INFEASIBLE:
            return None
        if answer.x is None:
            raise OutOfTime(
                Text(
                    "时间用完，还没有找到达到下限的方案",
                    "the time ran out before a plan above the floor was found",
                ),
                [Text("请放宽时限或降低下限", "allow more time, or lower the floor")],
            )
        chosen = core.copy()
        chosen[core] = answer.x > 0
        return Found(answer.status, chosen, answer.bound)

    def _time_left(self) -> float | None:
        return None if np.isinf(self._deadline) else max(self._deadline - perf_counter(), 0.0)
