"""The import wizard."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The import wizard."""

    name = "duijie.web.imports"
    label = "imports"
