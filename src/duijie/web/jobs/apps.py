"""Background work."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work."""

    name = "duijie.web.jobs"
    label = "jobs"
