"""How many Chinese chemical names become the right structure?

    python benchmarks/chem_zh_names.py --data ../shared/chemistry/zh-names-dev.csv

Reads names with CAS numbers and the first block of their InChIKeys (the skeleton). A name is
right when that block agrees. "Unseen" are the names in whose half (by a hash) no failure had been
looked at when the rules were written; they were looked at once, at the end. The peer is what
somebody would do without a grammar: look names up in a table, here our own of common names.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.common import write_result
from duijie.chemistry.chinese.read import Reading, common_names, read_name

Rows = list[dict[str, str]]


def look_up(name: str) -> Reading | None:
    """Read a name by the table alone."""
    return read_name(name) if name in common_names() else None


def by_grammar(name: str) -> Reading | None:
    """Read a name, counting only what the grammar read."""
    reading = read_name(name)
    return reading if reading and reading.route == "zh-grammar" else None


def measure(name: str, rows: Rows, read: Callable[[str], Reading | None]) -> list[object]:
    """Return a row: names, share right, share right of those answered, names a second."""
    began = time.perf_counter()
    readings = [read(row["name"]) for row in rows]
    seconds = time.perf_counter() - began
    answered = [
        reading.inchikey[:14] == row["inchikey14"]
        for reading, row in zip(readings, rows, strict=True)
        if reading
    ]
    right = sum(answered)
    precision = f"{right / len(answered):.3f}" if answered else "-"
    return [name, len(rows), f"{right / len(rows):.3f}", precision, round(len(rows) / seconds)]


def main() -> None:
    """Measure and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    with parser.parse_args().data.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    halves: tuple[Rows, Rows] = ([], [])
    for row in rows:
        halves[int(hashlib.md5(row["name"].encode()).hexdigest(), 16) % 2].append(row)  # noqa: S324 - to split, not to guard
    read_name("苯")  # RDKit is loaded
    table = [measure("all names", rows, read_name)]
    read_name.cache_clear()
    table.append(measure("the half looked at", halves[0], read_name))
    table.append(measure("the half looked at once", halves[1], read_name))
    table.append(measure("by grammar alone", rows, by_grammar))
    table.append(measure("peer: table of common names alone", rows, look_up))
    for line in table:
        print(*line, sep="\t")
    columns = ["names", "number", "right", "right when answered", "names a second"]
    write_result(
        "chem_zh_names",
        {
            "title": "Chemistry: Chinese names to structures",
            "note": "Right: the first block of the InChIKey agrees. Names as people wrote them, "
            "with remarks, alternatives and misprints; no Java. Names that were read a moment "
            "before are remembered: the speed of the first row is that of reading.",
            "tables": [{"name": "names to skeletons", "columns": columns, "rows": table}],
        },
    )


if __name__ == "__main__":
    main()
