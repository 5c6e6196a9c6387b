"""The workbook of an event, imported again: nothing changes, and nothing is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from duijie.web.accounts.models import Event, Membership, Organisation, Role
from duijie.web.core import history
from duijie.web.core.history import snapshot
from duijie.web.core.models import Activity
from duijie.web.register.models import MODELS, Company, Evidence, Expert, Innovation, Need, Resource
from tests.web.conftest import World
from tests.web.test_imports import look, send, uploaded, workbook

_PLAIN = {"organisation_id", "company_id", "expert_id", "account_id"}


@pytest.fixture
def full(world: World) -> World:
    """An event with a record of each kind in which every field is filled."""
    event, actor = world.event, world.users["organiser"]
    base = {"organisation": event.organisation}
    for model in MODELS.values():
        model.objects.all().delete()
    company = Company(
        **base,
        code="C01",
        name="临澜甲化工有限公司",
        short_name="甲化工",
        uscc="91330000MA27XF0Q33",
        nature="民营企业",
        industry="C2614",
        products="甲苯; 硝基苯",
        contact="王工",
        phone="0571-88880000",
        email="wang@example.com",
        address="临澜新区一路 1 号",
        intro="精细化工",
    )
    twin = Company(**base, code="C02", name="临澜甲化工有限公司", address="临澜新区二路 2 号")
    expert = Expert(
        **base,
        code="E01",
        name="章小泉",
        employer="河西理工大学",
        department="化工学院",
        position="院长",
        title="教授",
        degree="博士",
        directions="膜分离; 催化",
        keywords="纳滤; 加氢",
        services="膜组件评价；小试放大",
        industries="C26",
        phone="13800000000",
        email="zhang@example.edu",
        orcid="0000-0002-1825-0097",
        min_meetings=1,
        max_meetings=5,
    )
    need = Need(
        **base,
        code="N01",
        company=company,
        title="高盐废水脱盐",
        text="含盐高。",
        problem="膜污染",
        key_technology="抗污染膜",
        goal="达标",
        indicators="回收率 90 %",
        basis="有中试装置",
        industry="D46",
        keywords="脱盐; 膜",
        budget_high=Decimal("500000.00"),
        deadline=date(2027, 6, 30),
        mode="联合开发; 技术转让",
        partners="河西理工大学",
        owner="李工",
        wanted_meetings=2,
        wanted_maturity=8,
        confidential=True,
    )
    rest = (
        lambda: Evidence(
            **base,
            code="V01",
            expert=expert,
            kind="paper",
            title="纳滤膜污染",
            text="机理",
            year=2021,
            maturity=4,
            doi="10.1000/xyz",
        ),
        lambda: Innovation(
            **base,
            code="I01",
            company=company,
            title="微通道硝化",
            text="连续",
            stage="pilot",
            level="国内领先",
            patents="ZL2020",
            transfer="许可",
            industry="C26",
        ),
        lambda: Resource(
            **base,
            code="R01",
            name="核磁共振波谱仪",
            kind="instrument",
            owner="分析中心",
            place="3 号楼",
            terms="预约",
            contact="赵工",
            text="600 MHz",
        ),
    )
    for record in (company, twin, expert, need):
        history.create(actor, event, record)
    for make in rest:
        history.create(actor, event, make())
    return world


def said(slug: str) -> dict[str, list[dict[str, Any]]]:
    """Return all that people entered at an event, by kind."""
    return {
        entity: [
            {name: value for name, value in snapshot(one).items() if name not in _PLAIN}
            | {"of": str(getattr(one, "company", None) or getattr(one, "expert", ""))}
            for one in model.objects.filter(events__slug=slug).order_by("code")
        ]
        for entity, model in MODELS.items()
    }


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_was_exported_changes_nothing_where_it_came_from(full: World, language: str) -> None:
    book = full.client("organiser", language).get(reverse("export", args=["spring"])).content
    before, logged = said("spring"), Activity.objects.count()
    send(full, "run_import", uploaded(full, book, "event.xlsx"))
    assert said("spring") == before
    assert Activity.objects.count() == logged


def test_what_was_exported_is_whole_elsewhere(full: World) -> None:
    book = full.client("organiser", "en").get(reverse("export", args=["spring"])).content
    event = Event.objects.create(
        organisation=Organisation.objects.create(name="东岭化工学院"),
        slug="elsewhere",
        title="会",
        starts_on=date(2027, 5, 20),
        ends_on=date(2027, 5, 20),
    )
    Membership.objects.create(event=event, user=full.users["organiser"], role=Role.ORGANISER)
    other = World(event, full.users)
    send(other, "run_import", uploaded(other, book, "event.xlsx"))
    there, here = said("elsewhere"), said("spring")
    here["need"][0]["budget_low"] = here["need"][0]["budget_high"]  # one cell holds both
    there["evidence"][0]["code"] = here["evidence"][0]["code"]  # a sheet has no number for it
    assert there == here


def test_an_odd_row_of_a_plain_sheet_is_named(full: World) -> None:
    sheet = "名称,类型,归属单位\n质谱仪,不知道,分析中心\n,仪器,无名\n"
    book = workbook({"resources": sheet})
    one = uploaded(full, book, "仪器.xlsx")
    page = look(full, one)
    assert "B2: there is no such choice" in page
    assert "A3: this must not be empty" in page
    send(full, "run_import", one)
    assert Resource.objects.get(name="质谱仪").kind == "instrument"
    send(full, "undo_import", one)
    assert not Resource.objects.filter(name="质谱仪").exists()
