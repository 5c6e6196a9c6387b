"""People at work, in a real browser: the walks, and axe on every page."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from duijie.web.demo import PASSWORD
from tests.web.serving import serving
from tests.web.walking import sign_in

PATIENCE_MS = 120_000
"""A busy machine fails no test."""
expect.set_options(timeout=PATIENCE_MS)
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: nothing is tried in a browser"),
]
DESK, PHONE = (1360, 850), (390, 844)
SHEET = """\
2027 年校企对接需求征集表,,,
序号,企业名称,技术需求名称,主要问题
1,临澜氢能装备有限公司,加氢站压缩机密封材料,寿命不足 2000 小时
2,临澜新材料厂,含氟废水处理,氟离子 800 mg/L
3,临澜新材料厂,,名称还没有想好
"""
PAGES = {
    "": ["/account/login/", "/join/", "/public/sample/company/", "/account/forgotten/"],
    "organiser": [
        "/",
        "/me/",
        "/events/sample/",
        "/events/sample/register/needs/",
        "/events/sample/register/needs/1/",
        "/events/sample/register/experts/1/",
        "/events/sample/register/experts/1/publications/",
        "/events/sample/register/needs/add/",
        "/events/sample/imports/",
        "/events/sample/people/",
        "/events/sample/people/registrations/",
        "/events/sample/activity/",
        "/events/sample/edit/",
        "/events/sample/search/?q=催化",
        "/events/sample/match/",
        "/events/sample/match/?view=list",
        "/events/sample/match/needs/1/",
        "/events/sample/match/experts/2/",
        "/events/sample/match/needs/1/with/2/",
        "/events/sample/requests/",
    ],
    "expert": ["/events/sample/", "/events/sample/requests/", "/events/sample/match/experts/1/"],
}
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("demo")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def open_as(address: str, browser: Browser) -> Iterator[Open]:
    """A page in which somebody is signed in; what it asks of other machines fails the test."""
    strayed: list[str] = []
    with ExitStack() as stack:

        def opened(
            who: str,
            *,
            size: tuple[int, int] = DESK,
            scheme: str = "light",
            language: str = "zh-CN",
        ) -> Page:
            context = browser.new_context(
                base_url=address,
                locale=language,
                color_scheme=scheme,  # type: ignore[arg-type]  # one of its literals
                viewport={"width": size[0], "height": size[1]},
            )
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            page.on("dialog", lambda dialog: dialog.accept())
            page.on("pageerror", lambda error: strayed.append(str(error)))
            page.on("request", lambda one: _note(one.url, address, strayed))
            if who:
                sign_in(page, who)
            return page

        yield opened
    assert not strayed


def _note(url: str, address: str, strayed: list[str]) -> None:
    if not url.startswith((address, "data:")):
        strayed.append(url)


def _upload(page: Page, slug: str, sheet: Path) -> None:
    page.goto(f"/events/{slug}/imports/")
    page.set_input_files("[name=file]", sheet)
    page.click("main button.primary")


def _run(page: Page) -> None:
    page.click("form[action$='/run/'] button")
    page.wait_for_selector("form[action$='/undo/']")


def test_an_organiser_creates_imports_mends_undoes_and_imports_again(
    open_as: Open, tmp_path: Path
) -> None:
    sheet = tmp_path / "征集表.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    page = open_as("organiser")
    page.goto("/events/add/")
    page.fill("[name=title]", "秋季对接会")
    page.fill("[name=slug]", "autumn")
    page.fill("[name=starts_on]", "2027-10-11")
    page.fill("[name=ends_on]", "2027-10-11")
    page.click("main button.primary")
    _upload(page, "autumn", sheet)
    page.click("td.cell-error [data-mend]")
    page.keyboard.type("电解液回收")
    page.keyboard.press("Enter")
    page.wait_for_selector("td:has-text('电解液回收')")
    assert page.query_selector("td.cell-error") is None
    _run(page)
    count = ".rail a[href='/events/autumn/register/needs/'] .count"
    page.wait_for_selector(f"{count}:text-is('3')")
    page.click("form[action$='/undo/'] button")
    page.wait_for_selector(f"{count}:text-is('0')")
    _upload(page, "autumn", sheet)
    _run(page)
    page.wait_for_selector(f"{count}:text-is('2')")


def test_escape_keeps_the_cell_as_it_was(open_as: Open, tmp_path: Path) -> None:
    sheet = tmp_path / "a.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    page = open_as("organiser")
    _upload(page, "sample", sheet)
    page.click("td.cell-error [data-mend]")
    page.keyboard.type("不要")
    page.keyboard.press("Escape")
    page.reload()
    assert page.query_selector("td.cell-error")
    assert "不要" not in page.inner_text("main")


def test_a_company_answers_by_link_joins_and_sees_only_its_own(open_as: Open) -> None:
    organiser = open_as("organiser")
    organiser.goto("/events/sample/register/needs/1/")
    organiser.click("form[action$='/ask/'] button")
    link = organiser.input_value("textarea[id^=q]").split()[-1]
    company = open_as("")
    company.goto(link)
    company.fill("main input:not([type=hidden])", "王工")
    company.click("main button.primary")
    assert "谢谢" in company.inner_text("h1")
    organiser.reload()
    assert "王工" in organiser.inner_text("main")

    organiser.goto("/events/sample/people/")
    organiser.select_option("[name=role]", "company")
    organiser.select_option("[name=company]", index=1)
    organiser.click("aside button.primary")
    text = organiser.input_value("textarea[id^=t]")
    found = re.search(r"http\S+?/join/[\w-]+/", text)
    assert found
    company.goto(found[0])
    company.fill("[name=name]", "周工")
    company.fill("[name=username]", "zhougong")
    company.fill("[name=password]", "linlan-2027x")
    company.click("main button.primary")
    company.goto("/events/sample/register/companies/")
    assert len(company.query_selector_all("tbody tr")) == 1
    answer = company.goto("/events/sample/people/")
    assert answer
    assert answer.status == 404


def _match(page: Page) -> None:
    page.goto("/events/sample/match/")
    page.click("form[action$='/match/run/'] button")
    page.wait_for_selector(".job progress", state="detached")
    page.wait_for_selector("#board[data-ready]")


def _version(page: Page) -> int:
    found = re.search(r"Version (\d+), computed", page.inner_text(".head"))
    assert found
    return int(found[1])


def test_an_organiser_matches_decides_by_key_and_matches_again(open_as: Open) -> None:
    page = open_as("organiser", language="en-GB")
    _match(page)
    before = _version(page)
    page.focus("#board")
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    said = "#board-said:has-text(' × ')"
    page.wait_for_selector(said, state="attached")
    page.wait_for_selector("#reasons .sentence")
    page.keyboard.press("p")
    page.wait_for_selector("#reasons .tag.good:has-text('must meet')")
    page.wait_for_selector("#board-said:has-text('must meet')", state="attached")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("n")
    page.wait_for_selector("#reasons .tag.bad:has-text('never')")
    page.keyboard.press("/")
    page.keyboard.type("xyzzy")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("#board-help[open]")
    page.click("#board-help button")

    page.goto("/events/sample/register/needs/1/edit/")
    page.fill("[name=goal]", "recovery of at least 96 %")
    page.click("main form button.primary")
    page.goto("/events/sample/match/")
    page.wait_for_selector(".note.warn")
    _match(page)
    assert _version(page) == before + 1
    assert page.query_selector(".note.warn") is None
    page.goto("/events/sample/activity/")
    assert "must meet" in page.inner_text("main")


def test_a_large_board_draws_what_is_in_sight(open_as: Open) -> None:
    page = open_as("organiser")
    _match(page)
    needs = [[n, f"需求 {n}", "", ""] for n in range(500)]
    experts = [[n, f"专家 {n}", "", ""] for n in range(200)]
    data = {
        "needs": needs,
        "experts": experts,
        "values": base64.b64encode(bytes(n % 101 for n in range(100_000))).decode(),
        "needOrder": list(range(500)),
        "expertOrder": list(range(200)),
        "marks": [[0, 0, "must"], [0, 1, "never"], [0, 2, "conflict"]],
        "nobody": 10,
    }
    page.route("**/board.json*", lambda route: route.fulfill(json=data))
    page.goto("/events/sample/match/")
    page.wait_for_selector("#board[data-ready]")
    size = page.evaluate(
        "(() => { const b = document.getElementById('board');"
        "return [b.scrollHeight > 12000, b.scrollWidth > 5000,"
        "document.querySelectorAll('#board *').length]; })()"
    )
    assert size == [True, True, 2]
    page.route("**/with/**", lambda route: route.fulfill(body="<p>x</p>"))
    page.focus("#board")
    page.keyboard.press("ArrowDown")  # the first key chooses the first pair
    page.keyboard.press("End")
    for _ in range(3):
        page.keyboard.press("PageDown")
    page.wait_for_selector("#board-said:has-text('专家 199')", state="attached")
    assert page.evaluate("document.getElementById('board').scrollTop") > 0


def test_proposals_are_answered_on_a_phone(open_as: Open) -> None:
    organiser = open_as("organiser")
    _match(organiser)
    organiser.goto("/events/sample/requests/")
    organiser.click("aside button.primary")
    organiser.wait_for_selector("main tbody tr")
    expert = open_as("expert", size=PHONE)
    expert.goto("/events/sample/")
    before = len(expert.query_selector_all(".request"))
    assert before
    expert.click(".answer summary >> nth=0")
    expert.fill("[name=reason] >> nth=0", "出差")
    expert.click("button[value=declined] >> nth=0")
    expert.wait_for_selector(".message")
    assert len(expert.query_selector_all(".request")) == before - 1
    organiser.goto("/events/sample/requests/?state=declined")
    assert "出差" in organiser.inner_text("main")


def test_a_professor_keeps_a_profile_and_takes_a_change_back(open_as: Open) -> None:
    page = open_as("expert")
    page.goto("/events/sample/register/experts/1/edit/")
    page.fill("[name=services]", "工艺安全评估")
    page.click("main form button.primary")
    assert "工艺安全评估" in page.inner_text("main .facts >> nth=1")
    page.click(".message button")
    page.goto("/events/sample/register/experts/1/")
    assert "工艺安全评估" not in page.inner_text("main")


def test_going_back_after_sending_and_sending_again_makes_one_record(open_as: Open) -> None:
    page = open_as("organiser")
    page.goto("/events/sample/register/needs/add/")
    page.fill("[name=title]", "回头再交一次")
    page.click("main form button.primary")
    page.wait_for_selector(".message.success")
    first = page.url
    page.go_back()
    page.fill("[name=title]", "回头再交一次")
    page.click("main form button.primary")
    page.wait_for_selector(".message.success:has-text('完全一致')")
    assert page.url == first


def test_a_session_that_ends_in_mid_form_keeps_the_text(open_as: Open) -> None:
    page = open_as("expert")
    page.goto("/events/sample/register/experts/1/edit/")
    page.fill("[name=services]", "中试放大，\n写了很久")
    page.context.clear_cookies(name="sessionid")
    page.click("main form button.primary")
    page.wait_for_selector(".message.warning:has-text('已暂时保留')")
    page.fill("[name=login]", "expert")
    page.fill("[name=password]", PASSWORD)
    page.click("main button.primary")
    page.wait_for_selector("blockquote:has-text('写了很久')")
    assert Axe().run(page).violations_count == 0
    page.click("main button.primary")
    page.wait_for_selector(".facts:has-text('写了很久')")
    page.click(".message button")


@pytest.mark.parametrize(
    ("size", "scheme", "language"), [(DESK, "light", "zh-CN"), (PHONE, "dark", "en-GB")]
)
@pytest.mark.parametrize("who", PAGES)
def test_pages_are_accessible_and_fit(
    open_as: Open, who: str, size: tuple[int, int], scheme: str, language: str
) -> None:
    page = open_as(who, size=size, scheme=scheme, language=language)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    for path in PAGES[who]:
        page.goto(path)
        found = Axe().run(page, options=rules)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, path
