"""What has been published."""

from __future__ import annotations

from django.apps import AppConfig


class PublishConfig(AppConfig):
    """What has been published."""

    name = "duijie.web.publish"
    label = "publish"

    def ready(self) -> None:
        """Make its work and its step known."""
        from duijie.web.events.frame import add_step
        from duijie.web.jobs.kinds import add_kind
        from duijie.web.publish.printing import KIND
        from duijie.web.publish.steps import make_step

        add_kind(KIND)
        add_step("timetable", make_step)
