"""handbook.pdf: the booklet that everybody gets."""

from __future__ import annotations

from itertools import groupby
from typing import TypeVar

from duijie.domain.event import Slot
from duijie.domain.records import Company, Evidence, Expert, Need
from duijie.report.privacy import for_everyone
from duijie.report.programme import Meeting, Programme, table_name
from duijie.report.rows import Data, clock, days, frame, meeting_row, organisation
from duijie.report.schedule import Person, day_items, everybody, person_id
from duijie.report.words import KINDS, pair, say_budget, say_date

MOST_EVIDENCE = 12
MOST_MATRIX_COLUMNS = 28
MOST_GRID_COLUMNS = 10

T = TypeVar("T")


def handbook(programme: Programme) -> Data:
    """Return the data of ``handbook.typ``, confidential needs unnamed."""
    shown = for_everyone(programme)
    register = shown.register
    return frame(shown) | {
        "counts": {
            "experts": len(register.experts),
            "companies": len(shown.companies),
            "needs": len(register.needs),
            "meetings": len(shown.meetings),
        },
        "days": days(shown),
        "rooms": [{"name": room.name, "tables": room.tables} for room in shown.event.rooms],
        "matrices": _matrices(shown),
        "grids": _grids(shown),
        "experts": [_expert(shown, expert) for expert in register.experts],
        "companies": [_company(shown, company) for company in shown.companies],
        "timetables": [_timetable(shown, person) for person in everybody(shown)],
    }


def _expert(programme: Programme, expert: Expert) -> Data:
    evidence = programme.evidence_of(expert)
    return {
        "id": expert.expert_id,
        "name": expert.name,
        "title": expert.title,
        "organisation": organisation(expert),
        "directions": list(expert.directions),
        "keywords": list(expert.keywords),
        "evidence": _evidence(evidence),
        "more_evidence": max(0, len(evidence) - MOST_EVIDENCE),
        "meetings": [meeting_row(one) for one in programme.meetings_of(expert)],
    }


def _evidence(evidence: list[Evidence]) -> list[Data]:
    """Return the newest pieces, grouped by kind in the order of ``EVIDENCE_KINDS``."""
    newest = sorted(evidence, key=lambda piece: -(piece.year or 0))[:MOST_EVIDENCE]
    order = list(KINDS)
    newest.sort(key=lambda piece: order.index(piece.kind))
    return [
        {
            "kind": pair(KINDS[kind]),
            "pieces": [
                {"title": piece.title, "year": piece.year, "maturity": piece.maturity}
                for piece in pieces
            ],
        }
        for kind, pieces in groupby(newest, key=lambda piece: piece.kind)
    ]


def _company(programme: Programme, company: Company) -> Data:
    return {
        "id": company.company_id,
        "name": company.name,
        "industry": company.industry,
        "products": list(company.products),
        "intro": company.intro,
        "needs": [_need(programme, need) for need in programme.needs_of(company)],
    }


def _need(programme: Programme, need: Need) -> Data:
    met = [one for one in programme.meetings if one.need is need]
    return {
        "id": need.need_id,
        "title": need.title,
        "text": need.text,
        "industry": "" if need.confidential else need.industry,
        "keywords": list(need.keywords),
        "budget": say_budget(need.budget_cny),
        "deadline": need.deadline.isoformat() if need.deadline else "",
        "mode": list(need.mode),
        "maturity": need.wanted_maturity,
        "confidential": need.confidential,
        "meetings": [meeting_row(one) for one in met],
    }


def _timetable(programme: Programme, person: Person) -> Data:
    is_expert = isinstance(person, Expert)
    return {
        "id": person_id(person),
        "name": person.name,
        "expert": is_expert,
        "organisation": organisation(person) if isinstance(person, Expert) else person.industry,
        "turns": [
            {"day": f"{turn.start.month}/{turn.start.day}", "start": clock(turn.start)}
            for index in range(len(programme.event.days))
            for item in day_items(programme, index)
            for turn in item.turns
            if turn.person is person and not turn.away
        ],
        "meetings": [meeting_row(one) for one in programme.meetings_of(person)],
    }


def _matrices(programme: Programme) -> list[Data]:
    """Return needs by experts with slot numbers, in pieces as wide as a page."""
    met = {one.key: one for one in programme.meetings}
    return [
        {
            "experts": [_initials(expert.name) for expert in experts],
            "rows": [
                {
                    "company": company.short_name or company.name,
                    "id": need.need_id,
                    "title": need.title,
                    "cells": [_cell(met.get((need.need_id, one.expert_id))) for one in experts],
                }
                for company in programme.companies
                for need in programme.needs_of(company)
            ],
        }
        for experts in _pieces(programme.register.experts, MOST_MATRIX_COLUMNS)
    ]


def _initials(name: str) -> str:
    """Shorten given names of a western name, to stand upright above a narrow column."""
    *given, family = name.split()
    if not given or not name.isascii():
        return name
    return " ".join([*(f"{word[0]}." for word in given), family])


def _cell(meeting: Meeting | None) -> str:
    if meeting is None:
        return ""
    return str(meeting.placed.slot) if meeting.placed else "·"


def _grids(programme: Programme) -> list[Data]:
    """Return tables by slots, in pieces as wide as a page and never across two days."""
    placed = {
        (one.placed.slot, table_name(one.placed)): one for one in programme.meetings if one.placed
    }
    tables = dict.fromkeys([table.id for table in programme.event.tables])
    tables |= dict.fromkeys(table for _, table in placed)
    return [
        {
            "date": pair(say_date(day.date)),
            "slots": [{"number": one.number, "start": clock(one.start)} for one in slots],
            "rows": [
                {
                    "table": table,
                    "cells": [_seat(placed.get((one.number, table))) for one in slots],
                }
                for table in tables
            ],
        }
        for index, day in enumerate(programme.event.days)
        for slots in _pieces(_usable_slots(programme, index), MOST_GRID_COLUMNS)
    ]


def _seat(meeting: Meeting | None) -> Data | None:
    return meeting_row(meeting) if meeting else None


def _usable_slots(programme: Programme, day_index: int) -> tuple[Slot, ...]:
    slots = programme.event.slots
    return tuple(slot for slot in slots if slot.day_index == day_index and slot.usable)


def _pieces(items: tuple[T, ...], most: int) -> list[tuple[T, ...]]:
    """Cut `items` into as few pieces as possible of nearly equal length, `most` at most."""
    count = -(-len(items) // most)
    return [
        items[len(items) * nth // count : len(items) * (nth + 1) // count] for nth in range(count)
    ]
