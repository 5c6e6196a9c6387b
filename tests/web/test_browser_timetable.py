"""The timetable in a real browser: dragged, refused with its reason, mended, undone; axe on it."""

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
from tests.web.walking import CLOSED, TARGET, carry, drop, plan

__all__ = ["pytestmark"]


def test_dragged_refused_undone_and_mended(open_as: Open) -> None:  # noqa: F811 - the fixture
    page = open_as("organiser", language="en")
    plan(page)
    carry(page, 3)
    said = drop(page, CLOSED)
    assert said
    assert "may" not in said
    assert page.locator("#plan .message").count() == 0
    carry(page, 3)
    drop(page, TARGET)
    page.wait_for_selector("#plan .message")
    expect(page.locator("#plan-head")).to_contain_text("Version 2")
    assert page.locator("#plan .locked").count() == 1
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
    page.goto("/events/sample/timetable/repair/")
    who = page.locator("#plan-said, [name=who_0]").first
    who.select_option("E04")
    page.fill("[name=from_0]", "14:00")
    page.fill("[name=to_0]", "15:00")
    page.click("form.repair button.primary")
    page.wait_for_selector("form[action$='/apply/'] button", timeout=60_000)
    page.click("form[action$='/apply/'] button")
    page.goto("/events/sample/timetable/")
    expect(page.locator("#plan-head")).to_contain_text("in use")


def test_the_plan_on_a_phone_in_the_dark(open_as: Open) -> None:  # noqa: F811 - the fixture
    page = open_as("organiser", size=PHONE, scheme="dark")
    plan(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE[0]
    for part in ("", "?show=people"):
        page.goto(f"/events/sample/timetable/{part}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
