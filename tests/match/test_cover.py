"""The greedy cover against every team there is."""

from itertools import combinations
from math import e

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.domain.plans import FloatArray
from duijie.match.cover import best_members, cover_greedily

COVERAGES = st.tuples(st.integers(1, 5), st.integers(1, 7), st.integers(0, 2**32 - 1)).map(
    lambda size: np.round(np.random.default_rng(size[2]).random(size[:2]) ** 3, 2)
)


def covered(coverage: FloatArray, team: tuple[int, ...]) -> float:
    return float(coverage[:, list(team)].max(axis=1).sum())


def best_cover(coverage: FloatArray, size: int) -> float:
    teams = combinations(range(coverage.shape[1]), size)
    return max(covered(coverage, team) for team in teams)


@settings(max_examples=200, deadline=None)
@given(coverage=COVERAGES, most=st.integers(1, 4))
def test_against_every_team_of_that_size(coverage: FloatArray, most: int) -> None:
    found = cover_greedily(coverage, most, 1e-9)
    size = len(found.members)
    assert len(set(found.members)) == size <= most
    if size:
        best = best_cover(coverage, size)
        assert found.total == pytest.approx(covered(coverage, found.members))
        assert (1 - 1 / e) * best <= found.total + 1e-9
        assert found.total <= best + 1e-9
        assert best <= found.bound + 1e-9
        assert list(found.gains) == sorted(found.gains, reverse=True)
    if size < min(most, coverage.shape[1]):
        everybody = tuple(range(coverage.shape[1]))
        assert found.total == pytest.approx(covered(coverage, everybody))


def test_the_second_complements_the_first() -> None:
    coverage = np.array([[0.9, 0.8, 0.0], [0.8, 0.8, 0.0], [0.0, 0.0, 0.5]])
    found = cover_greedily(coverage, 2, 0.1)
    assert found.members == (0, 2)
    assert found.gains == pytest.approx((1.7, 0.5))
    assert best_members(coverage, found.members).tolist() == [0, 0, 2]


def test_who_adds_too_little_stays_out() -> None:
    coverage = np.array([[0.9, 0.0], [0.0, 0.1]])
    assert cover_greedily(coverage, 2, 0.2).members == (0,)
    assert cover_greedily(coverage, 2, 0.1).members == (0, 1)


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (2, 3)])
def test_where_nobody_covers_anything_there_is_no_team(shape: tuple[int, int]) -> None:
    found = cover_greedily(np.zeros(shape), 3, 0.1)
    assert (found.members, found.total, found.bound) == ((), 0.0, 0.0)
