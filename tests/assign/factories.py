"""Small problems, by hand and at random, with and without a plan hidden inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from duijie.assign.check import check
from duijie.assign.groups import Companies, Groups
from duijie.assign.measures import total_affinity, worst_served
from duijie.assign.problem import AssignProblem

Pair = tuple[int, int]


def make_problem(
    affinity: object,
    per_need: tuple[int, int] = (1, 1),
    per_expert: tuple[int, int] = (0, 9),
    *,
    forbidden: Iterable[Pair] = (),
    must: Iterable[Pair] = (),
    titles: bool = False,
) -> AssignProblem:
    """Build a problem whose needs are N0, N1, ... and whose experts are E0, E1, ..."""
    values = np.array(affinity, dtype=np.float64)
    n_needs, n_experts = values.shape
    masks = [np.zeros(values.shape, dtype=bool) for _ in range(2)]
    for mask, pairs in zip(masks, (forbidden, must), strict=True):
        for pair in pairs:
            mask[pair] = True
    return AssignProblem(
        affinity=values,
        forbidden=masks[0],
        must=masks[1],
        need_min=np.full(n_needs, per_need[0]),
        need_max=np.full(n_needs, per_need[1]),
        expert_min=np.full(n_experts, per_expert[0]),
        expert_max=np.full(n_experts, per_expert[1]),
        need_ids=tuple(f"N{row}" for row in range(n_needs)),
        expert_ids=tuple(f"E{column}" for column in range(n_experts)),
        need_titles=tuple(f"topic {row}" for row in range(n_needs)) if titles else (),
    )


def every_plan(problem: AssignProblem) -> Iterator[tuple[Pair, ...]]:
    """Try all sets of pairs and yield those the checker accepts; for tiny problems only."""
    pairs = [(int(row), int(column)) for row, column in np.argwhere(problem.allowed)]
    for size in range(len(pairs) + 1):
        for chosen in combinations(pairs, size):
            if not check(problem, chosen):
                yield chosen


def best_total(problem: AssignProblem, floor: float | None = None) -> float | None:
    """Find the greatest total of all plans that keep the floor, by trying them all."""
    return max(
        (
            total_affinity(problem, plan)
            for plan in every_plan(problem)
            if floor is None or worst_served(problem, plan) >= floor - 1e-9
        ),
        default=None,
    )


def best_floor(problem: AssignProblem) -> float | None:
    """Find the best worst-served sum of all plans, by trying them all."""
    return max((worst_served(problem, plan) for plan in every_plan(problem)), default=None)


@st.composite
def tiny_problems(draw: st.DrawFn, *, together: bool = True) -> AssignProblem:
    """Draw up to 3 x 4 people with any rules, so that about half have no plan.

    Without `together` there are no rules about companies and groups.
    """
    n_needs, n_experts = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    size = n_needs * n_experts
    grid = draw(st.lists(st.integers(-4, 8), min_size=size, max_size=size))
    kinds = draw(st.lists(st.sampled_from("....xm?"), min_size=size, max_size=size))
    affinity = np.array(grid, dtype=np.float64).reshape(n_needs, n_experts) / 8
    kind = np.array(kinds).reshape(n_needs, n_experts)
    affinity[kind == "?"] = np.nan
    need_min, need_max = _draw_bounds(draw, n_needs)
    expert_min, expert_max = _draw_bounds(draw, n_experts)
    companies = together and draw(st.none() | _companies(n_needs))
    groups = together and draw(st.none() | _groups(n_experts))
    return AssignProblem(
        affinity=affinity,
        forbidden=kind == "x",
        must=kind == "m",
        need_min=need_min,
        need_max=need_max,
        expert_min=expert_min,
        expert_max=expert_max,
        need_ids=tuple(f"N{row}" for row in range(n_needs)),
        expert_ids=tuple(f"E{column}" for column in range(n_experts)),
        companies=companies or None,
        groups=groups or None,
    )


@st.composite
def _companies(draw: st.DrawFn, n_needs: int) -> Companies:
    of_need = draw(st.lists(st.integers(-1, 1), min_size=n_needs, max_size=n_needs))
    low, high = _draw_bounds(draw, 2)
    return Companies(np.array(of_need), ("C0", "C1"), low, high + 1)


@st.composite
def _groups(draw: st.DrawFn, n_experts: int) -> Groups:
    of_expert = draw(st.lists(st.integers(-1, 1), min_size=n_experts, max_size=n_experts))
    return Groups(np.array(of_expert), ("G0", "G1"), draw(st.integers(1, 2)))


def _draw_bounds(draw: st.DrawFn, size: int) -> tuple[np.ndarray, np.ndarray]:
    low = np.array(draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)))
    room = np.array(draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)))
    return low, low + room


@st.composite
def planted_problems(draw: st.DrawFn) -> tuple[AssignProblem, tuple[Pair, ...]]:
    """Draw a problem of up to 12 x 15 around a plan that satisfies it."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = (draw(st.integers(1, 12)), draw(st.integers(1, 15)))
    plan = rng.random(shape) < draw(st.sampled_from([0.1, 0.3, 0.6]))
    affinity = rng.random(shape).round(3)
    affinity[~plan & (rng.random(shape) < 0.1)] = np.nan
    need_load, expert_load = plan.sum(axis=1), plan.sum(axis=0)
    company_of, group_of = rng.integers(-1, 3, shape[0]), rng.integers(-1, 3, shape[1])
    company_load = np.array([need_load[company_of == each].sum() for each in range(3)])
    crowd = max(plan[:, group_of == each].sum(axis=1).max() for each in range(3))
    problem = AssignProblem(
        affinity=affinity,
        forbidden=~plan & (rng.random(shape) < 0.3),
        must=plan & (rng.random(shape) < 0.1),
        need_min=np.maximum(need_load - rng.integers(0, 2, shape[0]), 0),
        need_max=need_load + rng.integers(0, 2, shape[0]),
        expert_min=np.maximum(expert_load - rng.integers(0, 2, shape[1]), 0),
        expert_max=expert_load + rng.integers(0, 2, shape[1]),
        need_ids=tuple(f"N{row}" for row in range(shape[0])),
        expert_ids=tuple(f"E{column}" for column in range(shape[1])),
        companies=Companies(
            company_of,
            ("C0", "C1", "C2"),
            np.maximum(company_load - rng.integers(0, 3, 3), 0),
            company_load + rng.integers(0, 2, 3),
        ),
        groups=Groups(group_of, ("G0", "G1", "G2"), max(int(crowd), 1)),
    )
    return problem, tuple((int(row), int(column)) for row, column in np.argwhere(plan))
