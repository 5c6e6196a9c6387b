"""How good and how fast is the timetable? Published instances and generated events.

    python -m benchmarks.timetable_b2b --data DIR [--time-limit 60]

DIR holds published ``.dzn`` instances; without it only the generated events are run. Every
plan is judged by ``check.py``, not by the engine. In the same run: the greedy timetable, CP-SAT
alone, and the race, which is what duijie uses.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from benchmarks.common import write_result
from duijie.domain.plans import Status
from duijie.timetable.b2b import parse_b2b
from duijie.timetable.check import check
from duijie.timetable.greedy import place_greedily
from duijie.timetable.problem import Meeting, Participant, TimetableProblem, TimetableSlot
from duijie.timetable.result import TimetableResult, describe_plan
from duijie.timetable.solve import solve

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
    "26x30x150, tables enough": Size(26, 30, 150, 16, 26),
    "26x30x150, tables scarce": Size(26, 30, 150, 16, 12),
    "100x150x600, tables enough": Size(100, 150, 600, 18, 100),
    "100x150x600, tables scarce": Size(100, 150, 600, 18, 40),
    "300x400x1800, tables enough": Size(300, 400, 1800, 18, 300),
    "300x400x1800, tables scarce": Size(300, 400, 1800, 18, 120),
}
"""Where tables are enough, each expert can have one; where scarce, about four in five are taken."""
COLUMNS = [
    "instance",
    "meetings",
    "engine",
    "status",
    "breaks",
    "bound",
    "published",
    "left out",
    "rules broken",
    "first plan s",
    "seconds",
    "plan by",
]
NOTE = """Fairness 2, limit {limit:.0f} s, one worker; the race uses a second core for its prover.
The machine was shared with other work. CP-SAT begins from the annealed plan, as it does in
duijie. Greedy plans are judged like the others: where they break a rule, it is fairness or a
meeting left out. Published: the fewest breaks as proved in the literature."""


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


def measure(name: str, problem: TimetableProblem, limit_s: float) -> Iterator[list[Any]]:
    """Yield the lines of the table for one instance: greedy, CP-SAT alone, the race."""
    began = perf_counter()
    greedy = place_greedily(problem)
    yield describe(
        name,
        problem,
        "greedy",
        describe_plan(
            problem,
            greedy,
            status=Status.FEASIBLE,
            bound=0,
            seconds=perf_counter() - began,
            engine="greedy",
        ),
    )
    for engine in ("cpsat", "race"):
        yield describe(name, problem, engine, solve(problem, engine, time_limit_s=limit_s))


def describe(
    name: str, problem: TimetableProblem, engine: str, result: TimetableResult
) -> list[Any]:
    """Return one line of the table."""
    broken = None if result.slots is None else len(check(problem, result.slots))
    valid = not broken or result.status is not Status.FEASIBLE
    published = OPTIMUM.get(name, "-")
    return [
        name,
        len(problem.meetings),
        engine,
        str(result.status) if valid else "invalid",
        result.breaks,
        result.bound,
        "infeasible" if published is None else published,
        len(result.left_out),
        broken,
        None if result.first_plan_s is None else round(result.first_plan_s, 2),
        round(result.seconds, 2),
        result.engine,
    ]


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
    parser.add_argument("--time-limit", type=float, default=60.0)
    options = parser.parse_args()
    if options.data is None:
        print("No --data: the published instances are left out.")
    rows = []
    for name, problem in instances(options.data):
        for row in measure(name, problem, options.time_limit):
            rows.append(row)
            print(*row, sep="  ", flush=True)
    result = {
        "title": "Timetable: breaks, bounds and seconds",
        "note": NOTE.format(limit=options.time_limit).replace("\n", " "),
        "tables": [{"name": "Engines on each instance", "columns": COLUMNS, "rows": rows}],
    }
    print(write_result("timetable_b2b", result))


if __name__ == "__main__":
    main()
