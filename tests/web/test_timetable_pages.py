"""The timetable in the browser: versions, moving and locking, what is impossible, what is stale."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from python_calamine import CalamineWorkbook

from duijie.web.accounts.models import Membership, Role, User
from duijie.web.assign.models import Assignment, Chosen
from duijie.web.core.models import Activity
from duijie.web.jobs.models import Job
from duijie.web.match.models import Ranking, pack_affinities
from duijie.web.programme.services import keep_programme
from duijie.web.register.models import Need
from duijie.web.timetable.compute import start_computing
from duijie.web.timetable.models import Lock, Timetable, Used
from duijie.web.timetable.plans import is_stale, open_plan, used_timetable
from tests.web.conftest import World
from tests.web.programmes import organiser_of

PROGRAMME = """\
title = "Docking"
[[days]]
date = 2027-05-20
slots = { start = "14:00", minutes = 20, count = 4 }
plenary = [{ start = "15:00", minutes = 20, title = "Tea" }]
[[rooms]]
name = "A"
tables = 2
"""
PAIRS = (("own", "own"), ("foreign", "own"), ("foreign", "foreign"))
Pairs = Sequence[tuple[str, str]]
Key = tuple[str, str]


def url(name: str, *args: Any, query: str = "") -> str:
    return reverse(name, args=["spring", *args]) + query


def page(world: World, address: str, who: str = "organiser", language: str = "en") -> str:
    answer = world.client(who, language).get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def key(world: World, need: str, expert: str) -> tuple[str, str]:
    owners = {"own": world.own, "foreign": world.foreign}
    return owners[need]["need"].code, owners[expert]["expert"].code


def assign(world: World, pairs: Pairs = PAIRS) -> Assignment:
    """Let the event go on with an assignment of `pairs`."""
    import numpy as np  # noqa: PLC0415 - only here

    ranking = Ranking.objects.create(
        event=world.event,
        version=Ranking.objects.count() + 1,
        by_name="x",
        params={},
        input_hash="",
        affinities=pack_affinities(np.zeros((0, 0))),
        runtime_s=0,
    )
    made = Assignment.objects.create(
        event=world.event,
        version=Assignment.objects.count() + 1,
        by_name="x",
        ranking=ranking,
        params={"ranking": ranking.version},
        pairs=[[*key(world, *pair), 0.5, False] for pair in pairs],
        total=1,
        best_total=1,
        worst_served=0.5,
        bound=1,
        status="optimal",
        seconds=0,
    )
    Chosen.objects.update_or_create(event=world.event, defaults={"assignment": made})
    cache.clear()  # pages would see that the job has ended; there is none here
    return made


def programme(world: World, text: str = PROGRAMME) -> None:
    keep_programme(world.users["organiser"], world.event, text)


def compute(world: World, **asked: Any) -> Timetable:
    """Compute and return the newest version."""
    job = start_computing(organiser_of(world), **asked)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    found = Timetable.objects.first()
    assert found
    return found


@pytest.fixture
def ready(world: World) -> World:
    """The world with a programme and an assignment."""
    programme(world)
    assign(world)
    return world


def places(timetable: Timetable) -> dict[tuple[str, str], tuple[int, str]]:
    return {(row[0], row[1]): (row[2], row[3]) for row in timetable.placed}


def in_use(world: World) -> Timetable:
    found = used_timetable(world.event)
    assert found
    return found


def move(
    world: World, meeting: Key, place: tuple[int, str], *, number: int = 0, **headers: Any
) -> Any:
    need, expert = meeting
    address = url("move_meeting", number or in_use(world).version)
    sent = {"need": need, "expert": expert, "slot": place[0], "table": place[1]}
    return world.client("organiser").post(address, sent, headers=headers)


def targets(world: World, meeting: tuple[str, str], language: str = "en") -> dict[str, Any]:
    need, expert = meeting
    address = url("move_targets", in_use(world).version, query=f"?need={need}&expert={expert}")
    found: dict[str, Any] = json.loads(page(world, address, language=language))
    return found


def free_place(world: World, meeting: tuple[str, str]) -> tuple[int, str]:
    """Return another place where the meeting may go."""
    now = places(in_use(world))
    for slot, row in targets(world, meeting)["cells"].items():
        for table, number in zip(("A-1", "A-2"), row, strict=True):
            if number == 0 and (int(slot), table) not in now.values():
                return int(slot), table
    raise AssertionError("no free place")


def test_what_has_to_come_first_is_said(world: World) -> None:
    assert "The programme comes first" in page(world, url("timetable"))
    programme(world)
    assert "Assign first" in page(world, url("timetable"))
    assign(world)
    assert "Make the timetable" in page(world, url("timetable"))
    assert "There is no timetable yet" in page(world, url("timetable"), "official")


def test_the_first_is_in_use_and_a_later_one_is_a_proposal(ready: World) -> None:
    answer = ready.client("organiser").post(url("run_timetable"))
    assert answer.headers["location"] == url("timetable")
    first = in_use(ready)
    assert set(places(first)) == {key(ready, *pair) for pair in PAIRS}
    shown = page(ready, url("timetable"))
    assert "own教授" in shown
    assert "taken by the plenary" in shown
    second = compute(ready)
    assert (second.version, in_use(ready)) == (2, first)
    assert "Put version 2 to use" in page(ready, url("plan", 2))
    ready.client("organiser").post(url("use_plan", 2))
    assert in_use(ready) == second
    logged = Activity.objects.filter(kind=Used.ENTITY).first()
    assert logged
    ready.client("organiser").post(url("undo", logged.pk))
    assert in_use(ready) == first
    assert "timetable in use: version 1" in page(ready, url("activity"))


def test_words_of_confidential_needs_stay_hidden(ready: World, secret: Need) -> None:
    compute(ready)
    assert secret.title in page(ready, url("timetable"))
    assert secret.title in page(ready, url("timetable"), language="zh-hans")
    seen = page(ready, url("timetable"), "official")
    assert secret.title not in seen
    assert "Confidential need" in seen
    assert ready.client("viewer").get(url("timetable")).status_code == 404


def test_everybodys_day_shows_its_breaks(ready: World) -> None:
    compute(ready)
    meeting, other = key(ready, "own", "own"), key(ready, "foreign", "own")
    used = in_use(ready)
    used.placed = [[*meeting, 1, "A-1"], [*other, 3, "A-1"]]
    used.save()
    people = page(ready, url("timetable", query="?show=people"))
    assert "own教授" in people
    day = page(ready, url("timetable", query=f"?show=people&person={meeting[1]}"))
    assert "Break" in day
    assert "14:20–14:40" in day


def test_a_locked_meeting_stays_where_it_is(ready: World) -> None:
    compute(ready)
    meeting = key(ready, "own", "own")
    place = free_place(ready, meeting)
    answer = move(ready, meeting, place)
    assert answer.status_code == 302
    moved = in_use(ready)
    assert places(moved)[meeting] == place
    assert (moved.version, moved.origin) == (2, "moved")
    assert not is_stale(moved)
    again = compute(ready)
    assert places(again)[meeting] == place
    shown = page(ready, url("timetable"))
    assert "locked" in shown
    need, expert = meeting
    ready.client("organiser").post(url("lock_meeting"), {"need": need, "expert": expert})
    assert not Lock.objects.exists()
    ready.client("organiser").post(url("lock_meeting"), {"need": need, "expert": expert})
    lock = Lock.objects.get()
    assert (lock.slot, lock.table) == place
    assert "locked: " in page(ready, url("activity"))


def test_a_move_is_taken_back_with_its_lock(ready: World) -> None:
    first = compute(ready)
    meeting = key(ready, "own", "own")
    move(ready, meeting, free_place(ready, meeting))
    logged = Activity.objects.filter(kind=Used.ENTITY, action="update").first()
    assert logged
    ready.client("organiser").post(url("undo", logged.pk))
    assert in_use(ready) == first
    assert not Lock.objects.exists()


def test_a_card_says_where_it_may_go_and_why_not(ready: World) -> None:
    compute(ready)
    meeting, other = key(ready, "own", "own"), key(ready, "foreign", "own")
    busy = places(in_use(ready))[other]
    found = targets(ready, meeting)
    assert set(found["cells"]) == {"1", "2", "3"}
    column = ("A-1", "A-2").index("A-1" if busy[1] == "A-2" else "A-2")
    number = found["cells"][str(busy[0])][column]
    assert number
    assert "is in 2 places" in found["reasons"][number - 1]
    assert "同时有 2 场" in str(targets(ready, meeting, "zh-hans")["reasons"])
    table = ("A-1", "A-2")[column]
    refused = move(ready, meeting, (busy[0], table), hx_request="true")
    assert refused.status_code == 409
    assert "is in 2 places" in refused.content.decode()
    assert in_use(ready).version == 1
    assert move(ready, meeting, (9, "A-1")).status_code == 409
    assert move(ready, ("x", "y"), (1, "A-1")).status_code == 409


def test_two_meetings_change_places(ready: World) -> None:
    assign(ready, PAIRS[:2])
    compute(ready)
    one, other = key(ready, "own", "own"), key(ready, "foreign", "own")
    before = places(in_use(ready))
    answer = move(ready, one, before[other], hx_request="true")
    assert answer.status_code == 200, answer.content.decode()
    after = places(in_use(ready))
    assert (after[one], after[other]) == (before[other], before[one])
    shown = answer.content.decode()
    assert "Undo" in shown
    assert "Version 2, made" in shown  # what stands above the board goes along


def test_two_people_dragging_the_same_meeting(ready: World) -> None:
    compute(ready)
    meeting = key(ready, "own", "own")
    place = free_place(ready, meeting)
    other = User.objects.create(username="second", name="周同")
    Membership.objects.create(event=ready.event, user=other, role=Role.ORGANISER)
    ready.users["second"] = other
    need, expert = meeting
    sent = {"need": need, "expert": expert, "slot": place[0], "table": place[1]}
    first = ready.client("second").post(url("move_meeting", 1), sent)
    assert first.status_code == 302
    late = move(ready, meeting, (4, "A-1"), number=1, hx_request="true")
    assert late.status_code == 409
    told = late.content.decode()
    assert "周同" in told
    assert "own教授" in told
    assert "Show the plan as it is now" in told
    assert places(in_use(ready))[meeting] == place


def test_the_rail_says_how_far_it_is(ready: World) -> None:
    assert "Make the timetable" in page(ready, url("event"))
    compute(ready)
    assert "Version 1: 3 meetings" in page(ready, url("event"))
    assign(ready, PAIRS[:1])
    assert "Look at what has changed" in page(ready, url("event"))


def test_the_workbook(ready: World) -> None:
    compute(ready)
    answer = ready.client("organiser").get(url("export_plan", 1))
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    rows = book.get_sheet_by_name("Timetable").to_python()
    assert len(rows) == 4
    assert ready.client("official").get(url("export_plan", 1)).status_code == 404


def test_two_hundred_slots_are_folded(world: World) -> None:
    many = PROGRAMME.replace("14:00", "06:00").replace(
        "minutes = 20, count = 4", "minutes = 5, count = 200"
    )
    programme(world, many.replace("tables = 2", "tables = 30"))
    assign(world)
    compute(world)
    shown = page(world, url("timetable"))
    assert "slots without a meeting from" in shown
    assert shown.count("<tbody hidden>") >= 1
    found = targets(world, key(world, "own", "own"))
    assert len(found["cells"]) >= 190
    assert open_plan(in_use(world)).breaks == 0


def test_two_versions_compared(ready: World) -> None:
    compute(ready)
    assert ready.client("organiser").get(url("compare_plans")).status_code == 302
    meeting = key(ready, "own", "own")
    was, place = places(in_use(ready))[meeting], free_place(ready, meeting)
    move(ready, meeting, place)
    shown = page(ready, url("compare_plans"))
    assert "people must be told" in shown
    assert f"· {was[1]}</del>" in shown
    assert f"· {place[1]}</ins>" in shown
    back = page(ready, url("compare_plans", query="?a=2&b=1"), "official")
    assert f"· {was[1]}</ins>" in back
    same = page(ready, url("compare_plans", query="?a=2&b=2"))
    assert "day differs" in same
