"""Who takes part."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who takes part."""

    name = "duijie.web.people"
    label = "people"
