"""People at the web app, as a benchmark plays them: they sign in, look at pages, import a sheet."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter

import httpx
import numpy as np

THINKING_S = 5.0
"""Mean time between two pages of one person; exponentially distributed."""
_LINKS = re.compile(r'href="(/events/[\w-]+/register/(\w+)/\d+/)"')
_PAIRS = re.compile(r'data-need="([^"]+)" data-expert="([^"]+)"')
_STATIC = re.compile(r'(?:src|href)="(/static/[^"]+)"')
_JOB = re.compile(r'hx-get="(/events/[\w-]+/jobs/\d+/)"')
_PATIENCE_S = 60.0
_POLL_S = 0.4
"""How long a page waits between two questions about work."""
LIMITS = {
    "method": "greatest",
    "need_low": "1",
    "need_high": "5",
    "expert_low": "0",
    "expert_high": "12",
}
"""What an organiser enters to assign."""


@dataclass
class Journal:
    """What happened: seconds by page, what went wrong, how often the work beside was done."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    done_meanwhile: int = 0


@dataclass
class Page:
    """A page that a role looks at: its name, how often beside others, where it is.

    `address` may hold ``{slug}`` and the plural of a kind, as in ``{needs}``: the address of a
    record of that kind is put there.
    """

    name: str
    weight: int
    address: str


READING = (
    Page("needs, list", 4, "/events/{slug}/register/needs/"),
    Page("needs, searched", 3, "/events/{slug}/register/needs/?q=催化"),
    Page("needs, sorted, second page", 1, "/events/{slug}/register/needs/?sort=-title&page=2"),
    Page("need", 6, "{needs}"),
    Page("experts, list", 3, "/events/{slug}/register/experts/"),
    Page("expert", 5, "{experts}"),
    Page("evidence, list", 1, "/events/{slug}/register/evidence/"),
    Page("search everything", 2, "/events/{slug}/search/?q=废水"),
    Page("overview", 4, "/events/{slug}/"),
    Page("account", 1, "/me/"),
    Page("API, needs", 1, "/api/events/{slug}/needs/"),
)
ORGANISING = (
    *READING,
    Page("need, form", 3, "{needs}edit/"),
    Page("companies, list", 2, "/events/{slug}/register/companies/"),
    Page("company", 2, "{companies}"),
    Page("activity", 2, "/events/{slug}/activity/"),
    Page("people", 1, "/events/{slug}/people/"),
    Page("registrations", 1, "/events/{slug}/people/registrations/"),
    Page("imports", 1, "/events/{slug}/imports/"),
    Page("everything as .xlsx", 1, "/events/{slug}/register/export.xlsx"),
)
LOOKING = (
    Page("published, tables", 3, "/events/{slug}/timetable/versions/1/"),
    Page("published, people", 2, "/events/{slug}/timetable/versions/1/?show=people"),
    Page("overview", 2, "/events/{slug}/"),
    Page("own day", 3, "/me/"),
    Page("need", 2, "{needs}"),
)
ASKING = (Page("requests", 2, "/events/{slug}/requests/"), *LOOKING)
PLANNING = (
    Page("match board", 3, "/events/{slug}/match/"),
    Page("match board, its data", 3, "/events/{slug}/match/board.json"),
    Page("match, a need", 3, "{match}"),
    Page("match, why a pair", 3, "{pair}"),
    Page("assignment", 2, "/events/{slug}/assign/"),
    Page("assignment, experts", 1, "/events/{slug}/assign/?by=expert"),
    Page("timetable", 3, "/events/{slug}/timetable/"),
    Page("timetable, people", 1, "/events/{slug}/timetable/?show=people"),
    Page("timetable, where a card may go", 2, "{targets}"),
    Page("repair", 1, "/events/{slug}/timetable/repair/"),
    Page("publish", 1, "/events/{slug}/timetable/publish/"),
    Page("requests", 2, "/events/{slug}/requests/"),
    Page("published, tables", 2, "/events/{slug}/timetable/versions/1/"),
    Page("programme", 1, "/events/{slug}/programme/"),
    Page("assignment as .xlsx", 1, "/events/{slug}/assign/export/"),
)
FLOOR = (
    Page("floor: a bare Django view", 1, "/healthy/"),
    Page("floor: a static file", 1, "{static}"),
)


