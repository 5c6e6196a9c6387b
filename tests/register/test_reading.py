from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.ids import make_id
from duijie.domain.records import Budget, Conflict, Expert, Need, Pin, Register
from duijie.domain.sheet import Cell, Sheet
from duijie.io.csv import read_csv
from duijie.io.xlsx import read_xlsx
from duijie.register.reader import read_register

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def sheet(file: str, *rows: tuple[Cell, ...], name: str = "", **more: Any) -> Sheet:
    width = max(map(len, rows), default=0)
    return Sheet(file, name, tuple(row + (None,) * (width - len(row)) for row in rows), **more)


def read(*sheets: Sheet) -> tuple[Register, list[Diagnosis]]:
    return read_register(sheets)


def of(severity: Severity, found: list[Diagnosis]) -> list[Diagnosis]:
    return [problem for problem in found if problem.severity is severity]


NEEDS = ("need_id", "title", "text", "company")
EXPERTS = ("expert_id", "name", "organisation")
PINS = ("need_id", "expert_id", "rule")


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


def test_company_names_join_only_when_unmistakable() -> None:
    companies = sheet(
        "companies.csv",
        ("company_id", "name", "address"),
        ("C1", "东方化工有限公司", "x"),
        ("C2", "东方新材料有限公司", "x"),
    )
    needs = [
        ("N1", "膜", "堵", "东方化工"),
        ("N2", "膜", "堵", "东方"),
        ("N3", "膜", "堵", "西方化工"),
        ("N4", "膜", "堵", "C2"),
    ]
    register, found = read(companies, sheet("needs.csv", NEEDS, *needs))
    assert [need.company for need in register.needs] == [
        "东方化工有限公司",
        "东方",
        "西方化工",
        "东方新材料有限公司",
    ]
    assert [problem.severity for problem in found] == [WARNING] * 4
    assert "could be any of" in found[1].expected.en
    assert "not in the list" in found[2].expected.en


EVIDENCE = ("expert_id", "kind", "title")


def test_evidence_finds_its_experts_by_id_or_unique_name() -> None:
    experts = sheet(
        "experts.csv",
        EXPERTS,
        ("E1", "张三", "甲大学"),
        ("E2", "李四", "甲大学"),
        ("E3", "王五", "甲"),
        ("E4", "王五", "乙"),
    )
    register, found = read(
        experts,
        sheet(
            "成果.csv",
            ("完成人", "成果名称", "所处阶段"),
            ("E1", "一", "通过中试"),
            ("张三、李四、外人", "二", None),
            ("李四教授", "三", None),
            ("王五", "四", None),
            ("张三丰", "五", None),
        ),
    )
    assert [(piece.expert_id, piece.title) for piece in register.evidence] == [
        ("E1", "一"),
        ("E1", "二"),
        ("E2", "二"),
        ("E2", "三"),
    ]
    assert register.evidence[0].maturity == 6
    errors = of(ERROR, found)
    assert "could be E3, E4" in errors[0].expected.en
    assert 'did you mean "张三"' in errors[1].expected.en


def test_evidence_without_a_list_of_experts() -> None:
    register, found = read(sheet("evidence.csv", EVIDENCE, ("X1", "paper", "一")))
    assert (register.evidence[0].expert_id, register.experts, found) == ("X1", (), [])
    register, found = read(sheet("成果.csv", ("完成人", "论文题目"), ("张三、李四", "论膜")))
    assert [expert.name for expert in register.experts] == ["张三", "李四"]
    assert [piece.expert_id for piece in register.evidence] == [
        make_id("E", "张三"),
        make_id("E", "李四"),
    ]
    assert register.evidence[0].kind == "paper"
    assert [problem.severity for problem in found] == [WARNING] * 2


def test_conflicts_and_pins_name_people_that_exist() -> None:
    register, found = read(
        sheet("needs.csv", NEEDS, ("N1", "膜", "堵", "甲公司"), ("N2", "塔", "液泛", None)),
        sheet("experts.csv", EXPERTS, ("E1", "张三", "甲大学"), ("E2", "李四", "甲大学")),
        sheet(
            "conflicts.csv",
            ("need_id", "company", "expert_id", "reason"),
            ("N1", None, "张三", "持股"),
            (None, "甲公司", "E2", None),
            ("N1", None, "张三", "持股"),
            ("N01", None, "E1", None),
            ("N1", None, "E9", None),
            (None, None, "E1", "x"),
        ),
        sheet(
            "pins.csv",
            ("需求编号", "专家", "规则", "指定人"),
            ("膜", "E1", "必须", "局"),
            ("N2", "E2", "不宜", None),
            ("N2", "E1", "看情况", None),
            ("N3", "E1", "must", None),
        ),
    )
    assert register.conflicts == (
        Conflict("E1", need_id="N1", reason="持股"),
        Conflict("E2", company="甲公司"),
    )
    assert register.pins == (Pin("N1", "E1", "must", "局"), Pin("N2", "E2", "never", ""))
    assert [(problem.severity, problem.place.en) for problem in found] == [
        (WARNING, "conflicts.csv row 4"),
        (ERROR, "conflicts.csv A5"),
        (ERROR, "conflicts.csv C6"),
        (ERROR, "conflicts.csv row 7"),
        (ERROR, "pins.csv C4"),
        (ERROR, "pins.csv A5"),
    ]
    assert 'did you mean "N1"' in found[1].expected.en


def test_references_are_taken_as_they_are_when_nothing_is_there_to_check() -> None:
    register, found = read(
        sheet("conflicts.csv", ("need_id", "expert_id", "reason"), ("N1", "E1", None)),
        sheet("pins.csv", ("need_id", "expert_id", "rule"), ("N1", "E1", "must")),
    )
    assert (len(register.conflicts), len(register.pins), found) == (1, 1, [])


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


@pytest.mark.parametrize(
    ("file", "text", "count"),
    [
        ("conflicts.csv", "need_id,expert_id\nN1,E1\n", 1),
        ("回避.csv", "company,expert_id\n甲,E1\n", 1),
        ("pairs.csv", "need_id,expert_id,reason\nN1,E1,师生\n", 1),
        ("pairs.csv", "need_id,expert_id\nN1,E1\n", 0),
        ("affinity.csv", "need_id,expert_id,affinity,rank,reason\nN1,E1,0.5,1,x\n", 0),
    ],
)
def test_pairs_are_conflicts_only_where_something_says_so(file: str, text: str, count: int) -> None:
    people = "expert_id,name\nE1,王喆\n"
    needs = "need_id,title,company\nN1,脱盐,甲\n"
    sheets = [
        read_csv(content.encode(), name)
        for name, content in (("experts.csv", people), ("needs.csv", needs), (file, text))
    ]
    register, _ = read_register(sheets)
    assert len(register.conflicts) == count


PINNED = sheet("pins.csv", PINS, ("废盐资源化", "羿知秋", "must"))


def test_a_sheet_may_name_what_is_known_elsewhere() -> None:
    known = Register(needs=(Need("N-9", "废盐资源化"),), experts=(Expert("E-9", "羿知秋"),))
    register, found = read_register([PINNED], known=known)
    assert [(pin.need_id, pin.expert_id) for pin in register.pins] == [("N-9", "E-9")]
    assert (register.needs, register.experts, found) == ((), (), [])


def test_what_nobody_knows_is_an_error_when_all_is_known() -> None:
    register, found = read_register([PINNED], known=Register())
    assert register.pins == ()
    assert [one.severity for one in found] == [ERROR, ERROR]
    assert read_register([PINNED])[0].pins
