"""Every route x every role, enumerated from the URL resolver: what is not listed fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from duijie.web.access.rules import MATRIX, Scope
from duijie.web.accounts.models import Membership, Role
from duijie.web.imports.models import Import
from duijie.web.jobs.kinds import KINDS as JOB_KINDS
from duijie.web.jobs.kinds import JobKind
from duijie.web.jobs.models import Job
from duijie.web.match.models import Proposal
from duijie.web.people.models import Invitation, Registration
from duijie.web.register.kinds import KINDS, PLURALS
from tests.web.conftest import World, make_world

NOT_OURS = {"admin", "account", "api"}
"""Django's administration (for superusers), allauth's pages (about oneself only), and the API,
whose cells stand in its description (tests/web/test_api.py)."""
STATE_ONLY = {"set_language"}


def _patterns(
    resolver: URLResolver, above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], URLPattern]]:
    for one in resolver.url_patterns:
        path = (*above, str(one.pattern))
        if isinstance(one, URLResolver):
            yield from _patterns(one, path)
        else:
            yield path, one


def _own_routes() -> list[URLPattern]:
    return [
        pattern
        for path, pattern in _patterns(get_resolver())
        if "".join(path).lstrip("^").split("/")[0] not in NOT_OURS
        and pattern.name not in STATE_ONLY
    ]


def test_every_route_says_which_door_it_stands_behind() -> None:
    for pattern in _own_routes():
        door = getattr(pattern.callback, "door", None)
        assert door, f"{pattern.name} has no door"
        entity, action = door
        if entity in {"public", "account"}:
            continue
        for kind in KINDS if entity == "record" else [entity]:
            assert (kind, action) in MATRIX, f"{pattern.name}: {kind} {action} is not in the matrix"


def test_allauth_pages_concern_only_oneself() -> None:
    for path, pattern in _patterns(get_resolver()):
        if "".join(path).startswith("account/"):
            taken = set(pattern.pattern.converters) | set(
                (getattr(pattern.pattern, "regex", None) and pattern.pattern.regex.groupindex) or ()
            )
            assert taken <= {"uidb36", "key"}, pattern.name


def test_administration_is_for_administrators(world: World) -> None:
    for role in Role:
        assert world.client(role.value).get("/admin/").status_code == 302


def _cells() -> Iterator[tuple[str, str, str]]:
    for pattern in _own_routes():
        entity, _action = getattr(pattern.callback, "door", ("public", ""))
        if entity in {"public", "account"}:
            continue
        plurals = list(PLURALS) if "plural" in pattern.pattern.converters else [""]
        for plural in plurals:
            for role in Role:
                yield str(pattern.name), plural, role.value


@pytest.fixture(scope="module")
def matrix_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock():
        world = make_world("matrix")
        world.own["import"] = Import.objects.create(
            event=world.event,
            file_name="a.csv",
            sheets=[{"name": "a", "rows": [["title"], ["x"]], "merged": [], "uncomputed": []}],
        )
        JOB_KINDS["nothing"] = JobKind("nothing", "x", ("event", "edit"), (), lambda _j, _r: "")
        world.own["job"] = Job.objects.create(event=world.event, kind="nothing", input_hash="")
        for whose in (world.own, world.foreign):
            pair = {"need": whose["need"], "expert": whose["expert"]}
            whose["proposal"] = Proposal.objects.create(
                event=world.event, asker="organiser", **pair
            )
        world.own["invitation"] = Invitation.objects.create(event=world.event, role="student")
        world.own["registration"] = Registration.objects.create(
            event=world.event, kind="expert", values={"name": "某某"}
        )
        yield world
        from django.core.management import call_command  # noqa: PLC0415

        call_command("flush", verbosity=0, interactive=False)


def _keys(world: World, name: str, entity: str, whose: dict[str, Any]) -> list[int]:
    special: dict[str, Any] = {
        "undo": lambda: 999_999,
        "revoke": lambda: world.own["invitation"].pk,
        "remove_member": lambda: 999_999,
        "reset_member": lambda: Membership.objects.get(event=world.event, role="student").pk,
        "decide_registration": lambda: world.own["registration"].pk,
    }
    if name in special:
        return [special[name]()]
    if "import" in name:
        return [world.own["import"].pk]
    if "job" in name:
        return [world.own["job"].pk]
    if "request" in name:
        return [whose["proposal"].pk]
    return [whose[entity].pk]


@pytest.mark.parametrize(("name", "plural", "role"), sorted(set(_cells())))
def test_cell(
    matrix_world: World, django_db_blocker: Any, name: str, plural: str, role: str
) -> None:
    with django_db_blocker.unblock():
        pattern = next(one for one in _own_routes() if one.name == name)
        entity, action = pattern.callback.door  # type: ignore[attr-defined]
        entity = PLURALS.get(plural, entity)
        scope = MATRIX[entity, action].get(Role(role), Scope.NONE)
        for whose, allowed in (("own", scope > Scope.NONE), ("foreign", scope is Scope.ALL)):
            for answer in _visit(matrix_world, pattern, plural, entity, role=role, whose=whose):
                refused = answer.status_code == 404
                if "pk" in pattern.pattern.converters and name not in {"undo", "remove_member"}:
                    assert refused is not allowed, (name, whose, role, answer.status_code)
                elif scope is Scope.NONE:
                    assert refused


def _visit(
    world: World, pattern: URLPattern, plural: str, entity: str, *, role: str, whose: str
) -> Iterator[Any]:
    """Visit a route with GET where it has one, else send it nothing of consequence."""
    client = world.client(role)
    named: dict[str, Any] = {"slug": world.event.slug}
    if plural:
        named["plural"] = plural
    for other in ("need", "expert"):
        if f"{other}_pk" in pattern.pattern.converters:
            named[f"{other}_pk"] = world.own[other].pk
    keys: list[int | None] = [None]
    if "pk" in pattern.pattern.converters:
        keys = list(_keys(world, str(pattern.name), entity, getattr(world, whose)))
    for key in keys:
        address = reverse(str(pattern.name), kwargs=named | ({"pk": key} if key else {}))
        methods = pattern.callback.methods  # type: ignore[attr-defined]
        if "GET" in methods:
            yield client.get(address)
        else:
            from django.db import transaction  # noqa: PLC0415

            with transaction.atomic():
                answer = client.post(address)
                transaction.set_rollback(True)
            yield answer


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in_and_learn_nothing(world: World) -> None:
    stranger = world.client("")
    answer = stranger.get(reverse("event", args=["spring"]))
    assert answer.status_code == 302
    assert "/account/login/" in answer.headers["location"]


@pytest.mark.django_db
def test_guessing_is_answered_with_404_and_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    other = make_world("autumn")
    theirs = other.own["need"]
    answer = world.client("organiser").get(reverse("record", args=["spring", "needs", theirs.pk]))
    assert answer.status_code == 404
    assert f"user={world.users['organiser'].pk} view need {theirs.pk}" in caplog.text
    assert theirs.title not in caplog.text
    assert world.client("organiser").get(reverse("event", args=["autumn"])).status_code == 404
