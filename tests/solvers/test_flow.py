from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.solvers.flow import Arcs, find_cheapest_circulation, find_largest_flow

ArcRow = tuple[int, int, int, int, int]
"""tail, head, lower, width, cost."""


def make_arcs(rows: list[ArcRow]) -> tuple[Arcs, np.ndarray]:
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    tail, head, lower, width, cost = table.T
    return Arcs(tail, head, lower, lower + width), cost


def balances(n_nodes: int, arcs: Arcs, units: np.ndarray) -> bool:
    gain = np.zeros(n_nodes, dtype=np.int64)
    np.add.at(gain, arcs.head, units)
    np.subtract.at(gain, arcs.tail, units)
    return not gain.any()


def cheapest(n_nodes: int, arcs: Arcs, cost: np.ndarray) -> int | None:
    ranges = [range(lo, hi + 1) for lo, hi in zip(arcs.lower, arcs.upper, strict=True)]
    every = (np.array(units, dtype=np.int64) for units in product(*ranges))
    return min(
        (int(units @ cost) for units in every if balances(n_nodes, arcs, units)), default=None
    )


rows = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(0, 1),
        st.integers(0, 2),
        st.integers(-5, 5),
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=200)
@given(rows=rows)
def test_the_circulation_is_the_cheapest_of_all(rows: list[ArcRow]) -> None:
    arcs, cost = make_arcs(rows)
    units = find_cheapest_circulation(4, arcs, cost)
    best = cheapest(4, arcs, cost)
    if best is None:
        assert units is None
    else:
        assert units is not None
        assert balances(4, arcs, units)
        assert ((arcs.lower <= units) & (units <= arcs.upper)).all()
        assert int(units @ cost) == best


def test_no_arcs_carry_nothing() -> None:
    arcs, cost = make_arcs([])
    units = find_cheapest_circulation(2, arcs, cost)
    assert units is not None
    assert units.tolist() == []


def test_costs_that_would_overflow_are_refused() -> None:
    arcs, cost = make_arcs([(0, 1, 0, 1, 2**60)])
    with pytest.raises(OverflowError):
        find_cheapest_circulation(4, arcs, cost)


def test_the_largest_flow_and_the_cut_nearest_the_source() -> None:
    #  0 -3-> 1 -1-> 2 -1-> 3: both arcs after node 1 are smallest cuts
    arcs, _ = make_arcs([(0, 1, 0, 3, 0), (1, 2, 0, 1, 0), (2, 3, 0, 1, 0)])
    cut = find_largest_flow(5, arcs, source=0, sink=3)
    assert cut.value == 1
    assert cut.source_side.tolist() == [True, True, False, False, False]


@settings(deadline=None, max_examples=100)
@given(rows=rows)
def test_the_cut_weighs_as_much_as_the_flow(rows: list[ArcRow]) -> None:
    arcs, _ = make_arcs([(tail, head, 0, width, 0) for tail, head, _, width, _ in rows])
    cut = find_largest_flow(4, arcs, source=0, sink=3)
    crossing = cut.source_side[arcs.tail] & ~cut.source_side[arcs.head]
    assert cut.value == arcs.upper[crossing].sum()
    assert cut.source_side[0]
    assert not cut.source_side[3]
