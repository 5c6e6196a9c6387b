"""The timetable for programs: what the pages do, behind the same doors."""

from __future__ import annotations

import json
from typing import Any

from duijie.web.register.models import Need
from duijie.web.timetable.models import Lock
from tests.web.conftest import World
from tests.web.test_timetable_pages import (  # noqa: F401 - `ready` is a fixture
    compute,
    free_place,
    in_use,
    key,
    places,
    ready,
)


def call(world: World, path: str, body: Any = None, who: str = "organiser") -> Any:
    address = f"/api/events/spring/timetable{path}"
    client = world.client(who)
    if body is None:
        return client.get(address)
    return client.post(address, json.dumps(body), content_type="application/json")


def test_computed_read_and_put_to_use(ready: World) -> None:  # noqa: F811 - the fixture
    assert call(ready, "").status_code == 409
    assert call(ready, "/work").json() is None
    made = call(ready, "/run", {"without": ["/".join(key(ready, "own", "own"))]}).json()
    assert made["state"] == "done"
    plan = call(ready, "").json()
    assert (plan["version"], plan["in_use"], plan["stale"]) == (1, True, False)
    assert len(plan["meetings"]) == 3
    assert [one["slot"] for one in plan["meetings"]][-1] is None
    call(ready, "/run", {})
    assert call(ready, "").json()["version"] == 1
    assert call(ready, "/use", {"version": 2}).json()["in_use"]
    listed = call(ready, "/versions", who="official").json()
    assert [(one["version"], one["in_use"]) for one in listed] == [(2, True), (1, False)]
    assert call(ready, "?version=9").status_code == 404
    assert call(ready, "/export.xlsx").content[:2] == b"PK"


def test_moved_and_locked(ready: World) -> None:  # noqa: F811 - the fixture
    compute(ready)
    meeting = key(ready, "own", "own")
    need, expert = meeting
    slot, table = free_place(ready, meeting)
    sent = {"version": 1, "need_id": need, "expert_id": expert, "slot": slot, "table": table}
    assert call(ready, "/move", sent).json()["version"] == 2
    assert places(in_use(ready))[meeting] == (slot, table)
    late = call(ready, "/move", sent)
    assert (late.status_code, late.json()["version"]) == (409, 2)
    never = call(ready, "/move", sent | {"version": 2, "slot": 4})
    assert never.json()["detail"] == "The programme has no such slot or table"
    pair = {"need_id": need, "expert_id": expert}
    assert call(ready, "/lock", pair | {"locked": False}).status_code == 200
    assert not Lock.objects.exists()
    assert call(ready, "/lock", pair | {"locked": False}).status_code == 422
    call(ready, "/lock", pair)
    assert Lock.objects.exists()


def test_mended_and_published(ready: World) -> None:  # noqa: F811 - the fixture
    compute(ready)
    need, expert = key(ready, "own", "own")
    cancelled = call(ready, "/repair", {"cancel": [{"need_id": need, "expert_id": expert}]}).json()
    assert cancelled["state"] == "done", cancelled
    assert call(ready, "/use", {"version": 2}).json()["origin"] == "repaired"
    assert (need, expert) not in places(in_use(ready))
    assert (need, expert) not in places(compute(ready))
    published = call(ready, "/publish", {"version": 2, "note": "new"}).json()
    assert published["state"] == "done", published
    assert ready.event.publications.get().note == "new"


def test_words_of_confidential_needs_stay_hidden(
    ready: World,  # noqa: F811 - the fixture
    secret: Need,
) -> None:
    compute(ready)
    meetings = call(ready, "").json()["meetings"]
    assert any(one["need"] == secret.title for one in meetings)
    seen = call(ready, "", who="official").json()["meetings"]
    assert all(one["need"] != secret.title for one in seen)
