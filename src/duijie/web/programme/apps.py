"""The programme of an event."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ProgrammeConfig(AppConfig):
    """The programme of an event."""

    name = "duijie.web.programme"
    label = "programme"

    def ready(self) -> None:
        """Make what it is computed from, and what it logs, known."""
        from django.urls import reverse

        from duijie.web.events.log import Logged, add_logged
        from duijie.web.jobs.inputs import PARTS
        from duijie.web.programme.models import ProgrammeVersion
        from duijie.web.programme.services import programme_part

        PARTS["programme"] = programme_part
        add_logged(
            Logged(
                "programme",
                ProgrammeVersion,
                gettext_lazy("Programme"),
                lambda values, _names: _("programme, version %s") % values["number"],
                lambda event, _values: reverse("programme", args=[event.slug]),
            )
        )
