from io import BytesIO

import pytest
import xlsxwriter

from duijie.domain.sheet import Cell, Sheet
from duijie.io.xlsx import read_xlsx
from duijie.register.headings import fold_heading, is_known, resolve
from duijie.register.layout import (
    EXAMPLE,
    FOOTNOTE,
    INSTRUCTION,
    REPEATED,
    SECTION,
    TOTAL,
    find_layout,
)
from duijie.register.vocabulary import FIELDS, KINDS


def sheet(*rows: tuple[Cell, ...], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Sheet:
    width = max(map(len, rows), default=0)
    padded = tuple(row + (None,) * (width - len(row)) for row in rows)
    return Sheet("x.xlsx", "Sheet1", padded, merged)


HEAD: tuple[Cell, ...] = ("序号", "技术需求名称", "主要问题", "企业名称")


@pytest.mark.parametrize(
    "heading",
    [
        "*技术需求名称",
        "技术需求名称（必填）",
        "1. 技术需求名称",
        "（一）技术需求名称：",
        "技 术 需 求\n名 称",
    ],
)
def test_decorated_headings_are_known(heading: str) -> None:
    columns = resolve("needs", {0: (heading,)})
    assert columns.fields == {"title": [0]}


def test_folding_is_the_same_for_both_scripts() -> None:
    assert fold_heading("Need-ID") == fold_heading("need_id") == fold_heading("ＮＥＥＤ　ＩＤ")


FORM_HEADINGS = (
    "技术需求名称 需求时限 主要问题 技术关键(含主要指标) 预期目标 关键字 关键字1 拟投入资金(万元) "
    "解决方式 合作意向单位 可验收技术指标 现有基础 机构全称 机构属性 联系人 手机 邮箱 地址 行业 "
    "简介 统一社会信用代码 姓名 单位 部门 职务 职称 学历 研究方向 专业特长 可提供的技术服务 "
    "可应用行业 代表成果 成果名称 完成人 所处阶段 技术水平 专利号 转化方式 应用行业"
)


@pytest.mark.parametrize("heading", FORM_HEADINGS.split())
def test_every_heading_of_the_real_forms_is_known(heading: str) -> None:
    assert is_known((heading,))


def test_canonical_columns_mean_themselves() -> None:
    for kind in KINDS:
        heads = {index: (entry.name,) for index, entry in enumerate(FIELDS[kind])}
        columns = resolve(kind, heads)
        assert columns.fields == {entry.name: [i] for i, entry in enumerate(FIELDS[kind])}


def test_a_near_heading_is_taken_and_a_distant_one_only_suggested() -> None:
    columns = resolve("experts", {0: ("专家姓名们",), 1: ("organistion",), 2: ("研究课题方向",)})
    assert columns.fields == {"name": [0], "organisation": [1]}
    assert columns.near == {0: "专家姓名", 1: "organisation"}
    assert columns.suggested[2] in {"研究方向", "主要研究方向"}


def test_of_two_columns_for_one_field_the_better_heading_wins() -> None:
    columns = resolve("experts", {0: ("姓名",), 1: ("职务",), 2: ("职称",)})
    assert columns.fields["title"] == [2]
    assert columns.kept == [1]
    assert columns.rivals == {}
    columns = resolve("needs", {0: ("需求名称",), 1: ("项目名称",)})
    assert columns.rivals == {1: "title"}


def test_title_and_note_rows_stand_above_the_headings() -> None:
    found = find_layout(
        sheet(
            ("2026年企业需求汇总表",),
            ("填表说明：每项不超过500字",),
            HEAD,
            (1, "膜", "堵", "甲公司"),
        )
    )
    assert found is not None
    assert (found.first, found.last) == (2, 2)
    assert found.rows == ((3, (1, "膜", "堵", "甲公司")),)


def test_two_row_headings_join_merged_parents() -> None:
    top = ("企业名称", "联系方式", None, "技术需求", None)
    low = (None, "联系人", "手机", "名称", "主要问题")
    merges = ((1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4))
    title = ("需求表",)
    data = ("甲公司", "张三", "138", "膜", "堵")
    for merged in (merges, ()):  # a CSV keeps no merges
        found = find_layout(sheet(title, top, low, data, merged=merged))
        assert found is not None
        assert (found.first, found.last) == (1, 2)
        assert found.heads[3] == ("技术需求", "名称")
        assert resolve("needs", found.heads).fields["title"] == [3]
        assert len(found.rows) == 1


def test_merged_data_cells_are_filled_down() -> None:
    merged = ((1, 3, 2, 3), (0, 0, 99, 0))
    found = find_layout(
        sheet(HEAD, (1, "膜", "堵", "甲公司"), (2, "塔", "液泛", None), merged=merged)
    )
    assert found is not None
    assert found.rows[1][1] == (2, "塔", "液泛", "甲公司")
    assert found.filled == {(2, 3)}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("示例", "某技术", "某问题", "某公司"), EXAMPLE),
        ((1, "例：某技术", "某问题", "某公司"), EXAMPLE),
        (("合计", None, None, 12), TOTAL),
        (("合计：", None, None, None), TOTAL),
        (("注：以上由园区汇总", None, None, None), FOOTNOTE),
        (("备注：1. 2.", None, None, None), FOOTNOTE),
        (HEAD, REPEATED),
        ((None, "必填", "500字以内", "请填全称"), INSTRUCTION),
    ],
)
def test_rows_that_are_no_records_are_skipped_with_the_reason(
    row: tuple[Cell, ...], reason: object
) -> None:
    found = find_layout(sheet(HEAD, (1, "膜", "堵", "甲公司"), row, (2, "塔", "液泛", "乙公司")))
    assert found is not None
    assert [index for index, _ in found.rows] == [1, 3]
    assert found.skipped == ((2, reason),)


