"""The timetable in a real browser: undo, keys, axe; test_browser_walk drags and repairs it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.test_browser import (  # noqa: F401 - the fixtures
    PHONE,
    Open,
    address,
    browser,
    open_as,
    pytestmark,
)
from tests.web.walking import TARGET, carry, drop, plan

__all__ = ["pytestmark"]


def test_dragged_undone_and_moved_by_keys(open_as: Open) -> None:  # noqa: F811 - the fixture
    page = open_as("organiser", language="en")
    plan(page)
    carry(page, 3)
    drop(page, TARGET)
    page.wait_for_selector("#plan .message")
    expect(page.locator("#plan-head")).to_contain_text("Version 2")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.click("#plan .message button")
    page.goto("/events/sample/timetable/")
    expect(page.locator("#plan-head")).to_contain_text("Version 1")
    page.locator("#plan td:has(.meeting)").first.click()
    page.keyboard.press("m")
    page.wait_for_selector("#plan td[data-may=yes]")
    page.keyboard.press("Escape")
    assert page.locator("#plan td[data-may]").count() == 0
    page.keyboard.press("l")
    page.wait_for_selector("#plan .locked")


def test_the_plan_on_a_phone_in_the_dark(open_as: Open) -> None:  # noqa: F811 - the fixture
    page = open_as("organiser", size=PHONE, scheme="dark")
    plan(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE[0]
    for part in ("", "?show=people"):
        page.goto(f"/events/sample/timetable/{part}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
