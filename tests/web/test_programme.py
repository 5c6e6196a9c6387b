"""The programme: a form for the usual, event.toml for the whole, versions, refusals in words."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from duijie.web.core.models import Activity
from duijie.web.jobs.inputs import input_hash
from duijie.web.programme.forms import merge_form
from duijie.web.programme.models import ProgrammeVersion
from duijie.web.programme.services import keep_programme, read_setting
from tests.web.conftest import World

SAMPLE = Path(__file__).parents[2] / "examples" / "sample" / "event.toml"
USUAL: dict[str, Any] = {
    "date": "2027-05-20",
    "start": "13:30",
    "minutes": 20,
    "pause": 5,
    "count": 9,
    "rooms": "A: 4\nB：2",
    "per_expert_most": 3,
}


def save(world: World, language: str = "en", **changed: Any) -> Any:
    address = reverse("programme", args=["spring"])
    return world.client("organiser", language).post(address, USUAL | changed, follow=True)


def bring(world: World, text: str, language: str = "en") -> Any:
    address = reverse("upload_programme", args=["spring"])
    file = SimpleUploadedFile("event.toml", text.encode())
    return world.client("organiser", language).post(address, {"file": file}, follow=True)


def test_the_usual_is_entered_in_a_form(world: World) -> None:
    page = world.client("organiser").get(reverse("programme", args=["spring"]))
    assert 'value="2027-05-20"' in page.content.decode()
    assert read_setting(world.event) is None
    save(world)
    setting = read_setting(world.event)
    assert setting
    assert setting.title.en == "Docking meeting"
    assert setting.days[0].date == date(2027, 5, 20)
    assert (setting.days[0].slots[0].start, len(setting.slots)) == (time(13, 30), 9)
    assert [(room.name, room.tables) for room in setting.rooms] == [("A", 4), ("B", 2)]
    assert setting.limits.per_expert
    assert (setting.limits.per_expert.low, setting.limits.per_expert.high) == (0, 3)


def test_the_form_leaves_the_rest_of_the_file_as_it_is(world: World) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    values = {
        "date": date(2027, 5, 21),
        "start": time(11, 5),
        "minutes": 20,
        "count": 15,
        "pause": 5,
        "rooms": [("A", 8), ("B", 6)],
        "per_expert_most": 6,
    }
    merged = merge_form(text, values, world.event)
    assert merged == text.replace("2027-05-20", "2027-05-21")


def test_every_version_can_be_had_again_and_the_last_taken_back(world: World) -> None:
    save(world)
    save(world, count=7)
    save(world, count=7)
    assert ProgrammeVersion.objects.count() == 2
    client = world.client("organiser")
    address = reverse("programme_file", args=["spring"])
    assert "count = 9" in client.get(address + "?version=1").content.decode()
    assert "count = 7" in client.get(address).content.decode()
    assert client.get(address + "?version=3").status_code == 404
    made = Activity.objects.filter(kind="programme").first()
    assert made
    client.post(reverse("undo", args=["spring", made.pk]))
    setting = read_setting(world.event)
    assert setting
    assert len(setting.slots) == 9
    assert (
        "programme, version 2" in client.get(reverse("activity", args=["spring"])).content.decode()
    )


def test_a_thousand_slots_are_refused_in_words(world: World) -> None:
    answer = save(world, "zh-CN", minutes=1, pause=0, count=1000)
    assert answer.status_code == 422
    assert "日程有 1000 个时段，最多 200 个" in answer.content.decode()
    assert not ProgrammeVersion.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "is not TOML"),
        ('title = "x"', "this key is missing"),
        (
            (
                '[[days]]\ndate=2027-05-20\nslots={start="09:00",minutes=20,count=3}\n'
                '[[rooms]]\nname="A"\ntables=2\n[[absent]]\nid="E99"'
            ),
            "nobody has this id",
        ),
        ("#" * 200_001, "too large"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(world: World, text: str, said: str) -> None:
    answer = bring(world, text)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ProgrammeVersion.objects.exists()


def test_a_comment_in_the_file_makes_nothing_stale(world: World) -> None:
    save(world)
    before = input_hash(world.event, ["programme"])
    text = ProgrammeVersion.objects.get().text
    bring(world, text + "# a remark\n")
    assert ProgrammeVersion.objects.count() == 2
    assert input_hash(world.event, ["programme"]) == before
    save(world, count=8)
    assert input_hash(world.event, ["programme"]) != before


def test_several_days_are_changed_in_the_file(world: World) -> None:
    days = "".join(
        f'[[days]]\ndate=2027-05-2{n}\nslots={{start="09:00",minutes=20,count=3}}\n' for n in (0, 1)
    )
    keep_programme(world.users["organiser"], world.event, days + '[[rooms]]\nname="A"\ntables=2\n')
    page = world.client("organiser").get(reverse("programme", args=["spring"])).content.decode()
    assert "several days" in page
    assert 'name="count"' not in page
    save(world, rooms="A: 3")
    setting = read_setting(world.event)
    assert setting
    assert (len(setting.slots), len(setting.tables)) == (6, 3)


def test_who_was_deleted_since_is_named(world: World) -> None:
    expert = world.own["expert"]
    save(world)
    text = ProgrammeVersion.objects.get().text + f'[[absent]]\nid="{expert.code}"\n'
    assert bring(world, text).status_code == 200
    expert.events.clear()
    page = world.client("organiser").get(reverse("programme", args=["spring"])).content.decode()
    assert expert.code in page
    assert "nobody has this id" in page


def test_rooms_are_a_name_and_a_number(world: World) -> None:
    assert "is not a room and a number" in save(world, rooms="A eight").content.decode()
