import math

import numpy as np
import pytest

from duijie.match.measures import auc, misorder_loss, ndcg, pair_outcomes, reciprocal_rank

GRADES = np.array([5.0, 3.0, 1.0])


@pytest.mark.parametrize(
    ("scores", "loss"),
    [
        ([3, 2, 1], 0.0),
        ([1, 2, 3], 1.0),
        ([1, 1, 1], 0.5),
        ([2, 3, 1], 2 / 8),  # 5 against 3 wrong (2), 5 against 1 (4) and 3 against 1 (2) right
        ([2, 1, 1], 1 / 8),  # a tie of 3 and 1 is half of 2
    ],
)
def test_misorder_loss_by_hand(scores: list[float], loss: float) -> None:
    assert misorder_loss(np.array(scores, float), GRADES) == pytest.approx(loss)


def test_equal_grades_order_nothing() -> None:
    assert math.isnan(misorder_loss(np.arange(3.0), np.full(3, 4.0)))


def test_easy_and_hard_pairs_by_hand() -> None:
    grades = np.array([5.0, 4.0, 2.0, 3.0])
    scores = np.array([0.5, 0.7, 0.5, 0.9])
    assert sorted(pair_outcomes(scores, grades, high=4, low=2)) == [0.5, 1.0]
    assert pair_outcomes(scores, grades, high=4).tolist() == [0.0]


def test_ndcg_by_hand() -> None:
    grades, scores = np.array([1.0, 2.0, 3.0]), np.array([0.9, 0.8, 0.1])
    got = 0 / math.log2(2) + 1 / math.log2(3) + 3 / math.log2(4)
    ideal = 3 / math.log2(2) + 1 / math.log2(3)
    assert ndcg(scores, grades) == pytest.approx(got / ideal)
    assert ndcg(scores, grades, at=2) == pytest.approx((1 / math.log2(3)) / ideal)
    assert ndcg(-scores, grades) == pytest.approx(1.0)
    assert math.isnan(ndcg(scores, np.ones(3)))


def test_reciprocal_rank_by_hand() -> None:
    grades = np.array([1.0, 3.0, 4.0])
    assert reciprocal_rank(np.array([0.9, 0.5, 0.1]), grades) == pytest.approx(1 / 2)
    assert math.isnan(reciprocal_rank(np.ones(2), np.ones(2)))


def test_auc_by_hand() -> None:
    grades = np.array([3.0, 1.0, 1.0, 2.0])
    assert auc(np.array([0.5, 0.5, 0.1, 0.9]), grades) == pytest.approx(0.75)
    assert math.isnan(auc(np.ones(2), np.full(2, 2.0)))
