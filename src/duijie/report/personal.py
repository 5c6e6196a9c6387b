"""personal.pdf: everybody's own day on a page of its own, to be handed out at the door."""

from __future__ import annotations

from duijie.report.handbook import timetable
from duijie.report.privacy import for_everyone
from duijie.report.programme import Programme
from duijie.report.rows import Data, frame
from duijie.report.schedule import everybody


def personal(programme: Programme) -> Data:
    """Return the data of ``personal.typ``: who has nothing planned gets no page."""
    shown = for_everyone(programme)
    days = [timetable(shown, person) for person in everybody(shown)]
    return frame(shown) | {"people": [one for one in days if one["turns"] or one["meetings"]]}
