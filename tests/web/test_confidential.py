"""A confidential need stays so: on every page, in search, log, comments and exports."""

from __future__ import annotations

import pytest
from django.urls import reverse

from duijie.web.register.models import Need
from tests.web.conftest import World

WORDS = ("绝密催化剂再生", "铂钯双金属配方")
OPEN = "C26 化学原料和化学制品制造业"


def _pages(need: Need) -> list[str]:
    event = ["spring"]
    return [
        reverse("event", args=event),
        reverse("records", args=[*event, "needs"]),
        reverse("records", args=[*event, "needs"]) + "?sort=title",
        reverse("record", args=[*event, "needs", need.pk]),
        reverse("record", args=[*event, "companies", need.company_id]),
        reverse("search", args=event) + "?q=C26",
    ]


@pytest.mark.parametrize("role", ["expert", "official", "viewer"])
def test_others_see_field_and_industry_only(world: World, secret: Need, role: str) -> None:
    client = world.client(role)
    seen = "".join(client.get(page).content.decode() for page in _pages(secret))
    assert OPEN in seen
    for word in WORDS:
        assert word not in seen


@pytest.mark.parametrize("role", ["expert", "official", "viewer", "company"])
def test_search_does_not_tell_that_hidden_words_occur(
    world: World, secret: Need, role: str
) -> None:
    for word in WORDS:
        page = reverse("records", args=["spring", "needs"]) + f"?q={word}"
        content = world.client(role).get(page).content.decode()
        assert reverse("record", args=["spring", "needs", secret.pk]) not in content
        found = world.client(role).get(reverse("search", args=["spring"]) + f"?q={word}")
        assert reverse("record", args=["spring", "needs", secret.pk]) not in found.content.decode()


def test_the_organiser_reads_everything(world: World, secret: Need) -> None:
    content = world.client("organiser").get(_pages(secret)[3]).content.decode()
    assert all(word in content for word in WORDS)


def test_an_expert_reads_after_release_and_promise_and_no_more_after_withdrawal(
    world: World, secret: Need
) -> None:
    page = reverse("record", args=["spring", "needs", secret.pk])
    release = reverse("release", args=["spring", secret.pk])
    expert, organiser = world.client("expert"), world.client("organiser")

    expert.post(reverse("accept_release", args=["spring", secret.pk]))
    assert WORDS[0] not in expert.get(page).content.decode(), "nothing was released yet"

    organiser.post(release, {"expert": world.own["expert"].pk})
    assert WORDS[0] not in expert.get(page).content.decode(), "no promise was given yet"

    expert.post(reverse("accept_release", args=["spring", secret.pk]))
    assert WORDS[1] in expert.get(page).content.decode()
    given = secret.releases.get()
    assert given.accepted_by == world.users["expert"]
    assert given.accepted_at is not None

    organiser.post(release, {"withdraw": world.own["expert"].pk})
    assert WORDS[0] not in expert.get(page).content.decode()


def test_a_company_reads_its_own_and_does_not_see_the_others(world: World, secret: Need) -> None:
    own = world.own["need"]
    Need.objects.filter(pk=own.pk).update(confidential=True)
    client = world.client("company")
    listed = client.get(reverse("records", args=["spring", "needs"])).content.decode()
    assert own.title in listed
    assert OPEN not in listed
    assert client.get(reverse("record", args=["spring", "needs", secret.pk])).status_code == 404


def test_comments_on_what_is_hidden_are_hidden(world: World, secret: Need) -> None:
    comment = reverse("comment", args=["spring", "needs", secret.pk])
    world.client("organiser").post(comment, {"text": "配方含铂钯"})
    expert = world.client("expert")
    page = reverse("record", args=["spring", "needs", secret.pk])
    assert "配方含铂钯" not in expert.get(page).content.decode()
    assert expert.post(comment, {"text": "?"}).status_code == 404


@pytest.mark.parametrize("role", ["expert", "company", "official", "viewer", "student"])
def test_contacts_are_for_the_organiser_and_the_owner(world: World, role: str) -> None:
    page = reverse("record", args=["spring", "companies", world.foreign["company"].pk])
    assert "025-11112222" not in world.client(role).get(page).content.decode()
    assert "025-11112222" in world.client("organiser").get(page).content.decode()


@pytest.mark.parametrize("role", ["expert", "official", "viewer"])
def test_whose_a_confidential_need_is_stays_hidden(world: World, secret: Need, role: str) -> None:
    company = reverse("record", args=["spring", "companies", secret.company_id])
    need = reverse("record", args=["spring", "needs", secret.pk])
    assert need in world.client("organiser").get(company).content.decode()
    assert need not in world.client(role).get(company).content.decode()


@pytest.mark.parametrize("column", ["title", "company", "budget_low", "deadline"])
def test_the_order_of_a_list_tells_nothing_of_hidden_words(
    world: World, secret: Need, column: str
) -> None:
    def order(who: str, title: str, figure: int) -> list[int]:
        values = {"title": title, "budget_low": figure, "deadline": f"{2000 + figure}-01-01"}
        Need.objects.filter(pk=secret.pk).update(**values)
        secret.company.name = title  # type: ignore[union-attr]  # it has one
        secret.company.save()  # type: ignore[union-attr]
        page = reverse("records", args=["spring", "needs"]) + f"?sort={column}"
        answer = world.client(who).get(page)
        return [seen.pk for seen in answer.context["page"].object_list]

    other = {"budget_low": 50, "deadline": "2050-01-01"}
    Need.objects.filter(pk=world.own["need"].pk).update(**other)
    assert order("viewer", "AAA", 1) == order("viewer", "zzz", 99)
    assert order("organiser", "AAA", 1) != order("organiser", "zzz", 99)


def test_a_need_without_an_industry_shows_that_of_its_company(world: World, secret: Need) -> None:
    Need.objects.filter(pk=secret.pk).update(industry="")
    company = world.foreign["company"]
    company.industry = "C2614"
    company.save()
    page = world.client("expert").get(reverse("record", args=["spring", "needs", secret.pk]))
    words = page.content.decode()
    assert words.count("C2614") > 1, "in its name and as a field of its own"
    assert company.name not in words
