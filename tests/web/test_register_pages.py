"""What people do with records: list, search, change, undo, comment, reuse."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duijie.web.core.models import Activity, Comment
from duijie.web.register.kinds import KINDS
from duijie.web.register.models import Company, Expert, Need
from duijie.web.register.quality import missing_points
from tests.web.conftest import World, make_world


def edit(world: World, record: Any, who: str = "organiser", **changes: Any) -> Any:
    plural = KINDS[record.ENTITY].plural
    form = {
        name: getattr(value, "pk", value)
        for name in KINDS[record.ENTITY].fields
        if (value := getattr(record, name)) not in {None, False}
    }
    address = reverse("edit_record", args=[world.event.slug, plural, record.pk])
    return world.client(who).post(address, {**form, "version": record.version, **changes})


def page(world: World, name: str, *args: Any, who: str = "organiser", query: str = "") -> str:
    address = reverse(name, args=[world.event.slug, *args]) + query
    return str(world.client(who).get(address, follow=True).content.decode())


def test_a_new_record_is_logged_and_can_be_undone(world: World) -> None:
    address = reverse("add_record", args=["spring", "companies"])
    world.client("organiser").post(address, {"name": "临澜丙化工有限公司"})
    company = Company.objects.get(name="临澜丙化工有限公司")
    logged = Activity.objects.latest("pk")
    assert (logged.action, logged.object_id, logged.actor) == (
        "create",
        company.pk,
        world.users["organiser"],
    )
    world.client("organiser").post(reverse("undo", args=["spring", logged.pk]))
    assert not Company.objects.filter(pk=company.pk).exists()


def test_a_change_is_logged_with_before_and_after_and_can_be_undone(world: World) -> None:
    need = world.own["need"]
    edit(world, need, title="新名称")
    logged = Activity.objects.latest("pk")
    assert logged.before == {"title": need.title}
    assert logged.after == {"title": "新名称"}
    world.client("organiser").post(reverse("undo", args=["spring", logged.pk]))
    assert Need.objects.get(pk=need.pk).title == need.title


def test_what_was_deleted_comes_back_as_it_was(world: World) -> None:
    need = world.own["need"]
    world.client("organiser").post(reverse("delete_record", args=["spring", "needs", need.pk]))
    assert not Need.objects.filter(pk=need.pk).exists()
    logged = Activity.objects.latest("pk")
    world.client("organiser").post(reverse("undo", args=["spring", logged.pk]))
    restored = Need.objects.get(pk=need.pk)
    assert (restored.title, restored.company, restored.code) == (
        need.title,
        need.company,
        need.code,
    )
    assert world.event in restored.events.all()


def test_undo_is_refused_after_somebody_changed_it_again(world: World) -> None:
    need = world.own["need"]
    edit(world, need, title="第一次")
    first = Activity.objects.latest("pk")
    need.refresh_from_db()
    edit(world, need, title="第二次")
    answer = world.client("organiser").post(reverse("undo", args=["spring", first.pk]), follow=True)
    assert "changed afterwards" in answer.content.decode()
    assert Need.objects.get(pk=need.pk).title == "第二次"


def test_nothing_is_undone_twice(world: World) -> None:
    edit(world, world.own["need"], title="改名")
    made = Activity.objects.latest("pk")
    undo = reverse("undo", args=["spring", made.pk])
    world.client("organiser").post(undo)
    answer = world.client("organiser").post(undo, follow=True)
    assert "undone already" in answer.content.decode()


def test_others_cannot_undo_what_somebody_else_did(world: World) -> None:
    edit(world, world.own["need"], title="改名")
    made = Activity.objects.latest("pk")
    answer = world.client("company").post(reverse("undo", args=["spring", made.pk]))
    assert answer.status_code == 404
    edit(world, Need.objects.get(pk=world.own["need"].pk), "company", title="又改名")
    mine = Activity.objects.latest("pk")
    assert (
        world.client("company").post(reverse("undo", args=["spring", mine.pk])).status_code == 302
    )


def test_who_saves_second_is_told_and_loses_nothing(world: World) -> None:
    need = world.own["need"]
    edit(world, need, title="甲的名称")
    answer = edit(world, need, title="乙的名称")
    content = answer.content.decode()
    assert answer.status_code == 409
    assert "甲的名称" in content
    assert "乙的名称" in content
    assert Need.objects.get(pk=need.pk).title == "甲的名称"
    need.version = 2
    assert edit(world, need, title="乙的名称").status_code == 302
    assert Need.objects.get(pk=need.pk).title == "乙的名称"


def test_a_record_on_which_others_hang_is_not_deleted(world: World) -> None:
    company = world.own["company"]
    answer = world.client("organiser").post(
        reverse("delete_record", args=["spring", "companies", company.pk]), follow=True
    )
    assert "cannot be deleted" in answer.content.decode()
    assert Company.objects.filter(pk=company.pk).exists()


@pytest.mark.parametrize(
    ("plural", "field", "value", "said"),
    [
        ("companies", "uscc", "91330000000000000X", "the last one must fit"),
        ("experts", "orcid", "0000-0002-1825-0098", "no ORCID"),
        ("evidence", "doi", "see web", "A DOI looks like"),
        ("needs", "budget_high", "5", "less than the figure before it"),
    ],
)
def test_wrong_figures_are_told_at_the_field(
    world: World, plural: str, field: str, value: str, said: str
) -> None:
    record = world.own[next(e for e, kind in KINDS.items() if kind.plural == plural)]
    answer = edit(world, record, **{field: value, "budget_low": "10"})
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_a_doi_is_kept_bare(world: World) -> None:
    piece = world.own["evidence"]
    edit(world, piece, doi="https://doi.org/10.1021/acs.iecr.0c00001")
    piece.refresh_from_db()
    assert piece.doi == "10.1021/acs.iecr.0c00001"


@pytest.mark.parametrize("words", ["废水", "own废水", "feishui", "ownfeishuituoyan", "含盐"])
def test_search_finds_parts_and_pinyin(world: World, words: str) -> None:
    link = reverse("record", args=["spring", "needs", world.own["need"].pk])
    assert link in page(world, "search", query=f"?q={words}")
    assert link in page(world, "records", "needs", query=f"?q={words}")


def test_filters_sorting_and_pages(world: World) -> None:
    Need.objects.filter(pk=world.own["need"].pk).update(industry="C26")
    listed = page(world, "records", "needs", query="?industry=C26")
    assert world.own["need"].title in listed
    assert world.foreign["need"].title not in listed
    for number in range(60):
        need = Need.objects.create(
            organisation=world.event.organisation, code=f"P-{number:02}", title=f"需求{number:02}"
        )
        need.events.add(world.event)
    assert "Page 1 of 2" in page(world, "records", "needs")
    assert "需求59" in page(world, "records", "needs", query="?sort=-title")
    assert "Nothing fits" in page(world, "records", "needs", query="?q=没有这个词")


def test_a_comment_is_kept_once(world: World) -> None:
    address = reverse("comment", args=["spring", "needs", world.own["need"].pk])
    for _ in range(2):
        world.client("organiser").post(address, {"text": "预算请再确认 <b>"})
    assert Comment.objects.count() == 1
    assert "预算请再确认 &lt;b&gt;" in page(world, "record", "needs", world.own["need"].pk)


def test_records_are_reused_from_event_to_event(world: World) -> None:
    autumn = make_world("autumn")
    expert = world.own["expert"]
    address = reverse("reuse_records", args=["autumn", "experts"])
    client = autumn.client("organiser")
    assert expert.name in client.get(address).content.decode()
    client.post(address, {"pk": [expert.pk]})
    assert set(Expert.objects.get(pk=expert.pk).events.all()) == {world.event, autumn.event}


def test_a_need_names_what_it_lacks(world: World) -> None:
    need = Need(title="脱盐", text="想解决废水问题")
    assert [point.key for point in missing_points(need)] == [
        "baseline",
        "target",
        "scale",
        "budget",
        "deadline",
        "owner",
    ]
    need.basis = "目前回收率 60 %"
    need.indicators = "回收率 ≥ 95 %"
    need.problem = "每天 200 吨废水"
    need.budget_high = 1
    need.owner = "王工"
    assert [point.key for point in missing_points(need)] == ["deadline"]


QUERIES = {
    "event": 15,
    "activity": 10,
    "members": 11,
    "imports": 8,
    "registrations": 12,
}


@pytest.mark.parametrize(("name", "most"), QUERIES.items())
def test_pages_ask_the_database_few_questions(world: World, name: str, most: int) -> None:
    client = world.client("organiser")
    client.get(reverse(name, args=["spring"]))  # the steps beside it are kept for the next page
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse(name, args=["spring"]))
    assert len(asked) <= most, [query["sql"] for query in asked]


@pytest.mark.parametrize("plural", [kind.plural for kind in KINDS.values()])
def test_a_list_asks_no_more_for_more_records(world: World, plural: str) -> None:
    client = world.client("organiser")
    address = reverse("records", args=["spring", plural])
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    cache.clear()
    entity = next(e for e, kind in KINDS.items() if kind.plural == plural)
    for number in range(20):
        record = KINDS[entity].model.objects.get(pk=world.own[entity].pk)
        record.pk, record.code = None, f"X-{number}"
        record.save()
        record.events.add(world.event)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
    with CaptureQueriesContext(connection) as again:
        client.get(address)
    assert len(again) <= 8  # the steps beside it are kept
