"""The cheapest pairing, against every pairing there is."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from duijie.solvers.matching import IntArray, match_cheapest

SHAPES = st.integers(0, 4).flatmap(
    lambda rows: st.tuples(st.just(rows), st.integers(max(rows, 1), 5))
)


@given(cost=SHAPES.flatmap(lambda shape: arrays(np.int64, shape, elements=st.integers(-9, 9))))
def test_no_pairing_is_cheaper(cost: IntArray) -> None:
    n_rows, n_columns = cost.shape
    columns = match_cheapest(cost)
    assert len(set(columns.tolist())) == n_rows
    least = min(
        sum(cost[row, column] for row, column in enumerate(chosen))
        for chosen in permutations(range(n_columns), n_rows)
    )
    assert cost[np.arange(n_rows), columns].sum() == least


def test_costs_beyond_exact_arithmetic_are_refused() -> None:
    with pytest.raises(OverflowError):
        match_cheapest(np.full((3, 3), 2**62, dtype=np.int64))
