import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from duijie.domain.plans import FloatArray
from duijie.match.fuse import fuse_passages


def test_half_the_best_and_half_the_mean() -> None:
    fused = fuse_passages(np.array([[0.2, 0.8, 0.5]]), np.array([0, 0, 3]))
    np.testing.assert_allclose(fused.scores, [[0.5 * 0.8 + 0.5 * 0.5, 0.5]])
    assert fused.experts.tolist() == [0, 3]
    assert fused.best.tolist() == [[1, 2]]


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
            fused.scores[:, place], (own.max(axis=1) + own.mean(axis=1)) / 2, atol=1e-9
        )
        first = owners.index(expert)
        np.testing.assert_array_equal(fused.best[:, place], first + own.argmax(axis=1))
