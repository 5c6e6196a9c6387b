"""handbook.pdf: the booklet that everybody gets."""

from __future__ import annotations

from itertools import groupby

from duijie.domain.records import Company, Evidence, Expert, Need
from duijie.report.grids import matrices, seat_grids
from duijie.report.privacy import for_everyone
from duijie.report.programme import Programme
from duijie.report.rows import Data, clock, days, frame, meeting_row, organisation
from duijie.report.schedule import Person, day_items, everybody, person_id
from duijie.report.words import KINDS, pair, say_budget

MOST_EVIDENCE = 12


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
        "matrices": matrices(shown),
        "grids": seat_grids(shown),
        "experts": [_expert(shown, expert) for expert in register.experts],
        "companies": [_company(shown, company) for company in shown.companies],
        "timetables": [timetable(shown, person) for person in everybody(shown)],
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


def timetable(programme: Programme, person: Person) -> Data:
    """Return one person's day: their turns in the plenary and their meetings."""
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
