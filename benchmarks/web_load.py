"""Fifty people at the web app while a sheet comes in: ``python benchmarks/web_load.py``.

Serves the sample event, then an invented one of 200 experts x 500 needs, by `duijie serve` on
loopback, and plays 50 people with 5 s mean thinking time against it, from a process beside the
server on the same machine. All the while an organiser imports 500 rows, undoes it, and begins
anew, with the same thinking time; in a further run without any. No other product of this kind runs
here, so there is no peer to time; the floor stands beside: the same people under the same load who
only ask for a view that does nothing but say "ok", and for static files. Figures include the
client's own time on the shared cores.

Then the sample event is planned and published, and the same people look at the match board, the
assignment, the timetable and their own days, while one timetable after the other is computed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.common import write_result
from benchmarks.web_sheets import invent_event, invent_needs
from benchmarks.web_visitors import (
    ASKING,
    FLOOR,
    LIMITS,
    LOOKING,
    ORGANISING,
    PLANNING,
    READING,
    THINKING_S,
    ImportTimes,
    Journal,
    Page,
    Visitor,
    import_sheet,
    press,
    wait_for_import,
)
from duijie.web.demo import PASSWORD

COMMAND = Path(sys.executable).with_name("duijie")
N_VISITORS = 50
CROWD = ("organiser",) * 2 + ("expert",) * 4 + ("official",) * 2 + ("viewer",) * 2
"""Who comes, repeated until all are there."""
MEANWHILE_ROWS = 500
LARGE_ROWS = 10_000
SEED = 20270520
COLUMNS = ["page", "views", "p50 ms", "p95 ms", "longest ms", "errors"]


@contextmanager
def serving(data: Path, command: Sequence[str | Path]) -> Iterator[str]:
    """Run a server process until the block ends; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = os.environ | {"DUIJIE_DATA": str(data)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*command, "--port", port], env=environment, **quiet) as process:  # type: ignore[call-overload]  # plain options
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def wait_until_healthy(base: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the server answers."""
    while process.poll() is None:
        try:
            with urllib.request.urlopen(f"{base}/healthy/", timeout=5):  # noqa: S310 - loopback
                return
        except OSError:
            sleep(0.1)
    raise SystemExit("the server ended")


@dataclass(frozen=True)
class Scene:
    """What people look at, and what goes on meanwhile."""

    organisers: Sequence[Page]
    experts: Sequence[Page]
    others: Sequence[Page]
    meanwhile: Callable[[Visitor, str, Journal], Coroutine[Any, Any, None]]

    def pages_of(self, who: str) -> Sequence[Page]:
        """Return what a role looks at."""
        own = {"organiser": self.organisers, "expert": self.experts}
        return own.get(who, self.others)


async def come(base: str, slug: str, who: str, scene: Scene) -> Visitor:
    """Return a visitor who is signed in and knows the records of the event."""
    visitor = Visitor(base, SEED)
    await visitor.sign_in(who, PASSWORD)
    await visitor.learn(slug, [*READING, *scene.pages_of(who)])
    return visitor


async def make_event(base: str, slug: str) -> None:
    """Let the organiser make an event of 200 experts and 500 needs, with everybody in it."""
    organiser = Visitor(base, SEED)
    await organiser.sign_in("organiser", PASSWORD)
    await organiser.post(
        "/events/add/",
        title="秋季校企对接会",
        slug=slug,
        starts_on="2027-10-11",
        ends_on="2027-10-11",
    )
    for name, text in invent_event(200, 500, SEED).items():
        page = await organiser.post(f"/events/{slug}/imports/", file=(name, text))
        await organiser.post(f"{page.url.path}run/")
        await wait_for_import(organiser, page.url.path)
    for role in sorted(set(CROWD) - {"organiser"}):
        invited = await organiser.post(f"/events/{slug}/people/invite/", role=role, max_uses="1")
        code = invited.text.partition("/join/")[2].partition("/")[0]
        guest = Visitor(base, SEED)
        await guest.sign_in(role, PASSWORD)
        await guest.post(f"/join/{code}/")


async def keep_importing(
    importer: Visitor, slug: str, journal: Journal, *, thinking_s: float = THINKING_S
) -> None:
    """Import and undo sheets until stopped, looking at each page as long as everybody does."""
    nth = 0
    while True:
        nth += 1
        text = invent_needs(MEANWHILE_ROWS, seed=nth)
        await import_sheet(importer, slug, f"needs-{nth}.csv", text, thinking_s)
        journal.done_meanwhile += 1


async def keep_solving(organiser: Visitor, slug: str, journal: Journal) -> None:
    """Compute timetables until stopped; the limits differ, else nothing would be computed anew."""
    while True:
        highest = str(10 + journal.done_meanwhile % 3)
        await press(organiser, f"/events/{slug}/assign/run/", **LIMITS | {"expert_high": highest})
        await press(organiser, f"/events/{slug}/timetable/run/")
        journal.done_meanwhile += 1


REGISTER = Scene(ORGANISING, READING, READING, keep_importing)
WITHOUT_PAUSE = Scene(ORGANISING, READING, READING, partial(keep_importing, thinking_s=0.0))
AT_LEAST = Scene(FLOOR, FLOOR, FLOOR, keep_importing)
PLAN = Scene(PLANNING, ASKING, LOOKING, keep_solving)


async def play(base: str, slug: str, seconds: float, scene: Scene) -> Journal:
    """Let everybody come, look at pages for `seconds`, and return what happened."""
    who = [CROWD[nth % len(CROWD)] for nth in range(N_VISITORS)]
    first = {role: await come(base, slug, role, scene) for role in sorted(set(CROWD))}
    people = [first[one].likeness(SEED + nth) for nth, one in enumerate(who)]
    journal = Journal()
    meanwhile = asyncio.create_task(scene.meanwhile(first["organiser"], slug, journal))
    stays = [
        person.stay(scene.pages_of(one), seconds, journal)
        for person, one in zip(people, who, strict=True)
    ]
    await asyncio.gather(*stays)
    if meanwhile.done():
        meanwhile.result()
    meanwhile.cancel()
    with suppress(asyncio.CancelledError):
        await meanwhile  # it hangs up; an upload left open would hold a thread of the server
    return journal


async def plan_event(base: str, slug: str) -> None:
    """Match, assign, place and publish, as an organiser does."""
    organiser = Visitor(base, SEED)
    await organiser.sign_in("organiser", PASSWORD)
    at = f"/events/{slug}/"
    await press(organiser, f"{at}match/run/")
    await press(organiser, f"{at}assign/run/", **LIMITS)
    await press(organiser, f"{at}timetable/run/")
    await press(organiser, f"{at}timetable/publish/run/", version="1", note="")


async def time_large_sheet(base: str, slug: str) -> ImportTimes:
    """Preview, import and undo 10,000 rows, with nobody else there."""
    organiser = await come(base, slug, "organiser", REGISTER)
    text = invent_needs(LARGE_ROWS, seed=SEED)
    return await import_sheet(organiser, slug, "large.csv", text)


async def weigh_pages(base: str, slug: str) -> list[list[Any]]:
    """Return (page, kilobytes) of everything an organiser looks at."""
    organiser = await come(base, slug, "organiser", REGISTER)
    return [[page.name, round(await organiser.weigh(page))] for page in ORGANISING]


def summarise(journal: Journal) -> list[list[Any]]:
    """Return a row for each page, the slowest last, and one for all."""
    every = [second for seconds in journal.seconds.values() for second in seconds]
    rows = [row(name, seconds) for name, seconds in journal.seconds.items()]
    total = [*row("all pages", every), len(journal.errors)]
    return [*([*one, None] for one in sorted(rows, key=lambda one: one[3])), total]


def row(name: str, seconds: Sequence[float]) -> list[Any]:
    """Return name, count, median, 95th percentile and maximum in milliseconds."""
    middle, late, last = np.percentile(seconds, [50, 95, 100]) * 1000
    return [name, len(seconds), round(middle), round(late), round(last)]


def run(seconds: float) -> list[dict[str, Any]]:
    """Return the tables."""
    tables: list[dict[str, Any]] = []

    def keep(name: str, journal: Journal, what: str) -> None:
        said = f"{name}; {journal.done_meanwhile} {what} done meanwhile"
        print(f"\n{said}")
        for one in summarise(journal):
            print(*one, sep="\t")
        print(*journal.errors[:10], sep="\n")
        tables.append({"name": said, "columns": COLUMNS, "rows": summarise(journal)})

    imports, plans = f"imports of {MEANWHILE_ROWS} rows", "assignments with their timetables"
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with serving(data, [COMMAND, "demo", "--serve", "--no-plan", "-o", folder]):
            pass  # the sample event is in the database now
        with serving(data, [COMMAND, "serve"]) as base:
            asyncio.run(plan_event(base, "sample"))
            keep("Planning", asyncio.run(play(base, "sample", seconds, PLAN)), plans)
            for name, scene in (("Sample event", REGISTER), ("Floor", AT_LEAST)):
                keep(name, asyncio.run(play(base, "sample", seconds, scene)), imports)
            asyncio.run(make_event(base, "large"))
            for name, scene in (
                ("200 experts x 500 needs", REGISTER),
                ("200 experts x 500 needs, imports without a pause", WITHOUT_PAUSE),
            ):
                keep(name, asyncio.run(play(base, "large", seconds, scene)), imports)
            weights = asyncio.run(weigh_pages(base, "large"))
            times = asyncio.run(time_large_sheet(base, "large"))
    tables.append(
        {"name": "Kilobytes of a page, 200 x 500", "columns": ["page", "kB"], "rows": weights}
    )
    tables.append(tabulate_sheet(times))
    return tables


def tabulate_sheet(times: ImportTimes) -> dict[str, Any]:
    """Return the table of the large sheet."""
    asked = f"the page told {times.n_progress} times that it was under way"
    rows = [
        ["upload and preview", "5 s", round(times.preview_s, 1), None],
        ["import, until the page says done", "30 s", round(times.import_s, 1), asked],
        ["undo", "-", round(times.undo_s, 1), None],
    ]
    for one in rows:
        print(*one, sep="\t")
    return {
        "name": f"A sheet of {LARGE_ROWS} needs, through the pages",
        "columns": ["step", "asked", "seconds", "seen"],
        "rows": rows,
    }


def count_up() -> float:
    """Return the seconds of ten million additions: how quick the machine is at the moment."""
    began, total = perf_counter(), 0
    for number in range(10_000_000):
        total += number
    return perf_counter() - began


def main() -> None:
    """Run everything and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long people stay")
    arguments = parser.parse_args()
    before, quick = os.getloadavg()[0], count_up()
    tables = run(arguments.seconds)
    write_result(
        "web_load",
        {
            "title": "Fifty people at the web app while a sheet comes in",
            "note": (
                f"{N_VISITORS} people, 5 s mean thinking time, {arguments.seconds:.0f} s, asked: "
                "p95 under 300 ms (planning: 500 ms), no errors, pages under 300 kB. No other "
                "product of this kind runs here; the floor is what the same server does at the "
                "least under the same load. People and server share the cores. Load of the machine "
                f"before: {before:.1f}; ten million additions in Python took {quick:.2f} s before "
                f"and {count_up():.2f} s after."
            ),
            "tables": tables,
        },
    )


if __name__ == "__main__":
    main()
