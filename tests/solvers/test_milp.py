from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from duijie.domain.plans import Status
from duijie.solvers.milp import LinearProgram, solve_relaxed, solve_whole


def make_program(
    gain: list[float], matrix: list[list[float]], row_low: list[float], row_high: list[float]
) -> LinearProgram:
    """Build a program whose columns lie between 0 and 2."""
    return LinearProgram(
        gain=np.array(gain, dtype=float),
        matrix=csr_array(np.array(matrix, dtype=float)),
        row_low=np.array(row_low, dtype=float),
        row_high=np.array(row_high, dtype=float),
        low=np.zeros(len(gain)),
        high=np.full(len(gain), 2.0),
    )


@st.composite
def programs(draw: st.DrawFn) -> LinearProgram:
    whole = st.integers(-3, 3)
    n_rows, n_columns = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    low = draw(st.lists(whole, min_size=n_rows, max_size=n_rows))
    width = draw(st.lists(st.integers(0, 4), min_size=n_rows, max_size=n_rows))
    row = st.lists(whole.map(float), min_size=n_columns, max_size=n_columns)
    return make_program(
        draw(row),
        draw(st.lists(row, min_size=n_rows, max_size=n_rows)),
        list(map(float, low)),
        [float(lo + w) if w < 4 else np.inf for lo, w in zip(low, width, strict=True)],
    )


def best_whole(program: LinearProgram) -> float | None:
    every = (np.array(x, dtype=float) for x in product(range(3), repeat=len(program.gain)))
    return max(
        (
            float(program.gain @ x)
            for x in every
            if (program.row_low <= program.matrix @ x).all()
            and (program.matrix @ x <= program.row_high).all()
        ),
        default=None,
    )


@settings(deadline=None, max_examples=150)
@given(program=programs())
def test_the_whole_optimum_is_the_best_of_all(program: LinearProgram) -> None:
    best = best_whole(program)
    answer = solve_whole(program)
    if best is None:
        assert answer.status is Status.INFEASIBLE
        assert answer.x is None
        return
    assert answer.status is Status.OPTIMAL
    assert answer.value == pytest.approx(best)
    assert answer.bound == pytest.approx(best)
    assert answer.x is not None
    assert program.gain @ answer.x == pytest.approx(best)


@settings(deadline=None, max_examples=100)
@given(program=programs())
def test_the_relaxed_optimum_is_above_it_and_its_prices_prove_it(program: LinearProgram) -> None:
    best = best_whole(program)
    if best is None:
        return
    answer = solve_relaxed(program)
    assert answer.value >= best - 1e-7
    assert program.gain @ answer.x == pytest.approx(answer.value)
    # Weak duality: what the rows' limits cost, and what each column adds beyond its rows.
    price = answer.row_price
    limit = np.where(price > 0, program.row_high, program.row_low)
    rows = np.where(np.abs(price) > 1e-9, price * np.where(np.isfinite(limit), limit, 0), 0).sum()
    beyond = program.gain - price @ program.matrix
    assert rows + (np.maximum(beyond, 0) * program.high).sum() == pytest.approx(answer.value)


def test_a_relaxed_program_without_solution_is_a_defect_of_the_caller() -> None:
    with pytest.raises(RuntimeError, match="HiGHS"):
        solve_relaxed(make_program([1], [[1]], [5], [6]))


def test_an_endless_program_is_a_defect_of_the_caller() -> None:
    program = make_program([1], [[0]], [0], [0])
    endless = LinearProgram(**{**program.__dict__, "high": np.array([np.inf])})
    with pytest.raises(RuntimeError, match="HiGHS"):
        solve_whole(endless)


def test_no_time_gives_no_answer() -> None:
    rng = np.random.default_rng(0)
    size = 60
    program = make_program(
        list(rng.random(size)),
        [list(row) for row in rng.random((20, size))],
        [7.123] * 20,
        [7.124] * 20,
    )
    answer = solve_whole(program, time_limit_s=0.01)
    assert answer.status is Status.UNKNOWN
    assert answer.x is None
    assert answer.bound > 0
