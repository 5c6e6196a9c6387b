"""The timetable step."""

from __future__ import annotations

from django.apps import AppConfig


class TimetableConfig(AppConfig):
    """The timetable step."""

    name = "duijie.web.timetable"
    label = "timetable"

    def ready(self) -> None:
        """Make its work, its step and what it logs known."""
        from duijie.web.events.frame import add_step
        from duijie.web.events.log import add_logged
        from duijie.web.jobs.inputs import PARTS
        from duijie.web.jobs.kinds import add_kind
        from duijie.web.timetable import compute, inputs, publishing, repairs
        from duijie.web.timetable.logged import LOGGED
        from duijie.web.timetable.steps import make_step

        PARTS["assigned"] = inputs.assigned_part
        PARTS["seats"] = inputs.seats_part
        PARTS["locks"] = inputs.locks_part
        for kind in (compute.KIND, repairs.KIND, publishing.KIND):
            add_kind(kind)
        add_step("timetable", make_step)
        for logged in LOGGED:
            add_logged(logged)
