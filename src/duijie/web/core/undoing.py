"""Undo beside the message that says what was done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from duijie.web.core.models import Activity


def offer_undo(request: HttpRequest, activity: Activity | None, text: str) -> None:
    """Say what was done, with a button that takes it back."""
    tags = ""
    if activity and activity.event:
        tags = "undo-" + reverse("undo", args=[activity.event.slug, activity.pk])
    messages.success(request, text, extra_tags=tags)