def test_a_section_title_is_no_record_but_a_lonely_value_is() -> None:
    rows = (HEAD, ("一、化工类",), (1, "膜", "堵", "甲公司"), (None, "塔"))
    found = find_layout(sheet(*rows, merged=((1, 0, 1, 3),)))
    assert found is not None
    assert found.skipped == ((1, SECTION),)
    assert [index for index, _ in found.rows] == [2, 3]


def test_blank_and_merely_numbered_rows_are_passed_over() -> None:
    found = find_layout(sheet(HEAD, (1, "膜", "堵", "甲"), (2,), (None, " ", None, None), ("3.",)))
    assert found is not None
    assert len(found.rows) == 1
    assert found.skipped == ()


def test_ditto_means_the_value_above() -> None:
    found = find_layout(sheet(HEAD, (1, "膜", "堵", "甲公司"), (2, "塔", "〃", "同上")))
    assert found is not None
    assert found.rows[1][1] == (2, "塔", "堵", "甲公司")


def test_what_could_be_an_example_is_not_one() -> None:
    found = find_layout(
        sheet(HEAD, (1, "例行检修机器人", "注塑件开裂", "合计科技"), (2, "总计", "a", "b"))
    )
    assert found is not None
    assert len(found.rows) == 2


def test_a_sheet_without_headings_is_no_list() -> None:
    assert find_layout(sheet(("填写说明",), ("1. 请如实填写。",))) is None
    assert find_layout(sheet()) is None


def test_a_workbook_as_people_make_it() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet("需求")
        page.merge_range("A1:D1", "需求汇总表")
        page.merge_range("A2:A3", "企业名称")
        page.merge_range("B2:D2", "技术需求")
        page.write_row("B3", ["名称", "主要问题", "预期目标"])
        page.merge_range("A4:A5", "甲公司")
        page.write_row("B4", ["膜", "堵", "通"])
        page.write_row("B5", ["塔", "液泛", "稳"])
        page.merge_range("A6:D6", "注：以上由园区汇总")
    (found,) = [find_layout(page) for page in read_xlsx(buffer.getvalue(), "x.xlsx")]
    assert found is not None
    assert [cells for _, cells in found.rows] == [
        ("甲公司", "膜", "堵", "通"),
        ("甲公司", "塔", "液泛", "稳"),
    ]
    assert found.heading(1) == "名称"
