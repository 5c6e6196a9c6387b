"""What a person's own page says of their meetings."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from duijie.domain.plans import PlacedMeeting
from duijie.domain.records import Need
from duijie.report.privacy import is_masked
from duijie.report.programme import table_name
from duijie.web.publish.personal import my_days

register = template.Library()


@register.inclusion_tag("publish/my_days.html", takes_context=True)
def my_meetings(context: Any) -> dict[str, Any]:
    """Show the user's own meetings at every event, with the link of the calendar."""
    request = context["request"]
    days = [
        (day, request.build_absolute_uri(reverse("calendar", args=[day.feed.token])))
        for day in my_days(request.user)
        if day.feed
    ]
    return {**context.flatten(), "days": days}


@register.filter
def webcal(link: str) -> str:
    """Return a calendar's link as telephones subscribe to it."""
    return "webcal:" + link.partition(":")[2]


@register.filter
def need_words(need: Need) -> str:
    """Return what a need is called; one whose words are hidden, in the reader's language."""
    if not is_masked(need):
        return need.title
    return " · ".join(part for part in (_("Confidential need"), need.industry) if part)


@register.filter
def table(placed: PlacedMeeting) -> str:
    """Return the table as it stands on its card."""
    return table_name(placed)
