"""The app of access tokens and the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the app under its short label."""

    name = "duijie.web.api"
    label = "api"
