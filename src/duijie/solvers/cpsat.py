"""CP-SAT behind one call: seed, workers, limit in; status, values, bound out.

What can be promised: one worker lets the strategies take turns in a fixed order, so a search
that *runs to its end*, or is cut off by `effort`, gives the same values for the same model and
seed on any machine. Several workers run freely side by side: faster, the same optimum, but not
always the same values. A search that the clock cuts off gives what it had by then. (Turns
taken by several workers would be repeatable too; measured, they are slower than one worker.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

from ortools.sat.python import cp_model

from duijie.domain.plans import Status

_STATUS = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.UNKNOWN: Status.UNKNOWN,
}

_PAUSE_S = 0.02
"""Between two calls to stop."""

OnBetter = Callable[[int, int, float], None]
"""Called with (best, bound, seconds) whenever a better plan is found."""


@dataclass(frozen=True)
class Search:
    """How to search: a seed, parallel workers, seconds of wall time, and CP-SAT's strategies.

    `strategies` are run side by side, or in turns by a single worker; empty leaves the choice
    to CP-SAT. `effort` bounds the work in CP-SAT's deterministic unit (about a
    second), for answers that must not depend on the speed of the machine.
    """

    seed: int = 0
    workers: int = 1
    time_limit_s: float = 60.0
    strategies: tuple[str, ...] = ()
    effort: float | None = None


@dataclass(frozen=True)
class Outcome:
    """What came out: values of the watched variables (None without a plan), objective, bound.

    `interrupted`: Ctrl-C ended the search. Whoever has more to do passes it on.
    """

    status: Status
    values: tuple[int, ...] | None
    objective: int | None
    bound: int
    seconds: float
    interrupted: bool = False


def solve_model(
    model: cp_model.CpModel,
    watched: Sequence[cp_model.IntVar],
    search: Search,
    on_better: OnBetter | None = None,
) -> Outcome:
    """Minimise the objective of `model`, which must be whole-numbered.

    Parameters
    ----------
    watched
        The variables whose values are wanted, in this order.
    on_better
        Called from the search as it improves.

    Raises
    ------
    ValueError
        When the model itself is invalid: a defect of the caller.
    """
    if invalid := model.validate():
        raise ValueError(invalid)
    solver = _configure(search)
    code, interrupted = _solve(solver, model, _Watcher(on_better) if on_better else None)
    status = _STATUS[code]
    found = status in (Status.OPTIMAL, Status.FEASIBLE)
    return Outcome(
        status=status,
        values=tuple(solver.value(variable) for variable in watched) if found else None,
        objective=round(solver.objective_value) if found else None,
        bound=_whole_bound(solver.best_objective_bound),
        seconds=solver.wall_time,
        interrupted=interrupted,
    )


def _solve(
    solver: cp_model.CpSolver, model: cp_model.CpModel, watcher: _Watcher | None
) -> tuple[cp_model.CpSolverStatus, bool]:
    """Search in a thread, since Python hears of Ctrl-C only where it is not inside CP-SAT."""
    with ThreadPoolExecutor(1) as thread:
        search = thread.submit(solver.solve, model, watcher)
        try:
            return search.result(), False
        except KeyboardInterrupt:
            while not search.done():  # a search that has not begun cannot be stopped yet
                solver.stop_search()
                wait([search], _PAUSE_S)
            return search.result(), True


def _configure(search: Search) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = search.seed
    solver.parameters.num_workers = min(search.workers, len(search.strategies) or search.workers)
    solver.parameters.interleave_search = search.workers == 1 and len(search.strategies) > 1
    solver.parameters.subsolvers.extend(search.strategies)
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = max(0.0, search.time_limit_s)
    if search.effort is not None:
        solver.parameters.max_deterministic_time = search.effort
    return solver


def _whole_bound(bound: float) -> int:
    return round(bound)


class _Watcher(cp_model.CpSolverSolutionCallback):
    def __init__(self, on_better: OnBetter) -> None:
        super().__init__()
        self._on_better = on_better

    def on_solution_callback(self) -> None:
        self._on_better(
            round(self.objective_value), _whole_bound(self.best_objective_bound), self.wall_time
        )
