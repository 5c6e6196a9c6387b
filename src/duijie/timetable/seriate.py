"""Seriation: the order of a round in which neighbours are as near as can be.

A shortest path through everybody. Moves of one person, reversals and swaps better a first order;
then CP-SAT proves a shortest one, or says how much shorter any could be. Most rounds need no
count of turns in the model: fixed first and last speakers only take steps away, and an absence
matters only where the shortest path would run into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from duijie.domain.plans import FloatArray, Status
from duijie.solvers.cpsat import Outcome, Search, solve_model
from duijie.solvers.matching import match_cheapest
from duijie.timetable.rounds import Order, RoundProblem, check_order, path_length

SCALE = 1000
"""CP-SAT takes whole numbers: distances in thousandths."""
EFFORT = 4.0
"""Bound on the work of one proof, about seconds; the clock has no part in the order."""
_PATH = ("max_lp",)
"""The fastest strategy where only steps count; with turns counted, CP-SAT's own choice is."""


@dataclass(frozen=True)
class Seriation:
    """An order, its length, and what no order can go below (both as `path_length` measures)."""

    order: Order
    length: float
    bound: float
    status: Status


def seriate(problem: RoundProblem, seed: int = 0, effort: float = EFFORT) -> Seriation | None:
    """Return an order with the smallest length; None when not everybody can have a turn.

    OPTIMAL means proved, with every distance rounded to a thousandth; otherwise `bound` holds.
    """
    rounded = RoundProblem(np.rint(SCALE * problem.distances), _without_taken(problem.allowed))
    first = nearest_order(rounded.allowed)
    if first is None:
        return None
    order = _improve(rounded, first)
    if problem.n_people < 3:  # noqa: PLR2004  # the start has tried both orders
        length = path_length(problem, order)
        return Seriation(order, length, length, Status.OPTIMAL)
    order, bound = _prove(rounded, order, seed, effort)
    proved = path_length(rounded, order) <= bound
    length = path_length(problem, order)
    return Seriation(
        order,
        length,
        length if proved else min(length, bound / SCALE),
        Status.OPTIMAL if proved else Status.FEASIBLE,
    )


def nearest_order(allowed: tuple[frozenset[int], ...]) -> Order | None:
    """Return the order that moves people least from the given one; None when there is none.

    Least is the sum of squares of how many turns each is moved, so that nobody jumps far (exact:
    an assignment problem).
    """
    n = len(allowed)
    turns = np.arange(n)
    possible = np.array([[turn in ok for turn in turns] for ok in allowed]).reshape(n, n)
    cost = np.where(possible, (turns[:, None] - turns[None, :]) ** 2, n**4)
    places = match_cheapest(cost)
    if not possible[turns, places].all():
        return None
    return tuple(np.argsort(places).tolist())


def _without_taken(allowed: tuple[frozenset[int], ...]) -> tuple[frozenset[int], ...]:
    """Take a turn that somebody must have from everybody else."""
    taken = frozenset(turn for ok in allowed if len(ok) == 1 for turn in ok)
    return tuple(ok if len(ok) == 1 else ok - taken for ok in allowed)


def _improve(problem: RoundProblem, order: Order) -> Order:
    """Take the first shorter valid neighbour until there is none."""
    length = path_length(problem, order)
    found = True
    while found:
        found = False
        for other in _neighbours(order):
            shorter = path_length(problem, other)
            if shorter < length and not check_order(problem, other):
                order, length, found = other, shorter, True
                break
    return order


def _neighbours(order: Order) -> Iterator[Order]:
    for i in range(len(order)):
        for j in range(i + 1, len(order)):
            yield (*order[:i], *order[i : j + 1][::-1], *order[j + 1 :])
            yield (*order[:i], *order[i + 1 : j + 1], order[i], *order[j + 1 :])
            yield (*order[:i], order[j], *order[i:j], *order[j + 1 :])
            yield (*order[:i], order[j], *order[i + 1 : j], order[i], *order[j + 1 :])


