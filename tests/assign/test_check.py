import numpy as np
import pytest
from hypothesis import given, settings

from duijie.assign.check import check
from duijie.assign.measures import (
    PairList,
    expert_loads,
    need_loads,
    served,
    total_affinity,
    worst_served,
)
from duijie.assign.plan import AssignResult, as_json, as_pairs
from duijie.assign.problem import AssignProblem
from duijie.domain.plans import AssignedPair, Status
from tests.assign.factories import Pair, make_problem, planted_problems


def rules(problem: AssignProblem, pairs: PairList, floor: float | None = None) -> list[str]:
    return [violation.rule for violation in check(problem, pairs, floor=floor)]


def test_each_broken_rule_is_named() -> None:
    problem = make_problem(
        [[0.5, 0.2, np.nan], [0.1, 0.9, 0.3]], (1, 2), (0, 1), forbidden=[(1, 2)], must=[(0, 1)]
    )
    assert rules(problem, [(0, 1), (1, 0)]) == []
    assert rules(problem, [(1, 0)]) == ["must", "too few"]
    assert rules(problem, [(0, 1), (1, 0), (1, 2)]) == ["forbidden"]
    assert rules(problem, [(0, 1), (0, 2), (1, 0)]) == ["unscored"]
    assert rules(problem, [(0, 1), (1, 1)]) == ["too many"]
    assert rules(problem, [(0, 1), (1, 0), (1, 0)]) == ["twice", "too many"]
    assert rules(problem, [(0, 1), (1, 3)]) == ["outside"]
    assert rules(problem, [(-1, 1), (1, 0)]) == ["outside"]


def test_a_floor_is_checked_when_given() -> None:
    problem = make_problem([[0.5, 0.2]], (1, 2), (0, 1))
    assert rules(problem, [(0, 0)], floor=0.5) == []
    assert rules(problem, [(0, 0)], floor=0.6) == ["floor"]
    assert rules(problem, [(0, 0), (0, 1)], floor=0.7) == []


def test_violations_speak_both_languages() -> None:
    problem = make_problem([[0.5, 0.2]], forbidden=[(0, 0)])
    message = check(problem, [(0, 0)])[0].message
    assert message.en == "N0 must not meet E0"
    assert message.zh == "N0 与 E0 不得见面"


@settings(deadline=None, max_examples=30)
@given(case=planted_problems())
def test_measures_agree_with_the_mask(case: tuple[AssignProblem, tuple[Pair, ...]]) -> None:
    problem, planted = case
    mask = np.zeros(problem.affinity.shape, dtype=bool)
    for pair in planted:
        mask[pair] = True
    worth = np.where(mask, problem.affinity, 0)
    assert total_affinity(problem, planted) == pytest.approx(worth.sum())
    assert served(problem, planted) == pytest.approx(worth.sum(axis=1))
    assert worst_served(problem, planted) == pytest.approx(worth.sum(axis=1).min())
    assert need_loads(problem, planted).tolist() == mask.sum(axis=1).tolist()
    assert expert_loads(problem, planted).tolist() == mask.sum(axis=0).tolist()


def test_a_result_leaves_as_json_and_as_rows() -> None:
    problem = make_problem([[0.5, 0.25]], (1, 2), must=[(0, 1)])
    result = AssignResult(((0, 0), (0, 1)), 0.75, 0.75, 0.75, Status.OPTIMAL, "maxsum", 0.12345)
    assert as_json(result) == {
        "status": "optimal",
        "total": 0.75,
        "worst_served": 0.75,
        "bound": 0.75,
        "seconds": 0.123,
        "assigned": [[0, 0], [0, 1]],
    }
    assert as_pairs(problem, result.assigned) == [
        AssignedPair("N0", "E0", 0.5),
        AssignedPair("N0", "E1", 0.25, pinned=True),
    ]
