"""Records that several events use, and what hangs on records: deleting, undoing, reusing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event, Membership, Role
from duijie.web.core import history
from duijie.web.core.models import Activity, Comment
from duijie.web.imports import services
from duijie.web.register.models import Company, Need, Pin, Release
from duijie.web.register.services import promise_silence, release
from tests.web.conftest import World
from tests.web.test_imports import send, uploaded


@pytest.fixture
def autumn(world: World) -> Event:
    """Another event of the same organisation, with the same organiser."""
    event = Event.objects.create(
        organisation=world.event.organisation,
        slug="autumn",
        title="秋季对接会",
        starts_on=date(2027, 10, 20),
        ends_on=date(2027, 10, 20),
    )
    Membership.objects.create(event=event, user=world.users["organiser"], role=Role.ORGANISER)
    return event


def delete(world: World, plural: str, pk: int) -> Any:
    address = reverse("delete_record", args=["spring", plural, pk])
    return world.client("organiser").post(address, follow=True)


def undo_latest(world: World) -> None:
    latest = Activity.objects.filter(event=world.event).latest("pk")
    world.client("organiser").post(reverse("undo", args=["spring", latest.pk]))


def test_what_another_event_uses_only_leaves_this_one(world: World, autumn: Event) -> None:
    need = world.own["need"]
    need.events.add(autumn)
    said = delete(world, "needs", need.pk).content.decode()
    assert "taken out of this event" in said
    assert list(Need.objects.get(pk=need.pk).events.all()) == [autumn]
    undo_latest(world)
    assert set(Need.objects.get(pk=need.pk).events.all()) == {world.event, autumn}


def test_undoing_an_addition_leaves_it_to_the_event_that_uses_it(
    world: World, autumn: Event
) -> None:
    need = Need(organisation=world.event.organisation, code="N77", title="余热回收")
    made = history.create(world.users["organiser"], world.event, need)
    need.events.add(autumn)
    world.client("organiser").post(reverse("undo", args=["spring", made.pk]))
    assert list(Need.objects.get(pk=need.pk).events.all()) == [autumn]


def test_a_promise_of_silence_comes_back_with_its_need(world: World) -> None:
    need, expert = world.own["need"], world.own["expert"]
    Need.objects.filter(pk=need.pk).update(confidential=True)
    release(Viewer(world.users["organiser"], world.event, frozenset()), need, expert)
    promise_silence(Viewer(world.users["expert"], world.event, frozenset({Role.EXPERT})), need)
    page = reverse("record", args=["spring", "needs", need.pk])
    assert need.title in world.client("expert").get(page).content.decode()
    delete(world, "needs", need.pk)
    assert not Release.objects.exists()
    undo_latest(world)
    assert need.title in world.client("expert").get(page).content.decode()


def test_a_company_comes_back_with_those_who_speak_for_it(world: World) -> None:
    company = world.own["company"]
    for one in (*company.needs.all(), *company.innovations.all()):
        one.delete()
    delete(world, "companies", company.pk)
    assert not Company.objects.filter(pk=company.pk).exists()
    undo_latest(world)
    page = reverse("record", args=["spring", "companies", company.pk])
    assert world.client("company").get(page).status_code == 200


def test_what_pointed_at_somebody_gone_since_does_not_hinder(world: World) -> None:
    need, expert = world.own["need"], world.foreign["expert"]
    release(Viewer(world.users["organiser"], world.event, frozenset()), need, expert)
    delete(world, "needs", need.pk)
    deleted = Activity.objects.latest("pk")
    expert.delete()
    world.client("organiser").post(reverse("undo", args=["spring", deleted.pk]))
    assert Need.objects.filter(pk=need.pk).exists()
    assert not Release.objects.exists()


@pytest.mark.parametrize("what", ["event", "comment", "pin"])
def test_undoing_an_import_keeps_what_is_in_use(world: World, autumn: Event, what: str) -> None:
    one = uploaded(world)
    send(world, "run_import", one)
    need = Need.objects.get(title="催化剂再生")
    if what == "event":
        need.events.add(autumn)
    elif what == "comment":
        Comment.objects.create(event=world.event, kind="need", object_id=need.pk, text="已联系")
    else:
        pair = {"event": world.event, "need": need, "expert": world.own["expert"]}
        Pin.objects.create(**pair, rule="must")
    send(world, "undo_import", one)
    one.refresh_from_db()
    assert Need.objects.filter(pk=need.pk).exists()
    assert not Need.objects.filter(title="高盐废水脱盐").exists()
    assert "催化剂再生" in [row["label"] for row in one.result["kept"]]


def test_what_is_saved_while_an_import_runs_is_not_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(world, "run_import", uploaded(world))
    again = uploaded(
        world, "技术需求名称,单位名称,需求时限\n催化剂再生,临澜乙材料有限公司,2027-11-30\n"
    )
    plan_import = services.plan_import

    def meanwhile(one: Any) -> Any:
        plan = plan_import(one)
        found = Need.objects.get(title="催化剂再生")
        before = history.snapshot(found)
        found.goal = "活性恢复到 95 %"
        history.update(world.users["organiser"], world.event, found, before)
        return plan

    monkeypatch.setattr(services, "plan_import", meanwhile)
    send(world, "run_import", again)
    need = Need.objects.get(title="催化剂再生")
    assert (need.goal, need.deadline) == ("活性恢复到 95 %", date(2027, 11, 30))
    assert need.version == 3
    logged = Activity.objects.filter(kind="need", object_id=need.pk).latest("pk")
    assert logged.after == {"deadline": "2027-11-30"}


def test_a_removed_organiser_gets_nothing_back(world: World) -> None:
    other = world.users["viewer"]
    Membership.objects.create(event=world.event, user=other, role=Role.ORGANISER)
    other.organisation = world.event.organisation
    other.save()
    member = world.event.memberships.get(user=other, role=Role.ORGANISER)
    remove = reverse("remove_member", args=["spring", member.pk])
    world.client("organiser").post(remove)
    assert world.client("viewer").get(reverse("add_event")).status_code == 404
    logged = Activity.objects.get(kind="member", action="delete")
    world.client("organiser").post(reverse("undo", args=["spring", logged.pk]))
    assert world.client("viewer").get(reverse("add_event")).status_code == 200


def test_confidential_needs_are_reused_by_their_own_organisers_only(
    world: World, autumn: Event
) -> None:
    need = world.own["need"]
    Need.objects.filter(pk=need.pk).update(confidential=True)
    stranger = world.users["student"]
    Membership.objects.create(event=autumn, user=stranger, role=Role.ORGANISER)
    page = reverse("reuse_records", args=["autumn", "needs"])
    assert need.title in world.client("organiser").get(page).content.decode()
    assert need.title not in world.client("student").get(page).content.decode()
    world.client("student").post(page, {"pk": need.pk})
    assert list(need.events.all()) == [world.event]


def test_numbers_that_begin_anew_change_nobody_elses_records(world: World, autumn: Event) -> None:
    spring = "需求编号,需求名称,单位名称\nN-1,膜污染控制,临澜甲化工有限公司\n"
    other = "需求编号,需求名称,单位名称\nN-1,废盐资源化,临澜乙材料有限公司\n"
    send(world, "run_import", uploaded(world, spring))
    elsewhere = World(autumn, world.users)
    for _ in range(2):
        send(elsewhere, "run_import", uploaded(elsewhere, other))
    assert Need.objects.get(code="N-1").title == "膜污染控制"
    assert [one.title for one in autumn.need_set.all()] == ["废盐资源化"]
    again = other.replace("废盐资源化", "废盐资源化利用")
    send(elsewhere, "run_import", uploaded(elsewhere, again))
    assert [one.title for one in autumn.need_set.all()] == ["废盐资源化利用"]


def test_the_same_expert_is_known_again_at_the_next_event(world: World, autumn: Event) -> None:
    sheet = "专家编号,姓名,单位\nE-1,羿知秋,河西理工大学\n"
    send(world, "run_import", uploaded(world, sheet, "专家.csv"))
    elsewhere = World(autumn, world.users)
    send(elsewhere, "run_import", uploaded(elsewhere, sheet, "专家.csv"))
    assert [one.code for one in autumn.expert_set.all()] == ["E-1"]


def test_a_confidential_need_does_not_open_by_its_number(world: World, autumn: Event) -> None:
    need = world.own["need"]
    Need.objects.filter(pk=need.pk).update(confidential=True)
    sheet = f"需求编号,需求名称,单位名称\n{need.code},{need.title},临澜乙材料有限公司\n"
    elsewhere = World(autumn, world.users)
    send(elsewhere, "run_import", uploaded(elsewhere, sheet))
    assert list(need.events.all()) == [world.event]
