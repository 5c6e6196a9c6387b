"""Which limits are reached, and what loosening one would gain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.assign.limits import explain_limits
from duijie.assign.methods import solve
from duijie.assign.plan import Floor
from duijie.assign.problem import AssignProblem
from tests.assign.factories import Pair, make_problem, planted_problems


@pytest.mark.parametrize("floor", [None, "auto"])
@settings(deadline=None, max_examples=30)
@given(case=planted_problems(), data=st.data())
def test_the_gain_is_that_of_solving_with_the_limit_loosened(
    floor: Floor, case: tuple[AssignProblem, tuple[Pair, ...]], data: st.DataObject
) -> None:
    problem, _ = case
    result = solve(problem, floor)
    column = data.draw(st.integers(0, problem.n_experts - 1))
    load = sum(expert == column for _, expert in result.assigned)

    limits = {limit.rule: limit for limit in explain_limits(problem, result, "expert", column)}

    assert ("expert_max" in limits) == (load == problem.expert_max[column])
    assert ("expert_min" in limits) == (load == problem.expert_min[column] > 0)
    step = np.eye(problem.n_experts, dtype=np.int64)[column]
    for rule, limit in limits.items():
        if rule == "expert_max":
            looser = replace(problem, expert_max=problem.expert_max + step)
        else:
            looser = replace(problem, expert_min=problem.expert_min - step)
        again = solve(looser, floor)
        assert limit.gain == pytest.approx(again.total - result.total, abs=1e-5)
        if floor is None:
            assert limit.gain >= -1e-9
        else:
            assert limit.worst_served >= result.worst_served - 1e-6


def test_a_full_expert_and_what_one_more_meeting_gains() -> None:
    problem = make_problem([[0.9, 0.5], [0.8, 0.6]], (1, 1), (0, 1))
    (limit,) = explain_limits(problem, solve(problem), "expert", 0)
    assert limit.rule == "expert_max"
    assert limit.gain == pytest.approx(0.2)
    assert (limit.lost, limit.gained) == (((1, 1),), ((1, 0),))
    assert limit.message.en == (
        "E0 has its most meetings, 1; with one more allowed, the total would rise by 0.2 to 1.7; "
        "no longer meeting: N1 with E1 (0.6); meeting instead: N1 with E0 (0.8)."
    )
    assert limit.message.zh == (
        "E0 已达上限 1 场；若可多一场，总匹配度增加 0.2，为 1.7；"
        "不再见面：N1 与 E1（0.6）；改为见面：N1 与 E0（0.8）。"
    )


def test_a_need_held_up_by_its_minimum() -> None:
    problem = make_problem([[0.9, -0.5]], (2, 2), (0, 1))
    most, least = explain_limits(problem, solve(problem), "need", 0)
    assert [most.rule, least.rule] == ["need_max", "need_min"]
    assert [most.gain, least.gain] == [0, pytest.approx(0.5)]
    assert "N0 has its fewest meetings, 2; with one fewer allowed, the total would rise by" in str(
        least.message
    )


def test_above_the_highest_floor_the_worst_served_comes_first() -> None:
    problem = make_problem([[0.9, 0.3], [0.9, 0.3]], (1, 1), (0, 1))
    (limit,) = explain_limits(problem, solve(problem, "auto"), "expert", 0)
    assert limit.worst_served == pytest.approx(0.9)
    assert "the worst-served need would get 0.9 instead of 0.3" in str(limit.message)


def test_whoever_is_between_their_bounds_is_not_held_back() -> None:
    problem = make_problem([[0.9, 0.5]], (0, 3), (0, 2))
    result = solve(problem)
    assert explain_limits(problem, result, "need", 0) == ()
    assert explain_limits(problem, result, "expert", 1) == ()
