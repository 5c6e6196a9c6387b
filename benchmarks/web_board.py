"""How soon the match board can be used, and its slowest handler; peer: a plain HTML table.

500 needs x 200 experts, in Chromium, against ``duijie serve`` on loopback. The peer is one static
page that holds the same matrix as a table with sticky heads, one coloured cell a pair, and a key
handler that moves the chosen cell; it comes from memory, without a server.

    python benchmarks/web_board.py
"""

from __future__ import annotations

import argparse
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.common import write_result

NEEDS, EXPERTS = 500, 200
KEYS = ["ArrowDown", "ArrowRight"] * 15 + ["PageDown"] * 5 + ["End", "Home"]
PASSWORD = "only-for-this-run"  # noqa: S105 - of a database that is deleted after the run
WATCH = """
window.__slow = { task: 0, handler: 0, paint: 0 };
new PerformanceObserver((list) => { for (const one of list.getEntries()) {
  window.__slow.task = Math.max(window.__slow.task, one.duration); } })
  .observe({ type: 'longtask', buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) {
  window.__slow.handler = Math.max(window.__slow.handler, one.processingEnd - one.processingStart);
  window.__slow.paint = Math.max(window.__slow.paint, one.duration); } })
  .observe({ type: 'event', durationThreshold: 16, buffered: true });
"""


def make_matrix() -> Any:
    """Return affinities as a real event has them: mostly low, a few high in every row."""
    rng = np.random.default_rng(7)
    return rng.beta(0.4, 6.0, (NEEDS, EXPERTS)).round(4)


def fill(folder: Path) -> None:
    """Make an event of the size with a ranking and an organiser."""
    from duijie.web.serve import make_ready, prepare  # noqa: PLC0415 - settings come first

    make_ready(prepare(folder))

    from duijie.web.accounts.models import Event, Membership, Organisation, User  # noqa: PLC0415 - see above
    from duijie.web.jobs.inputs import input_hash  # noqa: PLC0415 - see above
    from duijie.web.match.compute import READS, order_alike  # noqa: PLC0415 - see above
    from duijie.web.match.models import Ranking, pack_affinities  # noqa: PLC0415 - see above
    from duijie.web.register.models import Expert, Need  # noqa: PLC0415 - see above

    organisation = Organisation.objects.create(name="河西理工大学")
    day = date(2027, 5, 20)
    event = Event.objects.create(
        organisation=organisation, slug="large", title="大型对接会", starts_on=day, ends_on=day
    )
    user = User(username="organiser", name="沈书岚", organisation=organisation)
    user.set_password(PASSWORD)
    user.save()
    Membership.objects.create(event=event, user=user, role="organiser")
    needs = [
        Need(
            organisation=organisation,
            code=f"N{n:03}",
            title=f"第 {n} 号装置含氟废水深度处理与回用",
            industry=f"C{25 + n % 8}",
        )
        for n in range(NEEDS)
    ]
    experts = [
        Expert(organisation=organisation, code=f"E{n:03}", name=f"第{n}号专家", department="化工系")
        for n in range(EXPERTS)
    ]
    event.need_set.add(*Need.objects.bulk_create(needs))
    event.expert_set.add(*Expert.objects.bulk_create(experts))
    values = make_matrix()
    Ranking.objects.create(
        event=event,
        version=1,
        by_name="沈书岚",
        input_hash=input_hash(event, READS, [{}]),
        need_ids=[one.pk for one in needs],
        expert_ids=[one.pk for one in experts],
        need_codes=[one.code for one in needs],
        expert_codes=[one.code for one in experts],
        need_order=order_alike(values),
        expert_order=order_alike(values.T),
        affinities=pack_affinities(values),
        runtime_s=0.0,
    )


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve `folder`; yield the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "duijie", "serve", "--no-worker", "--data", str(folder)]
    process = subprocess.Popen([*command, "--port", port], stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/healthy/", timeout=5).close()  # noqa: S310 - loopback
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=60)


