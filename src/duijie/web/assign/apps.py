"""The assign step."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class AssignConfig(AppConfig):
    """The assign step."""

    name = "duijie.web.assign"
    label = "assign"

    def ready(self) -> None:
        """Make its work, its step and what it logs known."""
        from django.urls import reverse

        from duijie.web.assign.compute import KIND
        from duijie.web.assign.models import Assignment, Chosen
        from duijie.web.assign.steps import make_step
        from duijie.web.events.frame import add_step
        from duijie.web.events.log import Logged, add_logged
        from duijie.web.jobs.kinds import add_kind

        def name(values: Any, _names: Any) -> str:
            made = Assignment.objects.filter(pk=values["assignment_id"]).only("version").first()
            return _("assignment in use: version %s") % (made.version if made else "?")

        add_kind(KIND)
        add_step("assign", make_step)
        add_logged(
            Logged(
                Chosen.ENTITY,
                Chosen,
                gettext_lazy("Assignment in use"),
                name,
                lambda event, _values: reverse("assign", args=[event.slug]),
            )
        )
