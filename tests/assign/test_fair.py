from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.assign import floor as floor_module
from duijie.assign.check import check
from duijie.assign.maxmin import find_step
from duijie.assign.methods import solve
from duijie.assign.plan import parse_floor
from duijie.assign.problem import AssignProblem
from duijie.assign.reach import best_sums, can_reach
from duijie.assign.relax import floor_program
from duijie.domain.errors import BadUsage, Impossible, OutOfTime
from duijie.domain.plans import Status
from duijie.solvers.milp import LinearProgram, Whole, solve_whole
from tests.assign.factories import (
    Pair,
    best_floor,
    best_total,
    make_problem,
    planted_problems,
    tiny_problems,
)


@pytest.mark.slow
@settings(deadline=None, max_examples=120)
@given(problem=tiny_problems())
def test_auto_serves_the_worst_served_best_and_then_the_total(problem: AssignProblem) -> None:
    floor = best_floor(problem)
    if floor is None:
        with pytest.raises(Impossible):
            solve(problem, "auto")
        return
    result = solve(problem, "auto")
    assert result.worst_served == pytest.approx(floor)
    assert result.total == pytest.approx(best_total(problem, floor))
    assert result.status is Status.OPTIMAL
    assert result.method == "maxmin"


@pytest.mark.slow
@settings(deadline=None, max_examples=120)
@given(problem=tiny_problems(), floor=st.integers(-4, 8).map(lambda eighths: eighths / 8))
def test_a_floor_is_kept_at_the_greatest_total(problem: AssignProblem, floor: float) -> None:
    best = best_total(problem, floor)
    if best is None:
        with pytest.raises(Impossible):
            solve(problem, floor)
        return
    result = solve(problem, floor)
    assert check(problem, result.assigned, floor=floor) == []
    assert result.total == pytest.approx(best)
    assert result.method == "floor"


@settings(deadline=None, max_examples=30)
@given(case=planted_problems(), share=st.floats(0, 1))
def test_a_higher_floor_never_raises_the_total(
    case: tuple[AssignProblem, tuple[Pair, ...]], share: float
) -> None:
    problem, _ = case
    free, fair = solve(problem), solve(problem, "auto")
    assert fair.worst_served >= free.worst_served - 1e-6
    floor = free.worst_served + share * (fair.worst_served - free.worst_served)
    between = solve(problem, floor)
    assert fair.total - 1e-6 <= between.total <= free.total + 1e-6


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("first_gap", [1e-9, 1e-3, 10.0])
def test_searching_few_pairs_first_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, seed: int, first_gap: float
) -> None:
    """Whatever gap is supposed first, the plan is as good as one searched among all pairs."""
    monkeypatch.setattr(floor_module, "FIRST_GAP", first_gap)
    monkeypatch.setattr(floor_module, "LARGE_SHARE", 0.9)
    rng = np.random.default_rng(seed)
    problem = make_problem(rng.random((20, 30)).round(2), (2, 3), (1, 2), must=[(3, 4)])
    floor = 0.98 * solve(problem, "auto").worst_served
    whole = solve_whole(floor_program(problem, problem.allowed, floor))
    assert solve(problem, floor).total == pytest.approx(whole.value)


@pytest.mark.parametrize("first_gap", [1e-9, 1e-3])
def test_a_floor_between_the_relaxed_and_the_true_one_is_refused(
    monkeypatch: pytest.MonkeyPatch, first_gap: float
) -> None:
    monkeypatch.setattr(floor_module, "FIRST_GAP", first_gap)
    monkeypatch.setattr(floor_module, "LARGE_SHARE", 0.9)
    problem = make_problem(np.random.default_rng(6).random((12, 12)).round(2), (2, 2), (2, 2))
    fair = solve(problem, "auto")
    with pytest.raises(Impossible, match="no plan gives every need"):
        solve(problem, fair.worst_served + 0.005)


FAIR_WORST, FAIR_TOTAL = 0.87, 17.63


@pytest.mark.parametrize("few_pairs", [0, 30, 4000])
def test_looking_at_the_tightest_needs_first_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, few_pairs: int
) -> None:
    monkeypatch.setattr(floor_module, "FEW_PAIRS", few_pairs)
    affinity = np.random.default_rng(11).random((12, 14)).round(2)
    affinity[:4, 3:] = 0
    result = solve(make_problem(affinity, (1, 2), (0, 2)), "auto")
    assert (result.worst_served, result.total) == pytest.approx((FAIR_WORST, FAIR_TOTAL))


