"""Totals, worst-served needs and seconds of every method, beside a greedy run.

    python benchmarks/assign_fair.py --data DIR [--only NAME ...]

DIR holds ``midl-affinity.csv`` and ``aamas2015-bids.txt``; without it only generated instances
are run. Every plan is checked by the independent checker before its figures count.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.common import write_result
from duijie.assign.build import build_problem
from duijie.assign.check import check
from duijie.assign.matrix import name_matrix, parse_matrix
from duijie.assign.measures import total_affinity, worst_served
from duijie.assign.methods import solve
from duijie.assign.plan import Pairs
from duijie.assign.problem import AssignProblem
from duijie.domain.bounds import Bounds
from duijie.domain.plans import FloatArray

COLUMNS = ["instance", "method", "total", "worst-served", "seconds", "rules broken", "status"]
N_TOPICS = 12
"""Directions in which generated people differ."""

PUBLISHED = [
    ["MIDL, 3 per paper, at most 4", "flow (published)", 201.88, None, None],
    ["MIDL, 3 per paper, at most 4", "FairFlow (openreview-matcher)", 201.728, None, 3.5],
    ["AAMAS 2015, 3 per paper, at most 12", "FairFlow (openreview-matcher)", 1339.5, 1.25, 67.0],
    ["300 x 800, top 30 a side", "FairFlow (openreview-matcher)", None, None, 117.0],
]

TARGETS: list[list[Any]] = [
    ["MIDL, at most 4", "duijie maxsum", 201.8845, None, None],
    ["MIDL, at most 4", "duijie maxmin", 201.76, 0.9448, 5.0],
    ["MIDL, 2 to 4", "duijie maxmin", 141.9, 0.9448, 30.0],
    ["AAMAS 2015, at most 12", "duijie maxmin", 1375.7, 1.5, 20.0],
    ["generated 300 x 800, at most 2", "duijie maxmin", None, None, 3.0],
]
"""What was set out to be reached: total and worst-served at least, seconds at most."""


@dataclass(frozen=True)
class Instance:
    """A matrix of scores and the bounds under which it is assigned."""

    name: str
    load: Callable[[], FloatArray]
    per_need: Bounds
    per_expert: Bounds

    def build(self) -> AssignProblem:
        """Return the problem as ``duijie assign --matrix`` would."""
        affinity, conflicts = name_matrix(self.load())
        return build_problem(
            affinity, conflicts=conflicts, per_need=self.per_need, per_expert=self.per_expert
        )


def list_instances(data: Path | None) -> Iterator[Instance]:
    """Name the published instances, where there is a folder, and the generated ones."""
    three = Bounds(3, 3)
    if data:
        midl, aamas = _reader(data / "midl-affinity.csv"), _reader(data / "aamas2015-bids.txt")
        yield Instance("MIDL, at most 4", midl, three, Bounds(0, 4))
        yield Instance("MIDL, 2 to 4", midl, three, Bounds(2, 4))
        yield Instance("AAMAS 2015, at most 12", aamas, three, Bounds(0, 12))
    for n_needs, n_experts, most in ((26, 30, 4), (100, 300, 2), (300, 800, 2), (1000, 5000, 1)):
        yield Instance(
            f"generated {n_needs} x {n_experts}, at most {most}",
            _generator(n_needs, n_experts),
            three,
            Bounds(0, most),
        )


def _reader(path: Path) -> Callable[[], FloatArray]:
    return lambda: parse_matrix(path.read_text(encoding="utf-8"), path.name)


def _generator(n_needs: int, n_experts: int) -> Callable[[], FloatArray]:
    """Score people by directions they share, to four decimals as ``affinity.csv`` has them."""

    def generate() -> FloatArray:
        rng = np.random.default_rng([n_needs, n_experts])
        needs = rng.dirichlet(np.full(N_TOPICS, 0.3), n_needs)
        experts = rng.dirichlet(np.full(N_TOPICS, 0.3), n_experts)
        noise = rng.normal(0, 0.03, (n_needs, n_experts))
        values: FloatArray = np.clip(np.sqrt(needs) @ np.sqrt(experts).T + noise, 0, 1).round(4)
        return values

    return generate


def run_greedy(problem: AssignProblem) -> Pairs:
    """Take the best pair that both sides have room for, again and again."""
    worth = np.where(problem.allowed, problem.affinity, -np.inf)
    need_room, expert_room = problem.need_max.copy(), problem.expert_max.copy()
    taken = []
    for flat in np.argsort(-worth, axis=None, kind="stable"):
        row, column = divmod(int(flat), problem.n_experts)
        if not problem.allowed[row, column]:
            break
        if need_room[row] and expert_room[column]:
            need_room[row] -= 1
            expert_room[column] -= 1
            taken.append((row, column))
    return tuple(sorted(taken))


def measure(instance: Instance) -> list[list[Any]]:
    """Run the greedy method and all of duijie's on one instance."""
    problem = instance.build()
    began = perf_counter()
    pairs = run_greedy(problem)
    rows = [[instance.name, *_figures(problem, "greedy", pairs, perf_counter() - began), None]]
    for fair in (False, True):
        result = solve(problem, "auto" if fair else None)
        figures = _figures(problem, f"duijie {result.method}", result.assigned, result.seconds)
        rows.append([instance.name, *figures, str(result.status)])
    for row in rows:
        print(*row, sep="  ")
    return rows


def _figures(problem: AssignProblem, method: str, pairs: Pairs, seconds: float) -> list[object]:
    """Recompute what a plan is worth and count the rules it breaks."""
    total = round(total_affinity(problem, pairs), 6)
    worst = round(worst_served(problem, pairs), 6)
    return [method, total, worst, round(seconds, 3), len(check(problem, pairs))]


def compare_targets(rows: list[list[Any]]) -> list[list[Any]]:
    """Put beside each target whether this run reached it."""
    found = {(row[0], row[1]): row for row in rows}
    return [
        [*target, _is_reached(target, found[target[0], target[1]])]
        for target in TARGETS
        if (target[0], target[1]) in found
    ]


def _is_reached(target: list[Any], row: list[Any]) -> str:
    _, _, total, worst, seconds = target
    reached = (
        (total is None or row[2] >= total)
        and (worst is None or row[3] >= worst)
        and (seconds is None or row[4] <= seconds)
    )
    return "yes" if reached else "no"


def main() -> None:
    """Run what was asked for and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the published instances")
    parser.add_argument("--only", nargs="*", help="instances whose name contains one of these")
    options = parser.parse_args()
    chosen = [
        instance
        for instance in list_instances(options.data)
        if not options.only or any(word in instance.name for word in options.only)
    ]
    rows = [row for instance in chosen for row in measure(instance)]
    if not options.only:
        write_result(
            "assign_fair",
            {
                "title": "Assignment: total against the worst-served need",
                "note": "Three meetings a need. `rules broken` counts people below a minimum.",
                "tables": [
                    {"name": "This run", "columns": COLUMNS, "rows": rows},
                    {
                        "name": "Targets: total and worst-served at least, seconds at most",
                        "columns": [*COLUMNS[:5], "reached"],
                        "rows": compare_targets(rows),
                    },
                    {
                        "name": "Figures of others, not run here",
                        "columns": COLUMNS[:5],
                        "rows": PUBLISHED,
                    },
                ],
            },
        )


if __name__ == "__main__":
    main()
