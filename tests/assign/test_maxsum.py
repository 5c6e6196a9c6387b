import numpy as np
import pytest
from hypothesis import given, settings

from duijie.assign.maxsum import drop_worthless, find_max_sum, scale_affinity
from duijie.assign.measures import total_affinity
from duijie.assign.methods import solve
from duijie.assign.plan import as_mask
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


def test_of_equal_plans_the_nearest_is_taken() -> None:
    problem = make_problem(np.full((3, 3), 0.5), (1, 1), (0, 1), must=[(0, 1)])
    for near in (((0, 0), (1, 1), (2, 2)), ((0, 2), (1, 1), (2, 0)), ((0, 1), (1, 2), (2, 0))):
        result = solve(problem, near=as_mask(problem, near))
        assert len(set(result.assigned) & set(near)) == (3 if near[0] == (0, 1) else 1)
    better = make_problem(np.full((3, 3), 0.5) + np.eye(3) * 1e-9, (1, 1), (0, 1))
    far = as_mask(better, ((0, 1), (1, 2), (2, 0)))
    assert solve(better, near=far).assigned == ((0, 0), (1, 1), (2, 2))


def test_where_numbers_would_grow_too_large_ties_stay_as_they_fall() -> None:
    problem = make_problem(np.full((120, 120), 9e8), (1, 120), (0, 120))
    near = as_mask(problem, tuple((row, row) for row in range(120)))
    assert solve(problem, near=near).total == 120 * 120 * 9e8


def test_pairs_worth_nothing_stay_only_where_something_asks_for_them() -> None:
    problem = make_problem(np.zeros((1, 4)), (2, 4), (0, 1), must=[(0, 3)])
    kept = drop_worthless(problem, np.ones((1, 4), dtype=bool))
    assert np.argwhere(kept).tolist() == [[0, 2], [0, 3]]
