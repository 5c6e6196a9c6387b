"""Rows of the database to records of the domain and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from duijie.domain import records as domain
from duijie.register.headings import fold_heading
from duijie.web.register.models import (
    Company,
    Conflict,
    Decision,
    Evidence,
    Expert,
    Need,
    Pin,
)

PARTS: tuple[tuple[str, str], ...] = (
    ("problem", "主要问题"),
    ("key_technology", "技术关键"),
    ("goal", "预期目标"),
    ("indicators", "可验收技术指标"),
    ("basis", "现有基础"),
)
"""Parts of a need's text and the heading of each in the usual form."""

_PART_OF = {heading: name for name, heading in PARTS} | {
    "技术关键（含主要指标）": "key_technology",
    "技术关键(含主要指标)": "key_technology",
    "预期成果": "goal",
    "技术指标": "indicators",
    "验收指标": "indicators",
    "已有基础": "basis",
    "现有工作基础": "basis",
}
SERVICES = "服务说明"
"""Heads what an expert offers; the usual form's 可提供的技术服务 is read as evidence."""
BESIDE: dict[str, dict[str, str]] = {
    "needs": {"合作意向单位": "partners", "责任人": "owner"},
    "experts": {
        "职务": "position",
        "学历": "degree",
        SERVICES: "services",
        "可应用行业": "industries",
        "手机": "phone",
        "电话": "phone",
        "联系电话": "phone",
        "邮箱": "email",
        "电子邮箱": "email",
        "email": "email",
        "ORCID": "orcid",
    },
    "companies": {"机构属性": "nature"},
}
"""Columns that no engine reads and the register has a field for, by kind of sheet."""
_PART = re.compile(r"^([^：\n]{2,14})：", re.MULTILINE)
_SEPARATOR = "; "


def join_list(items: Iterable[str]) -> str:
    """Return a list as the forms show it."""
    return _SEPARATOR.join(items)


def split_list(text: str) -> tuple[str, ...]:
    """Return the parts of a list that a person typed.

    >>> split_list("膜分离；催化; ;加氢")
    ('膜分离', '催化', '加氢')
    """
    return tuple(part.strip() for part in re.split(r"[;；\n]", text) if part.strip())


def split_need_text(text: str) -> dict[str, str]:
    r"""Give the parts of a need's text back to the fields they came from.

    >>> split_need_text("含盐高。\n预期目标：达标")
    {'text': '含盐高。', 'goal': '达标'}
    """
    found: dict[str, str] = {}
    marks = [mark for mark in _PART.finditer(text) if mark[1] in _PART_OF]
    head = text[: marks[0].start()] if marks else text
    if head.strip():
        found["text"] = head.strip()
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=False):
        words = text[mark.end() : end].strip()
        name = _PART_OF[mark[1]]
        found[name] = f"{found[name]}\n{words}" if name in found else words
    return found


def join_need_text(need: Need) -> str:
    """Return a need's whole text, its parts under their headings."""
    parts = [need.text] + [
        f"{heading}：{value}" for name, heading in PARTS if (value := getattr(need, name))
    ]
    return "\n".join(part for part in parts if part)


def need_values(need: domain.Need) -> dict[str, Any]:
    """Return the fields of a need's row, without its company."""
    budget = need.budget_cny
    blank = dict.fromkeys(("text", *(name for name, _ in PARTS)), "")
    beside, extra = _beside("needs", need.extra)
    return {
        "title": need.title,
        **blank,
        **split_need_text(need.text),
        "industry": need.industry,
        "keywords": join_list(need.keywords),
        "budget_low": Decimal(str(budget.low)) if budget else None,
        "budget_high": Decimal(str(budget.high)) if budget else None,
        "deadline": need.deadline,
        "mode": join_list(need.mode),
        **beside,
        "wanted_meetings": need.wanted_meetings,
        "wanted_maturity": need.wanted_maturity,
        "confidential": need.confidential,
        "extra": extra,
    }


def expert_values(expert: domain.Expert) -> dict[str, Any]:
    """Return the fields of an expert's row."""
    beside, extra = _beside("experts", expert.extra)
    return {
        "name": expert.name,
        "employer": expert.organisation,
        "department": expert.department,
        "title": expert.title,
        "directions": join_list(expert.directions),
        "keywords": join_list(expert.keywords),
        **beside,
        "min_meetings": expert.min_meetings,
        "max_meetings": expert.max_meetings,
        "extra": extra,
    }


def company_values(company: domain.Company) -> dict[str, Any]:
    """Return the fields of a company's row."""
    beside, extra = _beside("companies", company.extra)
    return {
        "name": company.name,
        "short_name": company.short_name,
        "uscc": company.uscc,
        **beside,
        "industry": company.industry,
        "products": join_list(company.products),
        "contact": company.contact,
        "phone": company.phone,
        "email": company.email,
        "address": company.address,
        "intro": company.intro,
        "extra": extra,
    }


def evidence_values(piece: domain.Evidence) -> dict[str, Any]:
    """Return the fields of a piece of evidence's row, without its expert."""
    return {
        "kind": piece.kind,
        "title": piece.title,
        "text": piece.text,
        "year": piece.year,
        "maturity": piece.maturity,
        "doi": piece.doi,
        "extra": [list(pair) for pair in piece.extra],
    }


