"""Rows become records: fields, ids, namesakes, companies."""

from __future__ import annotations

import pytest

from duijie.domain.ids import make_id
from duijie.domain.records import Budget
from duijie.domain.sheet import Cell
from tests.register.sheets import (
    ERROR,
    EXPERTS,
    NEEDS,
    NOTE,
    PINS,
    WARNING,
    of,
    read,
    sheet,
)


@pytest.mark.parametrize("name", ["临澜新酯降解材料有限公司.csv", "园区企业.csv"])
def test_a_list_of_needs_named_for_a_company_is_a_list_of_needs(name: str) -> None:
    register, _ = read(
        sheet(
            name,
            ("技术需求名称", "企业名称", "主要问题"),
            ("膜污染控制", "临澜新酯降解材料有限公司", "通量下降"),
        )
    )
    assert [one.title for one in register.needs] == ["膜污染控制"]


def test_a_form_becomes_a_need_with_its_parts_labelled() -> None:
    register, found = read(
        sheet(
            "需求.xlsx",
            (
                "*技术需求名称",
                "主要问题",
                "技术关键\n(含主要指标)",
                "关键字1",
                "关键字2",
                "拟投入资金(万元)",
            ),
            ("膜污染控制", "通量下降", "通量≥30", "纳滤；膜", "清洗", "50-80"),
        )
    )
    (need,) = register.needs
    assert need.text == "主要问题：通量下降\n技术关键(含主要指标)：通量≥30"
    assert need.keywords == ("纳滤", "膜", "清洗")
    assert need.budget_cny == Budget(500_000, 800_000)
    assert need.need_id == make_id("N", "膜污染控制", "")
    assert [problem.column for problem in found] == ["F"]


def test_a_missing_required_field_is_an_error_and_the_row_is_not_written() -> None:
    register, found = read(
        sheet("needs.csv", NEEDS, ("N1", None, "通量下降很快", None), ("N2", "膜", "堵", None)),
        sheet("experts.csv", EXPERTS, ("E1", None, "某大学")),
        sheet("companies.csv", ("name", "uscc"), (None, "x")),
        sheet("evidence.csv", ("expert_id", "kind", "title"), (None, "paper", None)),
    )
    assert [need.need_id for need in register.needs] == ["N2"]
    errors = of(ERROR, found)
    assert [problem.place.en for problem in errors] == [
        "needs.csv B2",
        "experts.csv B2",
        "companies.csv A2",
        "evidence.csv A2",
        "evidence.csv C2",
    ]
    assert 'such as "通量下降很快"' in errors[0].expected.en


def test_a_need_without_text_is_kept_with_a_warning() -> None:
    register, found = read(sheet("needs.csv", NEEDS, ("N1", "膜", None, None)))
    assert register.needs[0].text == ""
    assert [(problem.severity, problem.place.en) for problem in found] == [
        (WARNING, "needs.csv C2")
    ]


def test_made_ids_do_not_depend_on_the_order_or_on_other_files() -> None:
    head = ("需求名称", "需求描述", "企业名称")
    rows: list[tuple[Cell, ...]] = [
        ("膜", "一", "甲有限公司"),
        ("膜", "二", "甲有限公司"),
        ("塔", "三", "乙"),
    ]
    forward, _ = read(sheet("needs.csv", head, *rows))
    backward, _ = read(
        sheet("needs.csv", head, *rows[::-1]),
        sheet("companies.csv", ("企业名称", "地址"), ("乙有限公司", "x")),
    )
    assert {need.need_id for need in forward.needs} == {need.need_id for need in backward.needs}
    assert len({need.need_id for need in forward.needs}) == 3


def test_identical_rows_are_read_once_and_a_reused_id_is_an_error() -> None:
    register, found = read(
        sheet(
            "needs.csv",
            NEEDS,
            ("N1", "膜", "堵", None),
            ("N1", "膜", "堵", None),
            (None, "膜", "堵", None),
            ("N1", "塔", "液泛", None),
        )
    )
    assert [need.title for need in register.needs] == ["膜"]
    assert [(problem.severity, problem.row) for problem in found] == [
        (WARNING, 3),
        (WARNING, 4),
        (ERROR, 5),
    ]
    assert "row 2, whose content differs (title, text)" in found[2].expected.en
    assert found[2].place.en == "needs.csv A5"


def test_ids_that_differ_in_case_are_two_and_each_is_found_as_written() -> None:
    register, found = read(
        sheet("needs.csv", NEEDS, ("N1", "膜", "堵", None), ("n1", "塔", "漏", None)),
        sheet(
            "experts.csv", EXPERTS, ("E1", "张三", "甲"), ("e1", "李四", "乙"), ("E2", "王五", "乙")
        ),
        sheet("pins.csv", PINS, ("N1", "E1", "must"), ("n1", "e1", "must"), ("N1", "e2", "must")),
    )
    assert [need.need_id for need in register.needs] == ["N1", "n1"]
    pinned = [(pin.need_id, pin.expert_id) for pin in register.pins]
    assert pinned == [("N1", "E1"), ("n1", "e1"), ("N1", "E2")]
    assert [p.expected.en for p in of(WARNING, found)] == ["differs only in case from row 2"] * 2


