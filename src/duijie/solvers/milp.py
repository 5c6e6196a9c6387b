"""Linear programs, with and without whole variables, by HiGHS as SciPy ships it.

Everything is maximised. HiGHS draws no random numbers of its own: the same program always
gives the same answer, unless a time limit cuts it short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import vstack

from duijie.domain.plans import FloatArray, Status

TIME_OUT = 1
INFEASIBLE = 2
"""What SciPy calls these two endings."""


@dataclass(frozen=True, eq=False)
class LinearProgram:
    """Maximise ``gain @ x`` within ``row_low <= matrix @ x <= row_high``, ``low <= x <= high``.

    `matrix` is a SciPy sparse array, ``(n_rows, n_columns)``; bounds may be infinite.
    """

    gain: FloatArray
    matrix: Any
    row_low: FloatArray
    row_high: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The optimum in real numbers; `row_price` is what one more unit of each row would gain."""

    value: float
    x: FloatArray
    row_price: FloatArray


@dataclass(frozen=True, eq=False)
class Whole:
    """The outcome in whole numbers; no solution is worth more than `bound`.

    `x` is None when none was found: there is none when `status` is INFEASIBLE, and nobody
    knows when it is UNKNOWN.
    """

    status: Status
    x: NDArray[np.int64] | None
    value: float
    bound: float


def solve_relaxed(program: LinearProgram) -> Relaxed:
    """Return the optimum over real numbers.

    Raises
    ------
    RuntimeError
        When the program has none: the caller sees to it that it has a solution.
    """
    equal = program.row_low == program.row_high
    above = np.isfinite(program.row_high) & ~equal
    below = np.isfinite(program.row_low) & ~equal
    matrix = program.matrix.tocsr()
    answer = linprog(
        -program.gain,
        A_ub=vstack([matrix[above], -matrix[below]]),
        b_ub=np.concatenate([program.row_high[above], -program.row_low[below]]),
        A_eq=matrix[equal],
        b_eq=program.row_high[equal],
        bounds=np.column_stack([program.low, program.high]),
        method="highs",
    )
    if answer.status != 0:
        raise RuntimeError(f"HiGHS: {answer.message}")
    price = np.zeros(len(equal))
    n_above = int(above.sum())
    price[above] -= answer.ineqlin.marginals[:n_above]
    price[below] += answer.ineqlin.marginals[n_above:]
    price[equal] -= answer.eqlin.marginals
    return Relaxed(-float(answer.fun), answer.x, price)


def solve_whole(program: LinearProgram, time_limit_s: float | None = None) -> Whole:
    """Return the optimum over whole numbers, to the last digit, or the best within the limit."""
    options: dict[str, float] = {"mip_rel_gap": 0.0}
    if time_limit_s is not None:
        options["time_limit"] = time_limit_s
    answer = milp(
        -program.gain,
        integrality=np.ones(len(program.gain)),
        bounds=Bounds(program.low, program.high),
        constraints=LinearConstraint(program.matrix, program.row_low, program.row_high),
        options=options,
    )
    if answer.status == INFEASIBLE:
        return Whole(Status.INFEASIBLE, None, -np.inf, -np.inf)
    if answer.status not in {0, TIME_OUT}:
        raise RuntimeError(f"HiGHS: {answer.message}")
    bound = np.inf if answer.mip_dual_bound is None else -float(answer.mip_dual_bound)
    if answer.x is None:
        return Whole(Status.UNKNOWN, None, -np.inf, bound)
    status = Status.OPTIMAL if answer.status == 0 else Status.FEASIBLE
    return Whole(status, np.rint(answer.x).astype(np.int64), -float(answer.fun), bound)
