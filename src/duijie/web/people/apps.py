"""Who takes part."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class PeopleConfig(AppConfig):
    """Who takes part."""

    name = "duijie.web.people"
    label = "people"

    def ready(self) -> None:
        """Let the log speak of settings, roles and releases."""
        from django.urls import reverse

        from duijie.web.accounts.models import Event, Membership, Role
        from duijie.web.events.log import Logged, add_logged
        from duijie.web.people.services import follow_undo
        from duijie.web.register.models import Release

        add_logged(
            Logged(
                Event.ENTITY,
                Event,
                gettext_lazy("Settings"),
                lambda _values, _names: _("settings of the event"),
                lambda event, _values: reverse("edit_event", args=[event.slug]),
            )
        )
        add_logged(
            Logged(
                Membership.ENTITY,
                Membership,
                gettext_lazy("People and rights"),
                lambda values, names: (
                    f"{names.get(('user_id', values['user_id']), '?')} · "
                    f"{Role(values['role']).label}"
                ),
                lambda event, _values: reverse("members", args=[event.slug]),
                follow_undo,
            )
        )
        add_logged(
            Logged(
                Release.ENTITY,
                Release,
                gettext_lazy("Release"),
                lambda values, names: (
                    _("release of “%(need)s” to %(expert)s")
                    % {
                        "need": names.get(("need_id", values["need_id"]), "?"),
                        "expert": names.get(("expert_id", values["expert_id"]), "?"),
                    }
                ),
                lambda event, values: reverse(
                    "record", args=[event.slug, "needs", values["need_id"]]
                ),
            )
        )
