"""Meetings and what differs between two plans: of the timetable and of what is published."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Schema

from duijie.domain.plans import PlacedMeeting
from duijie.report.programme import Meeting
from duijie.timetable.told import Notice
from duijie.web.api.problems import reader_language
from duijie.web.publish.differences import Differences
from duijie.web.publish.templatetags.published import need_words


class MeetingOut(Schema):
    """A meeting; without slot and table while it has no place."""

    need_id: str
    need: str
    company: str
    expert_id: str
    expert: str
    slot: int | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    table: str | None = None


class PlaceOut(Schema):
    """Where a meeting was or is."""

    start: dt.datetime
    end: dt.datetime
    table: str


class NoticeOut(Schema):
    """One thing to tell one person: `change` is added, cancelled, moved or table."""

    change: str
    need_id: str
    expert_id: str
    other: str
    was: PlaceOut | None
    now: PlaceOut | None
    said: str


class ToldOut(Schema):
    """Somebody whose own meetings differ, and how."""

    id: str
    name: str
    notices: list[NoticeOut]


class WordsOut(Schema):
    """What was called otherwise."""

    what: str
    was: str
    now: str


class DifferencesOut(Schema):
    """All that differs: who must be told what, tables renamed, title and place, the plenary."""

    before: int
    after: int
    told: list[ToldOut]
    renamed: list[WordsOut]
    facts: list[WordsOut]
    plenary: bool


def show_meeting(one: Meeting) -> dict[str, Any]:
    """Return a meeting of a programme as somebody may see it."""
    need_id, expert_id = one.key
    found: dict[str, Any] = {
        "need_id": need_id,
        "need": need_words(one.need),
        "company": one.company.name,
        "expert_id": expert_id,
        "expert": one.expert.name,
    }
    at = one.placed
    if at:
        found |= {"slot": at.slot, "start": at.start, "end": at.end, "table": at.table}
    return found


def show_differences(before: int, after: int, found: Differences) -> dict[str, Any]:
    """Return what differs between the versions of two numbers."""
    language = reader_language()
    return {
        "before": before,
        "after": after,
        "told": [
            {"id": one.id, "name": one.name, "notices": [_show_notice(n) for n in one.notices]}
            for one in found.told
        ],
        "renamed": [{"what": "table", "was": was, "now": now} for was, now in found.renamed],
        "facts": [
            {"what": name, "was": was.in_(language), "now": now.in_(language)}
            for name, was, now in found.facts
        ],
        "plenary": found.plenary,
    }


def _show_notice(one: Notice) -> dict[str, Any]:
    need_id, expert_id = one.key
    return {
        "change": one.change,
        "need_id": need_id,
        "expert_id": expert_id,
        "other": one.other.name or one.other.id,
        "was": _show_place(one.was),
        "now": _show_place(one.now),
        "said": one.describe().in_(reader_language()),
    }


def _show_place(one: PlacedMeeting | None) -> dict[str, Any] | None:
    return {"start": one.start, "end": one.end, "table": one.table} if one else None
