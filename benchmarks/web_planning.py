"""From a click to its result, in the web app: ``python -m benchmarks.web_planning``.

Serves the sample event by `duijie serve` on loopback and presses what an organiser presses; work is
followed as the page follows it. Each figure stands beside the same thing done from the beginning:
matching again after one changed need beside the first matching, a repair beside a new timetable.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.common import write_result
from benchmarks.web_load import COMMAND, SEED, serving
from benchmarks.web_visitors import LIMITS, Visitor, press
from duijie.web.demo import PASSWORD

EVENT = "/events/sample/"
COLUMNS = ["what", "asked", "seconds", "range", "times progress was told"]


async def change_need(visitor: Visitor, nth: int) -> None:
    """Write a sentence into the first need."""
    address = f"/api{EVENT}needs"
    found = (await visitor.http.get(f"{address}/")).json()["items"][0]
    token = {"x-csrftoken": visitor.http.cookies["csrftoken"]}
    words = {"text": f"{found['text']} 补充说明{nth}：连续运行。", "version": found["version"]}
    answer = await visitor.http.patch(f"{address}/{found['id']}", json=words, headers=token)
    answer.raise_for_status()


async def measure(base: str, runs: int) -> list[list[Any]]:
    """Return a row for each thing that is pressed."""
    visitor = Visitor(base, SEED)
    await visitor.sign_in("organiser", PASSWORD)
    rows = [_row("match, everything read anew", "-", [await press(visitor, f"{EVENT}match/run/")])]
    again = []
    for nth in range(runs):
        await change_need(visitor, nth)
        again.append(await press(visitor, f"{EVENT}match/run/"))
    rows.append(_row("match again after one changed need", "3 s", again))
    rows.append(_row("assign", "-", [await press(visitor, f"{EVENT}assign/run/", **LIMITS)]))
    rows.append(_row("timetable", "-", [await press(visitor, f"{EVENT}timetable/run/")]))
    absent = {"who_0": "E04", "from_0": "14:00", "to_0": "15:00", "now": "2027-05-20T13:30"}
    repairs = [await press(visitor, f"{EVENT}timetable/repair/", **absent) for _ in range(runs)]
    rows.append(_row("repair, until the list of changes", "2 s", repairs))
    return rows


def _row(what: str, asked: str, times: list[tuple[float, int]]) -> list[Any]:
    seconds = [one for one, _polls in times]
    told = sum(polls for _seconds, polls in times)
    spread = f"{min(seconds):.2f}-{max(seconds):.2f}"
    return [what, asked, round(statistics.median(seconds), 2), spread, told]


def main() -> None:
    """Measure and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with serving(data, [COMMAND, "demo", "--serve", "--no-plan", "-o", folder]):
            pass  # the sample event is in the database now
        with serving(data, [COMMAND, "serve"]) as base:
            rows = asyncio.run(measure(base, runs))
    for one in rows:
        print(*one, sep="\t")
    write_result(
        "web_planning",
        {
            "title": "From a click to its result",
            "note": f"The sample event; median of {runs} where something is done again. The worker "
            "is warm but for the first matching. No other product of this kind runs here; each "
            "figure stands beside the same work from the beginning.",
            "tables": [{"name": "click to result", "columns": COLUMNS, "rows": rows}],
        },
    )


if __name__ == "__main__":
    main()