def test_namesakes_are_shown_and_never_merged() -> None:
    register, found = read(
        sheet("a.xlsx", EXPERTS, ("E1", "周 岚", "甲大学"), name="甲"),
        sheet("a.xlsx", EXPERTS, ("E2", "周岚", "乙大学"), name="乙"),
    )
    assert len(register.experts) == 2
    (warning,) = of(WARNING, found)
    assert warning.sheet == "乙"
    assert "E1 周岚 甲大学 | E2 周岚 乙大学" in warning.expected.en
    assert "a.xlsx [甲] row 2" in warning.expected.en


def test_one_field_names_are_taken_apart_and_nothing_is_lost() -> None:
    register, found = read(
        sheet(
            "experts.csv",
            ("姓名", "单位", "职称", "职务"),
            ("张三 副教授", "甲大学", "博导", "主任"),
            ("乙大学 李四", "甲大学", "教授", None),
            ("王五（教授）", None, "教授", None),
        )
    )
    first, second, third = register.experts
    assert (first.name, first.title, first.extra) == ("张三", "博导、副教授", (("职务", "主任"),))
    assert (second.name, second.organisation) == ("李四", "甲大学")
    assert second.extra == (("姓名", "乙大学 李四"),)
    assert (third.title, third.organisation) == ("教授", "")
    assert [problem.severity for problem in found] == [NOTE] * 3


def test_an_expert_row_yields_evidence() -> None:
    register, _ = read(
        sheet(
            "专家表.xlsx",
            ("姓名", "单位", "研究方向", "可提供的技术服务", "代表成果", "代表论文"),
            (
                "张三",
                "甲大学",
                "膜",
                "膜组件评价",
                "1. 省科技进步二等奖；2. 一种膜，及其制备（ZL202010000000.1）",
                "论膜",
            ),
        )
    )
    (expert,) = register.experts
    assert {piece.expert_id for piece in register.evidence} == {expert.expert_id}
    assert [(piece.kind, piece.title) for piece in register.evidence] == [
        ("award", "省科技进步二等奖"),
        ("patent", "一种膜，及其制备（ZL202010000000.1）"),
        ("paper", "论膜"),
        ("service", "膜组件评价"),
    ]


def test_a_list_of_needs_yields_its_companies() -> None:
    head = ("技术需求名称", "主要问题", "机构全称", "联系人", "手机", "行业", "合作意向单位")
    register, found = read(
        sheet(
            "需求.xlsx",
            head,
            ("膜", "堵", "甲化工有限公司", "张 三", 13800000000, "C26", "某大学"),
            ("塔", "液泛", "甲化工有限公司", "张三", "13800000000", "C26", None),
            ("釜", "慢", None, "李四", None, None, None),
        )
    )
    (company,) = register.companies
    assert (company.name, company.contact, company.phone) == (
        "甲化工有限公司",
        "张三",
        "13800000000",
    )
    assert company.industry == "C26"
    assert register.needs[0].extra == (("合作意向单位", "某大学"),)
    assert [problem.column for problem in found] == ["D"]


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        (
            ("需求编号", "技术需求名称", "需求描述", "企业名称", "联系人", "手机"),
            ("N1", "膜", "堵", "甲公司", "张三", "1"),
        ),
        (
            ("机构全称", "联系人", "手机", "邮箱", "地址", "简介", "技术需求名称", "主要问题"),
            ("甲公司", "张三", "1", "a@b", "路", "做膜", "膜", "堵"),
        ),
        (
            ("Company", "Contact person", "Email", "Phone", "Address", "Need", "Description"),
            ("甲公司", "张三", "a@b", "1", "road", "膜", "堵"),
        ),
    ],
)
def test_a_list_of_needs_that_says_much_of_its_companies_is_one_of_needs(
    heads: tuple[Cell, ...], row: tuple[Cell, ...]
) -> None:
    register, _ = read(sheet("汇总表.xlsx", heads, row))
    [need], [company] = register.needs, register.companies
    assert (need.title, need.text, need.company) == ("膜", "堵", "甲公司")
    assert (company.name, company.contact) == ("甲公司", "张三")


def test_a_list_of_companies_with_a_description_stays_one() -> None:
    heads = ("企业名称", "联系人", "手机", "描述")
    register, _ = read(sheet("名单.xlsx", heads, ("甲公司", "张三", "1", "做膜")))
    assert (len(register.needs), len(register.companies)) == (0, 1)


def test_the_company_list_and_the_needs_complete_each_other() -> None:
    register, found = read(
        sheet(
            "companies.csv",
            ("company_id", "name", "short_name", "phone"),
            ("C1", "甲化工有限公司", "甲化", "111"),
        ),
        sheet(
            "needs.csv",
            (*NEEDS, "手机", "邮箱"),
            ("N1", "膜", "堵", "甲化", "222", "a@example.com"),
        ),
    )
    (company,) = register.companies
    assert (company.company_id, company.phone, company.email) == ("C1", "111", "a@example.com")
    assert register.needs[0].company == "甲化工有限公司"
    assert [(problem.place.en, problem.found) for problem in found] == [
        ("needs.csv D2", "甲化"),
        ("needs.csv E2", "222"),
    ]
    assert found[1].assumed.en == "111 is used"
