"""The assignment in real numbers: bounds that no plan can beat, and what each pair could add.

Only few of all pairs ever matter. The program begins with the best ones; pairs whose price
shows that they could improve it come in until there is none left (column generation: Ford and
Fulkerson, Management Science 5, 1958), so that its optimum is the optimum over all pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack

from duijie.assign.groups import NOBODY
from duijie.assign.problem import AssignProblem, BoolArray, IntArray
from duijie.domain.plans import FloatArray
from duijie.solvers.milp import LinearProgram, Relaxed, solve_relaxed

PRICE_TOLERANCE = 1e-7
"""A pair whose price is at most this does not improve the optimum."""
FLOOR_SLACK = 1e-9
"""Floors are lowered by this much: sums of decimals are not exact."""
RELAXED_SLACK = 1e-6
"""The relaxed program keeps a floor less strictly, so that rounding cannot close it."""
AT_ONCE = 10
"""So many pairs of each person enter at the beginning, and of each need in each round."""


@dataclass(frozen=True, eq=False)
class Relaxation:
    """The optimum over real numbers, with the price of every pair, ``(n_needs, n_experts)``.

    No plan is worth more than `value`, and none that takes a pair of negative `price` is worth
    more than `value` plus that price; it is -inf where a pair may not be used. `entered` marks
    the pairs of the last program; a solution can be made of them.
    """

    value: float
    price: FloatArray
    entered: BoolArray


def pick_first(problem: AssignProblem, plan: BoolArray) -> BoolArray:
    """Return the pairs to begin with: a valid plan, and the best of each need and expert."""
    worth = np.where(problem.allowed, problem.worth, -np.inf)
    return plan | _best_of_rows(worth) | _best_of_rows(worth.T).T


def relax_floor(problem: AssignProblem, entered: BoolArray) -> Relaxation:
    """Bound the sum that the worst-served need can get; `entered` must hold a valid plan."""
    return _generate(problem, entered, floor=None)


def relax_total(problem: AssignProblem, entered: BoolArray, floor: float) -> Relaxation:
    """Bound the total of plans that keep `floor`; `entered` comes from ``relax_floor``."""
    return _generate(problem, entered, floor - RELAXED_SLACK)


def floor_program(problem: AssignProblem, pairs: BoolArray, floor: float) -> LinearProgram:
    """Write the greatest total subject to all bounds and the floor, over `pairs` alone.

    Columns: the pairs, row by row. Rows: meetings of needs, meetings of experts, sums of needs;
    then meetings of companies, and of each need with each group, where there are such rules.
    """
    rows, columns = np.nonzero(pairs)
    gain = problem.affinity[rows, columns]
    low, high = _bounds_together(problem)
    return LinearProgram(
        gain=gain,
        matrix=_matrix(problem, rows, columns),
        row_low=np.concatenate(
            [
                problem.need_min,
                problem.expert_min,
                np.full(problem.n_needs, floor - FLOOR_SLACK),
                low,
            ]
        ),
        row_high=np.concatenate(
            [
                problem.need_max,
                problem.expert_max,
                np.full(problem.n_needs, np.inf),
                high,
            ]
        ),
        low=problem.must[rows, columns].astype(np.float64),
        high=np.ones(len(rows)),
    )


def _worst_program(problem: AssignProblem, pairs: BoolArray) -> LinearProgram:
    """Write the greatest common floor: one more column, which every need's sum must reach."""
    plain = floor_program(problem, pairs, FLOOR_SLACK)
    n_people = problem.n_needs + problem.n_experts
    level = np.zeros(len(plain.row_low))
    level[n_people : n_people + problem.n_needs] = -1
    return LinearProgram(
        gain=np.append(np.zeros(len(plain.gain)), 1.0),
        matrix=csr_array(hstack([plain.matrix, level[:, None]])),
        row_low=plain.row_low,
        row_high=plain.row_high,
        low=np.append(plain.low, -np.inf),
        # Finite, so that there is an optimum even where no need holds the level down.
        high=np.append(plain.high, np.abs(problem.worth).sum()),
    )


