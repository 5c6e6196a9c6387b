"""``experts.xlsx`` and ``evidence.csv``: two colleges, each with its own idea of a form."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.sample.book import Book, merge
from tools.sample.source import Person, Piece

_CHEMISTRY = "河西理工大学化学化工学院"
_NOTE = "说明：最多会见场次请按个人当天精力填写。本表人员、单位均为虚构，仅供演示。"
_CHEMISTRY_COLUMNS = (
    ("编号", 7),
    ("姓名", 16),
    ("单位", 26),
    ("部门", 14),
    ("职务", 22),
    ("职称", 10),
    ("研究方向", 42),
    ("专业特长", 42),
    ("可提供的技术服务", 36),
    ("最多会见场次", 10),
)
_ENVIRONMENT_COLUMNS = (
    ("专家编号", "", 9),
    ("专家", "", 18),
    ("工作单位", "", 26),
    ("所在系", "", 14),
    ("专业情况", "主要研究方向", 42),
    ("专业情况", "擅长领域", 42),
    ("技术服务内容", "", 36),
    ("最多会见场次（场）", "", 12),
    ("备注2", "", 12),
)
_EVIDENCE_HEAD = ("专家编号", "姓名", "类型", "题目", "摘要", "年份", "成熟度", "DOI")


def write_experts(path: Path, people: Sequence[Person]) -> None:
    """Write the two sheets, one a college, with different headings."""
    chemistry = [person for person in people if person.college == _CHEMISTRY]
    environment = [person for person in people if person.college != _CHEMISTRY]
    with Book(path, "河西理工大学参会专家名单") as book:
        _write_chemistry(book, chemistry)
        _write_environment(book, environment)


def _write_chemistry(book: Book, people: Sequence[Person]) -> None:
    widths = [width for _, width in _CHEMISTRY_COLUMNS]
    sheet = book.add_sheet("化学化工学院", widths, "化学化工学院参会专家信息表", _NOTE)
    for column, (heading, _) in enumerate(_CHEMISTRY_COLUMNS):
        sheet.write(2, column, heading, book.head)
    for row, person in enumerate(people, start=3):
        book.write_row(
            sheet,
            row,
            [
                person.id,
                _name(person, person.name),
                person.college,
                person.department,
                person.duty,
                person.rank,
                _directions(person, "；"),
                "、".join(person.keywords),
                person.service,
                _meetings(person),
            ],
        )
    sheet.freeze_panes(3, 2)


def _write_environment(book: Book, people: Sequence[Person]) -> None:
    widths = [width for *_, width in _ENVIRONMENT_COLUMNS]
    title = "资源环境学院拟参加校企对接会教师一览"
    sheet = book.add_sheet("资源环境学院 ", widths, title, _NOTE)
    for column, (heading, sub, _) in enumerate(_ENVIRONMENT_COLUMNS):
        if sub:
            sheet.write(3, column, sub, book.head)
        else:
            merge(sheet, (2, column, 3, column), heading, book.head)
    sheet.merge_range(2, 4, 2, 5, "专业情况", book.head)
    for row, person in enumerate(people, start=4):
        book.write_row(
            sheet,
            row,
            [
                person.id,
                _name(person, f"{person.name} {person.rank}"),
                "",
                person.department,
                _directions(person, "、"),
                "，".join(person.keywords),
                person.service,
                _meetings(person),
                "",
            ],
        )
    merge(sheet, (4, 2, 3 + len(people), 2), people[0].college, book.centre)
    sheet.freeze_panes(4, 2)


def _name(person: Person, usual: str) -> str:
    return (person.as_written or {}).get("name", usual)


def _directions(person: Person, separator: str) -> str:
    return (person.as_written or {}).get("directions", separator.join(person.directions))


def _meetings(person: Person) -> str | int:
    return (person.as_written or {}).get("max_meetings", person.max_meetings)


def write_evidence(path: Path, people: Sequence[Person]) -> None:
    """Write the evidence as a Chinese Excel saves a .csv: GB18030 and CRLF."""
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_EVIDENCE_HEAD)
        for person in people:
            writer.writerows(_evidence_cells(person, piece) for piece in person.evidence)


def _evidence_cells(person: Person, piece: Piece) -> list[Any]:
    written = piece.as_written or {}
    return [
        person.id,
        person.name,
        written.get("kind", piece.kind),
        piece.title,
        piece.text,
        written.get("year", piece.year),
        written.get("maturity", piece.maturity),
        piece.doi,
    ]
