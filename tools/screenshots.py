"""The web app's pages as pictures: the sample event, matched, assigned, placed and published."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from tests.web.serving import serving
from tests.web.walking import plan, publish, sign_in

LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
DESK, PHONE = (1280, 800), (390, 1000)
EVENT = "/events/sample"


def take_screenshots(folder: Path) -> None:
    """Write ``zh/NAME.png`` and ``en/NAME.png`` into `folder`.

    A server of its own on a free port serves a folder of its own, so no picture shows anything
    but the sample.
    """
    with (
        tempfile.TemporaryDirectory() as name,
        serving(Path(name), words_alone=False) as address,
        sync_playwright() as playwright,
    ):
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        prepare(_enter(browser, address, "organiser", LANGUAGES["en"], DESK))
        for short, language in LANGUAGES.items():
            place = folder / short
            place.mkdir(parents=True, exist_ok=True)
            take_desk(_enter(browser, address, "organiser", language, DESK), place)
            take_phone(_enter(browser, address, "expert", language, PHONE), place)
        browser.close()


def prepare(page: Page) -> None:
    """Bring the sample as far as a published timetable."""
    plan(page)
    publish(page)


def take_desk(page: Page, folder: Path) -> None:
    """Take what an organiser works with."""
    page.goto(f"{EVENT}/")
    page.screenshot(path=folder / "overview.png")
    page.goto(f"{EVENT}/match/")
    page.wait_for_selector("#board[data-ready]")
    page.select_option("#board-rows", "best")
    page.select_option("#board-columns", "best")
    page.focus("#board")
    page.keyboard.press("ArrowDown")  # the first key chooses the first pair, here the best
    page.wait_for_selector("#reasons .sentence")
    page.screenshot(path=folder / "match.png")
    page.goto(f"{EVENT}/assign/")
    page.wait_for_selector(".fairness svg")
    page.screenshot(path=folder / "assign.png")
    page.goto(f"{EVENT}/timetable/")
    page.wait_for_selector("#plan")
    page.screenshot(path=folder / "timetable.png")


def take_phone(page: Page, folder: Path) -> None:
    """Take an expert's own day."""
    page.goto("/me/")
    page.locator(".section:has(.day)").evaluate("own => own.scrollIntoView()")
    page.screenshot(path=folder / "my-day.png")


def _enter(browser: Browser, address: str, who: str, language: str, size: tuple[int, int]) -> Page:
    context = browser.new_context(
        base_url=address,
        locale=language,
        color_scheme="light",
        reduced_motion="reduce",
        viewport={"width": size[0], "height": size[1]},
    )
    context.set_default_timeout(600_000)  # the index of chemical names is made first
    page = context.new_page()
    sign_in(page, who)
    return page
