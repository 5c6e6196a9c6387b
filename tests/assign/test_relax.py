import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from duijie.assign import relax
from duijie.assign.maxsum import find_max_sum
from duijie.assign.measures import worst_served
from duijie.assign.methods import solve
from duijie.assign.problem import AssignProblem
from duijie.assign.relax import floor_program, pick_first, relax_floor, relax_total
from duijie.solvers.milp import solve_relaxed
from tests.assign.factories import Pair, make_problem, planted_problems


def make_large(seed: int) -> AssignProblem:
    affinity = np.random.default_rng(seed).random((15, 40))
    return make_problem(affinity, (2, 3), (0, 2), forbidden=[(0, 0)], must=[(1, 1)])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("at_once", [1, 3, 50])
def test_generated_pairs_give_the_optimum_over_all_pairs(
    monkeypatch: pytest.MonkeyPatch, seed: int, at_once: int
) -> None:
    monkeypatch.setattr(relax, "AT_ONCE", at_once)
    problem = make_large(seed)
    found = find_max_sum(problem)
    assert found is not None
    top = relax_floor(problem, pick_first(problem, found.chosen))
    floor = 0.9 * top.value

    total = relax_total(problem, top.entered, floor)

    whole = solve_relaxed(floor_program(problem, problem.allowed, floor - relax.RELAXED_SLACK))
    assert total.value == pytest.approx(whole.value, abs=1e-6)
    assert (total.price[~total.entered] <= relax.PRICE_TOLERANCE).all()
    assert total.price[0, 0] == -np.inf


@settings(deadline=None, max_examples=40)
@given(case=planted_problems(), data=st.data())
def test_a_price_is_what_a_pair_costs_at_least(
    case: tuple[AssignProblem, tuple[Pair, ...]], data: st.DataObject
) -> None:
    """No plan misses the relaxed optimum by less than the prices of its pairs say."""
    problem, planted = case
    assume(problem.allowed.any())
    found = find_max_sum(problem)
    assert found is not None
    top = relax_floor(problem, pick_first(problem, found.chosen))
    floor = worst_served(problem, planted)
    assert floor <= top.value + 1e-6
    relaxed = relax_total(problem, top.entered, floor)
    plan = data.draw(st.sampled_from([planted, solve(problem, floor).assigned]))
    worth = sum(float(problem.affinity[pair]) for pair in plan)
    free = [pair for pair in plan if not problem.must[pair]]
    dearest = min((float(relaxed.price[pair]) for pair in free), default=0.0)
    assert worth <= relaxed.value + min(dearest, 0.0) + 1e-6
