"""Match and assign on real needs and real researchers: ``python benchmarks/real_run.py DIR``.

DIR holds needs-en.csv, experts-en.csv and evidence-en.csv. Nobody has graded these pairs, so the
ranking is not judged here; the assignment is held against a greedy one on the same affinities.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.common import write_result
from duijie.assign.build import build_problem
from duijie.assign.methods import solve
from duijie.domain.bounds import Bounds
from duijie.domain.plans import FloatArray
from duijie.flow.match import rank
from duijie.flow.sources import read_tables

PER_NEED, PER_EXPERT = Bounds(3, 3), Bounds(0, 6)


def assign_greedily(affinity: FloatArray, per_need: int, most: int) -> tuple[float, float]:
    """Take the best free pair again and again; return (total, worst-served need's sum)."""
    taken = np.zeros(affinity.shape, dtype=bool)
    needs, experts = np.zeros(len(affinity), int), np.zeros(affinity.shape[1], int)
    for cell in np.argsort(-affinity, axis=None, kind="stable"):
        row, column = divmod(int(cell), affinity.shape[1])
        if needs[row] < per_need and experts[column] < most:
            taken[row, column] = True
            needs[row] += 1
            experts[column] += 1
    sums = np.where(taken, affinity, 0).sum(axis=1)
    return float(sums.sum()), float(sums.min())


def main() -> None:
    """Run, print and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data
    began = perf_counter()
    register, diagnoses = read_tables(
        [
            (folder / "needs-en.csv", "needs"),
            (folder / "experts-en.csv", "experts"),
            (folder / "evidence-en.csv", "evidence"),
        ]
    )
    read = perf_counter() - began
    times = []
    with tempfile.TemporaryDirectory() as cache:
        for _ in range(2):
            began = perf_counter()
            match = rank(register, cache=Path(cache))
            times.append(perf_counter() - began)
    problem = build_problem(
        match.affinity, register.needs, register.experts, per_need=PER_NEED, per_expert=PER_EXPERT
    )
    exact = solve(problem)
    total, worst = assign_greedily(match.affinity.values, PER_NEED.high, PER_EXPERT.high)
    shape = f"{len(register.needs)} needs x {len(register.experts)} experts"
    speed = [
        ["read the sheets", round(read, 2)],
        ["match, empty cache", round(times[0], 2)],
        ["match, warm cache", round(times[1], 2)],
        ["assign, exact", round(exact.seconds, 3)],
    ]
    quality = [
        ["exact", round(exact.total, 3), round(exact.worst_served, 3), str(exact.status)],
        ["greedy", round(total, 3), round(worst, 3), "no guarantee"],
    ]
    for row in (*speed, *quality):
        print(*row, sep="\t")
    write_result(
        "real_run",
        {
            "title": "Real needs and researchers",
            "note": (
                f"{shape}, {len(register.evidence)} pieces of evidence, "
                f"{len(diagnoses)} findings in the sheets; {PER_NEED} per need, "
                f"{PER_EXPERT} per expert."
            ),
            "tables": [
                {"name": "time", "columns": ["what", "seconds"], "rows": speed},
                {
                    "name": "assignment",
                    "columns": ["method", "total", "worst-served", "status"],
                    "rows": quality,
                },
            ],
        },
    )


if __name__ == "__main__":
    main()
