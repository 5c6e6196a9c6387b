"""The assign step."""

from __future__ import annotations

from django.apps import AppConfig


class AssignConfig(AppConfig):
    """The assign step."""

    name = "duijie.web.assign"
    label = "assign"
