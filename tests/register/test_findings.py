"""What the reader says of cells, columns and sheets that it cannot use."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter

from duijie.domain.records import Budget, Register
from duijie.domain.sheet import Cell
from duijie.io.xlsx import read_xlsx
from duijie.register.reader import read_register
from tests.register.sheets import (
    ERROR,
    EXPERTS,
    NEEDS,
    NOTE,
    WARNING,
    of,
    read,
    sheet,
)


def test_formulas_without_values_are_reported_at_their_cell() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet("needs")
        page.write_row("A1", ["title", "text", "拟投入资金(万元)", "keywords"])
        page.write_row("A2", ["膜", "堵"])
        page.write_formula("C2", "=40+10", None, 50)
        page.write_formula("D2", '="a"&"b"', None, "")
        page.write_row("A3", ["塔", "液泛", "#REF!"])
    register, found = read(*read_xlsx(buffer.getvalue(), "needs.xlsx"))
    assert register.needs[0].budget_cny == Budget(500_000, 500_000)
    assert [(p.place.en, p.expected.en) for p in of(WARNING, found)] == [
        ("needs.xlsx [needs] D2", "the formula holds no value"),
        ("needs.xlsx [needs] C3", "the formula holds no value"),
    ]


def test_a_broken_text_is_reported_once() -> None:
    _, found = read(sheet("needs.csv", NEEDS, ("N1", "膜", "#REF!", None)))
    assert [(p.place.en, p.expected.en) for p in found if p.found] == [
        ("needs.csv C2", "the formula holds no value")
    ]


@pytest.mark.parametrize("question", ["是否保密", "是否公开"])
def test_a_need_whose_confidentiality_was_not_computed_is_confidential(question: str) -> None:
    heads = ("需求名称", "需求描述", question)
    register, found = read(
        sheet("a.xlsx", heads, ("膜", "堵", "#N/A")),
        sheet("b.xlsx", heads, ("塔", "漏", None), uncomputed=frozenset({(1, 2)})),
    )
    assert [need.confidential for need in register.needs] == [True, True]
    assert [p.assumed.en for p in found] == ["taken as confidential"] * 2


def test_confidential_by_either_question() -> None:
    register, _ = read(
        sheet(
            "a.csv", ("需求名称", "需求描述", "是否保密"), ("膜", "堵", "是"), ("塔", "液泛", "否")
        ),
        sheet(
            "b.csv",
            ("需求名称", "需求描述", "是否公开"),
            ("釜", "慢", "否"),
            ("泵", "漏", "是"),
            ("阀", "漏", None),
        ),
    )
    assert [need.confidential for need in register.needs] == [True, False, True, False, False]


def test_unknown_columns_are_kept_and_reported() -> None:
    register, found = read(
        sheet(
            "needs.csv",
            (*NEEDS, "奇怪的列", "奇怪的列", "项目名称", "备注", "序号"),
            ("N1", "膜", "堵", None, "甲", "乙", "丙", "丁", 1),
        )
    )
    assert register.needs[0].extra == (
        ("奇怪的列", "甲"),
        ("奇怪的列 (2)", "乙"),
        ("项目名称", "丙"),
        ("备注", "丁"),
    )
    assert [(problem.severity, problem.column) for problem in found] == [
        (NOTE, "E"),
        (NOTE, "F"),
        (NOTE, "G"),
    ]


def test_a_near_heading_is_taken_with_a_warning_and_a_distant_one_suggested() -> None:
    register, found = read(
        sheet("needs.csv", ("技术需求名称们", "需求描述", "keyword list"), ("膜", "堵", "a"))
    )
    assert register.needs[0].title == "膜"
    assert (found[0].severity, found[0].assumed.en) == (WARNING, "技术需求名称")
    assert 'did you mean "keyword' in found[1].expected.en


def test_sheets_that_are_no_lists() -> None:
    _, found = read(
        sheet("a.xlsx", ("填写说明",), ("请如实填写",), name="说明"),
        sheet("a.xlsx", name="Sheet3"),
        sheet("a.xlsx", NEEDS, ("N1", "膜", "堵", None), name="需求"),
        sheet("judgments.csv", ("need_id", "expert_id", "grade"), ("N1", "E1", 3)),
        sheet("empty.csv"),
        sheet("experts.csv", EXPERTS),
    )
    assert [(problem.severity, problem.place.en) for problem in found] == [
        (NOTE, "a.xlsx [说明]"),
        (NOTE, "a.xlsx [Sheet3]"),
        (ERROR, "judgments.csv"),
        (ERROR, "empty.csv"),
        (NOTE, "experts.csv row 1"),
    ]


def test_headings_that_nobody_knows_are_shown_with_what_would_do() -> None:
    _, found = read(sheet("a.csv", ("汇总",), ("甲", "乙"), ("1", "2")))
    assert (found[0].found, found[0].severity) == ("甲, 乙", ERROR)
    assert "需求名称" in found[0].assumed.zh


def test_the_kind_may_be_told_by_name_or_by_hint() -> None:
    rows: tuple[tuple[Cell, ...], ...] = (("company", "x1", "x2"), ("甲公司", 1, 2))
    assert read(sheet("park-companies.csv", *rows))[0].companies[0].name == "甲公司"
    assert read(sheet("list.csv", *rows))[0] == Register()
    register, _ = read_register([sheet("list.csv", *rows)], {"list.csv": "companies"})
    assert register.companies[0].name == "甲公司"
    register, found = read_register([sheet("list.csv", *rows)], {"list.csv": "experts"})
    assert (register, found[0].severity) == (Register(), ERROR)


def test_a_note_for_a_merged_cell_is_given_once() -> None:
    register, found = read(
        sheet(
            "needs.xlsx",
            ("技术需求名称", "主要问题", "企业名称"),
            ("膜", "堵", "Ａ公司"),
            ("塔", "液泛", None),
            merged=((1, 2, 2, 2),),
        )
    )
    assert [need.company for need in register.needs] == ["A公司", "A公司"]
    assert [problem.place.en for problem in found] == ["needs.xlsx C2"]


def test_long_findings_are_cut() -> None:
    _, found = read(sheet("needs.csv", NEEDS, ("N1", "膜", "Ｘ" * 200, None)))
    assert found[0].found == "Ｘ" * 80 + "…"
