"""The price of fairness: how much total each rise of the worst-served need costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from duijie.assign.maxmin import count_steps, find_step
from duijie.assign.methods import solve
from duijie.assign.plan import AssignResult
from duijie.assign.problem import AssignProblem
from duijie.assign.reach import TOLERANCE
from duijie.assign.words import say_amount
from duijie.domain.errors import OutOfTime
from duijie.domain.plans import FloatArray, Status
from duijie.domain.progress import Progress, silent
from duijie.domain.sheet import Cell, Grid
from duijie.domain.text import Text

MOST_SOLVED = 16
"""So many floors are solved before the curve is left as it is."""
SHOWN_DECIMALS = 6
"""Floors are offered rounded down to this, so that asking for one gives the same plan again."""
COLUMNS = ("floor", "worst_served", "total", "price", "share", "meetings", "recommended")


@dataclass(frozen=True)
class FairnessCurve:
    """Plans from the greatest total to the fairest, none of which is beaten in both figures.

    `points` rise in `worst_served` and fall in `total`; each has the greatest total of all plans
    that serve every need as well as it does. `complete`: there is no further such point between
    them. `knee` is the number of the recommended one: see ``find_knee``.
    """

    points: tuple[AssignResult, ...]
    knee: int
    complete: bool

    @property
    def recommended(self) -> AssignResult:
        """The point at the knee."""
        return self.points[self.knee]


def trace_curve(
    problem: AssignProblem,
    *,
    most_solved: int = MOST_SOLVED,
    time_limit_s: float | None = None,
    progress: Progress = silent,
) -> FairnessCurve:
    """Find the points of the curve, the two ends first, then where most is open.

    A floor within the gap with the largest area between two neighbours is solved exactly
    (epsilon-constraint method: Haimes, Lasdon and Wismer, IEEE Transactions on Systems, Man and
    Cybernetics 1, 1971): the answer is a new point, or shows that part of the gap holds none. It
    ends when no gap is left, or with the gaps that are worth least.

    Parameters
    ----------
    problem
        What to assign.
    most_solved
        Floors to solve between the ends, at most.
    time_limit_s
        Seconds in all, after which no further floor is solved.
    progress
        Told after each floor.

    Raises
    ------
    Impossible
        When no plan keeps every rule.
    """
    deadline = np.inf if time_limit_s is None else perf_counter() + time_limit_s
    fairest = solve(problem, "auto", time_limit_s=time_limit_s)
    stairs = _Stairs(problem, solve(problem), fairest)
    for done in range(most_solved):
        gap = stairs.find_widest()
        left = deadline - perf_counter()
        if gap is None or left <= 0:
            break
        level = stairs.choose(gap)
        try:
            found = solve(
                problem, level * stairs.step, time_limit_s=None if np.isinf(left) else left
            )
        except OutOfTime:
            break
        if found.status is not Status.OPTIMAL:
            break
        stairs.insert(gap, level, found)
        progress(done + 1, most_solved)
    complete = stairs.find_widest() is None and fairest.status is Status.OPTIMAL
    points = tuple(stairs.points)
    return FairnessCurve(points, find_knee(points), complete)


def find_knee(points: Sequence[AssignResult]) -> int:
    """Return the number of the point where giving more to the worst-served begins to cost most.

    Both figures are measured as shares of the way between the two ends. The knee is the point
    with the greatest sum of both shares, which is the one farthest from the straight line between
    the ends (Satopää and others, "Finding a Kneedle in a Haystack", ICDCS Workshops 2011). Of
    points equally far the fairest is taken.
    """
    worst = np.array([point.worst_served for point in points])
    total = np.array([point.total for point in points])
    far = _share(worst) + _share(total)
    return int(np.flatnonzero(far >= far.max() - TOLERANCE)[-1])


def _share(values: FloatArray) -> FloatArray:
    """Return how far along the way from the least to the greatest each value is."""
    shares: FloatArray = (values - values.min()) / (np.ptp(values) or 1.0)
    return shares


def curve_grid(curve: FairnessCurve) -> Grid:
    """Return the curve as a table: one row a point, from the greatest total to the fairest.

    `floor` is what to ask of ``solve`` for this point; `price` what it costs against the greatest
    total and `share` what is left of it, in [0, 1].
    """
    return Grid(
        name="fairness",
        columns=COLUMNS,
        rows=[_row(curve, index) for index in range(len(curve.points))],
        lead=(
            f"公平的代价：{say_curve(curve).zh}",
            f"The price of fairness: {say_curve(curve).en}",
        ),
    )


def _row(curve: FairnessCurve, index: int) -> list[Cell]:
    point, best = curve.points[index], curve.points[0].total
    scale = 10.0**SHOWN_DECIMALS
    return [
        float(np.floor(point.worst_served * scale + 0.01) / scale),
        round(point.worst_served, SHOWN_DECIMALS),
        round(point.total, SHOWN_DECIMALS),
        round(best - point.total, SHOWN_DECIMALS),
        round(share_of_best(curve, point), SHOWN_DECIMALS),
        len(point.assigned),
        index == curve.knee,
    ]


def share_of_best(curve: FairnessCurve, point: AssignResult) -> float:
    """Return what part of the greatest total a point keeps; 1 where there is none to lose."""
    best = curve.points[0].total
    return point.total / best if best > 0 else 1.0


def say_curve(curve: FairnessCurve) -> Text:
    """Say in a sentence what fairness costs and which point is recommended."""
    first, last, knee = curve.points[0], curve.points[-1], curve.recommended
    if len(curve.points) == 1:
        total, worst = say_amount(first.total), say_amount(first.worst_served)
        return Text(
            f"总匹配度最大（{total}）的方案同时最公平，最低一项需求得 {worst}，无需取舍。",
            f"the greatest total, {total}, is also the fairest: the worst-served need gets "
            f"{worst}.",
        )
    ends = [(say_amount(p.worst_served), say_amount(p.total)) for p in (first, last, knee)]
    share = f"{100 * share_of_best(curve, knee):.2f}"
    return Text(
        f"最低一项需求可由 {ends[0][0]} 提高到 {ends[1][0]}，总匹配度由 {ends[0][1]} 降到 "
        f"{ends[1][1]}；推荐 {ends[2][0]}，总匹配度 {ends[2][1]}（最大值的 {share}%）。",
        f"the worst-served need can rise from {ends[0][0]} to {ends[1][0]} while the total falls "
        f"from {ends[0][1]} to {ends[1][1]}; recommended: {ends[2][0]} at {ends[2][1]} "
        f"({share}% of the greatest total).",
    )


class _Stairs:
    """The points known so far, and between neighbours the floors that are still open.

    Floors are whole numbers of `step`. From floor ``tops[i]`` up to point i + 1, that point is
    known to be the best; floors above point i and below ``tops[i]`` are open. A gap is dry when
    its last floor found no new point.
    """

    def __init__(self, problem: AssignProblem, first: AssignResult, last: AssignResult) -> None:
        self.step = find_step(problem)
        self._same = TOLERANCE * float(np.abs(problem.worth).max(initial=0.0))
        beaten = last.total >= first.total - self._same
        self.points = [last] if beaten else [first, last]
        self._tops = [self._level(point) for point in self.points[1:]]
        self._dry = [False] * len(self._tops)

    def find_widest(self) -> int | None:
        """Return the number of the open gap of the largest area, None when there is none."""
        areas = {
            gap: (top - self._level(self.points[gap])) * self._fall(gap)
            for gap, top in enumerate(self._tops)
            if top - self._level(self.points[gap]) > 1
        }
        return max(areas, key=areas.__getitem__, default=None)

    def choose(self, gap: int) -> int:
        """Return the middle of the open floors, or the lowest where the middle found nothing.

        The lowest finds the next point above, or shows that there is none.
        """
        low = self._level(self.points[gap])
        return low + 1 if self._dry[gap] else (low + self._tops[gap]) // 2

    def insert(self, gap: int, level: int, found: AssignResult) -> None:
        """Take in the best plan above the floor `level` of a gap."""
        if found.total <= self.points[gap + 1].total + self._same:
            self._tops[gap] = level
            self._dry[gap] = True
        elif found.total >= self.points[gap].total - self._same:
            self.points[gap] = found
        else:
            self.points.insert(gap + 1, found)
            self._tops.insert(gap, level)
            self._dry[gap : gap + 1] = [False, False]

    def _level(self, point: AssignResult) -> int:
        return count_steps(point.worst_served, self.step)

    def _fall(self, gap: int) -> float:
        return self.points[gap].total - self.points[gap + 1].total
