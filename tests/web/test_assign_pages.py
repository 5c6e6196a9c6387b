"""Assigning in the browser: versions, what is in use, the price of fairness, why and why not."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from duijie.domain.bounds import Bounds
from duijie.domain.text import Text
from duijie.web.assign.compute import is_stale, load_answer
from duijie.web.assign.models import Assignment
from duijie.web.assign.options import Options
from duijie.web.assign.selectors import used_assignment
from duijie.web.assign.words import in_page
from duijie.web.core.models import Activity
from duijie.web.jobs.models import Job
from duijie.web.match.models import Proposal
from duijie.web.register.models import Evidence, Expert, Need, Pin
from tests.web.conftest import World
from tests.web.test_jobs import change
from tests.web.test_programme import save

ASKED = {
    "method": "greatest",
    "need_low": 1,
    "need_high": 1,
    "expert_low": 0,
    "expert_high": 2,
}


def url(name: str, *args: Any, query: str = "") -> str:
    return reverse(name, args=["spring", *args]) + query


def page(
    world: World, name: str, *args: Any, who: str = "organiser", query: str = "", **headers: Any
) -> str:
    answer = world.client(who, headers.pop("language", "en")).get(
        url(name, *args, query=query), headers=headers
    )
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def assign(world: World, **asked: Any) -> Assignment:
    """Assign and return the newest version."""
    answer = world.client("organiser").post(url("run_assign"), ASKED | asked)
    assert answer.status_code == 302, answer.content.decode()
    found = Assignment.objects.first()
    assert found, Job.objects.first().error  # type: ignore[union-attr]  # there is one
    return found


@pytest.fixture
def ready(world: World) -> World:
    """The world with a programme, a third expert, and a ranking."""
    common = {"organisation": world.event.organisation}
    third = Expert.objects.create(**common, name="第三教授", code="spring-third")
    evidence = Evidence.objects.create(**common, title="电渗析脱盐 废水", expert=third, code="ev-3")
    third.events.add(world.event)
    evidence.events.add(world.event)
    save(world)
    world.client("organiser").post(url("run_match"))
    return world


def codes(assignment: Assignment) -> set[tuple[str, str]]:
    return {(one.need_id, one.expert_id) for one in assignment.assigned}


def pair_of(world: World) -> tuple[Need, Expert]:
    return world.own["need"], world.own["expert"]


def test_what_has_to_come_first_is_said(world: World) -> None:
    assert "Match first" in page(world, "assign")
    world.client("organiser").post(url("run_match"))
    assert "The programme comes first" in page(world, "assign")
    save(world)
    assert "Decide who meets whom" in page(world, "assign")
    assert "Match first" not in page(world, "assign")


def test_without_a_ranking_the_work_says_so(world: World) -> None:
    save(world)
    world.client("organiser").post(url("run_assign"), ASKED)
    assert Job.objects.get().state == "failed"
    assert not Assignment.objects.exists()
    assert "还没有匹配结果" in page(world, "assign", language="zh-CN")


def test_the_first_version_is_in_use_and_a_later_one_when_it_is_put_to_use(ready: World) -> None:
    first = assign(ready)
    assert used_assignment(ready.event) == first
    second = assign(ready, need_high=2, note="两场")
    assert (first.version, second.version) == (1, 2)
    assert used_assignment(ready.event) == first
    shown = page(ready, "assign", query="?version=2")
    assert "Put version 2 to use" in shown
    assert "两场" in shown
    ready.client("organiser").post(url("use_assignment", 2))
    assert used_assignment(ready.event) == second
    undo = Activity.objects.filter(kind="chosen_assignment").first()
    assert undo
    ready.client("organiser").post(url("undo", undo.pk))
    assert used_assignment(ready.event) == first
    assert "assignment in use: version 1" in page(ready, "activity")


def test_using_what_is_in_use_changes_nothing(ready: World) -> None:
    assign(ready)
    before = Activity.objects.count()
    ready.client("organiser").post(url("use_assignment", 1))
    assert Activity.objects.count() == before


def test_the_page_sums_up_and_lists_both_sides(ready: World) -> None:
    made = assign(ready)
    shown = page(ready, "assign")
    assert f"<b>{len(made.pairs)}</b> meetings for <b>2</b> needs and <b>3</b> experts" in shown
    assert "proved best" in shown
    assert "own废水脱盐" in shown
    assert "第三教授" in page(ready, "assign", query="?by=expert")
    chinese = page(ready, "assign", language="zh-CN")
    assert "得分最低的需求" in chinese


def test_what_people_decided_is_kept_and_marked(ready: World) -> None:
    need, expert = pair_of(ready)
    pin = {"event": ready.event, "need": need, "expert": expert}
    Pin.objects.create(**pin, rule="must")
    made = assign(ready)
    assert (need.code, expert.code) in codes(made)
    assert "must meet" in page(ready, "assign")
    Pin.objects.update(rule="never")
    assert is_stale(made)
    assert "have changed since" in page(ready, "assign")
    again = assign(ready)
    assert (need.code, expert.code) not in codes(again)
    assert not is_stale(again)
    assert is_stale(made)


def test_a_phone_makes_nothing_stale_and_a_programme_or_a_ranking_does(ready: World) -> None:
    made = assign(ready)
    change(ready, ready.own["expert"], phone="13712345678")
    assert not is_stale(made)
    save(ready, count=3)
    assert is_stale(made)
    made = assign(ready)
    ready.client("organiser").post(url("run_match"))
    assert is_stale(made)


def test_what_cannot_be_is_said_in_words_of_the_page(ready: World) -> None:
    ready.client("organiser").post(url("run_assign"), ASKED | {"need_low": 2, "need_high": 2})
    assign(ready)
    ready.client("organiser").post(
        url("run_assign"), ASKED | {"need_low": 2, "need_high": 3, "expert_high": 1}
    )
    job = Job.objects.first()
    assert job
    assert job.state == "failed"
    shown = page(ready, "assign")
    assert "Impossible" in shown
    assert "--per" not in shown
    assert "无法安排" in page(ready, "assign", language="zh-CN")


def test_a_wrong_form_keeps_what_was_entered(ready: World) -> None:
    asked = ASKED | {"need_low": 3, "need_high": 2, "note": "试一试"}
    answer = ready.client("organiser").post(url("run_assign"), asked)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "The most is less than the fewest." in shown
    assert "试一试" in shown
    answer = ready.client("organiser").post(url("run_assign"), ASKED | {"method": "floor"})
    assert "Say how much." in answer.content.decode()


def test_a_point_of_the_curve_becomes_a_version(ready: World) -> None:
    first = assign(ready, need_high=2)
    answer = load_answer(first)
    assert answer
    shown = page(ready, "assign")
    assert "The price of fairness" in shown
    last = len(answer.curve.points) - 1
    ready.client("organiser").post(url("run_point", 1), {"point": str(last)})
    made = Assignment.objects.first()
    assert made
    assert made.version == 2
    assert made.worst_served == pytest.approx(answer.curve.points[last].worst_served)
    assert made.total == pytest.approx(answer.curve.points[last].total)
    for wrong in ("99", "x", ""):
        refused = ready.client("organiser").post(url("run_point", 1), {"point": wrong})
        assert refused.status_code == 404


def test_two_versions_are_compared_side_by_side(ready: World) -> None:
    assert ready.client("organiser").get(url("compare_assignments")).status_code == 302
    assign(ready)
    need, _expert = pair_of(ready)
    [(_, met)] = [pair for pair in codes(assign(ready)) if pair[0] == need.code]
    Pin.objects.create(
        event=ready.event, need=need, expert=Expert.objects.get(code=met), rule="never"
    )
    third = assign(ready)
    assert "Both say the same" in page(ready, "compare_assignments", query="?a=1&b=2")
    shown = page(ready, "compare_assignments", query="?a=1&b=3")
    assert "1 need meets others" in shown
    [(_, now)] = [pair for pair in codes(third) if pair[0] == need.code]
    old, new = Expert.objects.get(code=met).name, Expert.objects.get(code=now).name
    assert shown.index(f"− {old}") < shown.index(f"+ {new}")


def test_why_not_says_what_it_would_cost(ready: World) -> None:
    made = assign(ready)
    answer = load_answer(made)
    assert answer
    need, _ = pair_of(ready)
    met = {expert for code, expert in codes(made) if code == need.code}
    other = Expert.objects.exclude(code__in=met).order_by("code").first()
    assert other
    card = page(ready, "assign_pair", 1, need.pk, other.pk, **{"HX-Request": "true"})
    assert "is not chosen; if they were to meet" in card
    assert "<html" not in card
    whole = page(ready, "assign_pair", 1, need.pk, other.pk)
    assert "<html" in whole
    chosen = Expert.objects.get(code=met.pop())
    assert "is chosen; without this meeting" in page(ready, "assign_pair", 1, need.pk, chosen.pk)
    asked = ready.client("organiser").get(
        url("ask_assignment", 1, query=f"?need={need.pk}&expert={other.pk}"), follow=True
    )
    assert "if they were to meet" in asked.content.decode()
    assert ready.client("organiser").get(url("ask_assignment", 1)).status_code == 302


def test_somebody_learns_which_limit_holds_and_who_comes_next(ready: World) -> None:
    assign(ready)
    need, expert = pair_of(ready)
    card = page(ready, "assign_need", 1, need.pk)
    assert "has its most meetings, 1" in card
    assert "why not?" in card
    assert "The best needs not met" in page(ready, "assign_expert", 1, expert.pk)


def test_who_came_later_is_not_in_it(ready: World) -> None:
    assign(ready)
    late = Expert.objects.create(
        organisation=ready.event.organisation, name="迟到教授", code="late"
    )
    late.events.add(ready.event)
    need, _ = pair_of(ready)
    assert "came later than this version" in page(ready, "assign_pair", 1, need.pk, late.pk)
    assert "No limit holds it back" in page(ready, "assign_expert", 1, late.pk)


def test_an_expert_deleted_with_meetings_leaves_the_version_readable(ready: World) -> None:
    made = assign(ready)
    [gone] = Expert.objects.filter(code=min(codes(made))[1])
    code = gone.code
    gone.delete()
    assert f"{code} (deleted)" in page(ready, "assign")
    assert is_stale(made)


def test_a_declined_must_meet_is_shown(ready: World) -> None:
    need, expert = pair_of(ready)
    pair = {"event": ready.event, "need": need, "expert": expert}
    Pin.objects.create(**pair, rule="must")
    Proposal.objects.create(**pair, asker="organiser", expert_answer="declined")
    assert "Declined, although you pinned them" in page(ready, "assign")


def test_an_official_reads_it_without_the_words_of_secrets(ready: World, secret: Need) -> None:
    assign(ready)
    shown = page(ready, "assign", who="official")
    assert secret.title not in shown
    assert "Confidential need" in shown
    assert "Assign again" not in shown
    need, expert = pair_of(ready)
    refused = ready.client("official").get(url("assign_pair", 1, need.pk, expert.pk))
    assert refused.status_code == 404


def test_an_answer_of_another_version_of_the_software_is_not_guessed(
    ready: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assign(ready)
    monkeypatch.setattr("duijie.__version__", "999")
    monkeypatch.setattr("duijie.web.core.kept._load", _load_anew)
    shown = page(ready, "assign")
    assert "can be asked only after assigning again" in shown
    need, expert = pair_of(ready)
    assert "can be asked only after" in page(ready, "assign_pair", 1, need.pk, expert.pk)
    assert "can be asked only after" in page(ready, "assign_need", 1, need.pk)


def _load_anew(path: Any, written_ns: int) -> Any:
    from duijie.web.core import kept  # noqa: PLC0415

    return None if not path.read_bytes().startswith(kept._mark()) else path


def test_it_is_handed_out_as_a_workbook(ready: World) -> None:
    made = assign(ready)
    answer = ready.client("organiser").get(url("export_assignment"))
    assert "assignment-1.xlsx" in answer.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    assert book.sheet_names == ["Needs", "Experts", "Price of fairness"]
    rows = {(row[0], row[3]) for row in book.get_sheet_by_name("Needs").to_python()}
    assert codes(made) <= rows
    assert (
        ready.client("organiser").get(url("export_assignment", query="?version=9")).status_code
        == 404
    )


def test_options_are_kept_as_they_were_asked() -> None:
    asked = Options("auto", Bounds(1, 3), None, 4, 2, allow_unplaced=True, note="x")
    assert Options.of_params(asked.as_params()) == asked


def test_options_of_the_command_line_are_called_as_on_the_page() -> None:
    said = in_page(Text("可用 --per-need 1:4；试试 --floor auto", "use --per-expert 0:9"))
    assert said.zh == "可用 每项需求 1 至 4 场；试试 “最低一项需求尽量高”"
    assert said.en == "use 0 to 9 meetings per expert"
