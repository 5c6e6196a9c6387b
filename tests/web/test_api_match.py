"""Matching by the API: ranked lists with reasons, decisions about pairs, proposals and answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from duijie.web.core.models import Activity
from duijie.web.match.models import Proposal, Ranking
from duijie.web.register.models import Conflict, Decision, Need, Pin
from tests.web.conftest import World
from tests.web.test_match import mark_of, match
from tests.web.test_proposals import propose


def call(world: World, who: str, method: str, address: str, body: Any = None) -> Any:
    """Return the answer to a call, in English."""
    at = f"/api/events/spring/{address}"
    return world.client(who).generic(method, at, json.dumps(body or {}), "application/json")


def pair(world: World) -> str:
    return f"match/needs/{world.own['need'].pk}/with/{world.own['expert'].pk}"


def test_an_event_is_matched_and_its_lists_are_read_with_reasons(world: World) -> None:
    evidence = world.own["evidence"]
    evidence.title, evidence.text = "高盐废水膜法脱盐", "废水脱盐装置 <运行> 三年"
    evidence.save()
    assert call(world, "organiser", "GET", "match").json()["version"] is None
    need, expert = world.own["need"], world.own["expert"]
    assert call(world, "organiser", "GET", f"match/needs/{need.pk}").json()["items"] == []
    started = call(world, "organiser", "POST", "match/run")
    assert (started.status_code, started.json()["job"]) == (202, "done")

    listed = call(world, "company", "GET", f"match/needs/{need.pk}").json()
    assert (listed["version"], listed["total"]) == (1, 2)
    assert [line["place"] for line in listed["items"]] == [1, 2]
    best = listed["items"][0]
    assert (best["id"], best["label"]) == (expert.pk, expert.name)
    assert best["affinity"] > listed["items"][1]["affinity"]
    assert "脱盐" in best["reason"]

    said = call(world, "company", "GET", pair(world)).json()
    assert (said["affinity"], said["reason"]) == (best["affinity"], best["reason"])
    assert said["passages"][0]["text"] == "废水脱盐装置 <运行> 三年"
    mine = call(world, "expert", "GET", f"match/experts/{expert.pk}").json()["items"]
    assert {line["id"]: line["affinity"] for line in mine}[need.pk] == best["affinity"]
    one = call(world, "expert", "GET", f"match/experts/{expert.pk}?most=1").json()
    assert (len(one["items"]), one["total"]) == (1, 2)
    book = world.client("organiser").get("/api/events/spring/match/export.xlsx")
    assert book.content.startswith(b"PK")


def test_an_earlier_version_can_be_read_and_a_stale_one_says_so(world: World) -> None:
    match(world)
    need = world.own["need"]
    need.title = "电池回收"
    need.save()
    assert call(world, "official", "GET", "match").json()["stale"] is True
    match(world)
    assert call(world, "official", "GET", "match").json()["stale"] is False
    address = f"match/needs/{need.pk}?version=1"
    assert call(world, "official", "GET", address).json()["version"] == 1
    assert Ranking.objects.count() == 2


@pytest.mark.parametrize("mark", ["must", "never", "conflict"])
def test_a_decision_is_made_once_read_by_those_who_decide_and_taken_back(
    world: World, mark: str
) -> None:
    for _ in range(2):  # sent twice it stays
        answer = call(world, "organiser", "PUT", f"{pair(world)}/mark", {"mark": mark})
        assert answer.json()["mark"] == mark
    assert Pin.objects.count() + Conflict.objects.count() == 1
    keys = {"need_id": world.own["need"].pk, "expert_id": world.own["expert"].pk}
    assert call(world, "official", "GET", "match/marks").json() == [{**keys, "mark": mark}]
    assert call(world, "company", "GET", pair(world)).json()["mark"] == "", "not told to the ruled"
    assert call(world, "company", "GET", "match/marks").status_code == 404
    logged = Activity.objects.latest("pk")
    assert call(world, "organiser", "POST", f"activity/{logged.pk}/undo").status_code == 200
    assert mark_of(world) == ""


def test_a_decision_is_changed_taken_away_and_refused_in_words(world: World) -> None:
    address = f"{pair(world)}/mark"
    call(world, "organiser", "PUT", address, {"mark": "never"})
    call(world, "organiser", "PUT", address, {"mark": "must"})
    assert mark_of(world) == "must"
    call(world, "organiser", "PUT", address, {"mark": ""})
    assert mark_of(world) == ""
    assert call(world, "organiser", "PUT", address, {"mark": "maybe"}).status_code == 422
    people = {"event": world.event, "expert": world.own["expert"]}
    Conflict.objects.create(**people, company=world.own["company"])
    refused = call(world, "organiser", "PUT", address, {"mark": "must"})
    assert refused.status_code == 409
    assert "has a conflict with all of" in refused.json()["detail"]


def test_what_is_proposed_to_me_is_listed_and_answered(world: World) -> None:
    one = propose(world)
    propose(world, world.foreign["need"], world.foreign["expert"])
    assert call(world, "organiser", "GET", "proposals").json()["total"] == 2
    (mine,) = call(world, "expert", "GET", "proposals?waiting=true").json()["items"]
    assert (mine["id"], mine["need"], mine["mine"]) == (one.pk, world.own["need"].title, "")
    assert mine["to_answer"] is True
    answered = call(
        world,
        "expert",
        "POST",
        f"proposals/{one.pk}/answer",
        {"answer": "declined", "reason": "忙"},
    ).json()
    assert (answered["state"], answered["mine"]) == ("declined", "declined")
    assert mark_of(world) == "never"
    assert call(world, "expert", "GET", "proposals?waiting=true").json()["items"] == []
    call(world, "expert", "POST", f"proposals/{one.pk}/answer", {"answer": ""})
    assert (mark_of(world), Decision.objects.count()) == ("", 0), "thought again"
    wrong = call(world, "expert", "POST", f"proposals/{one.pk}/answer", {"answer": "perhaps"})
    assert wrong.status_code == 422
    assert call(world, "organiser", "DELETE", f"proposals/{one.pk}").status_code == 204
    assert Proposal.objects.count() == 1


def test_who_asks_for_a_meeting_asks_for_own_people_only(world: World) -> None:
    own = {"need_id": world.own["need"].pk, "expert_id": world.foreign["expert"].pk}
    for _ in range(2):
        asked = call(world, "company", "POST", "proposals", {**own, "message": "请赐教"})
        assert (asked.status_code, asked.json()["mine"]) == (201, "accepted")
    one = Proposal.objects.get()
    assert (one.asker, one.message) == ("company", "请赐教")
    others = {"need_id": world.foreign["need"].pk, "expert_id": world.foreign["expert"].pk}
    assert call(world, "expert", "POST", "proposals", others).status_code == 404


def test_of_a_confidential_need_only_the_field_is_told(world: World, secret: Need) -> None:
    propose(world, secret, world.own["expert"])
    match(world)
    (mine,) = call(world, "expert", "GET", "proposals").json()["items"]
    assert mine["need"] == f"Confidential need · {secret.industry}"
    address = f"match/needs/{secret.pk}"
    assert call(world, "official", "GET", address).status_code == 404
    listed = call(world, "expert", "GET", f"match/experts/{world.own['expert'].pk}").json()
    assert [line["id"] for line in listed["items"]] == [world.own["need"].pk]
    call(
        world, "organiser", "PUT", f"{address}/with/{world.own['expert'].pk}/mark", {"mark": "must"}
    )
    assert call(world, "official", "GET", "match/marks").json() == []
