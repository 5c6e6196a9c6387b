"""Seriation: proved against every order on tiny rounds, planted chains found in large ones."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.domain.plans import FloatArray, Status
from duijie.timetable.rounds import Order, RoundProblem, check_order, path_length
from duijie.timetable.seriate import distances_between, nearest_order, seriate


def anywhere(n: int) -> tuple[frozenset[int], ...]:
    return (frozenset(range(n)),) * n


@st.composite
def small_rounds(draw: st.DrawFn) -> RoundProblem:
    n = draw(st.integers(1, 6))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    turns = st.frozensets(st.integers(0, n - 1), min_size=draw(st.integers(1, n)))
    return RoundProblem(
        distances_between(rng.normal(size=(n, 3))), tuple(draw(turns) for _ in range(n))
    )


def best_of_all(problem: RoundProblem) -> float | None:
    valid = (o for o in permutations(range(problem.n_people)) if not check_order(problem, o))
    return min((path_length(problem, order) for order in valid), default=None)


@settings(max_examples=60, deadline=None)
@given(problem=small_rounds())
def test_no_order_is_shorter(problem: RoundProblem) -> None:
    best, found = best_of_all(problem), seriate(problem)
    if best is None:
        assert found is None
    else:
        assert found is not None
        assert check_order(problem, found.order) == []
        assert found.length == pytest.approx(path_length(problem, found.order))
        assert found.length == pytest.approx(best, abs=problem.n_people / 1000)
        assert found.status is Status.OPTIMAL
        assert found.bound == found.length


def on_a_line(n: int) -> tuple[FloatArray, Order]:
    """Return distances of people on a line, shuffled, and the order along it."""
    places = np.random.default_rng(4).permutation(n)
    return np.abs(places[:, None] - places[None, :]) / n, tuple(np.argsort(places).tolist())


def test_a_planted_chain_is_found_and_proved() -> None:
    distances, along = on_a_line(26)
    found = seriate(RoundProblem(distances, anywhere(26)))
    assert found is not None
    assert found.status is Status.OPTIMAL
    assert found.order in (along, along[::-1])


def test_the_planted_chain_turns_round_for_an_absence() -> None:
    """Who ends the chain is away early: the same chain, from the other end."""
    distances, along = on_a_line(12)
    for late in (along[0], along[-1]):
        allowed = list(anywhere(12))
        allowed[late] = frozenset(range(6, 12))
        found = seriate(RoundProblem(distances, tuple(allowed)))
        assert found is not None
        assert found.order[-1] == late
        assert found.order in (along, along[::-1])


def test_first_and_last_speakers_and_an_absence_are_kept() -> None:
    rng = np.random.default_rng(1)
    n = 14
    allowed = list(anywhere(n))
    allowed[3], allowed[5], allowed[7] = frozenset({0}), frozenset({n - 1}), frozenset({6, 7})
    problem = RoundProblem(distances_between(rng.normal(size=(n, 4))), tuple(allowed))
    found = seriate(problem)
    assert found is not None
    assert (found.order[0], found.order[-1]) == (3, 5)
    assert found.order.index(7) in (6, 7)
    assert seriate(problem) == found


def test_without_effort_the_bound_is_still_true() -> None:
    rng = np.random.default_rng(2)
    problem = RoundProblem(distances_between(rng.normal(size=(9, 4))), anywhere(9))
    hasty, found = seriate(problem, effort=0.0), seriate(problem)
    assert hasty is not None
    assert found is not None
    assert check_order(problem, hasty.order) == []
    assert hasty.bound <= found.length + 9 / 1000
    assert hasty.length >= found.length - 9 / 1000


def test_two_who_can_only_be_first_cannot_both() -> None:
    allowed = (frozenset({0}), frozenset({0}), frozenset({1, 2}))
    assert seriate(RoundProblem(np.zeros((3, 3)), allowed)) is None
    assert nearest_order(allowed) is None


def test_nearest_order_moves_no_more_than_needed() -> None:
    assert nearest_order(anywhere(4)) == (0, 1, 2, 3)
    assert nearest_order((frozenset({2, 3}), *anywhere(4)[1:])) in ((1, 2, 0, 3), (2, 1, 0, 3))
    assert nearest_order(()) == ()


def test_the_oracle_sees_what_is_wrong() -> None:
    problem = RoundProblem(np.zeros((2, 2)), (frozenset({0}), frozenset({1})))
    assert check_order(problem, (0, 1)) == []
    assert [one.rule for one in check_order(problem, (1, 0))] == ["turn", "turn"]
    assert [one.rule for one in check_order(problem, (1, 1))] == ["everybody once"]
    with pytest.raises(ValueError, match="2 people"):
        RoundProblem(np.zeros((3, 3)), problem.allowed)


def test_what_all_have_in_common_does_not_count() -> None:
    profiles = np.array([[0.9, 0.1], [0.9, 0.2], [0.1, 0.9]])
    near = distances_between(profiles)
    assert near[0, 1] < near[0, 2]
    assert near == pytest.approx(near.T)
    assert near == pytest.approx(distances_between(profiles + 5.0))
    assert distances_between(np.ones((2, 3)))[0, 1] == 1.0