def _prove(problem: RoundProblem, order: Order, seed: int, effort: float) -> tuple[Order, float]:
    """Return a shortest order, or the best known, and a length that none goes below."""
    path = _Model(problem, order)
    outcome = path.solve(Search(seed, strategies=_PATH, time_limit_s=_NO_CLOCK, effort=effort))
    bound = float(max(0, outcome.bound))
    for found in path.read(outcome):
        if not check_order(problem, found) and path_length(problem, found) < path_length(
            problem, order
        ):
            order = found
    if path_length(problem, order) <= bound or path.read(outcome)[:1] == [order]:
        return order, bound
    counted = _Model(problem, order)
    counted.count_turns()
    outcome = counted.solve(Search(seed, time_limit_s=_NO_CLOCK, effort=effort))
    order = next(iter(counted.read(outcome)), order)
    return order, max(bound, float(outcome.bound))


_NO_CLOCK = 1e6


class _Model:
    """A path from a dummy through everybody and back to the dummy."""

    def __init__(self, problem: RoundProblem, hint: Order) -> None:
        self._problem = problem
        self._hint = hint
        self._model = cp_model.CpModel()
        n, allowed = problem.n_people, problem.allowed
        self._steps: dict[tuple[int, int], cp_model.IntVar] = {}
        for i in range(n):
            if 0 in allowed[i]:
                self._add_step(n, i)
            if n - 1 in allowed[i]:
                self._add_step(i, n)
            for j in range(n):
                if i != j and any(turn + 1 in allowed[j] for turn in allowed[i]):
                    self._add_step(i, j)
        self._model.add_circuit([(i, j, step) for (i, j), step in self._steps.items()])
        self._model.minimize(
            sum(int(problem.distances[i, j]) * step for (i, j), step in self._between())
        )

    def _add_step(self, i: int, j: int) -> None:
        step = self._model.new_bool_var(f"{i}-{j}")
        self._steps[i, j] = step
        whole = (self._problem.n_people, *self._hint, self._problem.n_people)
        self._model.add_hint(step, whole[whole.index(i) + 1] == j)

    def _between(self) -> Iterator[tuple[tuple[int, int], cp_model.IntVar]]:
        for ends, step in self._steps.items():
            if self._problem.n_people not in ends:
                yield ends, step

    def count_turns(self) -> None:
        """Bind everybody's turn, for absences in the middle of the round."""
        turns = [
            self._model.new_int_var_from_domain(
                cp_model.Domain.from_values(sorted(ok)), f"turn{who}"
            )
            for who, ok in enumerate(self._problem.allowed)
        ]
        self._model.add_all_different(turns)
        n = len(turns)
        for (i, j), step in self._steps.items():
            if i == n:
                self._model.add(turns[j] == 0).only_enforce_if(step)
            elif j == n:
                self._model.add(turns[i] == n - 1).only_enforce_if(step)
            else:
                self._model.add(turns[j] == turns[i] + 1).only_enforce_if(step)

    def solve(self, search: Search) -> Outcome:
        outcome = solve_model(self._model, list(self._steps.values()), search)
        if outcome.interrupted:
            raise KeyboardInterrupt
        return outcome

    def read(self, outcome: Outcome) -> list[Order]:
        """Return the path found, and the same backwards; nothing without one."""
        if outcome.values is None:
            return []
        after = {i: j for (i, j), on in zip(self._steps, outcome.values, strict=True) if on}
        n = self._problem.n_people
        order = [after[n]]
        while after[order[-1]] != n:
            order.append(after[order[-1]])
        return [tuple(order), tuple(order[::-1])]


def distances_between(profiles: FloatArray) -> FloatArray:
    """Return one less the cosine of any two rows of `profiles`, shape ``(n, n)``, in [0, 2].

    Columns are centred first, so that what all have in common does not count; a row without
    direction is at distance 1 from everybody.
    """
    centred = profiles - profiles.mean(axis=0, keepdims=True) if profiles.size else profiles
    norms = np.linalg.norm(centred, axis=1, keepdims=True)
    unit = np.divide(centred, norms, out=np.zeros_like(centred), where=norms > _NOTHING)
    found: FloatArray = np.clip(1.0 - unit @ unit.T, 0.0, 2.0)
    np.fill_diagonal(found, 0.0)
    return found


_NOTHING = 1e-9
