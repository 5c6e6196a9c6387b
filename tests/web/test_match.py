"""The match board: rankings by version, what is stale, decisions, reasons, who sees what."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Role
from duijie.web.core.models import Activity
from duijie.web.jobs.models import Job
from duijie.web.match import results, selectors
from duijie.web.match.compute import is_stale, latest_ranking, order_alike
from duijie.web.match.decisions import read_marks
from duijie.web.match.models import Ranking
from duijie.web.match.reasons import inline_svg, mark_terms
from duijie.web.register.models import Conflict, Decision, Evidence, Need, Pin
from tests.web.conftest import World
from tests.web.test_jobs import change


def url(name: str, *args: Any, query: str = "") -> str:
    return reverse(name, args=["spring", *args]) + query


def match(world: World) -> Ranking:
    world.client("organiser").post(url("run_match"))
    found = latest_ranking(world.event)
    assert found
    return found


def decide(world: World, mark: str, whose: str = "own", **headers: str) -> Any:
    pair = [world.own["need"].pk, world.own["expert"].pk]
    address = url("decide_pair", *pair)
    return world.client("organiser").post(address, {"mark": mark}, headers=headers)


def mark_of(world: World) -> str:
    return read_marks(world.event).get(world.own["need"].pk, world.own["expert"].pk)


def page(world: World, name: str, *args: Any, who: str = "organiser", query: str = "") -> str:
    answer = world.client(who).get(url(name, *args, query=query))
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_an_event_is_matched_and_every_version_can_be_opened_again(world: World) -> None:
    assert "Nothing has been matched yet" in page(world, "match")
    first = match(world)
    assert first.values.shape == (2, 2)
    assert (first.values >= 0).all()
    change(world, world.own["need"], title="电池回收", text="")
    second = match(world)
    assert (first.version, second.version) == (1, 2)
    assert "Version 1, computed" in page(world, "match", query="?version=1")
    assert "Version 2, computed" in page(world, "match")
    data = world.client("organiser").get(url("match_data", query="?version=1")).json()
    kept = np.frombuffer(base64.b64decode(data["values"]), dtype=np.uint8).reshape(2, 2)
    assert (kept == np.rint(first.values * 100)).all()


def test_the_stored_matrix_is_what_engines_get(world: World) -> None:
    ranking = match(world)
    fresh = Ranking.objects.get(pk=ranking.pk).matrix
    result = results.load_result(ranking)
    assert result
    assert fresh.need_ids == result.affinity.need_ids
    assert np.allclose(fresh.values, result.affinity.values, atol=1e-6)


def test_a_changed_need_makes_a_ranking_stale_and_a_phone_does_not(world: World) -> None:
    ranking = match(world)
    change(world, world.own["expert"], phone="13712345678")
    assert not is_stale(ranking)
    change(world, world.own["need"], text="含盐 9 %")
    assert is_stale(ranking)
    content = page(world, "match")
    assert "have changed since" in content
    assert "out of date" in content
    match(world)
    assert "have changed since" not in page(world, "match")


def test_a_few_decisions_do_not_make_a_ranking_stale_and_many_do(world: World) -> None:
    ranking = match(world)
    people = {"event": world.event, "need": world.own["need"]}
    Decision.objects.create(**people, expert=world.own["expert"], decision="declined")
    assert not is_stale(ranking)
    for number in range(24):
        expert = type(world.own["expert"]).objects.get(pk=world.own["expert"].pk)
        expert.pk, expert.code = None, f"E-{number}"
        expert.save()
        kind = "accepted" if number % 2 else "declined"
        Decision.objects.create(**people, expert=expert, decision=kind)
    assert is_stale(ranking)


def test_without_experts_it_is_said_what_is_missing(world: World) -> None:
    world.event.expert_set.clear()
    world.client("organiser").post(url("run_match"))
    job = Job.objects.get()
    assert job.state == "failed"
    assert "没有读到任何专家" in page_zh(world, "match")


def page_zh(world: World, name: str, *args: Any) -> str:
    return str(world.client("organiser", "zh-CN").get(url(name, *args)).content.decode())


@pytest.mark.parametrize("mark", ["must", "never", "conflict"])
def test_a_decision_is_logged_told_to_the_board_and_taken_back(world: World, mark: str) -> None:
    match(world)
    answer = decide(world, mark, **{"hx-request": "true"})
    told = json.loads(answer.headers["hx-trigger"])["duijie:decided"]
    pair = {"need": world.own["need"].pk, "expert": world.own["expert"].pk}
    assert told == {**pair, "mark": mark}
    assert mark_of(world) == mark
    logged = Activity.objects.first()
    assert logged
    assert logged.actor == world.users["organiser"]
    assert "own废水脱盐 × own教授" in page(world, "activity")
    world.client("organiser").post(url("undo", logged.pk))
    assert mark_of(world) == ""
    assert (Pin.objects.count(), Conflict.objects.count()) == (0, 0)


def test_a_pair_has_one_mark_and_the_same_again_takes_it_away(world: World) -> None:
    decide(world, "must")
    decide(world, "never")
    assert mark_of(world) == "never"
    assert Pin.objects.count() == 1
    decide(world, "conflict")
    assert (mark_of(world), Pin.objects.count()) == ("conflict", 0)
    decide(world, "conflict")
    assert mark_of(world) == ""
    decide(world, "nonsense")
    assert mark_of(world) == ""


def test_a_withdrawn_decision_comes_back_by_undo(world: World) -> None:
    decide(world, "must")
    decide(world, "must")
    gone = Activity.objects.first()
    assert gone
    world.client("organiser").post(url("undo", gone.pk))
    assert mark_of(world) == "must"


def test_a_conflict_with_a_whole_company_is_shown_and_stands(world: World) -> None:
    expert, need = world.own["expert"], world.own["need"]
    Conflict.objects.create(event=world.event, expert=expert, company=need.company)
    assert mark_of(world) == "conflict"
    for mark in ("must", "conflict"):
        said = decide(world, mark, **{"hx-request": "true"}).content.decode()
        assert need.company.name in said
    assert mark_of(world) == "conflict"


def test_decisions_survive_a_new_ranking(world: World) -> None:
    match(world)
    decide(world, "never")
    change(world, world.own["need"], text="完全不同")
    match(world)
    assert mark_of(world) == "never"
    data = world.client("organiser").get(url("match_data")).json()
    assert [row[2] for row in data["marks"]] == ["never"]


def test_a_pair_says_why_with_marked_terms_and_numbers_on_request(world: World) -> None:
    Evidence.objects.filter(pk=world.own["evidence"].pk).update(
        title="高盐废水脱盐的电渗析<b>", text="含盐 8 % 的废水脱盐"
    )
    match(world)
    pair = [world.own["need"].pk, world.own["expert"].pk]
    content = page(world, "match_pair", *pair)
    assert "Closest evidence" in content
    assert "<mark>废水脱盐</mark>" in content
    assert "&lt;b&gt;" in content
    assert "In numbers" in content
    assert "最接近的依据" in page_zh(world, "match_pair", *pair)


def test_what_is_missing_is_listed_as_the_reader_lists_things(world: World) -> None:
    Need.objects.filter(pk=world.own["need"].pk).update(title="废水脱盐 steam turbine corrosion")
    match(world)
    pair = [world.own["need"].pk, world.own["expert"].pk]
    said = page(world, "match_pair", *pair)
    assert re.search(r"In the need's title, in no evidence: \w+, \w+", said)
    assert re.search(r"依据里都没有提到：\w+、\w+", page_zh(world, "match_pair", *pair))


def test_lists_rank_both_ways(world: World) -> None:
    match(world)
    for name, entity in (("match_need", "need"), ("match_expert", "expert")):
        content = page(world, name, world.own[entity].pk)
        assert "Why, in detail" in content
    as_list = page(world, "match", query="?view=list")
    assert "own教授" in as_list
    assert 'id="board"' not in as_list


def test_records_lead_to_their_ranked_list(world: World, secret: Need) -> None:
    need, expert = world.own["need"].pk, world.own["expert"].pk
    for who, way in (("organiser", True), ("company", True), ("expert", False)):
        shown = url("match_need", need) in page(world, "record", "needs", need, who=who)
        assert shown is way
    assert url("match_expert", expert) in page(world, "record", "experts", expert, who="expert")
    hidden = page(world, "record", "needs", secret.pk, who="official")
    assert url("match_need", secret.pk) not in hidden


def test_where_nobody_comes_near_it_is_said(world: World) -> None:
    change(world, world.own["need"], title="云南普洱茶的仓储温湿度", text="")
    match(world)
    assert "Nobody here" in page(world, "match_need", world.own["need"].pk)


def test_what_came_later_is_not_in_the_ranking_and_said_so(world: World) -> None:
    match(world)
    need = world.own["need"]
    need.pk, need.code = None, "later"
    need.save()
    need.events.add(world.event)
    assert "it came later" in page(world, "match_need", need.pk)
    pair = page(world, "match_pair", need.pk, world.own["expert"].pk)
    assert "not in the ranking shown" in pair


def test_a_deleted_expert_leaves_old_versions_readable(world: World) -> None:
    match(world)
    world.event.expert_set.remove(world.foreign["expert"])
    data = world.client("organiser").get(url("match_data")).json()
    assert [head[0] for head in data["experts"]] == [world.own["expert"].pk]
    assert len(base64.b64decode(data["values"])) == 2
    assert sorted(data["expertOrder"]) == [0]


def test_reasons_of_another_version_of_the_software_are_not_read(world: World) -> None:
    ranking = match(world)
    path: Path = settings.DATA.root / "rankings" / f"{ranking.pk}.result"
    path.write_bytes(b"duijie 0.0.0\n")
    pair = [world.own["need"].pk, world.own["expert"].pk]
    assert "cannot be read any more" in page(world, "match_pair", *pair)
    assert "own教授" in page(world, "match_need", pair[0])


@pytest.mark.parametrize("who", ["official", "expert"])
def test_nothing_of_a_confidential_need_reaches_others(
    world: World, secret: Need, who: str
) -> None:
    match(world)
    places = [
        url("match"),
        url("match", query="?view=list"),
        url("match_data"),
        url("match_need", secret.pk),
        url("match_pair", secret.pk, world.own["expert"].pk),
        url("match_expert", world.own["expert"].pk),
        url("match_expert_pair", world.own["expert"].pk, secret.pk),
    ]
    for address in places:
        content = world.client(who).get(address).content.decode()
        for words in ("绝密催化剂再生", "铂钯双金属"):
            assert words not in content
            assert json.dumps(words).strip('"') not in content
    if who == "official":
        assert "1 confidential need has no row here" in page(world, "match", who=who)
    assert world.client(who).get(places[3]).status_code == 404
    assert world.client(who).get(places[6]).status_code == 404
    data = world.client("organiser").get(url("match_data")).content.decode()
    assert json.dumps("绝密催化剂再生") in data


def test_who_was_ruled_out_is_for_the_organiser(world: World) -> None:
    match(world)
    decide(world, "never")
    for who, name, entity in (
        ("company", "match_need", "need"),
        ("expert", "match_expert", "expert"),
    ):
        assert "✕" not in page(world, name, world.own[entity].pk, who=who)
    assert "✕" in page(world, "match_need", world.own["need"].pk)


def test_the_rail_says_how_far_matching_is(world: World) -> None:
    assert "Match needs and experts" in page(world, "event")
    match(world)
    assert 'data-state="done"' in page(world, "match")
    change(world, world.own["need"], text="新")
    overview = page(world, "event")
    assert "Match again" in overview
    assert 'data-state="stale"' in overview
    Job.objects.update(state="running", started_at=timezone.now(), finished_at=None)
    assert "running" in page(world, "event")
    assert "Match board" not in page(world, "event", who="expert")


def test_pages_ask_few_questions_however_many_pairs(world: World) -> None:
    match(world)
    client = world.client("organiser")
    for address, most in (
        (url("match"), 22),
        (url("match", query="?view=list"), 28),
        (url("match_data"), 12),
        (url("match_need", world.own["need"].pk), 27),
        (url("event"), 24),
    ):
        cache.clear()  # the rail is kept, see `Frame.steps`: here it is made anew
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= most, (address, len(asked))


def test_alike_rows_stand_together() -> None:
    values = np.array([[0.9, 0.1, 0.0], [0.0, 0.1, 0.9], [0.8, 0.2, 0.0], [0.1, 0.0, 0.8]])
    order = order_alike(values)
    places = {row: place for place, row in enumerate(order)}
    assert abs(places[0] - places[2]) == 1
    assert abs(places[1] - places[3]) == 1
    assert order_alike(values[:2]) == [0, 1]
    assert order_alike(np.zeros((4, 3)))


def test_five_hundred_needs_times_two_hundred_experts_fit_into_one_answer(world: World) -> None:
    viewer = Viewer(world.users["organiser"], world.event, frozenset({Role.ORGANISER}))
    organisation = world.event.organisation
    for entity, count in (("need", 498), ("expert", 198)):
        model: Any = type(world.own[entity])
        names = {"title": "某项需求"} if entity == "need" else {"name": "某教授"}
        made = [model(organisation=organisation, code=f"B-{n}", **names) for n in range(count)]
        model.objects.bulk_create(made)
        getattr(world.event, f"{entity}_set").add(*made)
    needs = list(world.event.need_set.values_list("pk", flat=True))
    experts = list(world.event.expert_set.values_list("pk", flat=True))
    ranking = Ranking(event=world.event, need_ids=needs, expert_ids=experts)
    ranking.need_order, ranking.expert_order = list(range(500)), list(range(200))
    ranking.values = np.random.default_rng(1).random((500, 200))
    data = selectors.board_data(viewer, ranking)
    assert len(json.dumps(data)) < 300_000


def test_terms_are_marked_once_and_everything_else_is_escaped() -> None:
    assert mark_terms("A<b>膜分离膜", ["膜", "膜分离"]) == (
        "A&lt;b&gt;<mark>膜分离</mark><mark>膜</mark>"
    )
    assert mark_terms("<x>", []) == "&lt;x&gt;"


def test_drawings_need_no_styles_in_elements() -> None:
    svg = "<svg><path d='M 1' style='fill:none;stroke:#000;' /></svg>"
    assert inline_svg(svg) == '<svg><path d=\'M 1\' fill="none" stroke="#000" /></svg>'
