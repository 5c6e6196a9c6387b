"""From event.toml to a printed handbook by the API alone."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from pypdf import PdfReader

from duijie.web.api.models import make_token
from duijie.web.publish.models import Feed
from duijie.web.register.models import Expert, Need
from tests.web.conftest import World
from tests.web.planning import PROGRAMME, plan_everything
from tests.web.test_assign_pages import ready  # noqa: F401 - a fixture

LIMITS = {"need_low": 1, "need_high": 1, "expert_low": 0, "expert_high": 2}


def call(world: World, method: str, address: str, body: Any = None, who: str = "organiser") -> Any:
    """Return the answer to a call, in English."""
    at = f"/api/events/spring/{address}"
    return world.client(who).generic(method, at, json.dumps(body or {}), "application/json")


def assign(world: World, **asked: Any) -> dict[str, Any]:
    """Assign and return the job."""
    answer = call(world, "POST", "assign/run", LIMITS | asked)
    assert (answer.status_code, answer.json()["state"]) == (202, "done"), answer.json()
    found: dict[str, Any] = answer.json()
    return found


def pairs_of(assignment: dict[str, Any]) -> set[tuple[str, str]]:
    return {(line["id"], one["id"]) for line in assignment["needs"] for one in line["experts"]}


@pytest.mark.slow
def test_everything_from_the_programme_to_paper_without_a_page(world: World) -> None:
    program = Client()
    bearer = {"authorization": f"Bearer {make_token(world.users['organiser'], 'script')}"}

    def ask(method: str, address: str, body: Any = None) -> Any:
        sent = body if isinstance(body, str) else json.dumps(body or {})
        at = f"/api/events/spring/{address}"
        answer = program.generic(method, at, sent, "application/json", headers=bearer)  # type: ignore[arg-type]  # a dict of strings
        assert answer.status_code < 300, answer.content.decode()
        return answer

    assert ask("PUT", "event.toml", PROGRAMME).json()["version"] == 1
    assert ask("GET", "event.toml").content.decode() == PROGRAMME
    ask("POST", "match/run")
    assert ask("POST", "assign/run", LIMITS).json()["state"] == "done"
    chosen = pairs_of(ask("GET", "assign").json())
    need, expert = world.own["need"], world.own["expert"]
    other = world.foreign["expert"]
    against = other if (need.code, expert.code) in chosen else expert
    why_not = ask("GET", f"assign/needs/{need.pk}/with/{against.pk}").json()
    assert (why_not["chosen"], bool(why_not["message"])) == (False, True)

    assert ask("POST", "timetable/run").json()["state"] == "done"
    ask("POST", "timetable/publish", {"version": 1})
    meeting = ask("GET", "timetable").json()["meetings"][0]
    feed = next(
        one for one in ask("GET", "calendars").json() if one["owner_id"] == meeting["expert_id"]
    )
    before = _starts(feed["link"])
    away = {"id": meeting["expert_id"], "from": "14:00", "to": "15:00"}
    assert ask("POST", "timetable/repair", {"absent": [away]}).json()["state"] == "done"
    told = ask("GET", "timetable/compare?before=1&after=2").json()["told"]
    assert meeting["expert_id"] in {one["id"] for one in told}
    assert ask("GET", "timetable/compare").json()["told"] == told
    ask("POST", "timetable/use", {"version": 2})
    ask("POST", "timetable/publish", {"version": 2, "note": "comes later"})
    assert ask("GET", "timetable/publish").json()["state"] == "done"
    after = _starts(feed["link"])
    assert min(before) < 15
    assert min(after) >= 15

    listed = ask("GET", "publications").json()
    assert [(one["version"], one["note"]) for one in listed] == [(2, "comes later"), (1, "")]
    differences = ask("GET", "publications/2/differences").json()
    assert differences["before"] == 1
    mine = next(one for one in differences["told"] if one["id"] == meeting["expert_id"])
    assert mine["notices"][0]["change"] == "moved"
    assert mine["notices"][0]["was"]["start"] == meeting["start"]
    assert ask("POST", "publications/1/print").json()["state"] == "done"
    ready_files = {one["name"] for one in ask("GET", "publications/1/files").json()["files"]}
    assert {"handbook.pdf", "personal.pdf", "event.xlsx"} <= ready_files
    handbook = b"".join(ask("GET", "publications/1/files/handbook.pdf").streaming_content)
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(handbook)).pages)
    assert meeting["expert"] in words.replace(" ", "")


def _starts(link: str) -> list[int]:
    """Return at which hours the meetings of a calendar begin."""
    calendar = Calendar.from_ical(Client().get(link.removeprefix("http://testserver")).content)
    events = [one for one in calendar.walk("VEVENT") if "Meeting" in str(one["SUMMARY"])]
    return [one.decoded("DTSTART").hour for one in events]


def test_nothing_is_there_before_it_is_made(world: World) -> None:
    for address in ("assign", "assign/curve", "assign/compare", "assign/export.xlsx", "event.toml"):
        assert call(world, "GET", address).status_code == 409, address
    assert call(world, "GET", "assign/versions").json() == []
    assert call(world, "GET", "publications").json() == []
    for address in ("assign/work", "timetable/publish"):
        assert call(world, "GET", address).json() is None
    failed = call(world, "POST", "assign/run").json()
    assert failed["state"] == "failed"
    assert "programme" in failed["said"] or "matched" in failed["said"]


def test_a_programme_that_cannot_be_is_refused_with_its_places(world: World) -> None:
    broken = PROGRAMME + '[[absent]]\nid = "E-NOBODY"\n'
    answer = world.client("organiser").put("/api/events/spring/event.toml", broken)
    assert answer.status_code == 422
    assert any("E-NOBODY" in one for one in answer.json()["findings"])
    huge = "#" * 200_001
    assert world.client("organiser").put("/api/events/spring/event.toml", huge).status_code == 413
    assert call(world, "GET", "event.toml").status_code == 409


def test_scenarios_are_run_read_compared_and_put_to_use(ready: World) -> None:  # noqa: F811
    assign(ready)
    assign(ready, method="fairest", note="fair", expert_high=1)
    first = call(ready, "GET", "assign", who="official").json()
    assert (first["version"], first["in_use"], first["stale"]) == (1, True, False)
    assert first["total"] <= first["best_total"] <= first["bound"] + 1e-6
    total = sum(one["affinity"] for line in first["needs"] for one in line["experts"])
    assert total == pytest.approx(first["total"])
    worst = {line["id"] for line in first["needs"] if line["worst"]}
    assert min(line["total"] for line in first["needs"]) == pytest.approx(first["worst_served"])
    assert worst
    compared = call(ready, "GET", "assign/compare").json()
    assert (compared["before"]["version"], compared["after"]["note"]) == (1, "fair")
    second = call(ready, "GET", "assign?version=2").json()
    moved = {line["id"] for line in compared["changes"]}
    assert moved == {need for need, _expert in pairs_of(first) ^ pairs_of(second)}
    assert call(ready, "POST", "assign/use", {"version": 2}).json()["in_use"]
    listed = call(ready, "GET", "assign/versions").json()
    assert [(one["version"], one["in_use"]) for one in listed] == [(2, True), (1, False)]
    assert call(ready, "GET", "assign/export.xlsx").content[:2] == b"PK"
    assert call(ready, "GET", "assign/work").json()["state"] == "done"
    for version in (0, -1, 9, 10**20):
        assert call(ready, "GET", f"assign?version={version}").status_code == 404


def test_what_the_form_refuses_is_refused(ready: World) -> None:  # noqa: F811
    wrong = call(ready, "POST", "assign/run", LIMITS | {"need_low": 3, "method": "floor"})
    assert wrong.status_code == 422
    assert set(wrong.json()["fields"]) == {"need_high", "floor"}
    assert call(ready, "POST", "assign/run", {"method": "loudest"}).status_code == 422


def test_a_point_of_the_curve_is_run(ready: World) -> None:  # noqa: F811
    assign(ready, expert_high=1)
    curve = call(ready, "GET", "assign/curve").json()
    assert [one["point"] for one in curve["points"]] == list(range(len(curve["points"])))
    last = curve["points"][-1]
    started = call(ready, "POST", "assign/point", {"point": last["point"]})
    assert (started.status_code, started.json()["state"]) == (202, "done")
    made = call(ready, "GET", "assign?version=2").json()
    assert made["worst_served"] == pytest.approx(last["worst_served"], abs=1e-6)
    for point in (-1, len(curve["points"])):
        assert call(ready, "POST", "assign/point", {"point": point}).status_code == 422


def test_why_a_pair_and_what_holds_somebody_back(ready: World) -> None:  # noqa: F811
    assign(ready, expert_high=1)
    chosen = call(ready, "GET", "assign").json()["needs"][0]
    met = chosen["experts"][0]
    why = call(ready, "GET", f"assign/needs/{chosen['pk']}/with/{met['pk']}").json()
    assert (why["chosen"], why["affinity"]) == (True, pytest.approx(met["affinity"]))
    held = call(ready, "GET", f"assign/needs/{chosen['pk']}/limits").json()
    assert [one["id"] for one in held["meetings"]] == [met["id"]]
    assert held["limits"]
    other = held["others"][0]
    why_not = call(ready, "GET", f"assign/needs/{chosen['pk']}/with/{other['pk']}").json()
    assert not why_not["chosen"]
    assert why_not["cost"] is not None
    assert chosen["id"] in {one["need"]["id"] for one in why_not["lost"]}
    expert = call(ready, "GET", f"assign/experts/{met['pk']}/limits").json()
    assert [one["id"] for one in expert["meetings"]] == [chosen["id"]]


def test_what_is_published_is_seen_as_the_pages_show_it(world: World, secret: Need) -> None:
    plan_everything(world)
    whole = call(world, "GET", "publications/1").json()
    assert secret.title in {one["need"] for one in whole["meetings"]}
    assert whole["n_meetings"] == len(whole["meetings"])
    for who in ("viewer", "expert", "official"):
        seen = call(world, "GET", "publications/1", who=who).json()
        assert len(seen["meetings"]) == len(whole["meetings"])
        assert secret.title not in {one["need"] for one in seen["meetings"]}
    expert = world.own["expert"].code
    one = call(world, "GET", f"publications/1?person={expert}").json()["meetings"]
    assert [m for m in whole["meetings"] if m["expert_id"] == expert] == one
    assert call(world, "GET", "publications/1/differences").status_code == 409
    assert call(world, "GET", "publications/1/differences?before=7").status_code == 404
    assert call(world, "GET", "publications/1/files/passwords.txt").status_code == 404


def test_calendars_are_for_their_owners(world: World) -> None:
    plan_everything(world)
    every = call(world, "GET", "calendars").json()
    assert len(every) == Feed.objects.count() > 1
    (mine,) = call(world, "GET", "calendars", who="expert").json()
    assert (mine["owner_id"], mine["is_expert"]) == (world.own["expert"].code, True)
    (ours,) = call(world, "GET", "calendars", who="company").json()
    assert ours["owner_id"] == world.own["company"].code
    old = mine["link"].removeprefix("http://testserver")
    new = call(world, "POST", f"calendars/{mine['id']}/renew", who="expert").json()["link"]
    assert Client().get(old).status_code == 404
    assert Client().get(new.removeprefix("http://testserver")).status_code == 200
    assert call(world, "POST", f"calendars/{mine['id']}/renew", who="company").status_code == 404


def test_who_came_later_and_what_cannot_be_asked_any_more_is_said(
    ready: World,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assign(ready)
    late = Expert.objects.create(
        organisation=ready.event.organisation, name="迟到教授", code="late"
    )
    late.events.add(ready.event)
    need = ready.own["need"]
    answer = call(ready, "GET", f"assign/needs/{need.pk}/with/{late.pk}").json()
    assert "came later than this version" in answer["message"]
    assert answer["cost"] is None
    monkeypatch.setattr("duijie.web.core.kept._load", lambda *_of: None)  # another version's
    for path in (f"needs/{need.pk}/with/{late.pk}", f"needs/{need.pk}/limits", "curve"):
        refused = call(ready, "GET", f"assign/{path}")
        assert (refused.status_code, "duijie" in refused.json()["detail"]) == (409, True)
    assert call(ready, "GET", "assign").status_code == 200
