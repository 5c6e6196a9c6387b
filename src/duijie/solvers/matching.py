"""The cheapest pairing of rows with columns: exact, and takes no seed.

The same costs always give the same answer. OR-Tools' rather than SciPy's: SciPy's takes half a
second to load, which a repair on the day does not have.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

IntArray = NDArray[np.int64]


def match_cheapest(cost: IntArray) -> IntArray:
    """Return for each row its column, no column twice, so that the costs' sum is least.

    By cost scaling (A. V. Goldberg and R. Kennedy, *Mathematical Programming* 71, 1995). Where
    some pairs will not do, give them a cost above all others' sum and look whether one was taken:
    then there is no pairing without them, and as few as can be were taken.

    Parameters
    ----------
    cost
        Shape ``(n_rows, n_columns)``, whole numbers; no fewer columns than rows.

    Raises
    ------
    OverflowError
        When the costs are too large for the solver's 64 bits.
    """
    n_rows, n_columns = cost.shape
    if n_rows == 0:
        return np.zeros(0, dtype=np.int64)
    square = np.zeros((n_columns, n_columns), dtype=np.int64)
    square[:n_rows] = cost
    rows, columns = np.indices(square.shape)
    solver = SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(rows.ravel(), columns.ravel(), square.ravel())
    if solver.solve() != solver.OPTIMAL:
        raise OverflowError("costs too large for exact arithmetic")
    return np.array([solver.right_mate(row) for row in range(n_rows)], dtype=np.int64)
