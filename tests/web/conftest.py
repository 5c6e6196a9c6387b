"""A small event with somebody in every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from duijie.web.accounts.models import Event, Membership, Organisation, Role, User
from duijie.web.core import history
from duijie.web.register.models import (
    Company,
    Evidence,
    Expert,
    Innovation,
    Need,
    Resource,
)


@dataclass
class World:
    """What the tests stand on; `own` and `foreign` hold a record of each kind."""

    event: Event
    users: dict[str, User]
    own: dict[str, Any] = field(default_factory=dict)
    foreign: dict[str, Any] = field(default_factory=dict)

    def client(self, who: str, language: str = "en") -> Client:
        """Return a browser in which `who` is signed in."""
        client = Client(headers={"accept-language": language})
        if who:
            client.force_login(
                self.users[who], "allauth.account.auth_backends.AuthenticationBackend"
            )
        return client


def make_world(slug: str = "spring") -> World:
    organisation, _ = Organisation.objects.get_or_create(name="河西理工大学")
    event = Event.objects.create(
        organisation=organisation,
        slug=slug,
        title="校企对接会",
        title_en="Docking meeting",
        starts_on=date(2027, 5, 20),
        ends_on=date(2027, 5, 20),
        registration_open=True,
    )
    users = {}
    for role in Role:
        home = organisation if role == Role.ORGANISER else None
        user = User.objects.create(
            username=f"{slug}-{role.value}", name=f"{role.value}先生", organisation=home
        )
        Membership.objects.create(event=event, user=user, role=role)
        users[role.value] = user
    world = World(event, users)
    world.own = _records(world, "own")
    world.foreign = _records(world, "foreign")
    world.own["expert"].account = users["expert"]
    world.own["expert"].save()
    world.own["company"].contacts.add(users["company"])
    return world


def _records(world: World, whose: str) -> dict[str, Any]:
    common = {"organisation": world.event.organisation}
    slug = world.event.slug

    def made(record: Any) -> Any:
        record.code = f"{slug}-{whose}-{record.ENTITY}"
        history.create(world.users["organiser"], world.event, record)
        return record

    company = made(
        Company(**common, name=f"{whose}化工有限公司{slug}", contact="费工", phone="025-11112222")
    )
    expert = made(
        Expert(**common, name=f"{whose}教授", employer="河西理工大学", phone="13900001111")
    )
    return {
        "company": company,
        "expert": expert,
        "need": made(Need(**common, title=f"{whose}废水脱盐", text="含盐 8 %", company=company)),
        "evidence": made(Evidence(**common, title=f"{whose}膜分离研究", expert=expert)),
        "innovation": made(Innovation(**common, title=f"{whose}连续硝化", company=company)),
        "resource": made(Resource(**common, name=f"{whose}核磁共振仪", contact="陈工")),
    }


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """A key of the database means something else in the next test."""
    cache.clear()


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def secret(world: World) -> Need:
    """A confidential need of the company that nobody speaks for."""
    need: Need = world.foreign["need"]
    need.confidential = True
    need.title, need.text = "绝密催化剂再生", "铂钯双金属配方"
    need.industry = "C26 化学原料和化学制品制造业"
    need.save()
    return need
