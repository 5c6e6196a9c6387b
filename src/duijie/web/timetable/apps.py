"""The timetable step."""

from __future__ import annotations

from django.apps import AppConfig


class TimetableConfig(AppConfig):
    """The timetable step."""

    name = "duijie.web.timetable"
    label = "timetable"