@cache
def beside_names(kind: str) -> dict[str, str]:
    """Return the fields of `BESIDE` by heading, folded."""
    return {fold_heading(heading): name for heading, name in BESIDE.get(kind, {}).items()}


def _beside(kind: str, extra: domain.Extra) -> tuple[dict[str, str], list[list[str]]]:
    """Return the fields that columns beside fill, and the columns that stay beside."""
    names = beside_names(kind)
    filled = dict.fromkeys(names.values(), "")
    left = []
    for heading, value in extra:
        name = names.get(fold_heading(heading))
        if name and not filled[name]:
            filled[name] = value
        elif name is None or value != filled[name]:
            left.append([heading, value])
    return filled, left


def to_register(event: Any) -> domain.Register:
    """Return everything an event's engines work on."""
    return domain.Register(
        needs=tuple(map(to_need, event.need_set.select_related("company"))),
        experts=tuple(map(to_expert, event.expert_set.all())),
        evidence=tuple(map(to_evidence, event.evidence_set.select_related("expert"))),
        companies=tuple(map(to_company, event.company_set.all())),
        conflicts=tuple(
            map(to_conflict, event.conflicts.select_related("expert", "need", "company"))
        ),
        pins=tuple(map(to_pin, event.pins.select_related("expert", "need"))),
        decisions=tuple(map(to_decision, event.decisions.select_related("expert", "need"))),
    )


def to_known(event: Any) -> domain.Register:
    """Return what a sheet for the event may name without listing it: names and ids only."""
    needs = event.need_set.values_list("code", "title")
    experts = event.expert_set.values_list("code", "name")
    companies = Company.objects.filter(organisation=event.organisation_id)
    names = companies.values_list("code", "name", "short_name")
    return domain.Register(
        needs=tuple(domain.Need(code, title) for code, title in needs),
        experts=tuple(domain.Expert(code, name) for code, name in experts),
        companies=tuple(domain.Company(code, name, short) for code, name, short in names),
    )


def to_need(need: Need) -> domain.Need:
    """Return the need as engines know it."""
    low, high = need.budget_low, need.budget_high
    figures = [float(figure) for figure in (low, high) if figure is not None]
    kept = (("合作意向单位", need.partners), ("责任人", need.owner))
    return domain.Need(
        need_id=need.code,
        title=need.title,
        text=join_need_text(need),
        company=need.company_name,
        industry=need.industry,
        keywords=split_list(need.keywords),
        wanted_meetings=need.wanted_meetings,
        budget_cny=domain.Budget(min(figures), max(figures)) if figures else None,
        deadline=need.deadline,
        mode=split_list(need.mode),
        wanted_maturity=need.wanted_maturity,
        confidential=need.confidential,
        extra=_extra(need, kept),
    )


def to_expert(expert: Expert) -> domain.Expert:
    """Return the expert as engines know it."""
    kept = (
        ("职务", expert.position),
        ("学历", expert.degree),
        (SERVICES, expert.services),
        ("可应用行业", expert.industries),
        ("手机", expert.phone),
        ("邮箱", expert.email),
        ("ORCID", expert.orcid),
    )
    return domain.Expert(
        expert_id=expert.code,
        name=expert.name,
        organisation=expert.employer,
        department=expert.department,
        title=expert.title,
        directions=split_list(expert.directions),
        keywords=split_list(expert.keywords),
        min_meetings=expert.min_meetings,
        max_meetings=expert.max_meetings,
        extra=_extra(expert, kept),
    )


def to_evidence(piece: Evidence) -> domain.Evidence:
    """Return the evidence as engines know it."""
    return domain.Evidence(
        expert_id=piece.expert.code,
        kind=piece.kind,
        title=piece.title,
        text=piece.text,
        year=piece.year,
        maturity=piece.maturity,
        doi=piece.doi,
        extra=_extra(piece, ()),
    )


def to_company(company: Company) -> domain.Company:
    """Return the company as engines know it."""
    return domain.Company(
        company_id=company.code,
        name=company.name,
        short_name=company.short_name,
        uscc=company.uscc,
        industry=company.industry,
        products=split_list(company.products),
        contact=company.contact,
        phone=company.phone,
        email=company.email,
        address=company.address,
        intro=company.intro,
        extra=_extra(company, (("机构属性", company.nature),)),
    )


def to_conflict(conflict: Conflict) -> domain.Conflict:
    """Return the conflict as engines know it."""
    return domain.Conflict(
        expert_id=conflict.expert.code,
        need_id=conflict.need.code if conflict.need else "",
        company=conflict.company.name if conflict.company else "",
        reason=conflict.reason,
    )


def to_pin(pin: Pin) -> domain.Pin:
    """Return the pin as engines know it."""
    rule: Any = pin.rule
    return domain.Pin(need_id=pin.need.code, expert_id=pin.expert.code, rule=rule, by=pin.by)


def to_decision(decision: Decision) -> domain.Decision:
    """Return the decision as engines know it."""
    what: Any = decision.decision
    return domain.Decision(
        need_id=decision.need.code,
        expert_id=decision.expert.code,
        decision=what,
        rating=decision.rating,
        reason=decision.reason,
        by=decision.by,
        date=decision.date,
    )


def _extra(record: Any, kept: Iterable[tuple[str, str]]) -> domain.Extra:
    named = [(heading, value) for heading, value in kept if value]
    return (*named, *((heading, value) for heading, value in record.extra))
