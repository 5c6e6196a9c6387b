"""The anytime engine: CP-SAT, a plan at once, then better ones, then a proof.

A plan of any quality comes first, that of `start` where it is valid. Then the goals are
minimised one after the other, each with those before it held: meetings left out, breaks, unmet
wishes. Before the fewest breaks it asks whether breaks are needed at all, which is a far easier
question and often settles the matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from time import perf_counter
from typing import NamedTuple

from ortools.sat.python import cp_model

from duijie.domain.plans import Status
from duijie.solvers.cpsat import OnBetter, Outcome, Search, solve_model
from duijie.timetable.check import check
from duijie.timetable.measures import count_left_out, count_unmet_wishes, total_breaks
from duijie.timetable.model import Literal, TimetableModel
from duijie.timetable.problem import Slots, TimetableProblem
from duijie.timetable.result import Limits, TimetableResult, Watch, describe_plan, unwatched
from duijie.timetable.start import find_start

ENGINE = "cpsat"
_BOTH_ENDS = ("core", "default_lp")
"""One strategy proves from below, the other finds plans from above."""
_PLAIN = ("no_lp",)
"""The fastest strategy where there is nothing to minimise."""
_SHARE = 0.8
"""Of the time that is left: for a goal that another one follows."""
_UNBROKEN_SHARE = 0.5
"""Of the time that is left: for the question whether breaks are needed at all."""


def solve_cpsat(
    problem: TimetableProblem, limits: Limits, watch: Watch = unwatched
) -> TimetableResult:
    """Solve `problem` until the plan is proved best or the limit passes; Ctrl-C keeps the plan."""
    return _Run(problem, limits, watch).run()


class _Goal(NamedTuple):
    """Something to have as little of: its literals, and how to count it in a plan."""

    literals: list[Literal]
    measure: Callable[[TimetableProblem, Slots], int]


class _Run:
    def __init__(self, problem: TimetableProblem, limits: Limits, watch: Watch) -> None:
        self._began = perf_counter()
        self._problem = problem
        self._limits = limits
        self._watch = watch
        self._plan: Slots = ()
        self._first_plan_s: float | None = None
        self._bound = 0
        self._placed = False

    @cached_property
    def _model(self) -> TimetableModel:
        """Built when first needed, which is after the first plan."""
        return TimetableModel(self._problem, allow_unplaced=self._limits.allow_unplaced)

    def run(self) -> TimetableResult:
        try:
            return self._search_all()
        except KeyboardInterrupt:
            if self._first_plan_s is None:
                raise
            self._bound = self._bound if self._placed else 0
            return replace(self._result(Status.FEASIBLE), interrupted=True)

    def _search_all(self) -> TimetableResult:
        status = self._find_any()
        if self._first_plan_s is None:
            return self._result(status)
        left_out = _Goal(self._model.left_out, count_left_out)
        self._placed = self._minimise(left_out, _SHARE)
        unbroken = self._minimise_breaks()
        wished = self._minimise(_Goal(self._model.unmet_wishes, count_unmet_wishes), 1.0)
        if not self._placed:
            self._bound = 0  # with other meetings left out, fewer breaks might do
        proved = self._placed and unbroken and wished
        return self._result(Status.OPTIMAL if proved else Status.FEASIBLE)

    def _find_any(self) -> Status:
        """Find a plan of any quality: the one to start from if it is valid, else one near it."""
        start = find_start(self._problem, self._limits.seed, lambda _: self._left_s() > 0)
        if not check(self._problem, start, allow_unplaced=self._limits.allow_unplaced):
            self._keep(start)
            return Status.FEASIBLE
        if self._limits.allow_unplaced:
            self._keep(tuple(None for _ in start))
            return Status.FEASIBLE
        self._model.hint(start)
        return self._search(self._model.model, _PLAIN, 1.0).status

    def _minimise_breaks(self) -> bool:
        goal = _Goal(self._model.breaks, total_breaks)
        if goal.measure(self._problem, self._plan):
            self._refute_breaks()
        return self._minimise(goal, _SHARE if self._model.unmet_wishes else 1.0)

    def _refute_breaks(self) -> None:
        """Look for a plan without breaks; when there is none, note that one is needed."""
        outcome = self._search(self._model.without_breaks(), _PLAIN, _UNBROKEN_SHARE)
        if outcome.status is Status.INFEASIBLE:
            self._bound = 1
            self._model.model.add(sum(self._model.breaks) >= 1)

    def _minimise(self, goal: _Goal, share: float) -> bool:
        """Improve the plan in `goal`, hold what was reached, and say whether it is proved."""
        proved = self._hold(goal) == 0
        if not proved:
            self._model.hint(self._plan)
            self._model.model.minimize(sum(goal.literals))
            on_better = self._watch if goal.measure is total_breaks else None
            outcome = self._search(self._model.model, _BOTH_ENDS, share, on_better)
            if goal.measure is total_breaks:
                self._bound = max(self._bound, outcome.bound)
            proved = outcome.status is Status.OPTIMAL
            self._hold(goal)
        return proved

    def _hold(self, goal: _Goal) -> int:
        """Allow no more of the goal than the plan has, and return how much that is."""
        reached = goal.measure(self._problem, self._plan)
        self._model.model.add(sum(goal.literals) <= reached)
        return reached

    def _search(
        self,
        model: cp_model.CpModel,
        strategies: tuple[str, ...],
        share: float,
        on_better: OnBetter | None = None,
    ) -> Outcome:
        """Search within a share of the time that is left, and of the effort."""
        search = Search(
            seed=self._limits.seed,
            workers=self._limits.workers,
            time_limit_s=share * self._left_s(),
            strategies=strategies,
            effort=None if self._limits.effort is None else share * self._limits.effort,
        )
        outcome = solve_model(model, self._model.placements, search, on_better)
        if outcome.values is not None:
            self._keep(self._model.read_slots(outcome.values))
        if outcome.interrupted:
            raise KeyboardInterrupt
        return outcome

    def _keep(self, slots: Slots) -> None:
        self._plan = slots
        if self._first_plan_s is None:
            self._first_plan_s = self._elapsed_s()
            self._watch(total_breaks(self._problem, slots), 0, self._first_plan_s)

    def _elapsed_s(self) -> float:
        return perf_counter() - self._began

    def _left_s(self) -> float:
        return max(0.0, self._limits.time_limit_s - self._elapsed_s())

    def _result(self, status: Status) -> TimetableResult:
        plan = None if self._first_plan_s is None else self._plan
        return describe_plan(
            self._problem,
            plan,
            status=status,
            bound=self._bound,
            seconds=self._elapsed_s(),
            engine=ENGINE,
            first_plan_s=self._first_plan_s,
        )
