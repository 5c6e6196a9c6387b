"""Any sheets to one register: find the lists, read the rows, settle who is who."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from duijie.domain.diagnosis import Diagnosis
from duijie.domain.records import (
    Company,
    Conflict,
    Decision,
    Evidence,
    Expert,
    Need,
    Pin,
    Register,
)
from duijie.domain.sheet import Sheet
from duijie.domain.text import Text
from duijie.register.drafts import (
    Draft,
    draft_company,
    draft_conflict,
    draft_decision,
    draft_evidence,
    draft_evidence_of,
    draft_expert,
    draft_need,
    draft_pin,
)
from duijie.register.findings import Findings, Place
from duijie.register.identity import (
    give_ids,
    keep_unique_ids,
    merge_particulars,
    read_once,
    warn_of_namesakes,
)
from duijie.register.links import (
    Companies,
    Needs,
    People,
    attach_evidence,
    join_needs,
    resolve_conflict,
    resolve_pair,
)
from duijie.register.normalise.text import clean_line
from duijie.register.recognise import Choice, Recognised, recognise
from duijie.register.rows import RowView
from duijie.register.vocabulary import Kind

_NOT_A_LIST = Text(
    "认不出表头：不是需求、专家、成果、企业、回避、指定或决定表",
    "no headings recognised: neither needs, experts, evidence, companies, conflicts, pins "
    "nor decisions",
)
_TRY_HEADINGS = Text(
    "请写明列名，如 需求名称、需求描述、企业名称；姓名、单位、研究方向",
    "name the columns, such as title, text, company; name, organisation, directions",
)
_PASSED_OVER = Text("跳过这张表", "this sheet is passed over")
_LOOKED_AT_ROWS = 10


@dataclass
class _Drafts:
    """All rows read so far, by what they are."""

    needs: list[Draft[Need]] = field(default_factory=list)
    experts: list[Draft[Expert]] = field(default_factory=list)
    evidence: list[Draft[Evidence]] = field(default_factory=list)
    companies: list[Draft[Company]] = field(default_factory=list)
    conflicts: list[Draft[Conflict]] = field(default_factory=list)
    pins: list[Draft[Pin]] = field(default_factory=list)
    decisions: list[Draft[Decision]] = field(default_factory=list)
    beside_needs: list[Draft[Company]] = field(default_factory=list)


_BUILDERS: dict[Kind, Callable[[RowView, Collection[int]], Draft[Any] | None]] = {
    "needs": draft_need,
    "experts": draft_expert,
    "evidence": draft_evidence,
    "companies": draft_company,
    "conflicts": draft_conflict,
    "pins": draft_pin,
    "decisions": draft_decision,
}


def read_register(
    sheets: Sequence[Sheet],
    kinds: Mapping[str, Kind] | None = None,
    choices: Mapping[tuple[str, str], Choice] | None = None,
    known: Register | None = None,
) -> tuple[Register, list[Diagnosis]]:
    """Read every list in every sheet.

    Parameters
    ----------
    sheets
        Sheets of any files, in any order; what each holds is told by its headings, its name
        and its file's name.
    kinds
        Files whose kind is known, by ``Sheet.file``.
    choices
        What a person said of single sheets, by ``(Sheet.file, Sheet.name)``.
    known
        Experts, needs and companies that the sheets may name without listing them; what neither
        they nor the sheets have is an error then. None when nobody can say.

    Returns
    -------
    The records in the order of the sheets, and the diagnoses by file, sheet and row.
    """
    return read_recognised(sheets, recognise_all(sheets, kinds, choices), known)


def recognise_all(
    sheets: Sequence[Sheet],
    kinds: Mapping[str, Kind] | None = None,
    choices: Mapping[tuple[str, str], Choice] | None = None,
) -> list[Recognised | None]:
    """Return what each sheet holds; the arguments are those of :func:`read_register`."""
    found = []
    for sheet in sheets:
        choice = (choices or {}).get((sheet.file, sheet.name), Choice())
        kind = choice.kind or (kinds or {}).get(sheet.file)
        found.append(recognise(sheet, kind, PurePath(sheet.file).stem, choice.fields))
    return found


def read_recognised(
    sheets: Sequence[Sheet], recognised: Sequence[Recognised | None], known: Register | None
) -> tuple[Register, list[Diagnosis]]:
    """Read every list of `sheets`, of which `recognised` tells what they hold."""
    findings, drafts = Findings(), _Drafts()
    read_files: set[str] = set()
    passed_over: list[Sheet] = []
    for sheet, found in zip(sheets, recognised, strict=True):
        if found:
            read_files.add(sheet.file)
            _read_sheet(found, drafts, findings)
        else:
            passed_over.append(sheet)
    _report_passed_over(passed_over, read_files, findings)
    register = _settle(drafts, known)
    return register, _in_order(findings.diagnoses, sheets)


def _report_passed_over(sheets: list[Sheet], read_files: set[str], findings: Findings) -> None:
    for sheet in sheets:
        place = Place(sheet.file, sheet.name)
        empty = not any(cell is not None for row in sheet.rows for cell in row)
        expected = Text("表是空的", "the sheet is empty") if empty else _NOT_A_LIST
        if sheet.file in read_files:
            findings.note(place, expected, assumed=_PASSED_OVER)
        elif empty:
            findings.error(place, expected)
        else:
            findings.error(place, expected, _fullest_row(sheet), _TRY_HEADINGS)


def _fullest_row(sheet: Sheet) -> str:
    """Return what stands where people put their headings."""
    rows = sheet.rows[:_LOOKED_AT_ROWS]
    fullest = max(rows, key=lambda row: sum(cell is not None for cell in row))
    return ", ".join(clean_line(cell) for cell in fullest if cell is not None)


def _read_sheet(found: Recognised, drafts: _Drafts, findings: Findings) -> None:
    found.report(findings)
    target: list[Draft[Any]] = getattr(drafts, found.columns.kind)
    build = _BUILDERS[found.columns.kind]
    for index, cells in found.layout.rows:
        fields = found.columns.fields
        row = RowView(found.sheet, found.layout, fields, index, cells, findings)
        draft = build(row, found.extras)
        if draft:
            target.append(draft)
            if found.particulars:
                _read_company_beside(draft, found, drafts)


def _read_company_beside(need: Draft[Need], found: Recognised, drafts: _Drafts) -> None:
    if need.record.company:
        company = draft_company(need.row.with_fields(found.particulars), ())
        if company:
            drafts.beside_needs.append(company)


def _settle(drafts: _Drafts, known: Register | None) -> Register:
    """Give ids, join references, and drop what stands twice."""
    listed = give_ids(drafts.companies, "company_id", "C", ("name",))
    companies = keep_unique_ids(listed, "company_id")
    beside = _under_full_names(drafts.beside_needs, Companies(draft.record for draft in companies))
    companies = give_ids(merge_particulars(companies, beside), "company_id", "C", ("name",))
    elsewhere = known.companies if known else ()
    directory = Companies([*elsewhere, *(draft.record for draft in companies)])

    needs = give_ids(drafts.needs, "need_id", "N", ("title", "company"))
    needs = keep_unique_ids(join_needs(needs, directory), "need_id")
    experts = give_ids(drafts.experts, "expert_id", "E", ("name", "organisation"))
    experts = keep_unique_ids(experts, "expert_id")
    warn_of_namesakes(experts)

    own = [piece for draft in experts for piece in draft_evidence_of(draft)]
    evidence, experts = attach_evidence(drafts.evidence, experts, known.experts if known else None)
    people = People([draft.record for draft in experts], known.experts if known else None)
    titles = Needs([draft.record for draft in needs], known.needs if known else None)
    conflicts = [resolve_conflict(draft, titles, people, directory) for draft in drafts.conflicts]
    pins = [resolve_pair(draft, titles, people) for draft in drafts.pins]
    decisions = [resolve_pair(draft, titles, people) for draft in drafts.decisions]
    return Register(
        needs=tuple(draft.record for draft in needs),
        experts=tuple(draft.record for draft in experts),
        evidence=tuple(draft.record for draft in read_once([*evidence, *own])),
        companies=tuple(draft.record for draft in companies),
        conflicts=tuple(draft.record for draft in read_once([c for c in conflicts if c])),
        pins=tuple(draft.record for draft in read_once([pin for pin in pins if pin])),
        decisions=tuple(draft.record for draft in read_once([one for one in decisions if one])),
    )


def _under_full_names(beside: list[Draft[Company]], directory: Companies) -> list[Draft[Company]]:
    """Give companies that stand beside needs the name that the company list gives them."""
    return [
        Draft(
            replace(
                draft.record, name=directory.find(draft.record.name).value or draft.record.name
            ),
            draft.row,
        )
        for draft in beside
    ]


def _in_order(diagnoses: list[Diagnosis], sheets: Sequence[Sheet]) -> list[Diagnosis]:
    order = {(sheet.file, sheet.name): number for number, sheet in enumerate(sheets)}

    def place(found: Diagnosis) -> tuple[int, int, int, str]:
        return order[found.file, found.sheet], found.row, len(found.column), found.column

    return sorted(diagnoses, key=place)
