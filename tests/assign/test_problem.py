from dataclasses import replace

import numpy as np
import pytest

from duijie.domain.errors import BadData
from tests.assign.factories import make_problem


def test_arrays_are_held_read_only_and_apart_from_the_callers() -> None:
    given = np.array([[0.5, 0.25]])
    problem = make_problem(given)
    given[0, 0] = 9
    assert problem.affinity[0, 0] == 0.5
    with pytest.raises(ValueError, match="read-only"):
        problem.affinity[0, 0] = 1


def test_a_changed_copy_shares_what_is_the_same() -> None:
    problem = make_problem([[0.5, 0.25]])
    assert replace(problem, need_max=np.array([2])).affinity is problem.affinity


def test_only_scored_pairs_without_conflict_are_allowed() -> None:
    problem = make_problem([[0.5, np.nan, 0.2]], forbidden=[(0, 2)])
    assert problem.allowed.tolist() == [[True, False, False]]


def test_a_need_is_called_by_id_and_title() -> None:
    assert make_problem([[1]]).describe_need(0).en == "N0"
    assert make_problem([[1]], titles=True).describe_need(0).en == 'N0 "topic 0"'
    assert make_problem([[1]], titles=True).describe_need(0).zh == "N0“topic 0”"


def test_shapes_must_fit() -> None:
    with pytest.raises(ValueError, match=r"need_min has shape \(2,\), not \(1,\)"):
        replace(make_problem([[1]]), need_min=np.array([1, 1]))


@pytest.mark.parametrize("affinity", [np.inf, -np.inf])
def test_an_infinite_affinity_is_refused(affinity: float) -> None:
    with pytest.raises(BadData, match="N0 / E1: the affinity is not a finite number"):
        make_problem([[0, affinity]])


def test_a_pair_cannot_be_both_pinned_and_forbidden() -> None:
    with pytest.raises(BadData, match="N0 must meet E0 and must not meet E0"):
        make_problem([[1]], forbidden=[(0, 0)], must=[(0, 0)])


def test_a_minimum_above_its_maximum_is_refused() -> None:
    with pytest.raises(BadData, match="expert_id E0: at least 3 and at most 2"):
        make_problem([[1]], per_expert=(3, 2))
    with pytest.raises(BadData, match="need_id N0: at least -1"):
        make_problem([[1]], per_need=(-1, 2))
