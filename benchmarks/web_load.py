"""How fast pages are while fifty people use them: ``python benchmarks/web_load.py``.

``duijie demo --serve`` runs in a process of its own with the sample event, and with an invented one
of 200 experts and 500 needs. Fifty users sign in and look at pages, five seconds of thought between
two on average, for a minute, while a sheet of 10,000 rows is imported. No peer runs here, so the
floor stands beside in the same run: a page that does nothing, and a style sheet.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.common import write_result
from duijie.web.demo import PASSWORD

USERS, THOUGHT_S, SECONDS, ROWS = 50, 5.0, 60.0, 10_000
LIMIT_MS, LIMIT_KB = 300, 300
ROLES = ("organiser", "organiser", "expert", "company", "viewer")
PAGES = {
    "organiser": (
        "", "register/needs/", "register/experts/", "register/needs/?q=催化", "activity/",
        "search/?q=膜", "people/",
    ),
    "expert": ("", "register/needs/", "register/experts/", "search/?q=催化"),
    "company": ("", "register/needs/", "register/experts/"),
    "viewer": ("", "register/needs/", "register/companies/"),
}  # fmt: skip
_SUBJECTS = (
    "高盐废水脱盐",
    "催化剂再生",
    "溶剂回收",
    "结晶过程控制",
    "连续硝化",
    "膜分离",
    "尾气治理",
)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve the demo from `folder`; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "duijie", "demo", "--serve", "-o", str(folder)]
    process = subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                httpx.get(f"{address}/healthy/").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.3)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def sign_in(address: str, user: str) -> httpx.Cookies:
    """Return the session of a user of the demo."""
    with httpx.Client(base_url=address) as client:
        client.get("/account/login/")
        form = {
            "login": user,
            "password": PASSWORD,
            "csrfmiddlewaretoken": client.cookies["csrftoken"],
        }
        answer = client.post("/account/login/", data=form)
        if answer.status_code != 302:
            raise SystemExit(f"{user} cannot sign in: {answer.status_code}")
        return client.cookies


def organise(address: str) -> httpx.Client:
    """Return a client of the organiser that may write."""
    cookies = sign_in(address, "organiser")
    return httpx.Client(
        base_url=address,
        cookies=cookies,
        headers={"x-csrftoken": cookies["csrftoken"]},
        timeout=120,
    )


def invent_large(client: httpx.Client) -> None:
    """Make the event ``large``: 200 experts, 1,000 pieces of evidence, 500 needs."""
    form = {
        "slug": "large",
        "title": "大型对接会",
        "starts_on": "2027-06-01",
        "ends_on": "2027-06-01",
    }
    answer = client.post("/events/add/", data=form)
    if answer.status_code != 302:
        raise SystemExit("the event was not made")
    draw = random.Random(5)  # noqa: S311 - invented data
    experts = "编号,姓名,单位\n" + "".join(f"X{n},专家{n},河西理工大学\n" for n in range(200))
    evidence = "专家编号,成果名称,类型\n" + "".join(
        f"X{n % 200},{draw.choice(_SUBJECTS)}研究{n},论文\n" for n in range(1000)
    )
    for name, text in (
        ("专家.csv", experts),
        ("成果.csv", evidence),
        ("需求.csv", needs(500, "L")),
    ):
        import_sheet(client, "large", name, text)


def needs(count: int, prefix: str) -> str:
    """Return a sheet of needs."""
    draw = random.Random(7)  # noqa: S311 - invented data
    return "需求编号,需求名称,单位名称,需求描述,拟投入资金（万元）\n" + "".join(
        f"{prefix}{n},{draw.choice(_SUBJECTS)}{n},临澜第{n % 60}化工有限公司,"
        f"现有装置运行不稳定，{'希望改进。' * 20},{n % 90 + 10}\n"
        for n in range(count)
    )


def import_sheet(client: httpx.Client, event: str, name: str, text: str) -> tuple[float, float]:
    """Import a sheet as a person does; return seconds of preview and of import."""
    began = time.perf_counter()
    answer = client.post(f"/events/{event}/imports/", files={"file": (name, text.encode())})
    at = answer.headers["location"]
    client.get(at).raise_for_status()
    shown = time.perf_counter()
    number = re.search(r"/imports/(\d+)/", at)[1]  # type: ignore[index]  # it is there
    client.post(f"{at}run/")
    while client.get(f"/api/events/{event}/imports/{number}").json()["state"] not in {
        "done",
        "failed",
    }:
        time.sleep(0.3)
    return shown - began, time.perf_counter() - shown


def roles_at(event: str) -> tuple[str, ...]:
    """Return who takes part: at the invented event there is only its organiser."""
    return ROLES if event == "sample" else ("organiser",)


async def use(address: str, event: str, number: int, cookies: httpx.Cookies, found: Any) -> None:
    """Look at pages for a minute, as one person."""
    draw = random.Random(number)  # noqa: S311 - whim of a reader
    roles = roles_at(event)
    role = roles[number % len(roles)]
    end = time.perf_counter() + SECONDS
    async with httpx.AsyncClient(base_url=address, cookies=cookies, timeout=60) as client:
        await asyncio.sleep(draw.random() * THOUGHT_S)
        while time.perf_counter() < end:
            page = draw.choice(PAGES[role])
            began = time.perf_counter()
            try:
                answer = await client.get(f"/events/{event}/{page}")
                ok = answer.status_code == 200
                size = answer.num_bytes_downloaded
            except httpx.HTTPError:
                ok, size = False, 0
            found[page or "overview"].append((1000 * (time.perf_counter() - began), ok, size))
            await asyncio.sleep(draw.expovariate(1 / THOUGHT_S))


async def load(address: str, event: str, client: httpx.Client) -> tuple[dict[str, Any], Any]:
    """Let fifty people in while a sheet comes in; return what they saw and the import's times."""
    roles = roles_at(event)
    sessions = {role: await asyncio.to_thread(sign_in, address, role) for role in roles}
    found: dict[str, Any] = defaultdict(list)
    people = [use(address, event, n, sessions[roles[n % len(roles)]], found) for n in range(USERS)]
    sheet = asyncio.to_thread(import_sheet, client, event, "大表.csv", needs(ROWS, "Z"))
    *_, times = await asyncio.gather(*people, sheet)
    return found, times


