"""What goes wrong between a person and the server: sent twice, signed out, killed, out of date."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duijie.web.accounts.models import Event
from duijie.web.api.models import Token, make_token
from duijie.web.core.models import Activity
from duijie.web.imports import services
from duijie.web.imports.models import Import
from duijie.web.match.models import Proposal
from duijie.web.people.models import Invitation, Question
from duijie.web.register.models import Company, Need
from tests.web.conftest import World
from tests.web.test_imports import NEEDS, upload

PASSWORD = "linlan-2027x"  # noqa: S105 - invented
LONG = "含盐废水，每天 200 吨\n现在送去焚烧 <b>" * 40


# -- the session ends while somebody writes


def signed_out(world: World, who: str) -> Client:
    """Return a browser whose session has just ended; who sits there knows the password."""
    user = world.users[who]
    user.set_password(PASSWORD)
    user.save()
    client = Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)
    client.get(reverse("account_login"))  # the mark against forged forms outlives the session
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    Session.objects.all().delete()
    return client


def send(client: Client, address: str, form: dict[str, Any], **headers: str) -> Any:
    mark = client.cookies["csrftoken"].value
    return client.post(address, {**form, "csrfmiddlewaretoken": mark}, headers=headers)


def sign_in(client: Client, world: World, who: str, to: str) -> str:
    """Sign in on the page that asked for it; return the address that follows."""
    name = world.users[who].username
    answer = send(client, to, {"login": name, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["location"])


def hidden_fields(page: str) -> dict[str, str]:
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def test_a_session_that_ends_in_mid_form_loses_nothing(world: World) -> None:
    need = world.own["need"]
    client = signed_out(world, "company")
    edit = reverse("edit_record", args=["spring", "needs", need.pk])
    form = {"title": need.title, "company": need.company_id, "problem": LONG, "version": 1}
    answer = send(client, edit, form)
    assert answer.status_code == 302
    assert "What you typed is kept" in client.get(answer.headers["location"]).content.decode()

    to = sign_in(client, world, "company", answer.headers["location"])
    client.get(to)
    page = client.get(to).content.decode()  # looked at twice: a reload takes nothing away
    assert "Nothing of what you typed is lost" in page
    assert "&lt;b&gt;" in page
    assert f'action="{edit}"' in page
    kept = hidden_fields(page)
    assert send(client, edit, kept).status_code == 302
    need.refresh_from_db()
    assert need.problem.replace("\r\n", "\n") == LONG.strip()
    assert client.get(to).headers["location"] == reverse("home"), "it is kept no longer"


def test_what_was_kept_is_checked_as_ever_when_it_is_sent(world: World) -> None:
    need = world.own["need"]
    client = signed_out(world, "company")
    edit = reverse("edit_record", args=["spring", "needs", need.pk])
    form = {"title": "乙的名称", "company": need.company_id, "version": 1}
    login = send(client, edit, form).headers["location"]
    Need.objects.filter(pk=need.pk).update(title="甲的名称", version=2)
    page = client.get(sign_in(client, world, "company", login)).content.decode()
    answer = send(client, edit, hidden_fields(page))
    assert answer.status_code == 409
    assert "乙的名称" in answer.content.decode()
    other = reverse("edit_record", args=["spring", "needs", world.foreign["need"].pk])
    assert send(client, other, hidden_fields(page)).status_code == 404


def test_a_button_pressed_too_late_leads_back_to_its_page(world: World) -> None:
    client = signed_out(world, "organiser")
    members = reverse("members", args=["spring"])
    member = world.event.memberships.get(role="student")
    remove = reverse("remove_member", args=["spring", member.pk])
    came = {"referer": f"http://testserver{members}"}
    login = send(client, remove, {}, **came).headers["location"]
    assert sign_in(client, world, "organiser", login) == members
    assert world.event.memberships.filter(pk=member.pk).exists()


def test_a_part_of_a_page_that_comes_too_late_asks_to_sign_in(world: World) -> None:
    client = signed_out(world, "organiser")
    page = reverse("records", args=["spring", "needs"])
    came = {"hx-request": "true", "referer": f"http://testserver{page}?q=x"}
    answer = client.get(page, headers=came)
    assert answer.status_code == 200
    assert not answer.content
    assert sign_in(client, world, "organiser", answer.headers["HX-Redirect"]) == f"{page}?q=x"


def test_neither_passwords_nor_floods_are_kept(world: World) -> None:
    client = signed_out(world, "organiser")
    comment = reverse("comment", args=["spring", "needs", world.own["need"].pk])
    for form in ({"password": "x"}, {"text": "长" * 64_001}):
        assert "unsent" not in send(client, comment, form).headers["location"]
    assert "unsent" in send(client, comment, {"text": "短"}).headers["location"]


def test_another_site_puts_nothing_into_what_is_kept(world: World) -> None:
    client = signed_out(world, "organiser")
    comment = reverse("comment", args=["spring", "needs", world.own["need"].pk])
    assert client.post(comment, {"text": "forged"}).status_code == 403
    assert "unsent" not in client.session


# -- sent twice


def test_a_record_that_is_sent_twice_is_there_once(world: World) -> None:
    client = world.client("company")
    address = reverse("add_record", args=["spring", "needs"])
    form = {"title": "废酸回收", "company": world.own["company"].pk, "budget_low": "50000.00"}
    first, second = (client.post(address, form) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert Need.objects.filter(title="废酸回收").count() == 1
    assert "is there already" in client.get(second.headers["location"]).content.decode()
    client.post(address, {**form, "budget_low": "60000"})
    assert Need.objects.filter(title="废酸回收").count() == 2, "another figure is another need"


def test_a_call_that_is_sent_twice_makes_one_record(world: World) -> None:
    client = world.client("organiser")
    sent: Any = {"data": {"name": "临澜戊化工有限公司"}, "content_type": "application/json"}
    made = [client.post("/api/events/spring/companies/", **sent).json()["id"] for _ in range(2)]
    assert made[0] == made[1]
    assert Company.objects.filter(name="临澜戊化工有限公司").count() == 1


def test_a_file_that_is_sent_twice_is_one_import(world: World) -> None:
    first, second = (upload(world).headers["location"] for _ in range(2))
    assert first == second
    one = Import.objects.get()
    services.change_preview(one, mends={"0/3/1": "名称"})
    assert upload(world).headers["location"] != first, "who mended can begin anew"
    assert upload(world, NEEDS.replace("高盐", "低盐")).headers["location"] != first


@pytest.mark.parametrize("what", ["edit", "send", "ask", "release", "answer"])
def test_whatever_is_sent_twice_is_done_once(world: World, what: str) -> None:
    need, expert = world.own["need"], world.own["expert"]
    Need.objects.filter(pk=need.pk).update(confidential=True)
    known = Proposal.objects.create(
        event=world.event, need=need, expert=world.foreign["expert"], asker="organiser"
    )
    edited = {"title": "新名", "company": need.company_id, "confidential": "on", "version": 1}
    who, route, keys, form = {
        "edit": ("company", "edit_record", ["needs", need.pk], edited),
        "send": ("organiser", "send_requests", [], _pair(need, expert)),
        "ask": ("company", "ask_meeting", [], _pair(need, expert)),
        "release": ("company", "release", [need.pk], {"expert": expert.pk}),
        "answer": ("company", "answer_request", [known.pk], {"answer": "declined"}),
    }[what]
    client, address = world.client(who), reverse(route, args=["spring", *keys])
    before = _state()
    client.post(address, form)
    once = _state()
    assert once != before
    client.post(address, form)
    assert _state() == once


def _pair(need: Any, expert: Any) -> dict[str, Any]:
    return {"need": need.pk, "expert": expert.pk}


def _state() -> dict[str, list[dict[str, Any]]]:
    """Return every row of ours; what an answer brought is made anew and has another key."""
    made_anew = {"id", "decision_id", "pin_id"}
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name not in made_anew}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in apps.get_models()
        if model.__module__.startswith("duijie")
    }


def test_an_event_that_is_sent_twice_is_opened(world: World) -> None:
    client = world.client("organiser")
    day = "2027-10-11"
    form = {"title": "秋季对接会", "slug": "autumn", "starts_on": day, "ends_on": day}
    first, second = (client.post(reverse("add_event"), form) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert Event.objects.filter(slug="autumn").count() == 1
    taken = client.post(reverse("add_event"), {**form, "title": "另一场"})
    assert taken.status_code == 200
    assert "already exists" in taken.content.decode()


# -- links that are over


@pytest.mark.parametrize("state", ["expired", "used", "forged"])
def test_a_link_that_is_over_says_what_to_do(world: World, state: str) -> None:
    past = timezone.now() - timedelta(minutes=1)
    used: dict[str, Any] = {"expires_at": past}
    question = Question.objects.create(event=world.event, need=world.own["need"], asks=["budget"])
    invitation = Invitation.objects.create(event=world.event, role="viewer")
    if state == "used":
        Question.objects.filter(pk=question.pk).update(answered_at=past)
        used = {"uses": 1}
    elif state == "expired":
        Question.objects.filter(pk=question.pk).update(**used)
    Invitation.objects.filter(pk=invitation.pk).update(**used)
    forged = state == "forged"
    pages = {
        reverse("answer", args=["x" if forged else question.token]): {
            "used": "Your answers are with the organiser"
        }.get(state, "Ask the organiser for a new one"),
        reverse("join", args=["AAAA-BBBB-CCCC" if forged else invitation.code]): (
            "Ask the person who invited you for a new one"
        ),
    }
    client = Client(headers={"accept-language": "en"})
    for address, said in pages.items():
        for answer in (client.get(address), client.post(address, {"budget": "1"})):
            assert answer.status_code == 410
            assert said in answer.content.decode()


def test_a_link_to_a_new_password_that_is_over_says_what_to_do(world: World) -> None:
    client = Client(headers={"accept-language": "en"})
    address = reverse("account_reset_password_from_key", args=["1", "forged"])
    content = client.get(address, follow=True).content.decode()
    assert "possibly because it has already been used" in content
    assert reverse("account_reset_password") in content


def test_a_token_that_was_ended_says_so(world: World) -> None:
    words = make_token(world.users["organiser"], "script")
    Token.objects.all().delete()
    program = Client(headers={"authorization": f"Bearer {words}", "accept-language": "en"})
    answer = program.get("/api/events")
    assert answer.status_code == 401
    assert "a token that is still good" in answer.json()["detail"]


# -- killed in the middle


@pytest.mark.slow
def test_a_server_killed_in_the_middle_of_an_import_leaves_nothing_half_there(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-m", "tests.web.dying", str(tmp_path)]
    own = {k: v for k, v in os.environ.items() if not k.startswith(("DUIJIE", "DJANGO"))}
    with subprocess.Popen([*command, "die"], stdout=subprocess.PIPE, env=own) as process:
        assert process.stdout
        assert process.stdout.readline() == b"merging\n", "everything is written, nothing is kept"
        process.send_signal(signal.SIGKILL)
    done = subprocess.run([*command, "again"], stdout=subprocess.PIPE, check=True, env=own)
    assert done.stdout.decode().splitlines() == [
        "before: 0 needs, 0 companies, 0 links, 0 entries, failed, ok",
        "after: 300 needs, 30 companies, 300 links, 330 entries, done, ok",
    ]


def test_an_import_whose_task_went_with_the_server_is_taken_up(world: World) -> None:
    upload(world)
    one = Import.objects.get()
    Import.objects.filter(pk=one.pk).update(state=Import.State.QUEUED)
    assert services.take_up_interrupted() == 0
    assert Need.objects.filter(title="高盐废水脱盐").exists()
    count = Activity.objects.count()
    Import.objects.filter(pk=one.pk).update(state=Import.State.RUNNING)
    services.perform_import(one)
    assert Activity.objects.count() == count, "another worker has it"
