"""Slots that are over before anybody could meet in them: mostly a wrong date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.event import Event
from duijie.domain.text import Text
from duijie.timetable.words import plural


def notice_past(event: Event, now: datetime, source: str = "event.toml") -> Iterator[Diagnosis]:
    """Warn of slots for meetings that were over by `now` (local time); once, or not at all.

    `source` is the file that the warning names.
    """
    usable = [slot for slot in event.slots if slot.usable]
    over = [slot for slot in usable if slot.end <= now]
    if not over:
        return
    last = max(slot.end for slot in over)
    if len(over) == len(usable):
        expected = Text(
            f"{len(usable)} 个约谈时段到 {now:%Y-%m-%d %H:%M} 全部结束了；请核对活动日期",
            f"by {now:%Y-%m-%d %H:%M} all of its {plural(len(usable), 'slot')} were over; "
            "is the date right?",
        )
    else:
        expected = Text(
            f"{len(usable)} 个约谈时段中，到 {now:%Y-%m-%d %H:%M} 已有 {len(over)} 个结束；"
            "活动当天要改动，请用 duijie timetable repair --now",
            f"by {now:%Y-%m-%d %H:%M} {len(over)} of its {plural(len(usable), 'slot')} were over; "
            "to change a day that has begun, use duijie timetable repair --now",
        )
    yield Diagnosis(
        Severity.WARNING,
        source,
        expected,
        found=f"{last:%Y-%m-%d %H:%M}",
        sheet="days",
        assumed=Text("照样排入", "used all the same"),
    )
