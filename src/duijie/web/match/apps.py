"""The match step."""

from __future__ import annotations

from django.apps import AppConfig


class MatchConfig(AppConfig):
    """The match step."""

    name = "duijie.web.match"
    label = "match"

    def ready(self) -> None:
        """Make its work, its step and what it logs known."""
        from duijie.web.events.frame import add_step
        from duijie.web.events.log import add_logged
        from duijie.web.jobs.inputs import PARTS
        from duijie.web.jobs.kinds import add_kind
        from duijie.web.match.compute import KIND, lessons
        from duijie.web.match.logged import LOGGED
        from duijie.web.match.steps import make_step

        PARTS["lessons"] = lessons
        add_kind(KIND)
        add_step("match", make_step)
        for logged in LOGGED:
            add_logged(logged)
