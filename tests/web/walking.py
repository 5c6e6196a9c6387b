"""What people press in the sample event, for the browser tests and the pictures of the README."""

from __future__ import annotations

from playwright.sync_api import Page

from duijie.web.demo import PASSWORD


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
