import numpy as np
import pytest
from hypothesis import given, settings

from duijie.assign.maxsum import drop_worthless, find_max_sum, scale_affinity
from duijie.assign.measures import total_affinity
from duijie.assign.methods import solve
from duijie.assign.problem import AssignProblem
from tests.assign.factories import best_total, make_problem, tiny_problems


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(problem=tiny_problems())
def test_no_plan_has_a_greater_total(problem: AssignProblem) -> None:
    best = best_total(problem)
    found = find_max_sum(problem)
    if best is None:
        assert found is None
    else:
        assert found is not None
        assert total_affinity(problem, found.pairs) == found.bound == best


def test_an_upper_bound_takes_every_positive_pair_and_no_negative_one() -> None:
    problem = make_problem([[0.5, -0.1, 0.2, 0.3]], (1, 3), (0, 1))
    assert solve(problem).assigned == ((0, 0), (0, 2), (0, 3))
    assert solve(make_problem([[0.5, -0.1, -0.2]], (1, 3), (0, 1))).assigned == ((0, 0),)


def test_a_negative_pair_is_taken_where_a_minimum_asks_for_it() -> None:
    result = solve(make_problem([[0.5, -0.1, -0.2]], (2, 3), (0, 1)))
    assert result.assigned == ((0, 0), (0, 1))
    assert result.total == pytest.approx(0.4)


def test_differences_in_the_ninth_decimal_decide() -> None:
    nearly = [[0.5, 0.500000001], [0.5, 0.5]]
    assert solve(make_problem(nearly, (1, 1), (0, 1))).assigned == ((0, 1), (1, 0))


def test_very_large_scores_do_not_overflow() -> None:
    affinity = np.array([[3e15, 2e15], [2e15, 3e15]])
    assert abs(scale_affinity(affinity)).max() <= 10**12
    assert solve(make_problem(affinity, (1, 1), (1, 1))).assigned == ((0, 0), (1, 1))


def test_pairs_worth_nothing_stay_only_where_something_asks_for_them() -> None:
    problem = make_problem(np.zeros((1, 4)), (2, 4), (0, 1), must=[(0, 3)])
    kept = drop_worthless(problem, np.ones((1, 4), dtype=bool))
    assert np.argwhere(kept).tolist() == [[0, 2], [0, 3]]
