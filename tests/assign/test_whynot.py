"""What turning a pair round costs: equal to solving again with that pin."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from duijie.assign import nearest
from duijie.assign.check import check
from duijie.assign.methods import solve
from duijie.assign.names import find_pair
from duijie.assign.nearest import trim_changes
from duijie.assign.plan import Floor, as_mask
from duijie.assign.problem import AssignProblem
from duijie.assign.whynot import explain_pair, force_pair
from duijie.domain.errors import BadData, Impossible
from duijie.domain.plans import Status
from duijie.solvers.milp import Whole
from tests.assign.factories import (
    Pair,
    best_floor,
    best_total,
    every_plan,
    make_problem,
    planted_problems,
    tiny_problems,
)

FLOORS: list[Floor] = [None, "auto", 0.25]


def decide(problem: AssignProblem, pair: Pair, *, meet: bool) -> AssignProblem:
    """Write the decision about one pair into the problem, as a person would pin it."""
    affinity = problem.affinity.copy()
    forbidden, must = problem.forbidden.copy(), problem.must.copy()
    forbidden[pair], must[pair] = not meet, meet
    if meet and np.isnan(affinity[pair]):
        affinity[pair] = 0
    return replace(problem, affinity=affinity, forbidden=forbidden, must=must)


def turned(plan: tuple[Pair, ...], answer_pair: Pair, lost: object, gained: object) -> set[Pair]:
    """Apply what an answer says to a plan."""
    assert isinstance(lost, tuple)
    assert isinstance(gained, tuple)
    assert set(lost) <= set(plan)
    assert not set(gained) & set(plan)
    return (set(plan) - set(lost) | set(gained)) ^ {answer_pair}


@pytest.mark.parametrize("floor", FLOORS)
@settings(deadline=None, max_examples=40)
@given(case=planted_problems(), data=st.data())
def test_the_cost_is_that_of_solving_again_with_the_pin(
    floor: Floor, case: tuple[AssignProblem, tuple[Pair, ...]], data: st.DataObject
) -> None:
    problem, _ = case
    try:
        result = solve(problem, floor)
    except Impossible:
        assume(False)
    shape = problem.affinity.shape
    pair = data.draw(st.tuples(st.integers(0, shape[0] - 1), st.integers(0, shape[1] - 1)))

    answer = explain_pair(problem, result, *pair)

    assert answer.chosen == (pair in result.assigned)
    pinned = decide(problem, pair, meet=not answer.chosen)
    try:
        again = solve(pinned, floor)
    except Impossible:
        assert answer.cost is None
        return
    assert answer.cost == pytest.approx(result.total - again.total, abs=1e-5)
    assert answer.worst_served is not None
    plan = sorted(turned(result.assigned, pair, answer.lost, answer.gained))
    kept = None if floor is None else again.worst_served if floor == "auto" else floor
    assert check(pinned, plan, floor=kept) == []
    worth = sum(float(pinned.affinity[each]) for each in plan)
    assert worth == pytest.approx(again.total, abs=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("floor", [None, "auto", -0.25])
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(problem=tiny_problems(), data=st.data())
def test_the_cost_is_right_by_trying_all_plans(
    floor: Floor, problem: AssignProblem, data: st.DataObject
) -> None:
    try:
        result = solve(problem, floor)
    except Impossible:
        assume(False)
    pair = data.draw(
        st.tuples(st.integers(0, problem.n_needs - 1), st.integers(0, problem.n_experts - 1))
    )
    answer = explain_pair(problem, result, *pair)
    pinned = decide(problem, pair, meet=not answer.chosen)
    level = best_floor(pinned) if floor == "auto" else floor
    best = best_total(pinned, level)
    assert answer.cost == (None if best is None else pytest.approx(result.total - best, abs=1e-6))


@pytest.mark.slow
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
@given(problem=tiny_problems(), data=st.data())
def test_nobody_is_moved_without_need(problem: AssignProblem, data: st.DataObject) -> None:
    """For the greatest total no equally good plan with the pin differs in fewer pairs."""
    # Pairs worth nothing go as soon as nobody asks for them: that is another rule's change.
    problem = replace(problem, affinity=np.where(problem.affinity == 0, 0.125, problem.affinity))
    try:
        result = solve(problem)
    except Impossible:
        assume(False)
    pair = data.draw(
        st.tuples(st.integers(0, problem.n_needs - 1), st.integers(0, problem.n_experts - 1))
    )
    answer = explain_pair(problem, result, *pair)
    assume(answer.cost is not None)
    pinned = decide(problem, pair, meet=not answer.chosen)
    best = best_total(pinned)
    fewest = min(
        len(set(plan) ^ set(result.assigned))
        for plan in every_plan(pinned)
        if sum(float(pinned.affinity[each]) for each in plan) == pytest.approx(best)
    )
    assert len(answer.lost) + len(answer.gained) + 1 == fewest


SQUARE = [[0.9, 0.8], [0.7, 0.2]]


def test_forcing_a_pair_names_the_price_and_who_pays() -> None:
    problem = make_problem(SQUARE, (1, 1), (0, 1))
    answer = explain_pair(problem, solve(problem), 0, 0)
    assert answer.cost == pytest.approx(0.4)
    assert answer.lost == ((0, 1), (1, 0))
    assert answer.gained == ((1, 1),)
    assert answer.message.en == (
        "N0 with E0 (0.9) is not chosen; if they were to meet, the total would fall by 0.4 to "
        "1.1; no longer meeting: N0 with E1 (0.8), N1 with E0 (0.7); meeting instead: N1 with E1 "
        "(0.2). Worse off: N1 by 0.5."
    )
    assert answer.message.zh == (
        "N0 与 E0（0.9）没有配上；若定下这一场，总匹配度减少 0.4，为 1.1；"
        "不再见面：N0 与 E1（0.8）、N1 与 E0（0.7）；改为见面：N1 与 E1（0.2）。"
        "受损：N1 少 0.5。"
    )


def test_dropping_a_chosen_pair() -> None:
    problem = make_problem(SQUARE, (1, 1), (0, 1))
    answer = explain_pair(problem, solve(problem), 0, 1)
    assert answer.chosen
    assert answer.cost == pytest.approx(0.4)
    assert answer.message.en.startswith(
        "N0 with E1 (0.8) is chosen; without this meeting the total would fall by 0.4 to 1.1;"
    )


def test_a_pair_that_would_cost_nothing() -> None:
    problem = make_problem([[0.5, 0.5]], (1, 1), (0, 1))
    result = solve(problem)
    other = next(column for column in (0, 1) if (0, column) not in result.assigned)
    answer = explain_pair(problem, result, 0, other)
    assert answer.cost == 0
    assert "the total would stay 0.5; no longer meeting" in answer.message.en
    assert "Worse off" not in answer.message.en


def test_decisions_of_people_are_named_and_may_cost() -> None:
    pinned = make_problem([[0.9, 0.1]], (1, 1), (0, 1), must=[(0, 1)])
    answer = explain_pair(pinned, solve(pinned), 0, 1)
    assert answer.cost == pytest.approx(-0.8)
    assert "is pinned to meet; without this meeting the total would rise by 0.8" in str(
        answer.message
    )
    apart = make_problem([[0.9, 0.1]], (1, 1), (0, 1), forbidden=[(0, 0)])
    answer = explain_pair(apart, solve(apart), 0, 0)
    assert answer.cost == pytest.approx(-0.8)
    assert "must not meet (a conflict or a pin)" in str(answer.message)


def test_a_pair_that_nobody_scored_counts_nothing() -> None:
    problem = make_problem([[np.nan, 0.25]], (1, 1), (0, 1))
    answer = explain_pair(problem, solve(problem), 0, 0)
    assert answer.cost == 0.25
    assert answer.message.en.startswith("N0 with E0 has no affinity; if they were to meet all")


def test_a_pair_that_leaves_no_plan_says_why() -> None:
    problem = make_problem([[0.5, 0.4]], (1, 1), (0, 1), must=[(0, 0)])
    answer = explain_pair(problem, solve(problem), 0, 1)
    assert (answer.cost, answer.worst_served, answer.lost, answer.gained) == (None, None, (), ())
    assert "no plan would be left: Impossible: N0 is pinned to 2 meetings" in str(answer.message)


def test_above_a_floor_the_worst_served_is_told() -> None:
    problem = make_problem([[0.9, 0.5], [0.8, 0.4]], (1, 1), (0, 1))
    answer = explain_pair(problem, solve(problem, "auto"), 0, 0)
    assert answer.cost == pytest.approx(0)
    assert answer.worst_served == pytest.approx(0.4)
    assert "the worst-served need would get 0.4 instead of 0.5" in str(answer.message)
    kept = explain_pair(problem, solve(problem, 0.5), 0, 0)
    assert kept.cost is None


def test_above_a_floor_changes_elsewhere_that_gain_nothing_are_undone() -> None:
    """Trimming keeps what the new plan is worth and takes back all that it does not need."""
    problem = make_problem(np.full((4, 4), 0.5), (1, 1), (0, 1))
    before = as_mask(problem, ((0, 0), (1, 1), (2, 2), (3, 3)))
    after = as_mask(problem, ((0, 1), (1, 0), (2, 3), (3, 2)))
    pinned = force_pair(problem, (0, 1))
    mended = trim_changes(pinned, before, after, 0.5)
    assert np.argwhere(mended).tolist() == [[0, 1], [1, 0], [2, 2], [3, 3]]


def test_changes_elsewhere_that_gain_something_stay() -> None:
    affinity = np.full((4, 4), 0.5)
    affinity[2, 3] = 0.6
    problem = make_problem(affinity, (1, 1), (0, 1))
    before = as_mask(problem, ((0, 0), (1, 1), (2, 2), (3, 3)))
    after = as_mask(problem, ((0, 1), (1, 0), (2, 3), (3, 2)))
    assert (trim_changes(force_pair(problem, (0, 1)), before, after, 0.5) == after).all()


def test_rounding_that_shuts_the_plan_out_leaves_it_untrimmed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nothing = Whole(Status.INFEASIBLE, None, -np.inf, -np.inf)
    monkeypatch.setattr(nearest, "solve_whole", lambda _: nothing)
    problem = make_problem(np.full((2, 2), 0.5), (1, 1), (0, 1))
    before, after = as_mask(problem, ((0, 0), (1, 1))), as_mask(problem, ((0, 1), (1, 0)))
    assert trim_changes(problem, before, after, 0.5) is after


def test_a_pair_is_found_by_its_ids() -> None:
    problem = make_problem(SQUARE)
    assert find_pair(problem, "N1", "E0") == (1, 0)
    with pytest.raises(BadData, match="unknown need_id N10") as caught:
        find_pair(problem, "N10", "E0")
    assert "did you mean" in caught.value.describe("en")
    with pytest.raises(BadData, match="unknown expert_id X"):
        find_pair(problem, "N0", "X")
