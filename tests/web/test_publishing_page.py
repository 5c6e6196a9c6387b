"""From the timetable in use to what everybody sees."""

from __future__ import annotations

import pytest

from duijie.web.jobs.models import Job
from duijie.web.publish.models import Publication
from duijie.web.publish.opened import open_publication
from duijie.web.timetable.plans import used_timetable
from tests.web.conftest import World
from tests.web.test_assign_pages import page, ready, url
from tests.web.test_programme import save
from tests.web.test_repair_pages import clock, first_meeting, planned, repair

__all__ = ["planned", "ready"]


def publish(world: World, note: str = "") -> Publication:
    used = used_timetable(world.event)
    assert used
    world.client("organiser").post(url("run_publish"), {"version": used.version, "note": note})
    found = Publication.objects.first()
    assert found, Job.objects.first().error  # type: ignore[union-attr]  # there is one
    return found


def test_it_is_said_before_how_many_it_goes_to(planned: World) -> None:
    assert "Publish version 1 to 4 people" in page(planned, "publish_timetable")
    made = publish(planned, "第一稿")
    assert (made.version, made.note, made.people) == (1, "第一稿", 4)
    assert "Publish version 2 to 4 people" in page(planned, "publish_timetable")


def test_everybody_sees_it_with_reasons(planned: World) -> None:
    made = publish(planned)
    programme = open_publication(made).full
    assert len(programme.placed) == 2
    assert all(programme.reasons[one.need_id, one.expert_id] for one in programme.placed)
    code = first_meeting(planned)[1]
    planned.event.expert_set.filter(code=code).update(account=planned.users["expert"])
    mine = planned.client("expert").get("/me/").content.decode()
    assert "A-" in mine


def test_nothing_new_is_not_published_again(planned: World) -> None:
    publish(planned)
    publish(planned)
    assert Publication.objects.count() == 1
    job = Job.objects.filter(kind="publish").first()
    assert job
    assert job.state == "failed"
    assert "Nothing has changed since version 1" in page(planned, "publish_timetable")


def test_a_repair_changes_the_calendar_once_it_is_published(planned: World) -> None:
    _need, expert, slot, _table = first_meeting(planned)
    publish(planned)
    feed = next(one for one in planned.event.feeds.all() if one.code == expert)
    client = planned.client("")
    before = client.get(f"/calendar/{feed.token}.ics")
    if before.status_code == 404:
        pytest.fail("the calendar of the expert is not served")
    made = repair(planned, who_0=expert, to_0=f"{clock(planned, slot):%H:%M}")
    planned.client("organiser").post(url("apply_repair", made.version))
    assert client.get(f"/calendar/{feed.token}.ics").content == before.content
    publish(planned, "晚到")
    assert client.get(f"/calendar/{feed.token}.ics").content != before.content


def test_another_version_in_use_by_now_is_not_published_unseen(planned: World) -> None:
    planned.client("organiser").post(url("run_publish"), {"version": 7})
    job = Job.objects.filter(kind="publish").first()
    assert job
    assert job.state == "failed"
    assert not Publication.objects.exists()
    planned.client("organiser").post(url("run_publish"), {"version": "x"})
    assert Job.objects.filter(kind="publish").count() == 1


def test_a_stale_timetable_says_so_before_it_goes_out(planned: World) -> None:
    save(planned, rooms="B: 3")
    shown = page(planned, "publish_timetable")
    assert "have changed since this timetable was made" in shown
    assert "A-1" in shown


def test_without_a_timetable_there_is_nothing_to_publish(world: World) -> None:
    assert "no timetable to publish yet" in page(world, "publish_timetable")
