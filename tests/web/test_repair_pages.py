"""Repair in the browser: what happened, who is moved, applied and taken back."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from django.urls import reverse

from duijie.domain.event import Absence
from duijie.web.core.models import Activity
from duijie.web.jobs.models import Job
from duijie.web.programme.services import read_setting
from duijie.web.timetable.models import Amendment, Lock, Timetable
from duijie.web.timetable.plans import is_stale, used_timetable
from duijie.web.timetable.repairs import Happening
from tests.web.conftest import World
from tests.web.test_assign_pages import assign, page, ready, url

__all__ = ["ready"]
DAY = date(2027, 5, 20)


@pytest.fixture
def planned(ready: World) -> World:
    """The world with a timetable in use."""
    assign(ready, need_high=1, expert_high=1)
    ready.client("organiser").post(url("run_timetable"))
    assert used_timetable(ready.event)
    return ready


def used(world: World) -> Timetable:
    found = used_timetable(world.event)
    assert found
    return found


def repair(world: World, **happened: Any) -> Timetable:
    """Look for a repair and return the proposal."""
    before = Timetable.objects.count()
    answer = world.client("organiser").post(url("repair"), happened)
    assert answer.status_code == 302, answer.content.decode()
    found = Timetable.objects.first()
    assert found
    assert Timetable.objects.count() == before + 1, Job.objects.first().error  # type: ignore[union-attr]  # there is one
    return found


def seat(timetable: Timetable, expert: str) -> tuple[int, str]:
    [found] = [row for row in timetable.placed if row[1] == expert]
    return found[2], found[3]


def first_meeting(world: World) -> tuple[str, str, int, str]:
    need, expert, slot, table = used(world).placed[0]
    return str(need), str(expert), int(slot), str(table)


def clock(world: World, slot: int) -> time:
    setting = read_setting(world.event)
    assert setting
    return setting.slots[slot - 1].end.time()


def test_who_comes_late_is_moved_and_nobody_else(planned: World) -> None:
    before = used(planned)
    need, expert, slot, _table = first_meeting(planned)
    late = clock(planned, slot)
    made = repair(planned, who_0=expert, to_0=f"{late:%H:%M}")
    assert used(planned) == before
    assert made.before == before
    assert seat(made, expert)[0] > slot
    others = [row for row in before.placed if row[1] != expert]
    assert [row for row in made.placed if row[1] != expert] == others
    shown = page(planned, "repaired", made.version)
    assert "What changes" in shown
    assert "must be told" in shown
    assert "Apply" in shown
    assert "nobody is moved without need" in shown
    assert need in {row[0] for row in made.placed}


def test_applied_it_is_in_use_fits_and_the_programme_knows_the_absence(planned: World) -> None:
    _need, expert, slot, _table = first_meeting(planned)
    late = clock(planned, slot)
    made = repair(planned, who_0=expert, to_0=f"{late:%H:%M}")
    planned.client("organiser").post(url("apply_repair", made.version))
    assert used(planned) == made
    assert not is_stale(used(planned))
    setting = read_setting(planned.event)
    assert setting
    assert Absence(expert, end=late) in setting.absent
    assert "Publish" in page(planned, "repaired", made.version)


def test_applying_is_taken_back_in_one_go(planned: World) -> None:
    before = used(planned)
    need, expert, _slot, _table = first_meeting(planned)
    made = repair(planned, cancel=[f"{need}\n{expert}"])
    assert len(made.placed) == len(before.placed) - 1
    planned.client("organiser").post(url("apply_repair", made.version))
    assert Amendment.objects.filter(added=False).count() == 1
    undo = Activity.objects.filter(kind="used_timetable").first()
    assert undo
    planned.client("organiser").post(url("undo", undo.pk))
    assert used(planned) == before
    assert not Amendment.objects.exists()
    assert not is_stale(used(planned))


def test_a_meeting_is_added(planned: World) -> None:
    need, expert, _slot, _table = first_meeting(planned)
    free = min({"spring-own-expert", "spring-foreign-expert", "spring-third"} - {expert})
    made = repair(planned, add_need=need, add_expert=free)
    assert (need, free) in {(row[0], row[1]) for row in made.placed}
    planned.client("organiser").post(url("apply_repair", made.version))
    assert not is_stale(used(planned))


def test_what_has_begun_stays(planned: World) -> None:
    need, expert, slot, _table = first_meeting(planned)
    setting = read_setting(planned.event)
    assert setting
    begun = setting.slots[slot - 1].start.replace(minute=setting.slots[slot - 1].start.minute + 5)
    client = planned.client("organiser")
    client.post(url("repair"), {"cancel": [f"{need}\n{expert}"], "now": f"{begun:%Y-%m-%dT%H:%M}"})
    job = Job.objects.filter(kind="repair").first()
    assert job
    assert job.state == "failed"
    shown = page(planned, "repair")
    assert str(job.error_words.en) in shown
    assert f'value="{begun:%Y-%m-%dT%H:%M}"' in shown


def test_an_impossible_repair_says_why_and_what_to_try(planned: World) -> None:
    _need, expert, _slot, _table = first_meeting(planned)
    client = planned.client("organiser")
    client.post(url("repair"), {"who_0": expert})
    job = Job.objects.filter(kind="repair").first()
    assert job
    assert job.state == "failed"
    shown = page(planned, "repair")
    assert expert in shown
    assert "--" not in str(job.error_words.en)
    made = repair(planned, who_0=expert, allow_unplaced="on")
    assert made.left_out
    assert "Left out" in page(planned, "repaired", made.version)
    client.post(url("apply_repair", made.version))
    assert used(planned) == made


def test_who_was_deleted_does_not_keep_the_others_from_being_mended(planned: World) -> None:
    need, expert, slot, _table = first_meeting(planned)
    other = next(row for row in used(planned).placed if row[0] != need)
    planned.event.need_set.get(code=need).delete()
    made = repair(planned, who_0=other[1], to_0=f"{clock(planned, other[2]):%H:%M}")
    assert [need, expert] not in [row[:2] for row in made.placed]
    shown = planned.client("organiser").get(url("repaired", made.version)).content.decode()
    assert f"{need}/{expert}: its need or its expert was deleted" in shown
    assert slot


def test_a_repair_of_what_is_not_in_use_any_more_is_not_applied(planned: World) -> None:
    before = used(planned)
    need, expert, slot, _table = first_meeting(planned)
    first = repair(planned, who_0=expert, to_0=f"{clock(planned, slot):%H:%M}")
    second = repair(planned, cancel=[f"{need}\n{expert}"])
    planned.client("organiser").post(url("apply_repair", second.version))
    answer = planned.client("organiser").post(url("apply_repair", first.version), follow=True)
    assert "is in use by now" in answer.content.decode()
    assert used(planned) == second
    assert before.pk != second.pk


def test_a_form_that_says_nothing_is_refused(planned: World) -> None:
    client = planned.client("organiser")
    answer = client.post(url("repair"), {})
    assert answer.status_code == 422
    assert "Say what happened" in answer.content.decode()
    answer = client.post(url("repair"), {"from_0": "10:00", "to_0": "09:00"})
    assert "It ends before it begins." in answer.content.decode()
    answer = client.post(url("repair"), {"who_0": "nobody-here"})
    assert answer.status_code == 422


def test_without_a_timetable_there_is_nothing_to_repair(world: World) -> None:
    assert world.client("organiser").get(url("repair")).status_code == 302
    assert world.client("organiser").get(url("repaired", 7)).status_code == 404


def test_a_locked_meeting_is_not_moved(planned: World) -> None:
    need, expert, slot, table = first_meeting(planned)
    Lock.objects.create(
        event=planned.event,
        need=planned.event.need_set.get(code=need),
        expert=planned.event.expert_set.get(code=expert),
        slot=slot,
        table=table,
    )
    client = planned.client("organiser")
    client.post(url("repair"), {"who_0": expert, "to_0": f"{clock(planned, slot):%H:%M}"})
    job = Job.objects.filter(kind="repair").first()
    assert job
    assert job.state == "failed"


def test_what_happened_is_kept_as_it_was_entered() -> None:
    happened = Happening(
        now=datetime(2027, 5, 20, 14, 5),
        absent=(Absence("E1", time(9), None, DAY), Absence("A-1")),
        cancel=(("N1", "E1"),),
        add=(("N2", "E2"),),
        allow_unplaced=True,
    )
    assert Happening.of_params(happened.as_params()) == happened
    assert reverse("repair", args=["x"])