def floor(address: str) -> list[list[str]]:
    """Return rows of what an empty page and a style sheet take."""
    rows = []
    with httpx.Client(base_url=address) as client:
        (style, *_) = re.findall(r'href="(/static/[^"]+\.css)"', client.get("/account/login/").text)
        for name, page in (
            ("floor: an empty page", "/healthy/"),
            ("floor: the style sheet", style),
        ):
            times = []
            for _ in range(50):
                began = time.perf_counter()
                client.get(page).raise_for_status()
                times.append(1000 * (time.perf_counter() - began))
            rows.append(_row(name, [(one, True, 0) for one in times]))
    return rows


def _row(name: str, seen: list[tuple[float, bool, int]]) -> list[str]:
    times = [one[0] for one in seen]
    return [
        name,
        str(len(seen)),
        f"{np.percentile(times, 50):.0f}",
        f"{np.percentile(times, 95):.0f}",
        str(sum(not one[1] for one in seen)),
        f"{max(one[2] for one in seen) / 1000:.0f}",
    ]


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    tables, note = [], []
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as address:
        client = organise(address)
        invent_large(client)
        for event, name in (("sample", "the sample event"), ("large", "200 experts, 500 needs")):
            found, (preview, written) = asyncio.run(load(address, event, client))
            everything = [one for seen in found.values() for one in seen]
            rows = [_row("all pages", everything)]
            rows += [_row(page, seen) for page, seen in sorted(found.items())]
            rows += floor(address)
            columns = [
                "page",
                "views",
                "p50, ms",
                f"p95, ms (limit {LIMIT_MS})",
                "errors",
                "largest, kB (compressed)",
            ]
            tables.append({"name": f"{name}: {USERS} users", "columns": columns, "rows": rows})
            note.append(
                f"{name}: {ROWS:,} rows previewed in {preview:.1f} s, imported in {written:.1f} s"
            )
            for row in rows:
                print(*row, sep="\t")
            print(note[-1], flush=True)
    note.append(
        "meanwhile, limits 5 s and 30 s alone. No peer product runs here: the floor stands beside."
    )
    result = {"title": "Web app: pages under load", "note": "; ".join(note), "tables": tables}
    print("written:", write_result("web_load", result))


if __name__ == "__main__":
    main()
