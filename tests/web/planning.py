"""From the register to a published timetable, by what an organiser presses."""

from __future__ import annotations

from django.urls import reverse

from duijie.web.programme.services import keep_programme
from duijie.web.timetable.plans import used_timetable
from tests.web.conftest import World

PROGRAMME = """\
title = "Docking"
[[days]]
date = 2027-05-20
slots = { start = "14:00", minutes = 10, count = 20 }
[[rooms]]
name = "A"
tables = 2
"""


def plan_everything(world: World) -> None:
    """Match, assign, place, publish and print."""
    client, slug = world.client("organiser"), world.event.slug
    keep_programme(world.users["organiser"], world.event, PROGRAMME)
    client.post(reverse("run_match", args=[slug]))
    limits = {"need_low": 1, "need_high": 1, "expert_low": 0, "expert_high": 20}
    client.post(reverse("run_assign", args=[slug]), {"method": "greatest", **limits})
    client.post(reverse("run_timetable", args=[slug]))
    used = used_timetable(world.event)
    assert used
    client.post(reverse("use_plan", args=[slug, used.version]))
    client.post(reverse("run_publish", args=[slug]), {"version": used.version})
    client.post(reverse("print_publication", args=[slug, 1]))
