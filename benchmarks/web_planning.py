"""From a click to its result, in the web app: ``python -m benchmarks.web_planning``.

Serves the sample event by `duijie serve` on loopback and presses what an organiser presses; work is
followed as the page follows it. Each figure stands beside the same thing done from the beginning:
matching again after one changed need beside the first matching, a repair beside a new timetable.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from benchmarks.common import write_result
from benchmarks.web_load import COMMAND, SEED, serving
from benchmarks.web_visitors import Visitor
from duijie.web.demo import PASSWORD

EVENT = "/events/sample/"
COLUMNS = ["what", "asked", "seconds", "range", "times progress was told"]
_JOB = re.compile(r'id="job-(\d+)"')
_POLL_S = 0.4
"""How long the page waits between two questions."""
LIMITS = {
    "method": "greatest",
    "need_low": "1",
    "need_high": "5",
    "expert_low": "0",
    "expert_high": "12",
}


async def press(visitor: Visitor, address: str, **form: str) -> tuple[float, int]:
    """Press a button that starts work; return seconds until its result is read, and polls."""
    began = perf_counter()
    page = await visitor.post(f"{EVENT}{address}", **form)
    polls = 0
    while job := _JOB.search(page.text):
        answer = await visitor.http.get(f"{EVENT}jobs/{job[1]}/", headers={"hx-request": "true"})
        if "hx-redirect" in answer.headers:
            page = await visitor.http.get(answer.headers["hx-redirect"])
            break
        if 'class="note' in answer.text:
            raise SystemExit(f"{address} led to nothing: {answer.text}")
        polls += 1
        await asyncio.sleep(_POLL_S)
    if page.status_code != httpx.codes.OK:
        raise SystemExit(f"{address}: {page.status_code}")
    return perf_counter() - began, polls


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
    rows = [_row("match, everything read anew", "-", [await press(visitor, "match/run/")])]
    again = []
    for nth in range(runs):
        await change_need(visitor, nth)
        again.append(await press(visitor, "match/run/"))
    rows.append(_row("match again after one changed need", "3 s", again))
    rows.append(_row("assign", "-", [await press(visitor, "assign/run/", **LIMITS)]))
    rows.append(_row("timetable", "-", [await press(visitor, "timetable/run/")]))
    absent = {"who_0": "E04", "from_0": "14:00", "to_0": "15:00", "now": "2027-05-20T13:30"}
    repairs = [await press(visitor, "timetable/repair/", **absent) for _ in range(runs)]
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
        with serving(data, [COMMAND, "demo", "--serve", "-o", folder]):
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
