"""Versions are numbered and stay; people see their own day; calendars follow the newest."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override
from icalendar import Calendar
from pypdf import PdfReader

from duijie.domain.event import Room
from duijie.domain.text import Text
from duijie.web.jobs.models import Job
from duijie.web.publish import services
from duijie.web.publish.frozen import digest, freeze, thaw
from duijie.web.publish.models import Feed, Publication
from duijie.web.publish.printing import PAPERS, start_printing
from duijie.web.publish.services import NothingNew
from duijie.web.register.models import Need, Release
from tests.report.factories import make_programme as make_hard_programme
from tests.web.conftest import World
from tests.web.programmes import EVENT, SEATS, make_programme, organiser_of

SECRET = "绝密催化剂再生"  # noqa: S105 - a title, not a password


def publish(world: World, *seats: Any, note: str = "") -> Publication:
    programme = make_programme(world, seats or SEATS)
    return services.publish(organiser_of(world), programme, note)


def page(world: World, who: str, publication: Publication, show: str = "", **more: str) -> str:
    address = reverse("publication", args=[world.event.slug, publication.version])
    answer = world.client(who).get(address, {"show": show, **more})
    assert answer.status_code == 200
    return str(answer.content.decode())


def feed_of(world: World, record: Any) -> Feed:
    return Feed.objects.get(event=world.event, **{record.ENTITY: record})


def read_feed(world: World, feed: Feed, **headers: str) -> Any:
    return world.client("").get(reverse("calendar", args=[feed.token]), headers=headers)


def meetings_in(answer: Any) -> dict[str, str]:
    """Return the start of each meeting by the words of its title."""
    calendar = Calendar.from_ical(answer.content)
    return {
        str(one["SUMMARY"]): one.decoded("DTSTART").strftime("%H:%M")
        for one in calendar.walk("VEVENT")
        if "Meeting" in str(one["SUMMARY"])
    }


def test_what_is_frozen_is_read_back() -> None:
    programme = make_hard_programme()
    found = thaw(freeze(programme))
    assert found.event == programme.event
    assert found.placed == programme.placed
    assert found.assigned == programme.assigned
    assert dict(found.reasons) == programme.reasons
    assert found.generated == programme.generated
    assert found.register.needs == programme.register.needs
    assert [one.title for one in found.register.evidence] == [
        one.title for one in programme.register.evidence
    ]


def test_the_digest_tells_what_is_said_and_not_when() -> None:
    programme = make_hard_programme()
    later = replace(programme, generated=programme.generated + timedelta(days=1))
    assert digest(later) == digest(programme)
    assert digest(replace(programme, placed=programme.placed[1:])) != digest(programme)


def test_versions_are_numbered_and_the_same_is_not_published_twice(world: World) -> None:
    assert publish(world).version == 1
    with override("en"), pytest.raises(NothingNew, match="version 1"):
        publish(world)
    assert publish(world, ("own", "own", 3, "A-1")).version == 2
    assert [one.version for one in Publication.objects.all()] == [2, 1]


def test_a_version_keeps_names_and_the_difference_is_listed(world: World) -> None:
    first = publish(world)
    hall = replace(EVENT, rooms=(Room("Hall", 2),))
    seats = [(need, expert, slot, "Hall-1") for need, expert, slot, _table in SEATS]
    programme = make_programme(world, seats, hall)
    placed = tuple(replace(one, room="Hall") for one in programme.placed)
    second = services.publish(organiser_of(world), replace(programme, placed=placed))
    world.own["expert"].name = "改名教授"
    world.own["expert"].save()
    assert "A-1" in page(world, "viewer", first)
    assert "own教授" in page(world, "viewer", first)
    assert "Hall-1" in page(world, "viewer", second)
    changes = page(world, "viewer", second, "changes")
    assert "<del>A-1</del> <ins>Hall-1</ins>" in changes
    assert "3 people must be told" in changes


def test_who_must_be_told_is_named_with_was_and_is(world: World) -> None:
    publish(world)
    second = publish(world, ("own", "own", 4, "A-2"), ("foreign", "foreign", 1, "A-1"))
    changes = page(world, "organiser", second, "changes")
    assert '<del class="nowrap">14:00 · A-1</del>' in changes
    assert '<ins class="nowrap">15:00 · A-2</ins>' in changes
    assert "cancelled" in changes
    assert "own教授" in changes
    assert "foreign教授" in changes
    first = page(world, "organiser", Publication.objects.get(version=1), "changes")
    assert "Choose the version to compare with" in first
    turned = page(
        world, "organiser", Publication.objects.get(version=1), "changes", **{"with": "2"}
    )
    assert '<ins class="nowrap">14:00 · A-1</ins>' in turned


def test_who_was_deleted_since_is_still_told_of(world: World) -> None:
    publish(world)
    world.own["expert"].delete()
    second = publish(world, ("foreign", "foreign", 1, "A-1"))
    assert "own教授" in page(world, "organiser", second, "changes")


def test_a_changed_plenary_title_and_place_are_listed(world: World) -> None:
    first = make_programme(world)
    services.publish(organiser_of(world), first)
    [day] = EVENT.days
    moved = replace(
        EVENT,
        title=Text("秋季对接会", "Autumn meeting"),
        place=Text("图书馆", "Library"),
        days=(replace(day, plenary=day.plenary[1:]),),
    )
    second = services.publish(organiser_of(world), replace(first, event=moved))
    changes = page(world, "viewer", second, "changes")
    assert "<ins>Autumn meeting</ins>" in changes
    assert "<ins>Library</ins>" in changes
    assert "The programme for everybody differs" in changes
    assert "must be told" not in changes


def test_confidential_needs_are_masked_for_who_may_not_read(world: World, secret: Need) -> None:
    made = publish(world)
    assert SECRET in page(world, "organiser", made)
    for who in ("expert", "company", "official", "viewer"):
        for show in ("tables", "people", "changes"):
            assert SECRET not in page(world, who, made, show)
        own = world.own["expert"].code
        assert SECRET not in page(world, who, made, "people", person=own)
        assert SECRET not in world.client(who).get(reverse("account")).content.decode()
    assert "Confidential need · C26" in page(world, "viewer", made)
    assert SECRET not in read_feed(world, feed_of(world, world.own["expert"])).content.decode()


def test_what_became_confidential_later_is_masked_in_old_versions(world: World) -> None:
    made = publish(world)
    need = world.own["need"]
    assert need.title in page(world, "viewer", made)
    Need.objects.filter(pk=need.pk).update(confidential=True)
    assert need.title not in page(world, "viewer", made)
    feed = read_feed(world, feed_of(world, world.own["expert"]))
    assert need.title not in Calendar.from_ical(feed.content).to_ical().decode()


def test_who_promised_silence_reads_the_need_on_their_own_page(world: World, secret: Need) -> None:
    publish(world)
    account = reverse("account")
    release = Release.objects.create(need=secret, expert=world.own["expert"])
    assert SECRET not in world.client("expert").get(account).content.decode()
    release.accepted_at = release.released_at
    release.save()
    assert SECRET in world.client("expert").get(account).content.decode()


def test_my_page_says_whom_i_meet_when_and_why(world: World) -> None:
    publish(world)
    said = world.client("expert").get(reverse("account")).content.decode()
    for words in ("own化工有限公司", "14:00–14:20", "A-1", "own废水脱盐", "membranes are close"):
        assert words in said
    assert "Your own introduction" in said
    assert "09:20, your own introduction" in said
    company = world.client("company").get(reverse("account")).content.decode()
    assert "own教授" in company
    assert "foreign废水脱盐" not in company
    assert "Next: " in said
    assert "Next: " not in world.client("viewer").get(reverse("account")).content.decode()


def test_a_calendar_follows_the_newest_version(world: World) -> None:
    publish(world)
    feed = feed_of(world, world.own["expert"])
    first = read_feed(world, feed)
    assert first.headers["Content-Type"].startswith("text/calendar")
    assert set(meetings_in(first).values()) == {"14:00", "14:20"}
    assert Calendar.from_ical(first.content).decoded("REFRESH-INTERVAL") == timedelta(hours=1)
    again = read_feed(world, feed, if_none_match=first.headers["ETag"])
    assert again.status_code == 304
    publish(world, ("own", "own", 6, "A-2"))
    second = read_feed(world, feed, if_none_match=first.headers["ETag"])
    assert meetings_in(second) == {"对接 Meeting：own化工有限公司spring": "15:40"}


def test_who_is_no_longer_in_the_programme_has_an_empty_calendar(world: World) -> None:
    publish(world)
    feed = feed_of(world, world.own["expert"])
    world.event.expert_set.remove(world.own["expert"])
    services.publish(organiser_of(world), make_programme(world, [("own", "foreign", 1, "A-1")]))
    answer = read_feed(world, feed)
    assert answer.status_code == 200
    assert Calendar.from_ical(answer.content).walk("VEVENT") == []


def test_a_renewed_link_ends_the_old_one(world: World) -> None:
    publish(world)
    feed = feed_of(world, world.own["expert"])
    address = reverse("renew_feed", args=[world.event.slug, feed.pk])
    assert world.client("company").post(address).status_code == 404
    answer = world.client("expert").post(address, {"back": "me"})
    assert answer.headers["location"] == reverse("account")
    assert read_feed(world, feed).status_code == 404
    feed.refresh_from_db()
    assert read_feed(world, feed).status_code == 200
    answer = world.client("organiser").post(address)
    assert answer.headers["location"].endswith("?show=people")


def test_links_are_kept_from_version_to_version(world: World) -> None:
    publish(world)
    tokens = set(Feed.objects.values_list("token", flat=True))
    assert len(tokens) == 4  # two experts, two companies
    publish(world, ("own", "own", 3, "A-1"))
    assert set(Feed.objects.values_list("token", flat=True)) == tokens


def test_only_the_organiser_sees_links_and_print(world: World) -> None:
    made = publish(world)
    link = feed_of(world, world.own["expert"]).token
    assert link in page(world, "organiser", made, "people")
    assert link not in page(world, "official", made, "people")
    assert "Print and files" not in page(world, "official", made)
    assert "Prepare the printed matter" in page(world, "organiser", made, "print")
    assert "Prepare the printed matter" not in page(world, "official", made, "print")


def test_before_anything_is_published_there_is_nothing_to_see(world: World) -> None:
    assert "Timetable" not in world.client("expert").get("/events/spring/").content.decode()
    empty = world.client("expert").get(reverse("publications", args=["spring"]))
    assert "Nothing has been published yet" in empty.content.decode()
    missing = reverse("publication", args=["spring", 1])
    assert world.client("organiser").get(missing).status_code == 404
    publish(world)
    cache.clear()  # as the end of the work that publishes does: none ran here
    rail = world.client("expert").get("/events/spring/").content.decode()
    assert "My meetings" in rail
    assert "Published" in rail
    assert "My meetings" not in world.client("viewer").get("/events/spring/").content.decode()


def test_meetings_without_a_time_are_listed(world: World) -> None:
    programme = make_programme(world)
    made = services.publish(organiser_of(world), replace(programme, placed=programme.placed[:1]))
    assert "Without a time" in page(world, "viewer", made)
    empty = services.publish(organiser_of(world), replace(programme, placed=(), assigned=()))
    assert "No meeting has a time yet" in page(world, "viewer", empty)


def read_file(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def pdf_text(answer: Any) -> str:
    data = read_file(answer)
    return "".join("".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(data)).pages)


@pytest.mark.slow
def test_everything_is_printed_once_and_stays(world: World, secret: Need) -> None:
    made = publish(world)
    start_printing(organiser_of(world), made)
    assert Job.objects.get().state == Job.State.DONE
    said = page(world, "organiser", made, "print")
    client = world.client("organiser")
    for paper in PAPERS:
        assert paper.file in said
        address = reverse("published_file", args=["spring", 1, paper.file])
        assert read_file(client.get(address))
        assert world.client("official").get(address).status_code == 404
    files = {one.file: reverse("published_file", args=["spring", 1, one.file]) for one in PAPERS}
    assert SECRET not in pdf_text(client.get(files["handbook.pdf"]))
    assert SECRET not in pdf_text(client.get(files["personal.pdf"]))
    assert SECRET in pdf_text(client.get(files["runsheet.pdf"]))
    packed = zipfile.ZipFile(io.BytesIO(read_file(client.get(files["everything.zip"]))))
    assert {"handbook.pdf", "event.xlsx", "ics/spring-own-expert.ics"} <= set(packed.namelist())
    for name in ("../duijie.sqlite3", "secret_key", "ics"):
        answer = client.get(reverse("published_file", args=["spring", 1, "x"])[:-1] + name)
        assert answer.status_code == 404


@pytest.mark.slow
def test_what_names_a_need_that_became_confidential_is_not_handed_out(world: World) -> None:
    made = publish(world)
    client = world.client("organiser")
    client.post(reverse("print_publication", args=["spring", 1]))
    Need.objects.filter(pk=world.own["need"].pk).update(confidential=True)
    address = reverse("published_file", args=["spring", 1, "handbook.pdf"])
    assert client.get(address).status_code == 404
    assert "Prepare the printed matter" in page(world, "organiser", made, "print")
    client.post(reverse("print_publication", args=["spring", 1]))
    assert world.own["need"].title not in pdf_text(client.get(address))
