"""What a page asks of the database does not grow with what it lists.

Every page of an event that can be asked for by GET (from the URL resolver), and every call of the
API (from its description), is opened with a few rows of everything and with three times as many.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from duijie.web.accounts.models import Event, Membership, User
from duijie.web.api.doors import DOOR
from duijie.web.api.models import make_token
from duijie.web.api.urls import api
from duijie.web.core import history
from duijie.web.core.models import Comment
from duijie.web.imports.models import Import
from duijie.web.jobs.models import Job
from duijie.web.match.models import Proposal
from duijie.web.people.models import Invitation, Question, Registration
from duijie.web.register import models
from duijie.web.register.kinds import PLURALS
from tests.web.conftest import World, make_world
from tests.web.planning import plan_everything
from tests.web.test_permission_matrix import _own_routes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FEW = 4
WHO = ("organiser", "expert", "company", "official")
BESIDE = {"home", "account"}
"""Pages outside an event that list things."""
Asked = tuple[dict[str, list[str]], dict[str, list[str]]]
"""The queries of each page with few rows and with many."""


def _grow(world: World, numbers: range) -> None:
    """Add one more of everything that pages list, for each number, then match."""
    for number in numbers:
        made = _add_records(world, number)
        _add_pairs(world, made)
        _add_people(world, number)
    client, slug = world.client("organiser"), world.event.slug
    sheet = "姓名,单位\n" + "".join(f"第{n}位,某校{n}\n" for n in numbers)
    file = SimpleUploadedFile("experts.csv", sheet.encode())
    client.post(reverse("imports", args=[slug]), {"file": file})
    plan_everything(world)


def _add_records(world: World, number: int) -> dict[str, Any]:
    """Add a record of each kind; they hang on the company and the expert who look at them."""
    parents = {"company": world.own["company"], "expert": world.own["expert"]}
    made: dict[str, Any] = {}
    for entity, model in models.MODELS.items():
        called = {"name" if hasattr(model, "name") else "title": f"第{number}位"}
        above = {key: one for key, one in parents.items() if hasattr(model, f"{key}_id")}
        record = model(organisation=world.event.organisation, code=f"X-{number}", **called, **above)
        history.create(world.users["organiser"], world.event, record)
        made[entity] = record
    made["company"].contacts.add(world.users["company"])
    made["expert"].account = world.users["expert"]
    made["expert"].save()
    models.Need.objects.filter(pk=made["need"].pk).update(confidential=number % 2 == 0)
    return made


def _add_pairs(world: World, made: dict[str, Any]) -> None:
    """Say something of everything new."""
    event, need, expert = world.event, made["need"], made["expert"]
    pair = {"event": event, "need": need, "expert": expert}
    history.create(
        world.users["organiser"], event, Proposal(**pair, asker="organiser", expert_answer="")
    )
    history.create(world.users["organiser"], event, models.Pin(**pair, rule="must"))
    models.Conflict.objects.create(event=event, expert=expert, company=made["company"])
    models.Decision.objects.create(**pair, decision="declined")
    models.Release.objects.create(need=world.own["need"], expert=expert)
    Question.objects.create(event=event, need=world.own["need"])
    for entity in models.MODELS:
        Comment.objects.create(
            event=event, kind=entity, object_id=world.own[entity].pk, text="好", author_name="某"
        )


def _add_people(world: World, number: int) -> None:
    event = world.event
    user = User.objects.create(username=f"person-{number}", name="某人")
    Membership.objects.create(event=event, user=user, role="viewer")
    Invitation.objects.create(event=event, role="expert", expert=world.own["expert"])
    Registration.objects.create(event=event, kind="expert", values={"name": f"第{number}位"})
    more = Event.objects.create(
        organisation=event.organisation,
        slug=f"more-{number}",
        title="另一场",
        starts_on=event.starts_on,
        ends_on=event.ends_on,
    )
    for who in WHO:
        Membership.objects.create(event=more, user=world.users[who], role=who)
        make_token(world.users[who], f"{number}")


def _addresses(world: World) -> Iterator[tuple[str, str]]:
    """Return (route, address) of every page of the event, and of the lists beside it."""
    for pattern in _own_routes():
        inside = ("slug" in _names(pattern.name)) and pattern.name != "register_self"
        if "GET" not in getattr(pattern.callback, "methods", ("GET",)):
            continue
        if not inside and pattern.name not in BESIDE:
            continue
        plurals = list(PLURALS) if "plural" in pattern.pattern.converters else [""]
        for plural in plurals:
            values = _values(world, PLURALS.get(plural) or pattern.callback.door[0])  # type: ignore[attr-defined]
            named = {name: (values | {"plural": plural})[name] for name in _names(pattern.name)}
            yield f"{pattern.name} {plural}", reverse(str(pattern.name), kwargs=named)
    for path, methods in api.get_openapi_schema()["paths"].items():
        if "get" in methods:
            yield path, path.format(**_values(world, methods["get"][DOOR][0])) + "?q=第"


def _names(route: Any) -> list[str]:
    (((_, names),), *_more), *_others = get_resolver().reverse_dict.getlist(route)
    return list(names)


def _values(world: World, entity: str) -> dict[str, Any]:
    """Return what stands for the parameters of a page about `entity`."""
    latest: dict[str, Any] = {"import": Import, "job": Job, "proposal": Proposal}
    about = latest[entity].objects.latest("pk") if entity in latest else world.own.get(entity)
    pairs = {"need_pk": world.own["need"].pk, "expert_pk": world.own["expert"].pk}
    version = {"number": 1, "name": "handbook.pdf"}
    return {"slug": world.event.slug, "pk": about.pk if about else 0, **pairs, **version}


def _count(world: World, who: str) -> dict[str, list[str]]:
    """Return what every page asks of the database."""
    client = world.client(who)
    asked = {}
    for route, address in _addresses(world):
        client.get(address).close()  # what is kept as long as nothing changes is there
        cache.clear()  # but not what surrounds every page
        with CaptureQueriesContext(connection) as queries:
            client.get(address).close()
        asked[route] = [one["sql"] for one in queries]
    return asked


@pytest.fixture(scope="module")
def asked(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Asked]]:
    """Yield what every page asks with few rows and with many, for each of `WHO`."""
    with django_db_blocker.unblock():
        world = make_world("counted")
        _grow(world, range(1))
        _grow(world, range(1, FEW))  # so that there are two versions to compare
        few = {who: _count(world, who) for who in WHO}
        _grow(world, range(FEW, 3 * FEW))
        yield {who: (few[who], _count(world, who)) for who in WHO}
        call_command("flush", verbosity=0, interactive=False)


@pytest.mark.parametrize("who", WHO)
def test_no_page_asks_more_for_more_rows(asked: dict[str, Asked], who: str) -> None:
    few, many = asked[who]
    assert len(few) > 40
    grown = {route for route in few if len(many[route]) > len(few[route])}
    assert not grown, {route: many[route] for route in grown}
