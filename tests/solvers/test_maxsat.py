"""The wrapper of MaxSAT: counts that mean what they say, best models, rising bounds."""

from __future__ import annotations

from itertools import product

import pytest

from duijie.solvers.maxsat import Formula, Model


def force(formula: Formula, values: tuple[bool, ...], literals: list[int]) -> Model | None:
    """Return a model in which the first literals have these values."""
    forced = formula.copy()
    for literal, value in zip(literals, values, strict=True):
        forced.add(literal if value else -literal)
    return forced.satisfy()


@pytest.mark.parametrize("size", [1, 2, 3, 6])
@pytest.mark.parametrize("limit", [0, 1, 2, 3, 7])
def test_counts_mean_what_they_say(size: int, limit: int) -> None:
    for values in product((False, True), repeat=size):
        total = sum(values)
        for rule, holds in (
            ("add_at_most", total <= limit),
            ("add_exactly", total == limit),
        ):
            formula = Formula()
            literals = [formula.new() for _ in values]
            getattr(formula, rule)(literals, limit)
            assert (force(formula, values, literals) is not None) == holds, (rule, values)


@pytest.mark.parametrize("size", [0, 1, 3, 5, 7])
def test_one_of_many(size: int) -> None:
    for values in product((False, True), repeat=size):
        for rule, holds in (
            ("add_at_most_one", sum(values) <= 1),
            ("add_exactly_one", sum(values) == 1),
        ):
            formula = Formula()
            literals = [formula.new() for _ in values]
            getattr(formula, rule)(literals)
            assert (force(formula, values, literals) is not None) == holds, (rule, values)


@pytest.mark.parametrize("size", [0, 1, 4, 5])
@pytest.mark.parametrize("most", [0, 1, 3, 5])
def test_a_count_holds_exactly_when_reached(size: int, most: int) -> None:
    for values in product((False, True), repeat=size):
        formula = Formula()
        literals = [formula.new() for _ in values]
        reached = formula.count(literals, most)
        model = force(formula, values, literals)
        assert model is not None
        assert [one in model for one in reached] == [
            sum(values) > place for place in range(min(size, most))
        ]


def test_the_fewest_and_the_bound_on_the_way() -> None:
    """Three circles of five, no two neighbours alike: each needs one exception."""
    formula = Formula()
    unwanted = []
    for _ in range(3):
        circle = [formula.new() for _ in range(5)]
        for place, one in enumerate(circle):
            other, same = circle[place - 1], formula.new()
            formula.add(same, one, other)
            formula.add(same, -one, -other)
            unwanted.append(same)
    bounds: list[int] = []
    model = formula.minimise(unwanted, bounds.append)
    assert model is not None
    assert sum(literal in model for literal in unwanted) == 3
    assert bounds == [1, 2, 3]
    assert formula.minimise(unwanted) == model


def test_one_literal_may_count_twice() -> None:
    formula = Formula()
    dear, cheap = formula.new(), formula.new()
    formula.add(dear, cheap)
    model = formula.minimise([dear, dear, cheap])
    assert model is not None
    assert cheap in model
    assert dear not in model


def test_nothing_satisfies_a_contradiction() -> None:
    formula = Formula()
    one = formula.new()
    formula.add(one)
    contradiction = formula.copy()
    contradiction.add(-one)
    assert contradiction.satisfy() is None
    assert contradiction.minimise([one]) is None
    assert formula.satisfy() == frozenset([one]), "a copy is on its own"
