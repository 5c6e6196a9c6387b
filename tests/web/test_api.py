"""The API: the same doors as the pages, read off its own description."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from duijie.web.access.rules import MATRIX, Scope
from duijie.web.accounts.models import Role
from duijie.web.api.doors import DOOR
from duijie.web.api.models import Token, make_token
from duijie.web.api.urls import api
from duijie.web.core.models import Activity
from duijie.web.imports.models import Import
from duijie.web.match.models import Proposal
from duijie.web.publish.services import publish
from duijie.web.register.kinds import KINDS, PLURALS
from duijie.web.register.models import Need
from tests.web.conftest import World, make_world
from tests.web.programmes import make_programme, organiser_of

Operation = tuple[str, str, tuple[str, str]]
"""Path, method, door."""


def _operations() -> Iterator[Operation]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, described in methods.items():
            entity, action = described[DOOR]
            yield path, method, (entity, action)


def test_every_route_says_which_door_it_stands_behind() -> None:
    operations = list(_operations())
    assert len(operations) > 7 * len(KINDS)
    for path, method, door in operations:
        assert door in MATRIX or door == ("account", "own"), (path, method)


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [
        described["operationId"]
        for methods in api.get_openapi_schema()["paths"].values()
        for described in methods.values()
    ]
    assert len(names) == len(set(names))


def test_every_kind_has_every_route() -> None:
    paths = api.get_openapi_schema()["paths"]
    for plural in PLURALS:
        assert set(paths[f"/api/events/{{slug}}/{plural}/"]) == {"get", "post"}
        assert set(paths[f"/api/events/{{slug}}/{plural}/{{pk}}"]) == {"get", "patch", "delete"}


@pytest.fixture(scope="module")
def matrix_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock():
        world = make_world("matrix")
        world.own["import"] = Import.objects.create(
            event=world.event,
            file_name="a.csv",
            sheets=[{"name": "a", "rows": [["title"], ["x"]], "merged": [], "uncomputed": []}],
        )
        for whose in (world.own, world.foreign):
            pair = {"need": whose["need"], "expert": whose["expert"]}
            whose["proposal"] = Proposal.objects.create(
                event=world.event, asker="organiser", **pair
            )
        publish(organiser_of(world), make_programme(world))
        for feed in world.event.feeds.select_related("expert", "company"):
            owner: Any = feed.expert or feed.company
            whose = world.own if owner in world.own.values() else world.foreign
            whose[f"feed of {owner.ENTITY}"] = feed
        yield world
        from django.core.management import call_command  # noqa: PLC0415

        call_command("flush", verbosity=0, interactive=False)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("operation", sorted(_operations()))
def test_cell(
    matrix_world: World, django_db_blocker: Any, operation: Operation, role: Role
) -> None:
    path, method, door = operation
    entity, _ = door
    scope = Scope.ALL if entity == "account" else MATRIX[door].get(role, Scope.NONE)
    with django_db_blocker.unblock(), transaction.atomic():
        for whose, allowed in (("own", scope > Scope.NONE), ("foreign", scope is Scope.ALL)):
            if "{pk}" in path and entity in {"activity", "member"}:
                continue  # whose they are is told by who did them: see test_undo
            answer = _send(matrix_world, path, method, entity, role=role, whose=whose)
            refused = answer.status_code == 404
            if "{pk}" in path:
                assert refused is not allowed, (whose, answer.status_code, answer.content)
            elif scope is Scope.NONE:
                assert refused
            else:
                assert answer.status_code != 404
        transaction.set_rollback(True)


def _send(world: World, path: str, method: str, entity: str, *, role: Role, whose: str) -> Any:
    if entity == "feed":
        entity = "feed of company" if role == Role.COMPANY else "feed of expert"
    record = world.own["import"] if entity == "import" else getattr(world, whose).get(entity)
    pk = record.pk if record else 0
    beside = {f"{one}_pk": world.own[one].pk for one in ("need", "expert")}
    address = path.format(slug=world.event.slug, pk=pk, number=1, name="handbook.pdf", **beside)
    client = world.client(role.value)
    if method == "get":
        return client.get(address, {"q": "膜"})
    pair = {"need_id": world.own["need"].pk, "expert_id": world.own["expert"].pk}
    bodies = {"comments": {"text": "好"}, "mark": {"mark": "must"}, "proposals": pair}
    bodies["answer"] = {"answer": "accepted"}
    body: Any = bodies.get(address.rsplit("/", 1)[1], {})
    with transaction.atomic():
        if address.endswith("imports"):
            answer = client.post(address, {"file": SimpleUploadedFile("a.csv", b"title\nx\n")})
        else:
            answer = client.generic(method.upper(), address, json.dumps(body), "application/json")
        transaction.set_rollback(True)
    return answer


def _call(client: Client, method: str, address: str, body: Any = None, **headers: str) -> Any:
    given = {"content_type": "application/json", "headers": headers}
    return client.generic(method, f"/api/events/{address}", json.dumps(body or {}), **given)  # type: ignore[arg-type]  # both are


def test_a_token_is_its_owner_until_it_is_ended(world: World) -> None:
    page = world.client("company").post("/me/tokens/", {"name": "ERP"})
    (kept,) = Token.objects.all()
    words = page.context["made"]
    assert words.startswith("dj_")
    assert words not in {kept.digest, kept.name}
    program = Client(headers={"authorization": f"Bearer {words}"})
    (event,) = program.get("/api/events").json()
    assert event["roles"] == ["company"]
    found = program.get("/api/events/spring/needs/").json()
    assert [one["title"] for one in found["items"]] == ["own废水脱盐"]
    kept.refresh_from_db()
    assert kept.used_on
    assert world.client("expert").post(f"/me/tokens/{kept.pk}/revoke/").status_code == 404
    world.client("company").post(f"/me/tokens/{kept.pk}/revoke/")
    assert program.get("/api/events").status_code == 401


def test_a_stranger_is_asked_who_in_the_own_language(world: World) -> None:
    answer = Client(headers={"accept-language": "zh-hans"}).get("/api/events")
    assert answer.status_code == 401
    assert "令牌" in answer.json()["detail"]


def test_pages_of_other_sites_cannot_use_a_session(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        world.users["organiser"], "allauth.account.auth_backends.AuthenticationBackend"
    )
    answer = _call(client, "POST", "spring/needs/", {"title": "x"})
    assert answer.status_code == 403
    program = Client(enforce_csrf_checks=True)
    words = make_token(world.users["organiser"], "script")
    answer = _call(
        program, "POST", "spring/needs/", {"title": "x"}, authorization=f"Bearer {words}"
    )
    assert answer.status_code == 201


def test_adding_changing_deleting_and_bringing_back(world: World) -> None:
    client = world.client("organiser")
    made = _call(client, "POST", "spring/needs/", {"title": "废酸回收", "budget_low": "50000"})
    assert made.status_code == 201
    need = made.json()
    assert (need["title"], need["budget_low"], need["version"]) == ("废酸回收", "50000.00", 1)
    at = f"spring/needs/{need['id']}"
    changed = _call(client, "PATCH", at, {"industry": "化工", "version": 1}).json()
    assert (changed["industry"], changed["title"], changed["version"]) == ("化工", "废酸回收", 2)
    clash = _call(client, "PATCH", at, {"industry": "医药", "version": 1})
    assert (clash.status_code, clash.json()["version"]) == (409, 2)
    assert _call(client, "DELETE", at).status_code == 204
    deleted = Activity.objects.filter(kind="need", action="delete").latest("pk")
    assert _call(client, "POST", f"spring/activity/{deleted.pk}/undo").status_code == 200
    assert Need.objects.get(pk=need["id"]).industry == "化工"
    log = client.get("/api/events/spring/activity").json()
    assert log["items"][0]["action"] == "create"


def test_what_is_wrong_is_said_by_field(world: World) -> None:
    client = world.client("organiser", "zh-hans")
    answer = _call(client, "POST", "spring/companies/", {"name": "某厂", "uscc": "123"})
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["uscc"]
    assert _call(client, "POST", "spring/needs/", {}).json()["fields"]["title"]


def test_a_record_with_others_on_it_stays(world: World) -> None:
    answer = _call(
        world.client("organiser"), "DELETE", f"spring/companies/{world.own['company'].pk}"
    )
    assert answer.status_code == 409


def test_what_is_hidden_is_left_out(world: World, secret: Need) -> None:
    for role in ("expert", "viewer", "official"):
        client = world.client(role)
        one = client.get(f"/api/events/spring/needs/{secret.pk}").json()
        assert one["open"] is False
        assert set(one) & {"title", "text", "company_id"} <= {k for k in one if one[k] is None}
        listed = client.get("/api/events/spring/needs/").content.decode()
        assert secret.title not in listed
        assert secret.title not in client.get("/api/events/spring/search?q=绝密").content.decode()
        assert client.get(f"/api/events/spring/needs/{secret.pk}/comments").json() == []
    phone = world.client("viewer").get(f"/api/events/spring/experts/{world.own['expert'].pk}")
    assert "13900001111" not in phone.content.decode()


def test_undo_of_another_is_not_there(world: World) -> None:
    made = Activity.objects.filter(kind="need").latest("pk")
    assert (
        _call(world.client("company"), "POST", f"spring/activity/{made.pk}/undo").status_code == 404
    )


def test_a_sheet_is_imported_and_taken_back(world: World) -> None:
    client = world.client("organiser")
    sheet = SimpleUploadedFile("needs.csv", "需求名称,单位名称\n脱硫,某厂\n,缺名称\n".encode())
    one = client.post("/api/events/spring/imports", {"file": sheet}).json()
    assert {c["kind"]: c["new"] for c in one["counts"]} == {"company": 1, "need": 1}
    assert any(finding["row"] == 3 for finding in one["findings"])
    assert not Need.objects.filter(title="脱硫").exists()
    client.post(f"/api/events/spring/imports/{one['id']}/run")
    assert client.get(f"/api/events/spring/imports/{one['id']}").json()["state"] == "done"
    assert Need.objects.filter(title="脱硫").exists()
    client.post(f"/api/events/spring/imports/{one['id']}/undo")
    assert not Need.objects.filter(title="脱硫").exists()
    again = client.post(f"/api/events/spring/imports/{one['id']}/undo")
    assert again.status_code == 409
    broken = SimpleUploadedFile("needs.xlsx", b"no workbook")
    assert client.post("/api/events/spring/imports", {"file": broken}).status_code == 422


def test_the_event_can_be_changed_and_exported(world: World) -> None:
    client = world.client("organiser")
    changed = _call(client, "PATCH", "spring", {"place": "会议中心"}).json()
    assert (changed["place"], changed["title"]) == ("会议中心", "校企对接会")
    assert _call(client, "PATCH", "spring", {"title": ""}).status_code == 422
    assert client.get("/api/events/spring/export.xlsx").content.startswith(b"PK")
    assert len(client.get("/api/events/spring/members").json()) == len(Role)


def test_the_description_is_for_members_and_loads_nothing_from_elsewhere(world: World) -> None:
    assert Client().get("/api/docs").status_code == 302
    page = world.client("viewer").get("/api/docs")
    assert page.status_code == 200
    assert "http" not in page.content.decode().replace("http://testserver", "")
    assert "default-src 'self'" in page.headers["content-security-policy"]


def test_the_calls_of_the_manual_exist() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "api.md").read_text(encoding="utf-8")
    known = {
        (re.sub(r"\{\w+\}", "X", path.replace("{name}", "handbook.pdf")), method.upper())
        for path, method, _door in _operations()
    }
    calls = re.findall(r"curl [^\n]*?(?:-X (\w+) [^\n]*?)?\$DUIJIE(/api/[^\s\"?]+)", page)
    assert len(calls) > 10
    for method, path in calls:
        usual = "POST" if path.endswith("/imports") else "GET"
        named = re.sub(r"(?<=/)(?:sample|\d+)(?=/|$)", "X", path)
        named = re.sub(r"(?<=/files/).+", "handbook.pdf", named)
        assert (named, method or usual) in known, path


@pytest.mark.parametrize(
    ("path", "method", "body", "name"),
    [
        ("spring/needs/{need}", "PATCH", {"titel": "新名称"}, "titel"),
        ("spring/needs/", "POST", {"title": "新", "budget": 5}, "budget"),
        ("spring", "PATCH", {"titel": "新"}, "titel"),
        ("spring/assign/run", "POST", {"methode": "fairest"}, "methode"),
        ("spring/timetable/run", "POST", {"unplaced": True}, "unplaced"),
    ],
)
def test_a_field_that_nobody_knows_is_refused(
    world: World, path: str, method: str, body: dict[str, Any], name: str
) -> None:
    address = path.format(need=world.own["need"].pk)
    answer = _call(world.client("organiser"), method, address, body)
    assert answer.status_code == 422
    assert name in answer.content.decode()


def test_a_record_may_be_sent_as_it_was_read(world: World) -> None:
    client, need = world.client("organiser"), world.own["need"]
    read = client.get(f"/api/events/spring/needs/{need.pk}").json()
    sent = {**read, "title": "改名", "company": world.foreign["company"].pk}
    answer = _call(client, "PATCH", f"spring/needs/{need.pk}", sent)
    assert answer.status_code == 200, answer.content
    need.refresh_from_db()
    assert (need.title, need.company) == ("改名", world.foreign["company"])
