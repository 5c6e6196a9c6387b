"""Rows to records: one builder a kind of sheet.

A draft is a record whose id may still be missing and whose references are still words; it
remembers its row so that whatever is found out later can be said at the right place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Generic, Literal, TypeVar

from duijie.domain.ids import fold
from duijie.domain.records import Company, Conflict, Decision, Evidence, Expert, Need, Pin
from duijie.domain.sheet import Cell
from duijie.domain.text import EMPTY, Text
from duijie.register.headings import fold_heading
from duijie.register.kinds import (
    guess_kind,
    kind_of,
    read_decision,
    read_kind,
    read_rating,
    read_rule,
)
from duijie.register.normalise.contact import read_phone, read_uscc
from duijie.register.normalise.dates import read_deadline
from duijie.register.normalise.flags import (
    TAKEN_AS_CONFIDENTIAL,
    read_confidential,
    says_nothing,
)
from duijie.register.normalise.lists import read_list, split_entries
from duijie.register.normalise.maturity import read_maturity
from duijie.register.normalise.money import read_budget, unit_of_heading
from duijie.register.normalise.names import read_name
from duijie.register.normalise.numbers import read_count, read_year
from duijie.register.normalise.outcome import Outcome
from duijie.register.normalise.text import clean_text, read_id, read_line, read_person, read_text
from duijie.register.rows import RowView
from duijie.register.vocabulary import EVIDENCE_COLUMNS, PLAIN_TEXT

Record = TypeVar("Record", Need, Expert, Evidence, Company, Conflict, Pin, Decision)

_PLAIN_TEXT = {fold_heading(heading) for heading in PLAIN_TEXT.headings}
_TITLE_CHARS = 30
_MISSING_TITLE = Text("缺少名称", "a title is missing")


@dataclass(frozen=True)
class Draft(Generic[Record]):
    """A record and the row it was read from."""

    record: Record
    row: RowView


def _empty_if_nothing(reader: Callable[[Cell], Outcome[str]]) -> Callable[[Cell], Outcome[str]]:
    return lambda cell: Outcome("") if says_nothing(cell) else reader(cell)


_line = _empty_if_nothing(read_line)
_text = _empty_if_nothing(read_text)
_phone = _empty_if_nothing(read_phone)
_uscc = _empty_if_nothing(read_uscc)
_person = _empty_if_nothing(read_person)


def _list(row: RowView, name: str) -> tuple[str, ...]:
    items = (item for _, items in row.read_all(name, read_list) for item in items)
    return tuple(dict.fromkeys(items))


def draft_need(row: RowView, extras: Collection[int]) -> Draft[Need] | None:
    """Return the need of a row; a row without a title is an error."""
    title, text = row.read("title", _line), _need_text(row)
    if not title:
        start = text.partition("\n")[0][:_TITLE_CHARS]
        mend = Text(f"，例如“{start}”", f', such as "{start}"') if start else EMPTY
        row.findings.error(row.place("title"), _MISSING_TITLE + mend)
        return None
    if not text:
        expected = Text(
            "需求没有正文，匹配只能看名称", "a need without text is matched by its title only"
        )
        row.findings.warn(row.place("text"), expected)
    need = Need(
        need_id=row.read("need_id", read_id),
        title=title,
        text=text,
        company=row.read("company", _line),
        industry=row.read("industry", _line),
        keywords=_list(row, "keywords"),
        wanted_meetings=row.read("wanted_meetings", read_count),
        budget_cny=row.read(
            "budget_cny", partial(read_budget, unit=unit_of_heading(row.heading("budget_cny")))
        ),
        deadline=row.read("deadline", read_deadline),
        mode=_list(row, "mode"),
        wanted_maturity=row.read("wanted_maturity", read_maturity),
        confidential=_is_confidential(row),
        extra=row.extras(extras),
    )
    return Draft(need, row)


def _is_confidential(row: RowView) -> bool:
    """Whether either question says so, or its formula was never computed: better safe."""
    if row.is_uncomputed("confidential") or row.is_uncomputed("public"):
        expected = Text("是 或 否", "yes or no")
        row.findings.warn(row.place(), expected, assumed=TAKEN_AS_CONFIDENTIAL)
        return True
    public_asked = partial(read_confidential, asks_for_public=True)
    return row.read("confidential", read_confidential) or row.read("public", public_asked)


def _need_text(row: RowView) -> str:
    """Join the parts of a need's body, each under its heading unless it is the whole text."""
    if len(row.fields.get("text", ())) == 1:
        return row.read("text", _text)
    parts = [(heading, text) for heading, text in row.read_all("text", clean_text) if text]
    return "\n".join(
        text if fold_heading(heading) in _PLAIN_TEXT else f"{heading}：{text}"
        for heading, text in parts
    )


