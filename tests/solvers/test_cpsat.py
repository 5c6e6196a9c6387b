"""The wrapper of CP-SAT: status, values, bound, and the same answer for the same seed."""

from __future__ import annotations

import signal
import threading

import pytest
from ortools.sat.python import cp_model

from duijie.domain.plans import Status
from duijie.solvers.cpsat import Search, solve_model


def knapsack() -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """Return a model with many best answers: choose items of weight 10, as few as possible."""
    model = cp_model.CpModel()
    items = [model.new_bool_var(f"item{weight}") for weight in range(1, 8)]
    model.add(sum(weight * item for weight, item in enumerate(items, start=1)) == 10)
    model.minimize(sum(items))
    return model, items


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("strategies", [(), ("no_lp",), ("core", "default_lp")])
def test_optimum_and_bound(workers: int, strategies: tuple[str, ...]) -> None:
    model, items = knapsack()
    outcome = solve_model(model, items, Search(workers=workers, strategies=strategies))
    assert outcome.status is Status.OPTIMAL
    assert outcome.values is not None
    assert sum(weight * value for weight, value in enumerate(outcome.values, start=1)) == 10
    assert outcome.objective == outcome.bound == sum(outcome.values) == 2
    assert outcome.seconds >= 0


def test_same_seed_same_answer() -> None:
    answers = set()
    for _ in range(3):
        model, items = knapsack()
        search = Search(seed=3, strategies=("core", "default_lp"))
        answers.add(solve_model(model, items, search).values)
    assert len(answers) == 1


def test_infeasible_has_no_values() -> None:
    model = cp_model.CpModel()
    item = model.new_bool_var("item")
    model.add(item >= 2)
    outcome = solve_model(model, [item], Search(workers=1))
    assert outcome.status is Status.INFEASIBLE
    assert (outcome.values, outcome.objective) == (None, None)


def test_no_time_is_unknown() -> None:
    model, items = knapsack()
    assert solve_model(model, items, Search(time_limit_s=-1)).status is Status.UNKNOWN


def test_no_effort_is_unknown_whatever_the_clock() -> None:
    model, items = knapsack()
    assert solve_model(model, items, Search(effort=0.0, workers=1)).status is Status.UNKNOWN


def test_improvements_are_told() -> None:
    seen: list[tuple[int, int, float]] = []
    model, items = knapsack()
    solve_model(model, items, Search(workers=1), lambda *told: seen.append(told))
    assert seen[-1][0] == 2
    assert all(bound <= best for best, bound, _ in seen)


def test_an_invalid_model_is_a_defect() -> None:
    model = cp_model.CpModel()
    item = model.new_int_var(0, 2**62, "item")
    model.add(item * (2**40) <= 5)
    with pytest.raises(ValueError, match=r"\w"):
        solve_model(model, [item], Search())


def test_ctrl_c_keeps_the_best_values() -> None:
    """A search without end, interrupted by itself when it has found something."""
    model = cp_model.CpModel()
    items = [model.new_int_var(-1000, 1000, f"item{nth}") for nth in range(40)]
    model.add_all_different(items)
    squares = [model.new_int_var(0, 10**6, f"square{nth}") for nth in range(40)]
    for item, square in zip(items, squares, strict=True):
        model.add_multiplication_equality(square, [item, item])
    model.minimize(sum((-1) ** nth * square for nth, square in enumerate(squares)))
    search = Search(workers=1, time_limit_s=600)
    main = threading.main_thread().ident or 0
    # In the background of a shell interrupts are ignored from the start.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        outcome = solve_model(
            model, items, search, lambda *_: signal.pthread_kill(main, signal.SIGINT)
        )
    finally:
        signal.signal(signal.SIGINT, before)
    assert outcome.interrupted
    assert outcome.values is not None
    assert len(set(outcome.values)) == len(items)
