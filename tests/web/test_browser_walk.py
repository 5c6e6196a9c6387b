"""One walk from the match board to the printed handbook, as an organiser and an expert see it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.web.test_browser import (  # noqa: F401 - the fixtures
    PHONE,
    Open,
    _match,
    address,
    browser,
    open_as,
    pytestmark,
)
from tests.web.walking import CLOSED, TARGET, carry, drop, publish

__all__ = ["pytestmark"]
_EVENT = "/events/sample"
_NEED, _EXPERT, _NEVER = "N01", "E01", "E02"
_NAME = "沈翀"
"""The expert who is pinned, falls ill for a while and looks at the telephone."""
_SLOT = re.compile(r"(\d\d:\d\d)–(\d\d:\d\d)")


def test_from_the_match_board_to_the_printed_handbook(open_as: Open, tmp_path: Path) -> None:  # noqa: F811 - the fixture
    page = open_as("organiser", language="en")
    phone = open_as("expert", size=PHONE, language="en")
    _decide(page)
    _assign_twice(page)
    _compare(page)
    _place_and_move(page)
    publish(page)
    before = _own_meetings(phone)
    calendar = _calendar(phone)
    _repair(page, before[0])
    publish(page)
    after = _own_meetings(phone)
    assert len(after) == len(before)
    assert before[0] not in after
    expect(phone.locator("main .section .head").first).to_contain_text("Version 2")
    assert _starts(_calendar(phone)) != _starts(calendar)
    _print(page, tmp_path)


def _decide(page: Page) -> None:
    """Pin the board's first pair and forbid the second."""
    _match(page)
    page.focus("#board")
    page.keyboard.press("ArrowDown")  # the first key chooses the first pair
    expect(page.locator("#reasons .pair header")).to_contain_text(_NAME)
    page.keyboard.press("p")
    expect(page.locator("#reasons .tag.good")).to_contain_text("must meet")
    expect(page.locator("#board-said")).to_contain_text("must meet")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#reasons .pair header")).not_to_contain_text(_NAME)
    page.keyboard.press("n")
    expect(page.locator("#reasons .tag.bad")).to_contain_text("never")


def _assign_twice(page: Page) -> None:
    """Assign for the greatest total, then for the worst-served need; both obey what was decided."""
    for version, method in enumerate(("greatest", "fairest"), start=1):
        page.goto(f"{_EVENT}/assign/")
        if version > 1:
            page.click("details.options summary")
        page.check(f"[name=method][value={method}]")
        page.fill("[name=note]", method)
        page.click("form[action$='/assign/run/'] button.primary")
        expect(page.locator(".head .sub")).to_contain_text(f"Version {version}, computed")
        met = _line(page, _NEED).locator(".meets li", has_text=_NAME)
        expect(met).to_contain_text("must meet")
        page.goto(f"{_EVENT}/assign/?by=expert")
        expect(_line(page, _EXPERT)).to_be_visible()
        assert _line(page, _NEVER).locator("a[href*='/needs/1/experts/']").count() == 0


def _line(page: Page, code: str) -> Locator:
    about = page.locator(".meta", has_text=re.compile(rf"^{code}\b"))
    return page.locator(".assigned tbody tr", has=about)


def _compare(page: Page) -> None:
    """See both side by side: fairness costs some of the total; then take the first."""
    page.goto(f"{_EVENT}/assign/compare/?a=1&b=2")
    expect(page.locator(".side-by-side thead")).to_contain_text("Version 1")
    expect(page.locator(".side-by-side thead")).to_contain_text("Version 2")
    worst, total = (_figures(page, name) for name in ("worst-served need", "total"))
    assert worst[0] <= worst[1]
    assert total[0] >= total[1]
    expect(page.locator("h2", has_text="others")).to_be_visible()
    use = page.locator("form[action$='/assign/1/use/'] button")
    if use.count():
        use.click()
    page.goto(f"{_EVENT}/assign/?version=1")
    expect(page.locator(".head .sub .tag.good")).to_have_text("in use")


def _figures(page: Page, name: str) -> list[float]:
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))
    return [float(one) for one in row.locator("td").all_inner_texts()]


def _place_and_move(page: Page) -> None:
    """Make the timetable; a meeting stays where it was, with the reason, or goes where it may."""
    page.goto(f"{_EVENT}/timetable/")
    page.click("form[action$='/timetable/run/'] button.primary")
    page.wait_for_selector("#plan")
    page.goto(f"{_EVENT}/timetable/")
    cards = page.locator("#plan td .meeting").all_inner_texts()
    carry(page, 3)
    reason = drop(page, CLOSED)
    assert len(reason) > len("No.")
    assert "may" not in reason
    assert page.locator("#plan td .meeting").all_inner_texts() == cards
    expect(page.locator("#plan-head .sub")).to_contain_text("Version 1")
    carry(page, 3)
    drop(page, TARGET)
    expect(page.locator("#plan-head .sub")).to_contain_text("Version 2")
    expect(page.locator("#plan .locked")).to_have_count(1)
    assert page.locator("#plan td .meeting").all_inner_texts() != cards


def _own_meetings(phone: Page) -> list[str]:
    """Return the slots in which the expert reads of a meeting, as ``14:00–14:20``."""
    phone.goto("/me/")
    own = phone.locator(".day-own", has=phone.locator(".tag", has_text="table"))
    expect(own.first).to_be_visible()
    return own.locator(".day-time").all_inner_texts()


def _calendar(phone: Page) -> str:
    """Return the calendar behind the link on the expert's own page."""
    link = phone.get_by_role("link", name="As a file").first.get_attribute("href")
    assert link
    answer = phone.request.get(link)
    assert answer.headers["content-type"].startswith("text/calendar")
    return answer.text()


def _starts(calendar: str) -> list[str]:
    return re.findall(r"^DTSTART\S*", calendar, re.MULTILINE)


def _repair(page: Page, slot: str) -> None:
    """The expert is away during `slot`: see who is moved before it is applied."""
    found = _SLOT.fullmatch(slot)
    assert found
    page.goto(f"{_EVENT}/timetable/repair/")
    page.select_option("[name=who_0]", _EXPERT)
    page.fill("[name=from_0]", found[1])
    page.fill("[name=to_0]", found[2])
    page.click("form.repair button.primary")
    expect(page.locator("h1")).to_have_text("What changes")
    expect(page.locator("main .reading")).to_contain_text(_NAME)
    page.click("form[action$='/apply/'] button")
    expect(page.locator(".head .sub")).to_contain_text("in use")


def _print(page: Page, folder: Path) -> None:
    """Prepare the printed matter of the newest version and read the handbook."""
    page.goto(f"{_EVENT}/timetable/versions/2/?show=print")
    page.click("form[action$='/print/'] button")
    with page.expect_download() as download:
        page.get_by_role("link", name="Handbook").click()
    handbook = folder / download.value.suggested_filename
    download.value.save_as(handbook)
    assert handbook.name == "sample-v2-handbook.pdf"
    assert _NAME in "".join(one.extract_text() for one in PdfReader(handbook).pages)
