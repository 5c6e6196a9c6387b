"""Reading, checking and keeping the programme of an event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Max

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import BadData
from duijie.domain.event import Event as Setting
from duijie.domain.text import Text
from duijie.io.toml import read_toml
from duijie.register.event import read_event
from duijie.register.programme import check_references
from duijie.web.accounts.models import Event
from duijie.web.core import history
from duijie.web.core.models import Activity
from duijie.web.programme.models import ProgrammeVersion
from duijie.web.register.bridge import to_known

SOURCE = "event.toml"
MOST_SLOTS = 200
MOST_TABLES = 200
MOST_BYTES = 200_000
TOO_LARGE = Text("文件太大：日程只有几千字", "The file is too large: a programme is a few pages")
_KEPT = 16


@dataclass(frozen=True)
class Read:
    """A programme that can be used, and what is odd about it."""

    setting: Setting
    warnings: tuple[Diagnosis, ...]


def latest_programme(event: Event) -> ProgrammeVersion | None:
    """Return the version that holds; None before the first."""
    return ProgrammeVersion.objects.filter(event=event).first()


def read_setting(event: Event) -> Setting | None:
    """Return the programme as engines know it; None before the first."""
    found = latest_programme(event)
    return _parse(found.text).setting if found else None


def setting_of(version: ProgrammeVersion) -> Setting:
    """Return what a version of the programme says, as engines know it."""
    return _parse(version.text).setting


def require_setting(event: Event) -> Setting:
    """Return the programme as engines know it.

    Raises
    ------
    BadData
        When none has been entered.
    """
    setting = read_setting(event)
    if setting is None:
        raise BadData(
            Text("活动还没有日程", "The event has no programme yet"),
            [
                Text(
                    "请先在“日程”页设置时段和桌子",
                    "enter its slots and tables on the page Programme",
                )
            ],
        )
    return setting


def programme_part(event: Event) -> Iterable[Any]:
    """Return what engines read of the programme; a comment in the file makes nothing stale."""
    setting = read_setting(event)
    return [] if setting is None else [repr(setting)]


def check_programme(event: Event, text: str) -> Read:
    """Return the programme that `text` describes.

    Raises
    ------
    BadData
        When it cannot be read, contradicts itself, names somebody who is not at the event, or is
        larger than a page and the engines can bear.
    """
    read = _parse(text)
    found = check_references(read.setting, to_known(event), SOURCE)
    errors = [one for one in found if one.severity is Severity.ERROR]
    if errors:
        raise BadData(
            Text("日程里有活动中没有的人或桌子", "The programme names somebody who is not here"),
            diagnoses=errors,
        )
    return Read(read.setting, (*read.warnings, *found))


@lru_cache(maxsize=_KEPT)
def _parse(text: str) -> Read:
    data = read_toml(text.encode(), SOURCE)
    _refuse_large(data)
    setting, odd = read_event(data, SOURCE)
    return Read(setting, tuple(odd))


def _refuse_large(data: dict[str, Any]) -> None:
    """Say first what is too large: arithmetic with it would say something beside the point."""
    plans = [plan for day in _tables(data, "days") for plan in _tables(day, "slots")]
    slots = sum(_whole(plan, "count") for plan in plans)
    tables = sum(_whole(room, "tables") for room in _tables(data, "rooms"))
    for count, most, name in (
        (slots, MOST_SLOTS, Text("时段", "slots")),
        (tables, MOST_TABLES, Text("桌子", "tables")),
    ):
        if count > most:
            raise BadData(
                Text(
                    f"日程有 {count} 个{name.zh}，最多 {most} 个",
                    f"The programme has {count} {name.en}; {most} are the most",
                ),
                [Text("请检查时段数和桌数", "check the number of slots and of tables")],
            )


def _tables(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the tables at `key`; what is of another type is for the reader to refuse."""
    found = data.get(key, [])
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]


def _whole(table: dict[str, Any], key: str) -> int:
    value = table.get(key)
    return value if isinstance(value, int) else 0


@transaction.atomic
def keep_programme(actor: Any, event: Event, text: str) -> Activity | None:
    """Make `text` the next version of the programme; None when it is what holds already.

    Raises
    ------
    BadData
        As `check_programme` does; nothing is kept then.
    """
    check_programme(event, text)
    Event.objects.select_for_update().get(pk=event.pk)
    standing = latest_programme(event)
    if standing and standing.text == text:
        return None
    newest = ProgrammeVersion.objects.filter(event=event).aggregate(Max("number"))
    number = (newest["number__max"] or 0) + 1
    made = ProgrammeVersion(event=event, number=number, text=text, by_name=str(actor))
    return history.create(actor, event, made)
