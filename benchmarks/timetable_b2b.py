"""How good and how fast is the timetable? Published instances and generated events.

    python -m benchmarks.timetable_b2b --data DIR [--time-limit 30] [--workers 2]

DIR holds published ``.dzn`` instances; without it only the generated events are run. Every
plan is judged by ``check.py``, not by the engine. The peer in the same run is the greedy
timetable that the engine begins from where that is valid.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.common import write_result
from duijie.timetable.b2b import parse_b2b
from duijie.timetable.check import check
from duijie.timetable.greedy import place_greedily
from duijie.timetable.measures import total_breaks
from duijie.timetable.problem import Meeting, Participant, TimetableProblem, TimetableSlot
from duijie.timetable.solve import ENGINES, solve

OPTIMUM = {
    "forum-13": 0,
    "forum-13crafc": 1,
    "tic-12": 0,
    "tic-12.prec15": 0,
    "tic-12.fixed020-Forb": 1,
    "ticf-14crafa": 0,
    "tic-12.forb0003": None,
}
"""Published fewest breaks with fairness 2; None for an instance proved infeasible."""


class Size(NamedTuple):
    """How large an event to generate."""

    experts: int
    companies: int
    meetings: int
    slots: int
    tables: int


GENERATED = {
    "26x30x150": Size(26, 30, 150, 16, 12),
    "100x150x600": Size(100, 150, 600, 18, 40),
}


def generate_event(size: Size, seed: int = 1) -> TimetableProblem:
    """Return an event around a random timetable, so that one is known to exist."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    met: set[tuple[int, int]] = set()
    load: Counter[int] = Counter()
    places = [slot for slot in range(size.slots) for _ in range(size.tables)]
    busy: set[tuple[int, int]] = set()
    for slot in chance.sample(places, size.meetings):
        free_experts = [e for e in range(size.experts) if (e, slot) not in busy]
        free_companies = [
            c for c in range(size.experts, size.experts + size.companies) if (c, slot) not in busy
        ]
        choices = [(e, c) for e in free_experts for c in free_companies if (e, c) not in met]
        least = min(load[e] + load[c] for e, c in choices)
        expert, company = chance.choice(
            [(e, c) for e, c in choices if load[e] + load[c] <= least + 1]
        )
        met.add((expert, company))
        busy |= {(expert, slot), (company, slot)}
        load.update((expert, company))
    return TimetableProblem(
        slots=tuple(TimetableSlot(number) for number in range(1, size.slots + 1)),
        participants=tuple(Participant(str(p)) for p in range(size.experts + size.companies)),
        meetings=tuple(Meeting(f"{e}-{c}", (e, c)) for e, c in sorted(met)),
        capacity=(size.tables,) * size.slots,
        fairness=2,
    )


def measure(name: str, problem: TimetableProblem, options: argparse.Namespace) -> dict[str, Any]:
    """Run engine and greedy on one instance and return the line of the table."""
    result = solve(
        problem, options.engine, time_limit_s=options.time_limit, workers=options.workers
    )
    greedy = place_greedily(problem)
    return {
        "instance": name,
        "meetings": len(problem.meetings),
        "status": str(result.status),
        "breaks": result.breaks,
        "bound": result.bound,
        "published": OPTIMUM.get(name, "-"),
        "seconds": round(result.seconds, 2),
        "first_plan_s": None if result.first_plan_s is None else round(result.first_plan_s, 2),
        "engine": result.engine,
        "violations": len(check(problem, result.slots)) if result.slots else None,
        "greedy_breaks": total_breaks(problem, greedy),
        "greedy_left_out": greedy.count(None),
    }


def instances(data: Path | None) -> Iterator[tuple[str, TimetableProblem]]:
    """Yield the published instances of `data`, then the generated events."""
    for path in sorted(data.glob("*.dzn")) if data else []:
        yield path.stem, parse_b2b(path.read_text(encoding="utf-8"), path.name)
    for name, size in GENERATED.items():
        yield name, generate_event(size)


def main() -> None:
    """Print the table line by line and keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with published .dzn instances")
    parser.add_argument("--time-limit", type=float, default=30.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--engine", choices=sorted(ENGINES), default="cpsat")
    options = parser.parse_args()
    if options.data is None:
        print("No --data: the published instances are left out.")
    rows = []
    for name, problem in instances(options.data):
        rows.append(measure(name, problem, options))
        print("  ".join(f"{key}={value}" for key, value in rows[-1].items()), flush=True)
    limits = {"time_limit_s": options.time_limit, "workers": options.workers}
    print(write_result("timetable_b2b", {**limits, "instances": rows}))


if __name__ == "__main__":
    main()
