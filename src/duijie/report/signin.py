"""signin.pdf: the sheet at the door, 签到表; one set for each day."""

from __future__ import annotations

from duijie.report.privacy import for_everyone
from duijie.report.programme import Programme
from duijie.report.rows import Data, frame, organisation
from duijie.report.words import pair, say_date


def signin(programme: Programme) -> Data:
    """Return the data of ``signin.typ``; telephone and signature stay blank."""
    shown = for_everyone(programme)
    return frame(shown) | {
        "days": [pair(say_date(day.date)) for day in shown.event.days],
        "experts": [
            {"name": one.name, "organisation": organisation(one)} for one in shown.register.experts
        ],
        "companies": [{"name": one.contact, "organisation": one.name} for one in shown.companies],
    }
