"""How good a ranking is against people's grades (1 unsuited ... 5 or 4 just right).

Each measure takes the scores and grades of one researcher's needs, or of one need's
candidates, as vectors of equal length; nan says that nothing there can be measured. Sources:
Stelmakh et al., "A gold standard dataset for the reviewer assignment problem", TMLR 2023
(misorder loss); Järvelin & Kekäläinen, "Cumulated gain-based evaluation of IR techniques",
ACM TOIS 20 (2002).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from duijie.domain.plans import FloatArray

SUITED = 3.0
"""From this grade on a candidate is worth a meeting."""
UNSUITED = 1.0


def misorder_loss(scores: FloatArray, grades: FloatArray) -> float:
    """Return the grade difference put in the wrong order, as a share of all, in [0, 1].

    Over all pairs graded differently, each weighted by the difference; a tie is half wrong.
    0 is best, chance is .5.
    """
    higher, lower = np.nonzero(np.subtract.outer(grades, grades) > 0)
    if not len(higher):
        return float("nan")
    weight = grades[higher] - grades[lower]
    return float(weight @ (1 - _won(scores, higher, lower)) / weight.sum())


def pair_outcomes(
    scores: FloatArray, grades: FloatArray, high: float, low: float | None = None
) -> FloatArray:
    """Return for each pair whether the better one is ahead: 1, 0, or .5 for a tie.

    Pairs of one graded `high` or more with one graded `low` or less; without `low`, pairs of
    two graded `high` or more, differently.
    """
    upper = grades >= high
    lower = upper if low is None else grades <= low
    better = np.subtract.outer(grades, grades) > 0
    return _won(scores, *np.nonzero(better & np.logical_and.outer(upper, lower)))


def ndcg(scores: FloatArray, grades: FloatArray, at: int = 10) -> float:
    """Return the normalised discounted gain of the first `at`, in [0, 1], 1 is best.

    The gain of a grade g is 2^(g-1) - 1, the discount log2(1 + rank). Equal scores keep the
    order of the input.
    """
    gains = 2 ** (grades - 1) - 1
    discounts = 1 / np.log2(np.arange(2, 2 + min(at, len(grades))))
    ideal = float(np.sort(gains)[::-1][:at] @ discounts)
    if ideal == 0:
        return float("nan")
    return float(gains[_order(scores)][:at] @ discounts) / ideal


def reciprocal_rank(scores: FloatArray, grades: FloatArray, high: float = SUITED) -> float:
    """Return one over the rank of the first candidate graded `high` or more."""
    hits = np.nonzero(grades[_order(scores)] >= high)[0]
    return float(1 / (hits[0] + 1)) if len(hits) else float("nan")


def auc(scores: FloatArray, grades: FloatArray) -> float:
    """Return how often a suited candidate is ahead of an unsuited one; a tie counts half."""
    outcomes = pair_outcomes(scores, grades, SUITED, UNSUITED)
    return float(outcomes.mean()) if len(outcomes) else float("nan")


def _order(scores: FloatArray) -> NDArray[np.intp]:
    return np.argsort(-scores, kind="stable")


def _won(scores: FloatArray, higher: NDArray[np.intp], lower: NDArray[np.intp]) -> FloatArray:
    return (np.sign(scores[higher] - scores[lower]) + 1.0) / 2.0
