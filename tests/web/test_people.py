"""Coming in: invitations, passwords, questions by link, self-registration."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duijie.web.accounts.models import Membership, User
from duijie.web.core.models import Activity
from duijie.web.people import questions
from duijie.web.people.models import Invitation, Question, Registration
from duijie.web.register.models import Company, Need
from tests.web.conftest import World

NEW = {"name": "周工", "username": "zhougong", "password": "linlan-2027"}


def invite(world: World, **values: Any) -> Invitation:
    address = reverse("invite", args=["spring"])
    world.client("organiser").post(address, {"role": "student", "max_uses": 1, **values})
    return Invitation.objects.latest("pk")


def test_an_invitation_makes_an_account_that_sees_its_own(world: World) -> None:
    company = world.foreign["company"]
    invitation = invite(world, role="company", company=company.pk)
    page = world.client("organiser").get(reverse("members", args=["spring"])).content.decode()
    link = re.search(r"http://testserver(/join/[\w-]+/)", page)
    assert link
    browser = Client()
    answer = browser.post(link[1], NEW)
    assert answer.status_code == 302
    assert answer.headers["location"] == reverse("event", args=["spring"])
    seen = browser.get(reverse("records", args=["spring", "needs"])).content.decode()
    assert world.foreign["need"].title in seen
    assert world.own["need"].title not in seen
    invitation.refresh_from_db()
    assert invitation.uses == 1


def test_who_has_an_account_takes_part_without_another(world: World) -> None:
    invitation = invite(world, role="viewer")
    client = world.client("student")
    assert client.get(reverse("join", args=[invitation.code])).status_code == 200
    client.post(reverse("join", args=[invitation.code]))
    assert Membership.objects.filter(user=world.users["student"], role="viewer").exists()
    again = client.post(reverse("join", args=[invitation.code]))
    assert again.status_code == 302, "accepting twice is no error"


def test_an_expert_invited_by_name_gets_that_profile(world: World) -> None:
    expert = world.foreign["expert"]
    invitation = invite(world, role="expert", expert=expert.pk)
    Client().post(reverse("join", args=[invitation.code]), NEW)
    expert.refresh_from_db()
    assert expert.account == User.objects.get(username="zhougong")


def test_links_end(world: World) -> None:
    invitation = invite(world)
    for change in (
        {"expires_at": timezone.now() - timedelta(minutes=1)},
        {"revoked_at": timezone.now()},
        {"uses": 1},
    ):
        fresh = {"expires_at": timezone.now() + timedelta(days=1), "revoked_at": None, "uses": 0}
        Invitation.objects.filter(pk=invitation.pk).update(**{**fresh, **change})
        answer = Client().post(reverse("join", args=[invitation.code]), NEW)
        assert answer.status_code == 410
        assert not User.objects.filter(username="zhougong").exists()


def test_a_weak_password_is_refused(world: World) -> None:
    invitation = invite(world)
    answer = Client().post(reverse("join", args=[invitation.code]), {**NEW, "password": "12345678"})
    assert answer.status_code == 200
    assert not User.objects.filter(username="zhougong").exists()


def test_a_new_password_by_a_copied_link(world: World) -> None:
    member = Membership.objects.get(event=world.event, role="student")
    page = world.client("organiser").post(reverse("reset_member", args=["spring", member.pk]))
    link = re.search(r"http://testserver(/account/password/new/[^\s<]+)", page.content.decode())
    assert link
    browser = Client()
    form = browser.get(link[1], follow=True)
    address = form.redirect_chain[-1][0]
    browser.post(address, {"password1": "neues-Wort-7", "password2": "neues-Wort-7"})
    assert User.objects.get(pk=member.user.pk).check_password("neues-Wort-7")


def test_guesses_at_one_password_shut_nobody_else_out(world: World) -> None:
    for who in ("viewer", "student"):
        world.users[who].set_password(NEW["password"])
        world.users[who].save()
    hall = Client()
    address = reverse("account_login")

    def sign_in(who: str, password: str) -> int:
        form = {"login": world.users[who].username, "password": password}
        return hall.post(address, form).status_code

    for _ in range(30):
        sign_in("viewer", "geraten")
    assert sign_in("viewer", NEW["password"]) == 200, "guessing has to wait"
    assert sign_in("student", NEW["password"]) == 302


@pytest.mark.parametrize("slug", ["add"])
def test_an_event_is_not_named_like_a_page(world: World, slug: str) -> None:
    form = {"title": "会", "slug": slug, "starts_on": "2027-05-20", "ends_on": "2027-05-20"}
    answer = world.client("organiser").post(reverse("add_event"), form)
    assert answer.context["form"].errors.keys() == {"slug"}


def test_an_organiser_makes_no_link_to_another_organisers_password(world: World) -> None:
    member = Membership.objects.get(event=world.event, role="organiser")
    answer = world.client("organiser").post(
        reverse("reset_member", args=["spring", member.pk]), follow=True
    )
    assert "/account/password/new/" not in answer.content.decode()
    assert "reset_link" in answer.content.decode()


def test_the_last_organiser_stays(world: World) -> None:
    member = Membership.objects.get(event=world.event, role="organiser")
    world.client("organiser").post(reverse("remove_member", args=["spring", member.pk]))
    assert Membership.objects.filter(pk=member.pk).exists()
    student = Membership.objects.get(event=world.event, role="student")
    world.client("organiser").post(reverse("remove_member", args=["spring", student.pk]))
    assert world.client("student").get(reverse("event", args=["spring"])).status_code == 404


def test_a_company_answers_by_link_without_an_account(world: World) -> None:
    need = world.foreign["need"]
    world.client("organiser").post(reverse("ask", args=["spring", need.pk]))
    question = Question.objects.get(need=need)
    address = reverse("answer", args=[question.token])
    assert need.title in Client().get(address).content.decode()
    assert Client().post(address, {}).status_code == 200, "an empty form is no answer"
    answers = {"budget": "500000", "deadline": "2028-01-31", "baseline": "目前收率 60 %"}
    assert (
        "Thank you"
        in Client(headers={"accept-language": "en"}).post(address, answers).content.decode()
    )
    need.refresh_from_db()
    assert (need.budget_high, str(need.deadline), need.basis) == (
        500_000,
        "2028-01-31",
        "目前收率 60 %",
    )
    assert Client().get(address).status_code == 410
    Question.objects.filter(pk=question.pk).update(
        answered_at=None, expires_at=timezone.now() - timedelta(minutes=1)
    )
    assert Client().get(address).status_code == 410


def test_an_answer_sent_twice_at_once_is_kept_once(world: World) -> None:
    need = world.own["need"]
    question = Question.objects.create(event=world.event, need=need, asks=["owner"])
    for _ in range(2):
        questions._keep(question.pk, {"owner": "王工"})
    assert Need.objects.get(pk=need.pk).owner == "王工"


def test_a_link_that_ends_while_somebody_types_gives_the_words_back(world: World) -> None:
    question = Question.objects.create(
        event=world.event, need=world.own["need"], asks=["owner"], expires_at=timezone.now()
    )
    answer = Client().post(reverse("answer", args=[question.token]), {"owner": "王工，生产部"})
    assert answer.status_code == 410
    assert "王工，生产部" in answer.content.decode()


def test_a_deadline_that_is_over_is_no_answer(world: World) -> None:
    question = Question.objects.create(event=world.event, need=world.own["need"], asks=["deadline"])
    answer = Client().post(reverse("answer", args=[question.token]), {"deadline": "2020-01-01"})
    assert answer.context["form"].errors.keys() == {"deadline"}


def test_an_answer_by_link_is_logged_in_the_readers_words(world: World) -> None:
    question = Question.objects.create(event=world.event, need=world.own["need"], asks=["owner"])
    Client(headers={"accept-language": "en"}).post(
        reverse("answer", args=[question.token]), {"owner": "王工"}
    )
    for language, said in (("zh-Hans", "企业（通过链接）"), ("en", "The company, by link")):
        page = world.client("organiser", language).get(reverse("activity", args=["spring"]))
        assert said in page.content.decode()


def test_who_saves_the_settings_second_is_told_and_loses_nothing(world: World) -> None:
    page = reverse("edit_event", args=["spring"])
    form = {
        "title": "甲的标题",
        "slug": "spring",
        "starts_on": "2027-05-20",
        "ends_on": "2027-05-20",
        "version": 1,
    }
    client = world.client("organiser")
    assert client.post(page, form).status_code == 302
    answer = client.post(page, {**form, "title": "乙的标题"})
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "甲的标题" in words
    assert "乙的标题" in words
    world.event.refresh_from_db()
    assert world.event.title == "甲的标题"
    assert client.post(page, {**form, "title": "乙的标题", "version": 2}).status_code == 302
    logged = Activity.objects.filter(kind="event").latest("pk")
    client.post(reverse("undo", args=["spring", logged.pk]))
    world.event.refresh_from_db()
    assert world.event.title == "甲的标题"


def test_who_comes_and_goes_is_logged(world: World) -> None:
    invitation = invite(world, role="viewer")
    world.client("student").post(reverse("join", args=[invitation.code]))
    page = world.client("organiser").get(reverse("activity", args=["spring"])).content.decode()
    assert "student先生 · Viewer" in page


def test_self_registration_waits_for_the_organiser(world: World) -> None:
    address = reverse("register_self", args=["spring", "company"])
    for _ in range(2):
        assert Client().post(address, {"name": "临澜丁新材料有限公司"}).status_code == 200
    entry = Registration.objects.get()
    assert not Company.objects.filter(name="临澜丁新材料有限公司").exists()
    listed = world.client("organiser").get(reverse("registrations", args=["spring"]))
    assert "临澜丁新材料有限公司" in listed.content.decode()
    assert "<svg" in listed.content.decode()
    decide = reverse("decide_registration", args=["spring", entry.pk])
    for _ in range(2):
        world.client("organiser").post(decide, {"accept": "1"})
    assert Company.objects.filter(name="临澜丁新材料有限公司", events=world.event).count() == 1
    world.event.registration_open = False
    world.event.save()
    assert Client().get(address).status_code == 404


def test_who_registers_and_is_known_is_not_there_twice(world: World) -> None:
    company = world.own["company"]
    Company.objects.filter(pk=company.pk).update(industry="C2614", contact="")
    company.events.clear()
    address = reverse("register_self", args=["spring", "company"])
    said = {"name": company.name, "contact": "李工", "industry": "另一行业"}
    Client().post(address, said)
    entry = Registration.objects.get()
    page = world.client("organiser").get(reverse("registrations", args=["spring"]))
    assert f"It is {company.label}" in page.content.decode()
    decide = reverse("decide_registration", args=["spring", entry.pk])
    world.client("organiser").post(decide, {"known": company.pk})
    assert Company.objects.filter(name=company.name).count() == 1
    now = Company.objects.get(pk=company.pk)
    assert (now.contact, now.industry) == ("李工", "C2614")
    assert world.event in now.events.all()
    entry.refresh_from_db()
    assert entry.state == Registration.State.ACCEPTED


@pytest.mark.parametrize("field", ["uscc", "email"])
def test_what_cannot_be_is_said_at_self_registration(world: World, field: str) -> None:
    address = reverse("register_self", args=["spring", "company"])
    answer = Client().post(address, {"name": "临澜丁新材料有限公司", field: "bad"})
    assert answer.context["form"].errors.keys() == {field}
    assert not Registration.objects.exists()


def test_a_page_left_open_too_long_gives_the_text_back(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        world.users["organiser"], "allauth.account.auth_backends.AuthenticationBackend"
    )
    address = reverse("comment", args=["spring", "needs", world.own["need"].pk])
    answer = client.post(address, {"text": "写了很久的一段话"})
    assert answer.status_code == 403
    assert "写了很久的一段话" in answer.content.decode()


def test_only_staff_of_an_organisation_make_events(world: World) -> None:
    address = reverse("add_event")
    values = {
        "title": "秋季对接会",
        "slug": "autumn",
        "starts_on": "2027-10-01",
        "ends_on": "2027-10-01",
    }
    assert world.client("viewer").post(address, values).status_code == 404
    assert world.client("organiser").post(address, values).status_code == 302
    assert world.client("organiser").get(reverse("event", args=["autumn"])).status_code == 200
    wrong = {**values, "slug": "w", "ends_on": "2027-09-01"}
    assert "before the first" in world.client("organiser").post(address, wrong).content.decode()


def test_a_need_of_a_company_is_stated_by_its_contact(world: World) -> None:
    address = reverse("add_record", args=["spring", "needs"])
    own, foreign = world.own["company"], world.foreign["company"]
    client = world.client("company")
    assert client.post(address, {"title": "新需求", "company": foreign.pk}).status_code == 200
    assert not Need.objects.filter(title="新需求").exists()
    assert client.post(address, {"title": "新需求", "company": own.pk}).status_code == 302
    assert Need.objects.get(title="新需求").company == own


@pytest.mark.django_db
def test_the_first_organiser_comes_in_by_a_link_and_makes_an_event() -> None:
    said = StringIO()
    call_command("add_organiser", "shen", "河西理工大学", name="沈书岚", stdout=said)
    client = Client(headers={"accept-language": "en"})
    form = client.get(said.getvalue().strip(), follow=True)
    new = {"password1": "linlan-2027x", "password2": "linlan-2027x"}
    client.post(form.redirect_chain[-1][0], new)
    assert client.login(username="shen", password=new["password1"])
    assert "New event" in client.get(reverse("home")).content.decode()
    with pytest.raises(CommandError, match="there is such a user already"):
        call_command("add_organiser", "shen", "河西理工大学")


def test_a_page_of_nobodys_registration_is_not_found(world: World) -> None:
    for kind, status in (("company", 200), ("expert", 200), ("need", 404)):
        answer = Client().get(reverse("register_self", args=["spring", kind]))
        assert answer.status_code == status