def table_page() -> str:
    """Return the peer: the same matrix as one HTML table."""
    percents = np.rint(make_matrix() * 100).astype(int)
    heads = "".join(f"<th>第{n}号专家</th>" for n in range(EXPERTS))
    rows = "".join(
        f"<tr><th>第 {n} 号装置含氟废水深度处理与回用</th>"
        + "".join(f'<td class="l{p // 10}" title="{p / 100:.2f}"></td>' for p in row)
        + "</tr>"
        for n, row in enumerate(percents)
    )
    colours = "".join(f".l{n}{{background:rgb(29 92 107/{n * 10}%)}}" for n in range(11))
    return f"""<!doctype html><meta charset=utf-8><style>
    div{{height:600px;overflow:auto}} td{{min-width:26px;height:26px}} {colours}
    th{{background:#fff;white-space:nowrap}}
    thead th{{position:sticky;top:0}} tbody th{{position:sticky;left:0}}
    .on{{outline:2px solid #000}}</style>
    <div tabindex=0 id=board>
    <table><thead><tr><th></th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>
    <script>let r=0,c=1;const t=document.querySelector('table'),cell=()=>t.rows[r+1].cells[c];
    document.getElementById('board').addEventListener('keydown',(e)=>{{
      const m={{ArrowDown:[1,0],ArrowRight:[0,1],PageDown:[20,0],End:[0,999],Home:[0,-999]}}[e.key];
      if(!m)return; e.preventDefault(); cell().classList.remove('on');
      r=Math.max(0,Math.min({NEEDS - 1},r+m[0])); c=Math.max(1,Math.min({EXPERTS},c+m[1]));
      cell().classList.add('on'); cell().scrollIntoView({{block:'nearest',inline:'nearest'}});}});
    requestAnimationFrame(()=>requestAnimationFrame(
      ()=>{{document.getElementById('board').dataset.ready=1;}}));
    </script>"""


def use(page: Page, address: str) -> dict[str, float]:
    """Open a page, wait until it can be used, press keys; return seconds and milliseconds."""
    page.goto("about:blank")  # what the last page leaves behind is not this one's to clear away
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#board[data-ready]")
    ready_s = time.perf_counter() - began
    page.focus("#board")
    for key in KEYS:
        page.keyboard.press(key)
        page.wait_for_timeout(30)
    page.wait_for_timeout(300)
    slow = page.evaluate("window.__slow")
    return {
        "interactive_s": ready_s,
        "longest_handler_ms": slow["handler"],
        "longest_task_ms": slow["task"],
        "slowest_key_to_paint_ms": slow["paint"],
        "elements": page.evaluate("document.querySelectorAll('*').length"),
    }


def measure(browser: Browser, address: str, runs: int) -> dict[str, dict[str, float]]:
    """Return the median of each figure for the board and for the table."""
    context = browser.new_context(base_url=address, viewport={"width": 1360, "height": 850})
    context.set_default_timeout(120_000)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("[name=login]", "organiser")
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.route(
        "**/table.html", lambda route: route.fulfill(body=table_page(), content_type="text/html")
    )
    found: dict[str, list[dict[str, float]]] = {"board": [], "table": []}
    for _ in range(runs):
        found["board"].append(use(page, "/events/large/match/"))
        found["table"].append(use(page, "/table.html"))
    return {
        name: {key: round(statistics.median(run[key] for run in seen), 3) for key in seen[0]}
        for name, seen in found.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        fill(folder)
        with sync_playwright() as playwright, serve(folder) as address:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            found = measure(browser, address, runs)
            browser.close()
    columns = list(found["board"])
    for who, figures in found.items():
        print(who, "  ".join(f"{key} {figures[key]:g}" for key in columns))
    write_result(
        "web_board",
        {
            "title": f"The match board of {NEEDS} needs x {EXPERTS} experts in a browser",
            "note": "Median of several visits. The table is a static page out of memory; the board "
            "comes from the server, with its data in a second request.",
            "tables": [
                {
                    "name": "A visit: open, then 37 key presses",
                    "columns": ["page", *columns],
                    "rows": [[who, *figures.values()] for who, figures in found.items()],
                }
            ],
        },
    )


if __name__ == "__main__":
    main()
