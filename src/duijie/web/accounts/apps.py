"""People, organisations, events."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, organisations, events."""

    name = "duijie.web.accounts"
    label = "accounts"
