"""What people press in the sample event, for the browser tests and the pictures of the README."""

from __future__ import annotations

from playwright.sync_api import Page

from duijie.web.demo import PASSWORD

TARGET = "#plan td[data-may=yes]:not(:has(.carried))"
CLOSED = "#plan td[data-may=no]:has(.meeting)"
"""Places of the timetable that take the meeting that is carried, and that refuse it."""


def sign_in(page: Page, who: str) -> None:
    """Enter as a user of the demo."""
    page.goto("/account/login/")
    page.fill("[name=login]", who)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")


def plan(page: Page) -> None:
    """Match, assign and place the sample event, as far as that has not been done."""
    page.goto("/events/sample/match/")
    button = page.locator("form[action$='/match/run/'] button.primary")
    if button.count():
        button.click()
    page.wait_for_selector("#board[data-ready]")
    page.goto("/events/sample/assign/")
    button = page.locator("form[action$='/assign/run/'] button.primary")
    if not page.locator(".figures").count():
        button.click()
        page.wait_for_selector(".figures")
    page.goto("/events/sample/timetable/")
    if not page.locator("#plan").count():
        page.click("form[action$='/timetable/run/'] button.primary")
        page.wait_for_selector("#plan")
    page.goto("/events/sample/timetable/")


def publish(page: Page) -> None:
    """Publish the timetable in use; end on the page of the published version."""
    page.goto("/events/sample/timetable/publish/")
    page.click("form[action$='/publish/run/'] button.primary")
    page.wait_for_url("**/timetable/versions/*/")


def carry(page: Page, nth: int) -> None:
    """Take the timetable's `nth` card up with the mouse."""
    card = page.locator("#plan td .meeting").nth(nth)
    box = card.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 30, steps=3)
    page.wait_for_selector("#plan td[data-may]")


def drop(page: Page, selector: str) -> str:
    """Drop what is carried on the first such place in sight; return what the page said of it."""
    boxes = filter(None, (one.bounding_box() for one in page.locator(selector).all()))
    wide, high = page.evaluate("[innerWidth - 30, innerHeight - 30]")
    box = next(one for one in boxes if 0 < one["x"] < wide and 0 < one["y"] < high)
    page.mouse.move(box["x"] + 20, box["y"] + 15, steps=4)
    page.mouse.move(box["x"] + 22, box["y"] + 16)
    page.wait_for_selector(f"{selector}.over")  # the browser tells the page in its own time
    said = page.inner_text("#plan-said")
    page.mouse.up()
    return said