def _generate(problem: AssignProblem, entered: BoolArray, floor: float | None) -> Relaxation:
    """Solve, price all pairs, let the best in, until no price is positive."""
    while True:
        if floor is None:
            answer = solve_relaxed(_worst_program(problem, entered))
            gain = np.zeros_like(problem.worth)
        else:
            answer = solve_relaxed(floor_program(problem, entered, floor))
            gain = problem.worth
        price = np.where(problem.allowed, gain - _costs(problem, answer), -np.inf)
        better = np.where(entered | (price <= PRICE_TOLERANCE), -np.inf, price)
        fresh = _best_of_rows(better)
        if not fresh.any():
            return Relaxation(answer.value, price, entered)
        entered = entered | fresh


def _costs(problem: AssignProblem, answer: Relaxed) -> FloatArray:
    """Price what each pair uses of both people's time, less what it adds to the need's sum."""
    n_needs, n_people = problem.n_needs, problem.n_needs + problem.n_experts
    need, expert, level, together = np.split(
        answer.row_price, [n_needs, n_people, n_people + n_needs]
    )
    costs = need[:, None] + expert[None, :] + level[:, None] * problem.worth
    rows, columns = np.arange(n_needs)[:, None], np.arange(problem.n_experts)[None, :]
    for place in _places_together(problem, rows, columns):
        costs += np.append(together, 0.0)[place]  # -1, no such row, takes the price 0 at the end
    return costs


def _matrix(problem: AssignProblem, rows: IntArray, columns: IntArray) -> csr_array:
    pair, ones = np.arange(len(rows)), np.ones(len(rows))
    n_people = problem.n_needs + problem.n_experts
    first = n_people + problem.n_needs
    n_rows = first + len(_bounds_together(problem)[0])
    parts = [
        (rows, pair, ones),
        (problem.n_needs + columns, pair, ones),
        (n_people + rows, pair, problem.affinity[rows, columns]),
    ]
    for place in _places_together(problem, rows, columns):
        member = place != NOBODY
        parts.append((first + place[member], pair[member], ones[member]))
    row, column, value = (np.concatenate(part) for part in zip(*parts, strict=True))
    return csr_array(coo_array((value, (row, column)), shape=(n_rows, len(rows))))


def _bounds_together(problem: AssignProblem) -> tuple[FloatArray, FloatArray]:
    """Return the bounds of the rows about people together."""
    low, high = np.zeros(0), np.zeros(0)
    if problem.companies:
        low, high = problem.companies.low.astype(float), problem.companies.high.astype(float)
    if problem.groups:
        n_rows = problem.n_needs * len(problem.groups.names)
        low = np.append(low, np.zeros(n_rows))
        high = np.append(high, np.full(n_rows, float(problem.groups.most)))
    return low, high


def _places_together(
    problem: AssignProblem, rows: IntArray, columns: IntArray
) -> Iterator[IntArray]:
    """Return which of these rows each pair is in, for one kind of row after the other.

    `rows` and `columns` are broadcast; -1 stands for none.
    """
    n_companies = 0
    if problem.companies:
        n_companies = len(problem.companies.names)
        yield problem.companies.of_need[rows]
    if problem.groups:
        group = problem.groups.of_expert[columns]
        place = n_companies + rows * len(problem.groups.names) + group
        yield np.where(group == NOBODY, NOBODY, place)


def _best_of_rows(values: FloatArray) -> BoolArray:
    """Mark the greatest few finite values of each row."""
    best = np.zeros(values.shape, dtype=bool)
    if values.size:
        few = np.argpartition(-values, min(AT_ONCE, values.shape[1]) - 1, axis=1)[:, :AT_ONCE]
        np.put_along_axis(best, few, values=True, axis=1)
    return best & np.isfinite(values)
