"""What upsets a timetable on the day: somebody away, a table lost, meetings more or fewer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from duijie.domain.errors import BadUsage
from duijie.domain.event import Absence, Event, PairKey
from duijie.domain.text import Text

_CLOCK = r"\d{1,2}:\d{2}"
_DATE = r"\d{4}-\d{2}-\d{2}"
_WHEN = re.compile(rf"(?:({_DATE})(?:[T ](?=.)|$))?(?:({_CLOCK})?-({_CLOCK})?)?")
_NOW = re.compile(rf"(?:({_DATE})[T ])?({_CLOCK})")
_PAIR = re.compile(r"([^:/\s]+)\s*[:/]\s*([^:/\s]+)")


@dataclass(frozen=True)
class Disruption:
    """What has changed since the timetable was made.

    `now`: meetings that began before it have taken place and stay as they are; None when
    nothing has begun. `absent` names experts, companies and tables, as ``event.toml`` does.
    """

    now: datetime | None = None
    absent: tuple[Absence, ...] = ()
    add: tuple[PairKey, ...] = ()
    cancel: tuple[PairKey, ...] = ()

    def has_begun(self, start: datetime) -> bool:
        """Whether what starts then is past repair."""
        return self.now is not None and start < self.now

    def apply(self, event: Event) -> Event:
        """Return the event as it is now."""
        return replace(event, absent=(*event.absent, *self.absent))


def parse_absence(words: str) -> Absence:
    """Read ``ID``, ``ID@14:00-15:00``, ``ID@-10:30`` (comes late) or ``ID@15:00-`` (leaves).

    A date may stand before the times, ``ID@2026-05-20T14:00-15:00``, or alone.

    >>> parse_absence("E04@-10:30").end
    datetime.time(10, 30)

    Raises
    ------
    BadUsage
        When it is none of these, or ends before it begins.
    """
    identity, _, when = unicodedata.normalize("NFKC", words).strip().partition("@")
    found = _WHEN.fullmatch(when.strip())
    absence = None
    if identity and found and (any(found.groups()) or not when):
        absence = _read_absence(identity.strip(), *found.groups())
    if absence is None or (absence.start and absence.end and absence.end <= absence.start):
        raise BadUsage(
            Text(f"缺席的写法不对：{words!r}", f"not an absence: {words!r}"),
            [
                Text(
                    "请写成 E04@14:00-15:00；迟到写 E04@-10:30，早退写 E04@15:00-，全天写 E04",
                    "write E04@14:00-15:00; E04@-10:30 comes late, E04@15:00- leaves, "
                    "E04 is away all day",
                )
            ],
        )
    return absence


def parse_pair(words: str) -> PairKey:
    """Read ``NEED:EXPERT``.

    >>> parse_pair("N01:E04")
    ('N01', 'E04')

    Raises
    ------
    BadUsage
        When it is no such pair.
    """
    found = _PAIR.fullmatch(unicodedata.normalize("NFKC", words).strip())
    if not found:
        raise BadUsage(
            Text(f"会见的写法不对：{words!r}", f"not a meeting: {words!r}"),
            [Text("请写成 需求编号:专家编号，如 N01:E04", "write NEED:EXPERT, as in N01:E04")],
        )
    return found[1], found[2]


def parse_now(words: str, days: Sequence[date]) -> datetime:
    """Read ``HH:MM``, or ``YYYY-MM-DDTHH:MM`` as an event of several `days` needs it.

    Raises
    ------
    BadUsage
        When it is neither, or the day is missing or none of the event.
    """
    found = _NOW.fullmatch(unicodedata.normalize("NFKC", words).strip())
    try:
        clock = _read_clock(found[2]) if found else None
        day = date.fromisoformat(found[1]) if found and found[1] else None
    except ValueError:
        clock = None
    if clock is None:
        raise BadUsage(
            Text(f"不是时刻：{words!r}", f"not a time of day: {words!r}"),
            [Text("请写成 14:30 或 2026-05-20T14:30", "write 14:30, or 2026-05-20T14:30")],
        )
    return datetime.combine(_choose_day(day, days), clock)


def _choose_day(day: date | None, days: Sequence[date]) -> date:
    if day is None and len(days) == 1:
        return days[0]
    if day is None or day not in days:
        shown = ", ".join(map(str, days))
        raise BadUsage(
            Text(
                f"请写明是哪一天，活动日期：{shown}", f"say which day it is; the event has {shown}"
            ),
            [Text("如 2026-05-20T14:30", "as in 2026-05-20T14:30")],
        )
    return day


def _read_absence(
    identity: str, day: str | None, start: str | None, end: str | None
) -> Absence | None:
    try:
        on = date.fromisoformat(day) if day else None
        return Absence(identity, _read_clock(start), _read_clock(end), on)
    except ValueError:
        return None


def _read_clock(words: str | None) -> time | None:
    return time.fromisoformat(words.zfill(len("00:00"))) if words else None
