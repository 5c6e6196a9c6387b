"""How long the sample event takes, and how much memory: ``python benchmarks/event_speed.py``.

Every figure is a whole process of its own, timed from outside. No peer runs this chain from a
command line, so the asked-for limits stand beside, and a bare interpreter as the floor of what
a process costs here. ``--setup`` also times an installation from nothing.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.common import write_result

ROOT = Path(__file__).parents[1]
COMMAND = Path(sys.executable).with_name("duijie")
SAMPLE = ROOT / "examples" / "sample"
RUNS = 3
_ADDITIONS = "total = 0\nfor number in range(10**7): total += number"
"""Tells how fast the machine was in this run: shared hosts differ threefold within a day."""


def run(command: list[str | Path], **environment: str) -> tuple[float, float]:
    """Return (seconds, peak MB) of one process."""
    began = perf_counter()
    process = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - began
    if status:
        raise SystemExit(f"{command} failed with status {status}")
    return seconds, usage.ru_maxrss / 1024


def repeat(name: str, limit: str, command: list[str | Path], **environment: str) -> list[Any]:
    """Run once to warm up, then `RUNS` times; return a row of the table."""
    run(command, **environment)
    return row(name, limit, [run(command, **environment) for _ in range(RUNS)])


def row(name: str, limit: str, runs: list[tuple[float, float]]) -> list[Any]:
    """Return name, limit, and the runs' median seconds, range and peak memory."""
    seconds = [second for second, _ in runs]
    return [
        name,
        limit,
        round(statistics.median(seconds), 2),
        f"{min(seconds):.2f}-{max(seconds):.2f}",
        round(max(peak for _, peak in runs)),
    ]


def event_into(out: Path) -> list[str | Path]:
    """Return the command that computes the sample event into `out`."""
    return [COMMAND, "event", SAMPLE, "-o", out]


def time_event(folder: Path) -> list[list[Any]]:
    """Time the sample event with an empty cache and with a filled one, and a repair of it."""
    cold = [
        run(event_into(folder / f"cold{nth}"), XDG_CACHE_HOME=str(folder / f"cache{nth}"))
        for nth in range(RUNS)
    ]
    event = event_into(folder / "warm")
    warm = repeat("sample event, warm cache", "15 s", event, XDG_CACHE_HOME=str(folder / "cache0"))
    repair = repeat("repair, somebody away for an hour", "2 s", mend_into(folder / "warm"))
    return [row("sample event, empty cache", "60 s, 1500 MB", cold), warm, repair]


def mend_into(made: Path) -> list[str | Path]:
    """Return the command that mends the timetable of the event computed into `made`."""
    files: list[str | Path] = ["--event", SAMPLE / "event.toml", "-o", made / "mended.csv"]
    absent = ["--now", "14:00", "--absent", "E02@14:30-15:30"]
    return [COMMAND, "timetable", "repair", made / "timetable.csv", *files, *absent]


def time_setup(folder: Path) -> list[Any]:
    """Time an installation of the lock into an empty environment."""
    script = (
        f"{sys.executable} -m venv {folder}/venv && {folder}/venv/bin/python -m pip -q install "
        f"--no-deps --require-hashes -r {ROOT}/requirements.lock"
    )
    return row("set-up from nothing", "120 s", [run(["sh", "-c", script])])


def main() -> None:
    """Time everything and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--setup", action="store_true", help="also time an installation")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [
            repeat("python, doing nothing", "-", [sys.executable, "-c", ""]),
            repeat("python, ten million additions", "-", [sys.executable, "-c", _ADDITIONS]),
            repeat("duijie --help", "0.5 s", [COMMAND, "--help"]),
            *time_event(folder),
        ]
        if arguments.setup:
            rows.append(time_setup(folder))
    for one in rows:
        print(*one, sep="\t")
    write_result(
        "event_speed",
        {
            "title": "The sample event, whole processes",
            "note": f"Median of {RUNS} runs after a warm-up (cold runs and set-up have none).",
            "tables": [
                {
                    "name": "files to handbook",
                    "columns": ["what", "asked", "seconds", "range", "peak MB"],
                    "rows": rows,
                }
            ],
        },
    )


if __name__ == "__main__":
    main()
