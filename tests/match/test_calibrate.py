import numpy as np
import pytest

from duijie.match import calibrate
from duijie.match.calibrate import Curve, foreign_affinity

COSINES = np.linspace(0, 1, 11)
CURVES = (calibrate.CHINESE, calibrate.ENGLISH, calibrate.ENGLISH_BY_TEXT)


@pytest.mark.parametrize("curve", CURVES)
def test_affinity_rises_with_every_part_and_stays_in_range(curve: Curve) -> None:
    still = np.zeros_like(COSINES)
    for weight, parts in (
        (curve.words, (COSINES, still, still)),
        (curve.topics, (still, COSINES, still)),
        (curve.meaning, (still, still, COSINES)),
    ):
        steps = np.diff(curve.affinity(curve.slope(parts[0], topics=parts[1], meaning=parts[2])))
        assert (steps > 0).all() if weight else (steps == 0).all()
    extreme = curve.affinity(np.array([-1e4, 1e4]))
    np.testing.assert_allclose(extreme, [0, 1], atol=1e-9)


def test_the_slope_is_the_sum_of_its_parts() -> None:
    one = np.ones(1)
    assert Curve(-1, words=2, topics=3, meaning=4).slope(one, topics=one, meaning=one)[0] == 9
    assert Curve(-1, words=2, topics=3).slope(one, topics=one)[0] == 5


def test_other_languages_stay_below_even_odds_and_above_nothing() -> None:
    low, high = foreign_affinity(np.array([0.0, 1.0]))
    assert calibrate.UNPROVEN < low < high < 0.5
