"""The curve of total against worst-served, its recommended point, table and picture."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from duijie.assign import fairness
from duijie.assign.check import check
from duijie.assign.fairness import (
    FairnessCurve,
    curve_grid,
    find_knee,
    say_curve,
    trace_curve,
)
from duijie.assign.measures import total_affinity, worst_served
from duijie.assign.methods import solve
from duijie.assign.plan import AssignResult
from duijie.assign.plot import draw_curve
from duijie.assign.problem import AssignProblem
from duijie.domain.errors import Impossible, OutOfTime
from duijie.domain.plans import Status
from duijie.domain.text import Text
from tests.assign.factories import Pair, every_plan, make_problem, planted_problems, tiny_problems

Figures = tuple[float, float]


def figures(curve: FairnessCurve) -> list[Figures]:
    return [(round(p.worst_served, 6), round(p.total, 6)) for p in curve.points]


def unbeaten(problem: AssignProblem) -> list[Figures]:
    """Find the figures of all plans that no plan beats in both, by trying all plans."""
    every = {
        (round(worst_served(problem, plan), 6), round(total_affinity(problem, plan), 6))
        for plan in every_plan(problem)
    }
    return sorted(
        (worst, total)
        for worst, total in every
        if not any(w >= worst and t >= total and (w, t) != (worst, total) for w, t in every)
    )


def make_point(worst: float, total: float) -> AssignResult:
    return AssignResult((), total, worst, total, Status.OPTIMAL, "floor", 0.0, worst)


def make_uneven() -> AssignProblem:
    """Some needs are worth little to everybody, so that fairness has many prices."""
    rng = np.random.default_rng(3)
    affinity = ((0.3 + rng.random((12, 1))) * rng.random((12, 9))).round(2)
    return make_problem(affinity, (1, 2), (0, 2))


@pytest.mark.slow
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
@given(problem=tiny_problems())
def test_a_complete_curve_holds_every_unbeaten_point(problem: AssignProblem) -> None:
    expected = unbeaten(problem)
    assume(expected)
    curve = trace_curve(problem, most_solved=99)
    assert curve.complete
    assert figures(curve) == expected


@settings(deadline=None, max_examples=30)
@given(case=planted_problems())
def test_the_points_are_valid_plans_that_rise_and_fall(
    case: tuple[AssignProblem, tuple[Pair, ...]],
) -> None:
    problem, _ = case
    curve = trace_curve(problem, most_solved=3)
    for point in curve.points:
        assert check(problem, point.assigned) == []
    for lower, upper in pairwise(curve.points):
        assert lower.worst_served < upper.worst_served
        assert lower.total > upper.total
    assert curve.points[0].total == pytest.approx(solve(problem).total)
    assert curve.points[-1].worst_served == pytest.approx(solve(problem, "auto").worst_served)


def test_few_floors_leave_a_curve_incomplete_but_its_points_true() -> None:
    problem = make_uneven()
    whole = trace_curve(problem, most_solved=99)
    part = trace_curve(problem, most_solved=2)
    assert whole.complete
    assert len(whole.points) > 4
    assert not part.complete
    assert {total for _, total in figures(part)} <= {total for _, total in figures(whole)}


def test_a_point_as_good_that_is_fairer_takes_the_place_of_the_other() -> None:
    stairs = fairness._Stairs(make_problem([[0.25]]), make_point(0, 10), make_point(1, 5))
    assert stairs.find_widest() == 0
    stairs.insert(0, stairs.choose(0), make_point(0.5, 10))
    assert [(p.worst_served, p.total) for p in stairs.points] == [(0.5, 10), (1, 5)]
    assert stairs.choose(0) * stairs.step == 0.75


def test_a_floor_of_the_table_gives_its_point_again() -> None:
    problem = make_uneven()
    curve = trace_curve(problem, most_solved=99)
    for row, point in zip(curve_grid(curve).rows, curve.points, strict=True):
        assert isinstance(row[0], float)
        assert solve(problem, row[0]).total == pytest.approx(point.total, abs=1e-6)


def test_the_same_problem_gives_the_same_curve_and_stays_as_it_was() -> None:
    problem = make_uneven()
    before = problem.affinity.tobytes()
    first, second = trace_curve(problem), trace_curve(problem)
    assert [p.assigned for p in first.points] == [p.assigned for p in second.points]
    assert problem.affinity.tobytes() == before


def test_where_the_greatest_total_is_the_fairest_there_is_nothing_to_choose() -> None:
    curve = trace_curve(make_problem([[0.5, 0.25]]))
    assert figures(curve) == [(0.5, 0.5)]
    assert curve.complete
    assert "无需取舍" in say_curve(curve).zh
    assert say_curve(curve).en == (
        "the greatest total, 0.5, is also the fairest: the worst-served need gets 0.5."
    )


def test_an_impossible_problem_has_no_curve() -> None:
    with pytest.raises(Impossible):
        trace_curve(make_problem([[1], [1]], (1, 1), (0, 1)))


def test_progress_is_told_after_each_floor() -> None:
    seen: list[tuple[int, int]] = []
    trace_curve(make_uneven(), most_solved=2, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 2), (2, 2)]


def test_out_of_time_leaves_the_ends() -> None:
    curve = trace_curve(make_uneven(), time_limit_s=1e-9)
    assert not curve.complete
    assert curve.points[0].total == solve(make_uneven()).total


@pytest.mark.parametrize("late", ["raise", "keep"])
def test_a_floor_not_proved_in_time_is_no_point(monkeypatch: pytest.MonkeyPatch, late: str) -> None:
    def solve_late(problem: AssignProblem, floor: object = None, **_: object) -> AssignResult:
        if isinstance(floor, float) and late == "raise":
            raise OutOfTime(Text("晚了", "late"))
        found = solve(problem, floor)  # type: ignore[arg-type]
        return replace(found, status=Status.FEASIBLE) if isinstance(floor, float) else found

    monkeypatch.setattr(fairness, "solve", solve_late)
    curve = trace_curve(make_uneven(), time_limit_s=60)
    assert len(curve.points) == 2
    assert not curve.complete


def test_the_knee_is_where_both_shares_are_greatest() -> None:
    points = [make_point(*p) for p in ((0, 10), (0.5, 9.9), (0.8, 9), (1, 5))]
    assert find_knee(points) == 2
    assert find_knee(points[:1]) == 0
    assert find_knee([points[0], points[-1]]) == 1


CURVE = FairnessCurve(
    tuple(make_point(*p) for p in ((0, 10), (0.5, 9.9), (0.8, 9), (1, 5))), 2, complete=True
)


def test_the_table() -> None:
    grid = curve_grid(CURVE)
    assert grid.columns == (
        "floor", "worst_served", "total", "price", "share", "meetings", "recommended",
    )  # fmt: skip
    assert list(grid.rows) == [
        [0.0, 0, 10, 0, 1.0, 0, False],
        [0.5, 0.5, 9.9, 0.1, 0.99, 0, False],
        [0.8, 0.8, 9, 1, 0.9, 0, True],
        [1.0, 1, 5, 5, 0.5, 0, False],
    ]
    zh, en = grid.lead
    assert zh == (
        "公平的代价：最低一项需求可由 0 提高到 1，总匹配度由 10 降到 5；"
        "推荐 0.8，总匹配度 9（最大值的 90.00%）。"
    )
    assert en == (
        "The price of fairness: the worst-served need can rise from 0 to 1 while the total falls "
        "from 10 to 5; recommended: 0.8 at 9 (90.00% of the greatest total)."
    )


def test_a_curve_without_any_worth_has_lost_nothing() -> None:
    curve = trace_curve(make_problem(np.zeros((2, 2)), (0, 1), (0, 1)))
    (row,) = curve_grid(curve).rows
    assert row[4] == 1.0


def words(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 - our own picture
    return [element.text or "" for element in root.iter() if element.tag.endswith("text")]


def test_the_picture_names_axes_ends_and_the_recommended_point_in_both_languages() -> None:
    svg = draw_curve(CURVE)
    shown = words(svg)
    assert svg.count("<circle") == 4
    for expected in (
        "公平的代价",
        "The price of fairness",
        "总匹配度 Total affinity",
        "总匹配度最大 greatest total",
        "推荐 recommended",
        "0.8 · 9 (90.00%)",
        "最公平 fairest",
        "1 · 5 (50.00%)",
    ):
        assert expected in shown


def test_names_that_would_touch_are_left_out() -> None:
    close = (make_point(0, 10), make_point(0.99, 5.01), make_point(1, 5))
    shown = words(draw_curve(FairnessCurve(close, 1, complete=True)))
    assert "推荐 recommended" in shown
    assert "总匹配度最大 greatest total" in shown
    assert "最公平 fairest" not in shown


@pytest.mark.parametrize("figure", [0.0, 831.0, -3.0])
def test_a_single_point_can_be_drawn(figure: float) -> None:
    curve = FairnessCurve((make_point(figure, figure),), 0, complete=True)
    shown = words(draw_curve(curve))
    assert "推荐 recommended" in shown
    assert "最公平 fairest" not in shown


def test_every_point_lies_within_the_picture() -> None:
    root = ET.fromstring(draw_curve(CURVE))  # noqa: S314 - our own picture
    for circle in (element for element in root.iter() if element.tag.endswith("circle")):
        assert 84 <= float(circle.attrib["cx"]) <= 530
        assert 112 <= float(circle.attrib["cy"]) <= 374