class Visitor:
    """One signed-in person with a browser; its own cookies, one connection at a time."""

    def __init__(self, base: str, seed: int) -> None:
        self.base = base
        self.http = httpx.AsyncClient(
            base_url=base,
            timeout=_PATIENCE_S,
            follow_redirects=True,
            headers={"accept-language": "zh-CN"},
        )
        self.random = np.random.default_rng(seed)
        self.places: dict[str, list[str]] = {}

    async def sign_in(self, who: str, password: str) -> None:
        """Sign in as `who`."""
        await self.http.get("/account/login/")
        answer = await self.post("/account/login/", login=who, password=password)
        if "/login" in str(answer.url):
            raise SystemExit(f"{who} cannot sign in")

    def likeness(self, seed: int) -> Visitor:
        """Return another browser of the same user, who goes other ways."""
        other = Visitor(self.base, seed)
        other.http.cookies, other.places = self.http.cookies, self.places
        return other

    async def post(
        self, address: str, file: tuple[str, str] | None = None, **data: str
    ) -> httpx.Response:
        """Send a form as the page would."""
        key = self.http.cookies.get("csrftoken") or ""
        files = {"file": (file[0], file[1].encode())} if file else None
        return await self.http.post(address, data={"csrfmiddlewaretoken": key, **data}, files=files)

    async def learn(self, slug: str, pages: Sequence[Page]) -> None:
        """Find the records that lists link to, and the style sheet."""
        self.places = {"slug": [slug]}
        for page in pages:
            if page.name.endswith("list"):
                text = (await self.http.get(page.address.format(slug=slug))).text
                for address, kind in _LINKS.findall(text):
                    self.places.setdefault(kind, []).append(address)
        if any("{pair}" in page.address for page in pages):
            await self._learn_pairs(slug)
        text = (await self.http.get("/me/")).text
        self.places["static"] = _STATIC.findall(text)

    async def _learn_pairs(self, slug: str) -> None:
        """Find pairs on the match board, and cards of the timetable that can be carried."""
        match, plans = f"/events/{slug}/match/needs/", f"/events/{slug}/timetable/plans/1/"
        board = (await self.http.get(f"/events/{slug}/match/board.json")).json()
        needs = [one[0] for one in board["needs"]]
        experts = [one[0] for one in board["experts"]]
        self.places["match"] = [f"{match}{need}/" for need in needs]
        self.places["pair"] = [f"{match}{need}/with/{one}/" for need in needs for one in experts]
        grid = (await self.http.get(f"/events/{slug}/timetable/")).text
        self.places["targets"] = [
            f"{plans}targets.json?need={need}&expert={expert}"
            for need, expert in _PAIRS.findall(grid)
        ]

    def address_of(self, page: Page) -> str:
        """Return where the page is for this visit."""
        chosen = {
            name: found[self.random.integers(len(found))] for name, found in self.places.items()
        }
        return page.address.format(**chosen)

    async def look(self, page: Page, journal: Journal) -> httpx.Response | None:
        """Open the page and write down how long it took until all of it was there."""
        address = self.address_of(page)
        began = perf_counter()
        try:
            answer = await self.http.get(address)
        except httpx.HTTPError as error:
            journal.errors.append(f"{address}: {error!r}")
            return None
        journal.seconds[page.name].append(perf_counter() - began)
        if answer.status_code != 200:
            journal.errors.append(f"{address}: {answer.status_code}")
        return answer

    async def stay(self, pages: Sequence[Page], seconds: float, journal: Journal) -> None:
        """Look at pages and think in between, for so long."""
        until = perf_counter() + seconds
        weights = np.array([page.weight for page in pages], dtype=float)
        await asyncio.sleep(self.random.exponential(THINKING_S))
        while perf_counter() < until:
            page = pages[self.random.choice(len(pages), p=weights / weights.sum())]
            await self.look(page, journal)
            await asyncio.sleep(self.random.exponential(THINKING_S))

    async def weigh(self, page: Page) -> float:
        """Return the kilobytes a browser loads for the page, styles and scripts included."""
        answer = await self.http.get(self.address_of(page))
        loaded = [await self.http.get(path) for path in dict.fromkeys(_STATIC.findall(answer.text))]
        return sum(one.num_bytes_downloaded for one in (answer, *loaded)) / 1000


@dataclass(frozen=True)
class ImportTimes:
    """Seconds of an import as a person waits for them, and how often the page told of progress."""

    preview_s: float
    import_s: float
    undo_s: float
    n_progress: int


async def import_sheet(
    visitor: Visitor, slug: str, name: str, text: str, thinking_s: float = 0.0
) -> ImportTimes:
    """Upload a sheet, look at the preview, import it and wait until it is done, undo it."""
    began = perf_counter()
    page = await visitor.post(f"/events/{slug}/imports/", file=(name, text))
    if page.status_code != 200 or "/run/" not in page.text:
        raise SystemExit(f"no preview of {name}: {page.status_code}")
    address, preview_s = page.url.path, perf_counter() - began
    await asyncio.sleep(thinking_s)
    began = perf_counter()
    await visitor.post(f"{address}run/")
    n_progress = await wait_for_import(visitor, address)
    import_s = perf_counter() - began
    await asyncio.sleep(thinking_s)
    began = perf_counter()
    await visitor.post(f"{address}undo/")
    return ImportTimes(preview_s, import_s, perf_counter() - began, n_progress)


async def wait_for_import(visitor: Visitor, address: str) -> int:
    """Ask as the page does until the import is done; return how often it was still under way."""
    asked = 0
    while True:
        answer = await visitor.http.get(address, headers={"HX-Request": "true"})
        if "HX-Refresh" in answer.headers:
            if "/undo/" not in answer.text:
                raise SystemExit(f"the import failed: {address}")
            return asked
        asked += 1
        await asyncio.sleep(0.3)


async def press(visitor: Visitor, address: str, **form: str) -> tuple[float, int]:
    """Press a button that starts work; return seconds until its result is read, and polls."""
    began = perf_counter()
    page = await visitor.post(address, None, **form)
    polls = 0
    while job := _JOB.search(page.text):
        answer = await visitor.http.get(job[1], headers={"hx-request": "true"})
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
