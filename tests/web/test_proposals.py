"""Meetings proposed and asked for: who may answer, what follows, how it is taken back."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Role
from duijie.web.core.models import Activity
from duijie.web.match import proposals
from duijie.web.match.models import Outcome, Proposal
from duijie.web.register.models import Decision, Evidence, Need, Pin
from tests.web.conftest import World
from tests.web.test_match import decide, mark_of, match, page, url


def propose(world: World, need: Any = None, expert: Any = None) -> Proposal:
    need, expert = need or world.own["need"], expert or world.own["expert"]
    world.client("organiser").post(url("send_requests"), {"need": need.pk, "expert": expert.pk})
    return Proposal.objects.get(need=need, expert=expert)


def answer(world: World, one: Proposal, who: str, said: str, reason: str = "") -> Proposal:
    form = {"answer": said, "reason": reason}
    world.client(who).post(url("answer_request", one.pk), form)
    one.refresh_from_db()
    return one


def undo_latest(world: World, who: str = "organiser") -> None:
    latest = Activity.objects.filter(kind="proposal").first()
    assert latest
    world.client(who).post(url("undo", latest.pk))


def test_both_sides_see_what_is_proposed_and_accept(world: World) -> None:
    one = propose(world)
    for who in ("expert", "company"):
        assert "1 meeting waits for your answer" in page(world, "event", who=who)
        assert "The organiser proposes this meeting." in page(world, "requests", who=who)
    answer(world, one, "expert", "accepted")
    assert one.state == "waiting"
    assert "waits for your answer" not in page(world, "event", who="expert")
    answer(world, one, "company", "accepted")
    assert one.state == "agreed"
    assert Decision.objects.get().decision == "accepted"
    assert proposals.wanted_pairs(world.event) == [(one.need.code, one.expert.code)]
    assert "both accepted" in page(world, "requests")


def test_who_declines_is_not_made_to_meet(world: World) -> None:
    one = answer(world, propose(world), "expert", "declined", "时间不合适")
    assert one.state == "declined"
    assert mark_of(world) == "never"
    decision = Decision.objects.get()
    assert (decision.decision, decision.reason, decision.by) == (
        "declined",
        "时间不合适",
        "own教授",
    )
    assert "时间不合适" in page(world, "requests")


@pytest.mark.parametrize("way", ["undo", "think again", "withdraw"])
def test_what_followed_an_answer_goes_with_it(world: World, way: str) -> None:
    one = answer(world, propose(world), "company", "declined")
    if way == "undo":
        undo_latest(world, "company")
    elif way == "think again":
        answer(world, one, "company", "")
    else:
        world.client("organiser").post(url("withdraw_request", one.pk))
        assert Outcome.objects.count() == 0
    assert mark_of(world) == ""
    assert (Pin.objects.count(), Decision.objects.count()) == (0, 0)
    if way == "withdraw":
        undo_latest(world)
        assert Proposal.objects.get().company_answer == "declined"
        assert mark_of(world) == "never"


def test_a_declined_must_is_left_to_the_organiser(world: World) -> None:
    decide(world, "must")
    answer(world, propose(world), "expert", "declined")
    assert mark_of(world) == "must"
    assert "Declined, although you pinned them" in page(world, "requests")
    decide(world, "must")
    assert "Declined, although" not in page(world, "requests")


def test_an_expert_asks_for_a_need_and_the_company_accepts(world: World) -> None:
    need, expert = world.own["need"], world.own["expert"]
    assert "Ask for a meeting" in page(world, "record", "needs", need.pk, who="expert")
    form = {"need": need.pk, "expert": expert.pk, "message": "我们做过类似项目"}
    world.client("expert").post(url("ask_meeting"), form)
    one = Proposal.objects.get()
    assert (one.asker, one.expert_answer, one.message) == ("expert", "accepted", form["message"])
    assert "我们做过类似项目" in page(world, "event", who="company")
    assert "Proposed already" in page(world, "record", "needs", need.pk, who="expert")
    answer(world, one, "company", "accepted")
    assert one.state == "agreed"


def test_a_company_asks_for_any_expert_but_only_for_its_own_needs(world: World) -> None:
    expert = world.foreign["expert"]
    assert "Ask for a meeting" in page(world, "record", "experts", expert.pk, who="company")
    form = {"need": world.own["need"].pk, "expert": expert.pk}
    world.client("company").post(url("ask_meeting"), form)
    assert Proposal.objects.get().company_answer == "accepted"
    form["need"] = world.foreign["need"].pk
    assert world.client("company").post(url("ask_meeting"), form).status_code == 404
    stranger = {"need": world.own["need"].pk, "expert": expert.pk}
    assert world.client("expert").post(url("ask_meeting"), stranger).status_code == 404
    assert world.client("expert").post(url("ask_meeting"), {"need": "x"}).status_code == 404


def test_asking_for_what_was_proposed_accepts_it_and_undoes(world: World) -> None:
    one = propose(world)
    form = {"need": one.need_id, "expert": one.expert_id}
    world.client("expert").post(url("ask_meeting"), form)
    one.refresh_from_db()
    assert (one.asker, one.expert_answer) == ("organiser", "accepted")
    undo_latest(world, "expert")
    one.refresh_from_db()
    assert one.expert_answer == ""
    assert Decision.objects.count() == 0


def test_an_unanswered_request_can_be_taken_back(world: World) -> None:
    form = {"need": world.own["need"].pk, "expert": world.own["expert"].pk}
    world.client("expert").post(url("ask_meeting"), form)
    undo_latest(world, "expert")
    assert (Proposal.objects.count(), Decision.objects.count()) == (0, 0)


def test_silence_after_the_deadline_blocks_nothing(world: World) -> None:
    one = propose(world)
    one.deadline = timezone.localdate() - dt.timedelta(days=1)
    one.save()
    assert one.state == "lapsed"
    assert mark_of(world) == ""
    assert "waits for your answer" not in page(world, "event", who="expert")
    assert "nobody objected" in page(world, "requests")


def suit(world: World) -> None:
    """Let every expert have done what every need is about."""
    for whose in (world.own, world.foreign):
        Evidence.objects.filter(pk=whose["evidence"].pk).update(title="高盐废水脱盐的膜分离研究")


def test_the_best_of_every_need_are_proposed_and_the_ruled_out_are_not(world: World) -> None:
    suit(world)
    assert "Match first" in page(world, "requests")
    ranking = match(world)
    decide(world, "never")
    ruled_out = (world.own["need"].pk, world.own["expert"].pk)
    world.client("organiser").post(url("send_requests"), {"most": 2, "deadline": ""})
    sent = set(Proposal.objects.values_list("need_id", "expert_id"))
    worth = {
        (need, expert)
        for row, need in enumerate(ranking.need_ids)
        for column, expert in enumerate(ranking.expert_ids)
        if ranking.values[row, column] >= 0.1
    }
    assert sent == worth - {ruled_out}
    assert sent
    world.client("organiser").post(url("send_requests"), {"most": 2})
    assert Proposal.objects.count() == len(sent)


def test_what_was_sent_in_one_go_is_one_line_of_the_log(world: World) -> None:
    suit(world)
    match(world)
    world.client("organiser").post(url("send_requests"), {"most": 3})
    sent = Proposal.objects.count()
    assert sent > 1
    assert f"changed {sent} records in one go" in page(world, "event")
    chinese = world.client("organiser", "zh-CN").get(url("activity")).content.decode()
    assert "会面建议：" in chinese


def test_many_proposals_stand_on_several_pages_at_few_questions(world: World) -> None:
    needs = [
        Need(organisation=world.event.organisation, code=f"B-{n}", title="某") for n in range(120)
    ]
    world.event.need_set.add(*Need.objects.bulk_create(needs))
    pairs = [(need.pk, world.own["expert"].pk) for need in needs]
    viewer = Viewer(world.users["organiser"], world.event, frozenset({Role.ORGANISER}))
    proposals.propose(viewer, pairs, None)
    client = world.client("organiser")
    client.get(url("requests"))  # the steps beside it are kept for the next page
    with CaptureQueriesContext(connection) as asked:
        content = client.get(url("requests")).content.decode()
    assert content.count("<tr id=") == 100
    assert len(asked) <= 14
    assert page(world, "requests", query="?page=2").count("<tr id=") == 20


def test_a_deadline_in_the_past_is_refused_in_words(world: World) -> None:
    match(world)
    form = {"most": 2, "deadline": "2020-01-01"}
    answered = world.client("organiser").post(url("send_requests"), form)
    assert answered.status_code == 422
    assert "This day is over" in answered.content.decode()
    assert not Proposal.objects.exists()


def test_a_confidential_need_is_proposed_without_its_words(world: World, secret: Need) -> None:
    propose(world, need=secret)
    for name in ("event", "requests"):
        content = page(world, name, who="expert")
        assert "绝密" not in content
        assert secret.company_name not in content
        assert "Confidential need · C26" in content


def test_one_cannot_answer_for_others(world: World) -> None:
    one = propose(world, world.foreign["need"], world.foreign["expert"])
    for who in ("expert", "company"):
        answered = world.client(who).post(url("answer_request", one.pk), {"answer": "accepted"})
        assert answered.status_code == 404
    assert page(world, "requests", who="expert").count("The organiser proposes") == 0
    viewer = Viewer(world.users["viewer"], world.event, frozenset({Role.VIEWER}))
    assert not proposals.visible_proposals(viewer)


def test_affinities_and_requests_come_as_one_workbook(world: World) -> None:
    match(world)
    decide(world, "must")
    answer(world, propose(world), "expert", "declined", "出差")
    data = world.client("organiser", "zh-CN").get(url("export_match")).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["匹配度", "会面请求"]
    affinities = book.get_sheet_by_name("匹配度").to_python()
    assert len(affinities) == 1 + 4
    assert any("必须见面" in row for row in affinities)
    assert "出差" in book.get_sheet_by_name("会面请求").to_python()[1]
    Proposal.objects.all().delete()
    world.event.rankings.all().delete()
    data = world.client("organiser").get(url("export_match")).content
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names == ["Requests"]
