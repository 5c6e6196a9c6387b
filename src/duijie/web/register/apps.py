"""The register."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The register."""

    name = "duijie.web.register"
    label = "register"
