"""Fifty people at the web app while a sheet comes in: ``python benchmarks/web_load.py``.

Serves the sample event, then an invented one of 200 experts x 500 needs, by `duijie serve` on
loopback, and plays 50 people with 5 s mean thinking time against it, from a process beside the
server on the same machine. All the while an organiser imports 500 rows, undoes it, and begins
anew. No other product of this kind runs here, so there is no peer to time; the floor stands
beside: the same people under the same load who only ask for a view that does nothing but say
"ok", and for static files. Figures include the client's own time on the shared cores.
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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.common import write_result
from benchmarks.web_sheets import invent_event, invent_needs
from benchmarks.web_visitors import (
    FLOOR,
    ORGANISING,
    READING,
    ImportTimes,
    Journal,
    Page,
    Visitor,
    import_sheet,
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


async def come(base: str, slug: str, who: str) -> Visitor:
    """Return a visitor who is signed in and knows the records of the event."""
    visitor = Visitor(base, SEED)
    await visitor.sign_in(who, PASSWORD)
    await visitor.learn(slug, pages_of(who))
    return visitor


def pages_of(who: str) -> Sequence[Page]:
    """Return what a role looks at."""
    return ORGANISING if who == "organiser" else READING


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


async def keep_importing(importer: Visitor, slug: str, journal: Journal) -> None:
    """Import and undo sheets until stopped."""
    nth = 0
    while True:
        nth += 1
        text = invent_needs(MEANWHILE_ROWS, seed=nth)
        await import_sheet(importer, slug, f"needs-{nth}.csv", text)
        journal.imports += 1


async def play(base: str, slug: str, seconds: float, *, floor: bool = False) -> Journal:
    """Let everybody come, look at pages for `seconds`, and return what happened."""
    who = [CROWD[nth % len(CROWD)] for nth in range(N_VISITORS)]
    first = {role: await come(base, slug, role) for role in sorted(set(CROWD))}
    people = [first[one].likeness(SEED + nth) for nth, one in enumerate(who)]
    importer = first["organiser"]
    journal = Journal()
    importing = asyncio.create_task(keep_importing(importer, slug, journal))
    stays = [
        person.stay(FLOOR if floor else pages_of(one), seconds, journal)
        for person, one in zip(people, who, strict=True)
    ]
    await asyncio.gather(*stays)
    if importing.done():
        importing.result()
    importing.cancel()
    return journal


async def time_large_sheet(base: str, slug: str) -> ImportTimes:
    """Preview, import and undo 10,000 rows, with nobody else there."""
    organiser = await come(base, slug, "organiser")
    text = invent_needs(LARGE_ROWS, seed=SEED)
    return await import_sheet(organiser, slug, "large.csv", text)


async def weigh_pages(base: str, slug: str) -> list[list[Any]]:
    """Return (page, kilobytes) of everything an organiser looks at."""
    organiser = await come(base, slug, "organiser")
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

    def keep(name: str, journal: Journal) -> None:
        print(f"\n{name}; {journal.imports} imports of {MEANWHILE_ROWS} rows meanwhile")
        for one in summarise(journal):
            print(*one, sep="\t")
        print(*journal.errors[:10], sep="\n")
        said = f"{name}; {journal.imports} imports of {MEANWHILE_ROWS} rows done meanwhile"
        tables.append({"name": said, "columns": COLUMNS, "rows": summarise(journal)})

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with serving(data, [COMMAND, "demo", "--serve", "-o", folder]):
            pass  # the sample event is in the database now
        with serving(data, [COMMAND, "serve"]) as base:
            keep("Sample event", asyncio.run(play(base, "sample", seconds)))
            keep("Floor", asyncio.run(play(base, "sample", seconds, floor=True)))
            asyncio.run(make_event(base, "large"))
            keep("200 experts x 500 needs", asyncio.run(play(base, "large", seconds)))
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


def main() -> None:
    """Run everything and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long people stay")
    arguments = parser.parse_args()
    before = os.getloadavg()[0]
    tables = run(arguments.seconds)
    write_result(
        "web_load",
        {
            "title": "Fifty people at the web app while a sheet comes in",
            "note": (
                f"{N_VISITORS} people, 5 s mean thinking time, {arguments.seconds:.0f} s, asked: "
                "p95 under 300 ms, no errors, pages under 300 kB. No other product of this kind "
                "runs here; the floor is what the same server does at the least under the same "
                "load. People and server share the cores. "
                f"Load of the machine before: {before:.1f}."
            ),
            "tables": tables,
        },
    )


if __name__ == "__main__":
    main()
