"""The default engine: annealing betters the plan while MaxSAT proves, on a core each.

Annealing (`anneal`) has a good plan at once and better ones as time goes by; MaxSAT (`prove`)
works in a process of its own from below. Whoever settles the matter first ends the race: the
prover by its proof, which brings a best plan with it, or annealing by a plan that reaches the
proved bound. Small problems are first given to CP-SAT for a moment, so that no process is
started for what is settled before it would run.
"""

from __future__ import annotations

from dataclasses import replace
from queue import SimpleQueue
from time import perf_counter

from duijie.domain.errors import BadUsage
from duijie.domain.plans import Status
from duijie.domain.text import Text
from duijie.solvers.process import Killed, Process
from duijie.timetable.anneal import anneal
from duijie.timetable.check import check
from duijie.timetable.cpsat import ENGINE as CPSAT
from duijie.timetable.cpsat import solve_cpsat
from duijie.timetable.measures import count_left_out, count_unmet_wishes, total_breaks
from duijie.timetable.problem import Slots, TimetableProblem
from duijie.timetable.prove import Report, prove
from duijie.timetable.result import Limits, TimetableResult, Watch, describe_plan, unwatched
from duijie.timetable.start import find_start

ANNEALING, PROVER = "anneal", "maxsat"
_SETTLED = (Status.OPTIMAL, Status.INFEASIBLE)
_SMALL = 1500
"""Up to so many possible places of meetings CP-SAT has a first try, ..."""
_TRY = 1.5
"""... of so much effort, about so many seconds."""
_MOVES_EACH = 1500
"""Moves for each meeting in the first round of annealing; each round has twice as many as the
one before."""
_PAUSE_S = 0.02
"""Between two looks at the prover, where there is nothing else to do."""


def solve_race(
    problem: TimetableProblem, limits: Limits, watch: Watch = unwatched
) -> TimetableResult:
    """Solve `problem` until the plan is proved best or the limit passes; Ctrl-C keeps the plan.

    With an `effort` the clock must not decide, so CP-SAT works alone.
    """
    if limits.effort is not None:
        return solve_cpsat(problem, limits, watch)
    return _Race(problem, limits, watch).run(improves=True)


def solve_maxsat(
    problem: TimetableProblem, limits: Limits, watch: Watch = unwatched
) -> TimetableResult:
    """Let the prover work alone, from the same start.

    Raises
    ------
    BadUsage
        When an `effort` is given: this search cannot be cut off but by the clock.
    """
    if limits.effort is not None:
        raise BadUsage(
            Text("引擎 maxsat 不支持 effort", "the engine maxsat takes no effort"),
            [Text("请改用 cpsat 或 race", "use cpsat or race")],
        )
    return _Race(problem, limits, watch).run(improves=False)


class _Race:
    def __init__(self, problem: TimetableProblem, limits: Limits, watch: Watch) -> None:
        self._began = perf_counter()
        self._problem = problem
        self._limits = limits
        self._watch = watch
        self._plan: Slots | None = None
        self._goals: tuple[int, int, int] | None = None
        self._engine = ANNEALING
        self._first_plan_s: float | None = None
        self._bound = 0
        self._status = Status.UNKNOWN
        self._improves = True
        self._reports: SimpleQueue[Report] = SimpleQueue()

    def run(self, *, improves: bool) -> TimetableResult:
        self._improves = improves
        try:
            self._search(improves=improves)
        except KeyboardInterrupt:
            if self._plan is None:
                raise
        return self._result()

    def _search(self, *, improves: bool) -> None:
        if improves and sum(map(len, self._problem.domains)) <= _SMALL:
            self._try_cpsat()
        start = self._plan
        if start is None:
            start = find_start(self._problem, self._limits.seed, self._goes_on)
        if self._goes_on(start):
            self._compete(start, improves=improves)
        if self._limits.allow_unplaced:
            self._keep(tuple(None for _ in start), ANNEALING)

    def _try_cpsat(self) -> None:
        tried = solve_cpsat(self._problem, replace(self._limits, effort=_TRY), self._watch)
        self._bound = tried.bound
        self._keep(tried.slots, CPSAT)
        if tried.status in _SETTLED:
            self._status, self._engine = tried.status, CPSAT
        if tried.interrupted:
            raise KeyboardInterrupt

    def _compete(self, plan: Slots, *, improves: bool) -> None:
        """Let the prover work, and anneal in ever longer rounds, until the matter is settled."""
        arguments = self._problem, self._limits.allow_unplaced, self._plan is not None
        moves, seed = _MOVES_EACH * len(self._problem.meetings), self._limits.seed
        with Process(prove, arguments, self._reports.put) as prover:
            while self._goes_on(plan) and (self._runs(prover) or improves):
                if improves:
                    begin = plan if self._plan is None else self._plan
                    plan = anneal(self._problem, begin, moves, seed, self._goes_on)
                    moves, seed = 2 * moves, seed + 1

    def _runs(self, prover: Process) -> bool:
        """Give the prover a moment; a defect is raised, a killed prover can be done without."""
        try:
            return not prover.wait(_PAUSE_S) or not self._reports.empty()
        except Killed:
            return False

    def _goes_on(self, plan: Slots) -> bool:
        """Take note of `plan` and of the prover's reports; say whether there is more to do."""
        self._keep(plan, ANNEALING)
        while not self._reports.empty():
            self._hear(self._reports.get())
        return not self._is_settled() and self._elapsed_s() < self._limits.time_limit_s

    def _hear(self, report: Report) -> None:
        if report.bound > self._bound:
            self._bound = report.bound
            self._tell()
        if report.status is Status.OPTIMAL:
            self._goals = None  # the plan that comes with the proof, though as good, is repeatable
        self._keep(report.slots, PROVER)
        if report.status in _SETTLED:
            self._status, self._engine = report.status, PROVER

    def _keep(self, plan: Slots | None, engine: str) -> None:
        """Keep `plan` where it is better and valid."""
        if plan is None or plan is self._plan:
            return
        goals = self._goals_of(plan)
        if (self._goals is None or goals < self._goals) and self._is_valid(plan):
            self._plan, self._goals, self._engine = plan, goals, engine
            if self._first_plan_s is None:
                self._first_plan_s = self._elapsed_s()
            self._tell()

    def _is_valid(self, plan: Slots) -> bool:
        return not check(self._problem, plan, allow_unplaced=self._limits.allow_unplaced)

    def _goals_of(self, plan: Slots) -> tuple[int, int, int]:
        problem = self._problem
        return (
            count_left_out(problem, plan),
            total_breaks(problem, plan),
            count_unmet_wishes(problem, plan),
        )

    def _is_settled(self) -> bool:
        """Whether the plan is proved best, or that there is none.

        The prover alone is waited for even when its bound already meets the plan: whether bound
        or proof is heard first is chance, and the same seed is to give the same plan.
        """
        if self._status in _SETTLED:
            return True
        return self._improves and self._meets_bound()

    def _meets_bound(self) -> bool:
        return self._goals == (0, self._bound, 0)

    def _tell(self) -> None:
        if self._goals is not None:
            self._watch(self._goals[1], self._bound, self._elapsed_s())

    def _elapsed_s(self) -> float:
        return perf_counter() - self._began

    def _result(self) -> TimetableResult:
        status = self._status
        if status not in _SETTLED and self._plan is not None:
            status = Status.OPTIMAL if self._meets_bound() else Status.FEASIBLE
        return describe_plan(
            self._problem,
            self._plan,
            status=status,
            bound=self._bound,
            seconds=self._elapsed_s(),
            engine=self._engine,
            first_plan_s=self._first_plan_s,
        )