def test_units_do_not_matter() -> None:
    rng = np.random.default_rng(5)
    affinity = rng.random((8, 9)).round(3)
    plain = solve(make_problem(affinity, (2, 2), (0, 2)), "auto")
    large = solve(make_problem(affinity * 1e6, (2, 2), (0, 2)), "auto")
    assert large.assigned == plain.assigned
    assert large.worst_served == pytest.approx(plain.worst_served * 1e6)


def test_progress_is_told_as_floors_are_tried() -> None:
    seen: list[tuple[int, int]] = []
    problem = make_problem([[1, 0.5], [0.25, 0]], (1, 1), (0, 1))
    solve(problem, "auto", progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 0)]


def test_a_floor_beyond_one_need_names_it() -> None:
    problem = make_problem([[0.5, 0.25], [0.125, 0.5]], (1, 1), (0, 1), titles=True)
    with pytest.raises(Impossible) as caught:
        solve(make_problem([[0.5, 0.25], [0.125, 0.25]], (1, 1), (0, 1), titles=True), 0.375)
    assert caught.value.describe("en").splitlines() == [
        'Impossible: N1 "topic 1" gets 0.25 from its best experts, less than the floor 0.375.',
        "  Try --floor auto: the highest floor.",
    ]
    assert solve(problem, 0.5).worst_served == 0.5


def test_a_floor_beyond_all_together_says_what_is_possible() -> None:
    problem = make_problem([[0.5, 0.25], [0.5, 0.25]], (1, 1), (0, 1))
    with pytest.raises(Impossible, match=r"no plan gives every need 0\.5; none can give more than"):
        solve(problem, 0.5)


def hard_problem() -> AssignProblem:
    rng = np.random.default_rng(1)
    return make_problem(rng.random((40, 40)), (3, 3), (3, 3))


def test_out_of_time_keeps_the_best_so_far() -> None:
    problem = hard_problem()
    result = solve(problem, "auto", time_limit_s=0)
    assert result.status is Status.FEASIBLE
    assert result.bound == solve(problem).total
    assert check(problem, result.assigned) == []


def test_out_of_time_without_a_plan_above_the_floor() -> None:
    problem = hard_problem()
    floor = solve(problem).worst_served + 0.01
    with pytest.raises(OutOfTime, match="before a plan above the floor"):
        solve(problem, floor, time_limit_s=0)


def test_out_of_time_while_proving_keeps_the_plan_found(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = []

    def answer_once(program: LinearProgram, time_limit_s: float | None) -> Whole:
        answers.append(solve_whole(program, time_limit_s))
        late = Whole(Status.UNKNOWN, None, -np.inf, np.inf)
        return answers[0] if len(answers) == 1 else late

    problem = make_problem(np.random.default_rng(0).random((20, 30)).round(2), (2, 3), (1, 2))
    floor = 0.98 * solve(problem, "auto").worst_served
    best = solve(problem, floor)
    monkeypatch.setattr(floor_module, "FIRST_GAP", 1e-9)
    monkeypatch.setattr(floor_module, "LARGE_SHARE", 0.9)
    monkeypatch.setattr(floor_module, "solve_whole", answer_once)

    result = solve(problem, floor)

    assert len(answers) == 2
    assert result.status is Status.FEASIBLE
    assert check(problem, result.assigned, floor=floor) == []
    assert result.total <= best.total + 1e-6
    assert best.total <= result.bound + 1e-6


def test_steps_between_floors() -> None:
    assert find_step(make_problem([[0.5, 0.75, np.nan]])) == 0.25
    assert find_step(make_problem([[1 / 3, 1 / 7]])) == pytest.approx(1e-6 / 3)
    assert find_step(make_problem([[0, 0]])) == 1


def test_the_best_a_need_could_get_alone() -> None:
    problem = make_problem([[0.5, 0.25, -1, np.nan]], (1, 2), (0, 1))
    assert best_sums(problem).tolist() == [0.75]
    assert best_sums(problem, spare=1).tolist() == [0.5]
    assert best_sums(replace(problem, need_min=np.array([3]), need_max=np.array([3]))) == [-0.25]
    assert can_reach(problem, 0.75).tolist() == [[True, True, False, False]]


@pytest.mark.parametrize("words", ["most", "nan", "inf", ""])
def test_a_floor_is_auto_or_a_number(words: str) -> None:
    assert parse_floor("0.5") == 0.5
    assert parse_floor("auto") == "auto"
    with pytest.raises(BadUsage, match="not auto or a number"):
        parse_floor(words)
