"""``needs.xlsx``: the 企业技术需求汇总表 as a park office would send it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from tools.sample.book import Book, merge, sum_of
from tools.sample.invented import email, phone
from tools.sample.source import Demand, Firm

# Heading, sub-heading, width.
_COLUMNS = (
    ("序号", "", 6),
    ("编号", "", 7),
    ("企业名称", "", 20),
    ("联系方式", "联系人", 10),
    ("联系方式", "手机", 15),
    ("联系方式", "邮箱", 18),
    ("技术需求", "名称", 26),
    ("技术需求", "主要问题", 44),
    ("技术需求", "技术关键\n（含主要指标）", 44),
    ("技术需求", "预期目标", 28),
    ("关键字", "", 20),
    ("拟投入资金\n（万元）", "", 12),
    ("需求时限", "", 13),
    ("解决方式", "", 14),
    ("现有基础", "", 24),
    ("希望对接\n专家数", "", 9),
    ("是否保密", "", 9),
    ("推荐单位", "", 14),
)
_COMPANY, _CONTACT, _MAIL, _BUDGET, _BASELINE = 2, 3, 5, 11, 14
_NOTE = (
    "填表说明：1. 主要问题、技术关键、预期目标每项不超过 500 字；2. 资金单位为万元；"
    "3. 需保密的请注明。本表企业、人员、电话、邮箱均为虚构，仅供演示。"
)
_FOOTNOTE = "注：1. 本表由园区管理办公室汇总；2. 面议项目未计入合计；3. 全部内容为虚构示例。"
_EXAMPLE = (
    "示例",
    "示例",
    "示例：某某化工有限公司",
    "张某某",
    "1XXXXXXXXXX",
    "xxx@example.com",
    "某产品结晶收率提升",
    "现有收率 80 %，……",
    "收率≥90 %，纯度≥99 %",
    "一年内完成中试",
    "结晶；收率",
    50,
    "2027年12月",
    "合作研发",
    "有小试装置",
    1,
    "否",
    "",
)


def write_needs(path: Path, firms: Sequence[Firm]) -> None:
    """Write the collected needs of all companies."""
    title = "临澜新区化工园区企业技术需求汇总表（2027年）"
    with Book(path, title) as book:
        sheet = book.add_sheet("需求汇总", [width for *_, width in _COLUMNS], title, _NOTE)
        _write_head(book, sheet)
        for column, cell in enumerate(_EXAMPLE):
            sheet.write(4, column, cell, book.grey)
        rows = [(firm, need) for firm in firms for need in _lines(firm)]
        _write_needs(book, sheet, rows)
        _write_foot(book, sheet, 5 + len(rows), rows)
        sheet.set_column(_BASELINE, _BASELINE, 24, None, {"hidden": True})
        sheet.freeze_panes(4, 3)


def _write_head(book: Book, sheet: Any) -> None:
    column = 0
    for heading, group in groupby(_COLUMNS, key=lambda spec: spec[0]):
        subheads = [sub for _, sub, _ in group]
        last = column + len(subheads) - 1
        merge(sheet, (2, column, 2 if any(subheads) else 3, last), heading, book.head)
        for offset, sub in enumerate(subheads):
            if sub:
                sheet.write(3, column + offset, sub, book.head)
        column = last + 1
    sheet.set_row(3, 30)


def _lines(firm: Firm) -> list[Demand]:
    """Return the needs in the order of the sheet; a need that stands twice comes twice."""
    return [need for need in firm.needs for _ in range(2 if need.stands_twice else 1)]


def _write_needs(book: Book, sheet: Any, rows: Sequence[tuple[Firm, Demand]]) -> None:
    for row, (firm, need) in enumerate(rows, start=5):
        book.write_row(sheet, row, _cells(row - 4, firm, need))
        if need.hidden_row:
            sheet.set_row(row, None, None, {"hidden": True})
    first = 5
    for _, group in groupby(rows, key=lambda line: _company(*line)):
        lines = list(group)
        last = first + len(lines) - 1
        for column, cell in enumerate(_who(*lines[0]), start=_COMPANY):
            merge(sheet, (first, column, last, column), cell, book.text)
        first = last + 1


def _who(firm: Firm, need: Demand) -> tuple[str, str, str, str]:
    written = firm.as_written or {}
    return (
        _company(firm, need),
        written.get("contact", firm.contact),
        written.get("phone", phone(firm.number)),
        email(firm.id),
    )


def _company(firm: Firm, need: Demand) -> str:
    return _written(need).get("company", firm.name)


def _cells(number: int, firm: Firm, need: Demand) -> list[Any]:
    written = _written(need)
    return [
        number,
        need.id,
        *_who(firm, need),
        written.get("title", need.title),
        written.get("problem", need.problem),
        need.key,
        need.goal,
        written.get("keywords", "；".join(need.keywords)),
        _budget(need),
        written.get("deadline", need.deadline),
        "、".join(need.mode),
        need.baseline,
        written.get("experts_wanted", need.experts_wanted),
        written.get("confidential", "是" if need.confidential else "否"),
        "园区管理办公室" if firm.number % 9 == 0 else "",
    ]


def _budget(need: Demand) -> str | float | None:
    written = _written(need).get("budget")
    if written is not None or isinstance(need.budget_wan, list):
        return written
    return need.budget_wan


def _written(need: Demand) -> Mapping[str, str]:
    return need.as_written or {}


def _write_foot(book: Book, sheet: Any, row: int, rows: Sequence[tuple[Firm, Demand]]) -> None:
    merge(sheet, (row, 0, row, _BUDGET - 1), "合计", book.total)
    total = sum(_counted(_budget(need)) for _, need in rows)
    sheet.write_formula(row, _BUDGET, f"=SUM(L6:L{row})", book.total, total)
    sheet.merge_range(row + 1, 0, row + 1, len(_COLUMNS) - 1, _FOOTNOTE, book.note)


def _counted(cell: str | float | None) -> float:
    """Return what a spreadsheet's SUM takes of a cell: numbers and formulas, no text."""
    if isinstance(cell, str):
        return sum_of(cell) if cell.startswith("=") else 0
    return cell or 0
