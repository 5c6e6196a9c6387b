from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.match import calibrate
from duijie.match.calibrate import Curve, to_affinity, to_logit

CURVES = list(
    chain.from_iterable(
        (curves.chinese, curves.english, curves.translated)
        for curves in (calibrate.WITH_MEANING, calibrate.BY_WORDS)
    )
)


@pytest.mark.parametrize("curve", CURVES)
def test_nothing_alike_is_unlikely_and_everything_alike_likely(curve: Curve) -> None:
    everything = curve.base + curve.words + curve.topics + curve.meaning
    low, high = to_affinity(np.array([curve.base, everything]))
    assert low < calibrate.NOBODY < 0.5 < high
    assert min(curve.words, curve.topics, curve.meaning) >= 0


def test_affinities_stay_in_range() -> None:
    np.testing.assert_allclose(to_affinity(np.array([-1e4, 0, 1e4])), [0, 0.5, 1], atol=1e-9)


@given(st.floats(0.001, 0.999))
def test_logit_and_affinity_undo_each_other(affinity: float) -> None:
    assert to_affinity(np.array([to_logit(affinity)]))[0] == pytest.approx(affinity)


def test_a_need_without_words_has_nobody() -> None:
    assert calibrate.UNPROVEN < calibrate.NEUTRAL < calibrate.NOBODY
