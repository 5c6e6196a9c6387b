"""A professor pastes a publication list."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from duijie.web.core.models import Activity
from duijie.web.register.models import Evidence
from tests.web.conftest import World

LIST = "own膜分离研究\n张某. 高盐废水的电渗析[J]. 化工学报, 2023. DOI:10.11949/x.1\n"


def paste(world: World, who: str = "expert", whose: str = "own", **sent: Any) -> Any:
    expert = {"own": world.own, "foreign": world.foreign}[whose]["expert"]
    address = reverse("paste_publications", args=[world.event.slug, expert.pk])
    return world.client(who).post(address, sent, follow=True)


def test_a_list_is_looked_at_before_it_is_kept(world: World) -> None:
    before = Evidence.objects.count()
    shown = paste(world, text=LIST).content.decode()
    assert "高盐废水的电渗析" in shown
    assert "there already" in shown
    assert Evidence.objects.count() == before
    done = paste(world, text=LIST, add="1", pick=["1"]).content.decode()
    assert "1 publication was added." in done
    made = Evidence.objects.get(title="高盐废水的电渗析")
    assert (made.expert, made.year, made.doi) == (world.own["expert"], 2023, "10.11949/x.1")
    assert Activity.objects.filter(kind="evidence", object_id=made.pk).exists()
    assert (
        "there already"
        in paste(world, text="高盐废水的电渗析，又一次 10.11949/x.1").content.decode()
    )


def test_what_could_not_be_read_is_said(world: World) -> None:
    assert "Nothing could be read" in paste(world, text="@article{a, title={x").content.decode()
    both = "@article{a, title={A good title}}\n@misc{b, note={none}}"
    assert "1 entry could not be read" in paste(world, text=both).content.decode()


def test_only_of_oneself_or_as_the_organiser(world: World) -> None:
    assert paste(world, whose="foreign", text=LIST).status_code == 404
    assert paste(world, who="official", text=LIST).status_code == 404
    assert paste(world, who="organiser", whose="foreign", text=LIST).status_code == 200
    assert (
        "Paste publications"
        in world.client("expert")
        .get(reverse("record", args=[world.event.slug, "experts", world.own["expert"].pk]))
        .content.decode()
    )
