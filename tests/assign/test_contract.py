"""What every method of assignment promises, whatever it optimises."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.assign.check import check
from duijie.assign.measures import total_affinity, worst_served
from duijie.assign.methods import solve
from duijie.assign.plan import AssignResult
from duijie.assign.problem import AssignProblem
from duijie.domain.errors import Impossible
from duijie.domain.plans import Status
from tests.assign.factories import (
    best_total,
    make_problem,
    planted_problems,
    tiny_problems,
)

Method = Callable[[AssignProblem], AssignResult]

METHODS: dict[str, Method] = {
    "maxsum": solve,
    "maxmin": lambda problem: solve(problem, "auto"),
    "floor": lambda problem: solve(problem, -99.0),
}


@pytest.fixture(params=list(METHODS), scope="module")
def method(request: pytest.FixtureRequest) -> Method:
    return METHODS[request.param]


def contents(problem: AssignProblem) -> list[bytes]:
    arrays = (
        problem.affinity,
        problem.forbidden,
        problem.must,
        problem.need_min,
        problem.need_max,
        problem.expert_min,
        problem.expert_max,
    )
    return [array.tobytes() for array in arrays]


@settings(deadline=None, max_examples=60)
@given(case=planted_problems())
def test_a_plan_is_valid_and_its_figures_are_true(
    method: Method, case: tuple[AssignProblem, tuple[tuple[int, int], ...]]
) -> None:
    problem, planted = case
    assert not check(problem, planted)
    before = contents(problem)

    result = method(problem)

    assert check(problem, result.assigned) == []
    assert result.total == total_affinity(problem, result.assigned)
    assert result.worst_served == worst_served(problem, result.assigned)
    assert result.status is Status.OPTIMAL
    assert result.bound == pytest.approx(result.total, abs=1e-6)
    assert contents(problem) == before


@settings(deadline=None, max_examples=20)
@given(case=planted_problems())
def test_the_same_input_gives_the_same_plan(
    method: Method, case: tuple[AssignProblem, tuple[tuple[int, int], ...]]
) -> None:
    problem, _ = case
    assert method(problem).assigned == method(problem).assigned


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(problem=tiny_problems())
def test_a_plan_is_found_exactly_when_there_is_one(method: Method, problem: AssignProblem) -> None:
    if best_total(problem) is None:
        with pytest.raises(Impossible):
            method(problem)
    else:
        assert check(problem, method(problem).assigned) == []


def test_conflicts_hold_even_when_every_affinity_is_zero(method: Method) -> None:
    problem = make_problem(np.zeros((3, 3)), (1, 1), (1, 1), forbidden=[(0, 0), (0, 1), (1, 2)])
    result = method(problem)
    assert check(problem, result.assigned) == []
    assert (0, 2) in result.assigned


RULES = {
    "need_min": (
        make_problem([[1, 1]], (2, 2), (0, 1)),
        make_problem([[1, 1]], (3, 3), (0, 1)),
    ),
    "need_max": (
        make_problem([[1, 1]], (0, 2), (1, 1)),
        make_problem([[1, 1]], (0, 1), (1, 1)),
    ),
    "expert_min": (
        make_problem([[-1], [-1]], (0, 1), (2, 2)),
        make_problem([[-1], [-1]], (0, 1), (3, 3)),
    ),
    "expert_max": (
        make_problem([[1], [1]], (1, 1), (0, 2)),
        make_problem([[1], [1]], (1, 1), (0, 1)),
    ),
    "conflict": (
        make_problem([[9, 1]], forbidden=[(0, 0)]),
        make_problem([[9, 1]], forbidden=[(0, 0), (0, 1)]),
    ),
    "unscored": (
        make_problem([[np.nan, 1]]),
        make_problem([[np.nan, np.nan]]),
    ),
    "must": (
        make_problem([[9, 1]], must=[(0, 1)]),
        make_problem([[9, 1]], must=[(0, 0), (0, 1)]),
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_kept_where_it_can_be(method: Method, rule: str) -> None:
    feasible, _ = RULES[rule]
    assert check(feasible, method(feasible).assigned) == []


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_can_make_a_plan_impossible(method: Method, rule: str) -> None:
    _, infeasible = RULES[rule]
    assert best_total(infeasible) is None
    with pytest.raises(Impossible, match=r"^Impossible: .+"):
        method(infeasible)


@settings(deadline=None, max_examples=30)
@given(case=planted_problems(), seed=st.integers(0, 99))
def test_nobody_worth_nothing_is_taken_without_need(
    method: Method, case: tuple[AssignProblem, tuple[tuple[int, int], ...]], seed: int
) -> None:
    problem, _ = case
    zeros = make_problem(np.zeros(problem.affinity.shape), (0, 3), (0, 3))
    assert method(zeros).assigned == ()


@pytest.mark.parametrize("shape", [(0, 3), (0, 0)])
def test_an_event_without_needs_has_an_empty_plan(method: Method, shape: tuple[int, int]) -> None:
    result = method(make_problem(np.zeros(shape)))
    assert (result.assigned, result.total, result.worst_served) == ((), 0.0, 0.0)


def test_needs_that_nobody_may_meet_get_nothing(method: Method) -> None:
    result = method(make_problem(np.full((2, 2), np.nan), (0, 3), (0, 3)))
    assert (result.assigned, result.worst_served) == ((), 0.0)
