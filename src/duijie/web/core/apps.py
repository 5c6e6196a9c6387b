"""What every page shares."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every page shares."""

    name = "duijie.web.core"
    label = "core"
