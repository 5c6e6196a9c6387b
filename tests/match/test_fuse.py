import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from duijie.domain.plans import FloatArray
from duijie.match.fuse import fuse_passages, weigh_passages


def test_the_mean_leans_towards_the_best() -> None:
    logits = np.array([[-2.0, 4.0, 1.0]])
    fused = fuse_passages(logits, np.array([0, 0, 3]))
    assert 1.0 < fused.scores[0, 0] < 4.0
    assert fused.scores[0, 1] == 1.0
    assert fused.experts.tolist() == [0, 3]
    assert fused.best.tolist() == [[1, 2]]


def test_endless_logits_do_no_harm() -> None:
    fused = fuse_passages(np.array([[-1e4, 1e4]]), np.array([0, 0]))
    assert np.isfinite(fused.scores).all()


@given(arrays(float, 5, elements=st.floats(-60, 60)))
def test_weights_and_spread_make_the_fused_logit(logits: FloatArray) -> None:
    weights, spread = weigh_passages(logits)
    fused = fuse_passages(logits[None], np.zeros(5, dtype=np.int64)).scores[0, 0]
    assert weights.sum() == pytest.approx(1)
    assert spread <= 1e-9
    assert weights @ logits + spread == pytest.approx(fused, abs=1e-8)


def test_the_first_of_equals_is_the_best() -> None:
    assert fuse_passages(np.array([[1.0, 1.0]]), np.array([0, 0])).best.tolist() == [[0]]


def test_without_passages_there_is_nobody() -> None:
    fused = fuse_passages(np.zeros((2, 0)), np.zeros(0, dtype=np.int64))
    assert fused.scores.shape == fused.best.shape == (2, 0)


@given(
    arrays(float, (3, 7), elements=st.floats(-50, 50)),
    st.lists(st.integers(0, 4), min_size=7, max_size=7).map(sorted),
)
def test_it_equals_the_plain_loop(scores: FloatArray, owners: list[int]) -> None:
    fused = fuse_passages(scores, np.array(owners))
    for place, expert in enumerate(fused.experts):
        own = scores[:, np.array(owners) == expert]
        np.testing.assert_allclose(
            fused.scores[:, place], 2 * np.log(np.exp(own / 2).mean(axis=1)), atol=1e-9
        )
        first = owners.index(expert)
        np.testing.assert_array_equal(fused.best[:, place], first + own.argmax(axis=1))
