"""The timetable when things go wrong: changed meanwhile, impossible, declined, deleted, renamed."""

from __future__ import annotations

import pytest

from duijie.web.core.models import Activity
from duijie.web.jobs.models import Job
from duijie.web.match.models import Proposal
from duijie.web.programme.services import latest_programme
from duijie.web.register.models import Expert, Pin
from duijie.web.timetable.models import Timetable
from duijie.web.timetable.plans import is_stale
from tests.web.conftest import World
from tests.web.test_timetable_pages import (
    PAIRS,
    PROGRAMME,
    assign,
    compute,
    free_place,
    in_use,
    key,
    move,
    page,
    places,
    programme,
    url,
)


@pytest.fixture
def ready(world: World) -> World:
    """The world with a programme and an assignment."""
    programme(world)
    assign(world)
    return world


def test_a_running_solver_stops_when_its_input_changes(ready: World) -> None:
    job = Job.objects.create(
        event=ready.event,
        kind="timetable",
        params={"allow_unplaced": False, "without": []},
        by_name="x",
        input_hash="what it was before",
    )
    from duijie.web.jobs.services import perform  # noqa: PLC0415 - what the worker calls

    perform(job)
    job.refresh_from_db()
    assert (job.state, Timetable.objects.count()) == (Job.State.CANCELLED, 0)
    assert "The input changed while this was computed" in page(ready, url("timetable"))


CROWDED = PROGRAMME.replace("count = 4", "count = 1").replace(
    'plenary = [{ start = "15:00", minutes = 20, title = "Tea" }]\n', ""
)


def test_an_impossible_programme_is_explained_with_ways_out(world: World) -> None:
    programme(world, CROWDED)
    assign(world)
    client = world.client("organiser")
    client.post(url("run_timetable"))
    shown = page(world, url("timetable"))
    assert "meetings but only 1 free slot" in shown
    assert "--allow" not in shown
    assert "Compute without" in shown
    client.post(url("run_timetable"), {"allow_unplaced": "1"})
    used = in_use(world)
    assert used.left_out
    shown = page(world, url("timetable"))
    assert "Without a time" in shown
    assert f"{len(used.left_out)} left out" in shown


def test_a_meeting_can_be_left_out_by_name(world: World) -> None:
    programme(world, CROWDED)
    assign(world, PAIRS[:2])
    out = key(world, "foreign", "own")
    world.client("organiser").post(url("run_timetable"), {"without": "/".join(out)})
    used = in_use(world)
    assert (list(places(used)), used.left_out) == ([key(world, "own", "own")], [list(out)])
    assert not is_stale(used)
    assert "left out, as you asked" in page(world, url("timetable"))


def test_a_lock_in_the_way_can_be_taken_off(ready: World) -> None:
    compute(ready)
    meeting = key(ready, "own", "own")
    move(ready, meeting, free_place(ready, meeting))
    slot = places(in_use(ready))[meeting][0]
    start = {1: "14:00", 2: "14:20", 3: "14:40", 4: "15:00"}[slot]
    end = {1: "14:20", 2: "14:40", 3: "15:00", 4: "15:20"}[slot]
    away = f'[[absent]]\nid = "{meeting[1]}"\nfrom = "{start}"\nto = "{end}"\n'
    programme(ready, PROGRAMME + away)
    ready.client("organiser").post(url("run_timetable"))
    shown = page(ready, url("timetable"))
    assert f"Unlock {'/'.join(meeting)}" in shown
    assert f"<s>{ready.own['expert'].name}</s>" in shown


def test_a_declined_must_meet_is_said(ready: World) -> None:
    pair = {"event": ready.event, "need": ready.own["need"], "expert": ready.own["expert"]}
    Pin.objects.create(**pair, rule="must")
    Proposal.objects.create(**pair, asker="organiser", expert_answer="declined")
    compute(ready)
    assert "Declined, although you pinned them" in page(ready, url("timetable"))


def test_an_expert_deleted_with_meetings(ready: World) -> None:
    compute(ready)
    expert: Expert = ready.own["expert"]
    code = expert.code
    expert.delete()
    shown = page(ready, url("timetable"))
    assert "have changed since" in shown
    assert f"there is no expert {code}" in shown
    assert "deleted" in shown
    assert page(ready, url("timetable", query="?show=people"))
    assert is_stale(in_use(ready))


@pytest.mark.parametrize("who", ["need", "expert"])
def test_who_was_deleted_is_left_out_with_a_word_when_computed_again(
    ready: World, who: str
) -> None:
    compute(ready)
    gone = "/".join(key(ready, "own", "own"))
    ready.own[who].delete()
    made = compute(ready)
    assert gone not in {"/".join(pair) for pair in places(made)}
    words = f"{gone}: its need or its expert was deleted; they do not meet any more"
    assert words in page(ready, url("plan", made.version))
    assert f"{gone}：需求或专家已删除" in page(ready, url("plan", made.version), language="zh-hans")


def test_a_table_renamed_is_named(ready: World) -> None:
    compute(ready)
    programme(ready, PROGRAMME.replace('name = "A"', 'name = "B"'))
    shown = page(ready, url("timetable"))
    assert "there is no table A-" in shown
    assert "data-base" not in shown
    assert move(ready, key(ready, "own", "own"), (1, "A-1")).status_code == 409


def test_a_programme_that_a_timetable_rests_on_cannot_be_taken_back(ready: World) -> None:
    compute(ready)
    logged = Activity.objects.filter(kind="programme").first()
    assert logged
    ready.client("organiser").post(url("undo", logged.pk))
    assert latest_programme(ready.event)
