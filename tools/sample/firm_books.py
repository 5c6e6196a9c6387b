"""``companies.xlsx``, ``pins.xlsx`` and ``conflicts.csv``."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from tools.sample.book import Book
from tools.sample.invented import address, credit_code, email, phone
from tools.sample.source import Decisions, Firm

_COLUMNS = (
    ("编号", 7),
    ("企业全称", 34),
    ("简称", 14),
    ("统一社会信用代码", 23),
    ("行业（GB/T 4754）", 12),
    ("主要产品", 32),
    ("联系人", 14),
    ("联系电话", 16),
    ("电子邮箱", 20),
    ("地址", 26),
    ("企业简介", 60),
    ("备注2", 14),
)
_NOTE = (
    "说明：信用代码须与营业执照一致。本表企业、代码、人员、电话、邮箱均为虚构"
    "（代码中的区划 990000 不存在），仅供演示。"
)


def write_companies(path: Path, firms: Sequence[Firm]) -> None:
    """Write the list of the park's companies."""
    title = "临澜新区化工园区参会企业名录"
    with Book(path, title) as book:
        sheet = book.add_sheet("企业名录", [width for _, width in _COLUMNS], title, _NOTE)
        for column, (heading, _) in enumerate(_COLUMNS):
            sheet.write(2, column, heading, book.head)
        for row, firm in enumerate(firms, start=3):
            book.write_row(sheet, row, _cells(firm))
        sheet.freeze_panes(3, 2)


def _cells(firm: Firm) -> list[str]:
    written = firm.as_written or {}
    return [
        firm.id,
        firm.name,
        firm.short_name,
        written.get("uscc", credit_code(firm.number)),
        firm.industry,
        written.get("products", "、".join(firm.products)),
        written.get("contact", firm.contact),
        written.get("phone", phone(firm.number)),
        email(firm.id),
        address(firm.number),
        firm.intro,
        "",
    ]


def write_pins(path: Path, decisions: Decisions) -> None:
    """Write the meetings that somebody wants or rules out."""
    title = "必须会见与不宜会见名单"
    with Book(path, title) as book:
        sheet = book.add_sheet(
            "指定", (12, 12, 12, 28), title, "说明：must 必须会见，never 不会见。"
        )
        for column, heading in enumerate(("需求编号", "专家编号", "规则", "指定人")):
            sheet.write(2, column, heading, book.head)
        for row, pin in enumerate(decisions.pins, start=3):
            book.write_row(sheet, row, [pin["need"], pin["expert"], pin["rule"], pin["by"]])


def write_conflicts(path: Path, decisions: Decisions) -> None:
    """Write the conflicts of interest as UTF-8 with a byte order mark, for Excel."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("需求编号", "企业名称", "专家编号", "原因"))
        for row in decisions.conflicts:
            writer.writerow(
                (row.get("need", ""), row.get("company", ""), row["expert"], row["reason"])
            )