def draft_expert(row: RowView, extras: Collection[int]) -> Draft[Expert] | None:
    """Return the expert of a row; a title or employer in the name's field is taken apart."""
    parts = row.read("name", read_name)
    if not parts.name:
        row.findings.error(row.place("name"), Text("缺少姓名", "a name is missing"))
        return None
    organisation, extra = row.read("organisation", _line), row.extras(extras)
    if organisation and parts.organisation and fold(parts.organisation) not in fold(organisation):
        extra = (*extra, (row.heading("name"), f"{parts.organisation} {parts.name}"))
    expert = Expert(
        expert_id=row.read("expert_id", read_id),
        name=parts.name,
        organisation=organisation or parts.organisation,
        department=row.read("department", _line) or parts.department,
        title=_join_titles(row.read("title", _line), parts.title),
        directions=_list(row, "directions"),
        keywords=_list(row, "keywords"),
        min_meetings=row.read("min_meetings", read_count),
        max_meetings=row.read("max_meetings", read_count),
        extra=extra,
    )
    return Draft(expert, row)


def _join_titles(given: str, split: str) -> str:
    if not given or not split:
        return given or split
    return given if fold(split) in fold(given) else f"{given}、{split}"


def draft_evidence_of(expert: Draft[Expert]) -> list[Draft[Evidence]]:
    """Return the evidence that stands in an expert's own row, a piece for each entry."""
    row = expert.row
    return [
        Draft(Evidence(expert.record.expert_id, guess_kind(title, column), title), row)
        for column in EVIDENCE_COLUMNS
        for _, titles in row.read_all(column, split_entries)
        for title in titles
    ]


def draft_evidence(row: RowView, extras: Collection[int]) -> Draft[Evidence] | None:
    """Return the evidence of a row; its `expert_id` may still be one or several names."""
    owner = row.read("expert_id", _line)
    title = row.read("title", _line)
    if not owner:
        row.findings.error(row.place("expert_id"), Text("缺少专家", "the expert is missing"))
    if not title:
        row.findings.error(row.place("title"), _MISSING_TITLE)
    if not owner or not title:
        return None
    evidence = Evidence(
        expert_id=owner,
        kind=_evidence_kind(row),
        title=title,
        text=row.read("text", _text),
        year=row.read("year", read_year),
        maturity=row.read("maturity", read_maturity),
        doi=row.read("doi", _line),
        extra=row.extras(extras),
    )
    return Draft(evidence, row)


def _evidence_kind(row: RowView) -> str:
    if "kind" in row.fields:
        return row.read("kind", read_kind)
    return kind_of(row.heading("title")) or "achievement"


def draft_company(row: RowView, extras: Collection[int]) -> Draft[Company] | None:
    """Return the company of a row."""
    name = row.read("name", _line)
    if not name:
        row.findings.error(row.place("name"), Text("缺少企业名称", "the company's name is missing"))
        return None
    company = Company(
        company_id=row.read("company_id", read_id),
        name=name,
        short_name=row.read("short_name", _line),
        uscc=row.read("uscc", _uscc),
        industry=row.read("industry", _line),
        products=_list(row, "products"),
        contact=row.read("contact", _person),
        phone=row.read("phone", _phone),
        email=row.read("email", _line),
        address=row.read("address", _line),
        intro=row.read("intro", _text),
        extra=row.extras(extras),
    )
    return Draft(company, row)


def draft_conflict(row: RowView, _: Collection[int]) -> Draft[Conflict] | None:
    """Return the conflict of a row; a need and a company may not both be missing."""
    need, company = row.read("need_id", _line), row.read("company", _line)
    expert = row.read("expert_id", _line)
    if not expert or not (need or company):
        expected = Text("要有专家，以及需求或企业", "an expert, and a need or a company")
        row.findings.error(row.place(), expected)
        return None
    reason = row.read("reason", _text)
    return Draft(Conflict(expert_id=expert, need_id=need, company=company, reason=reason), row)


def draft_pin(row: RowView, _: Collection[int]) -> Draft[Pin] | None:
    """Return the pin of a row."""
    need, expert = row.read("need_id", _line), row.read("expert_id", _line)
    rule: Literal["", "must", "never"] = row.read("rule", read_rule)
    if not need or not expert or not rule:
        expected = Text(
            "要有需求、专家和规则 (must 必须 / never 不见)",
            "a need, an expert and a rule (must, never)",
        )
        row.findings.error(row.place("" if rule else "rule"), expected)
        return None
    return Draft(Pin(need, expert, rule, row.read("by", _line)), row)


def draft_decision(row: RowView, _: Collection[int]) -> Draft[Decision] | None:
    """Return the decision of a row; a rating alone says that the two have met."""
    need, expert = row.read("need_id", _line), row.read("expert_id", _line)
    rating = row.read("rating", read_rating)
    decided = row.read("decision", read_decision)
    if decided == "open" and rating is not None:
        decided = "met"
    if need and expert and decided == "open":
        row.findings.note(row.place("decision"), Text("尚未决定，已跳过", "still open; skipped"))
        return None
    if not need or not expert or not decided or decided == "open":
        expected = Text(
            "要有需求、专家和决定 (accepted 接受 / declined 婉拒 / met 已会面)",
            "a need, an expert and a decision (accepted, declined, met)",
        )
        row.findings.error(row.place("" if decided else "decision"), expected)
        return None
    decision = Decision(
        need_id=need,
        expert_id=expert,
        decision=decided,
        rating=rating,
        reason=row.read("reason", _text),
        by=row.read("by", _line),
        date=row.read("date", read_deadline),
    )
    return Draft(decision, row)
