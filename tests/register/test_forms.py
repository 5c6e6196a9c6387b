"""A form that one company filled in becomes a list of one row."""

from __future__ import annotations

from duijie.domain.sheet import Cell, Sheet
from duijie.register.forms import as_list
from duijie.register.reader import read_register

FORM = (
    ("2027 年企业技术需求征集表",),
    ("企业名称", "临澜氢能装备有限公司", "联系人", "费宁"),
    ("联系电话", None, "推荐编号", "K-7"),
    ("需求信息", "技术需求名称", "密封材料", None),
    ("主要问题", "寿命不足 2000 小时", None, None),
    ("预期目标：寿命 8000 小时",),
    ("拟投入资金（万元）", "80", None, None),
    ("合作方式", "□技术转让 ☑合作研发 ☑委托开发 □其他", None, None),
)


def form(*rows: tuple[Cell, ...], file: str = "form.docx") -> Sheet:
    width = max(map(len, rows))
    return Sheet(file, "1", tuple(row + (None,) * (width - len(row)) for row in rows))


def test_labels_become_headings_and_nothing_is_lost() -> None:
    labels, values = as_list(form(*FORM)).rows
    assert dict(zip(labels, values, strict=True)) == {
        "企业名称": "临澜氢能装备有限公司",
        "联系人": "费宁",
        "联系电话": None,
        "推荐编号": "K-7",
        "技术需求名称": "密封材料",
        "主要问题": "寿命不足 2000 小时",
        "预期目标": "寿命 8000 小时",
        "拟投入资金（万元）": "80",
        "合作方式": "合作研发；委托开发",
    }


def test_a_form_is_read_as_a_need_with_its_company() -> None:
    register, _ = read_register([as_list(form(*FORM))])
    (need,), (company,) = register.needs, register.companies
    assert (need.title, need.company) == ("密封材料", "临澜氢能装备有限公司")
    assert (str(need.budget_cny), need.mode) == ("800000", ("合作研发", "委托开发"))
    assert company.contact == "费宁"
    assert dict(need.extra)["推荐编号"] == "K-7"


def test_a_label_may_stand_above_its_words() -> None:
    rows = (("企业名称：甲厂",), ("需求名称：脱盐",), ("主要问题",), ("结垢严重，每周停车清洗",))
    assert as_list(form(*rows)).rows[1] == ("甲厂", "脱盐", "结垢严重，每周停车清洗")
    last = (*rows[:2], ("主要问题",), ("联系人", "何敏"))
    assert as_list(form(*last)).rows == (
        ("企业名称", "需求名称", "主要问题", "联系人"),
        ("甲厂", "脱盐", None, "何敏"),
    )


def test_boxes_of_which_none_is_ticked_say_nothing() -> None:
    rows = (("企业名称", "甲厂"), ("需求名称", "脱盐"), ("合作方式", "□技术转让 □合作研发"))
    assert as_list(form(*rows)).rows[1] == ("甲厂", "脱盐", None)


def test_lists_and_other_files_stay_as_they_are() -> None:
    heads = ("企业名称", "需求名称", "主要问题")
    rows = (heads, ("甲厂", "脱盐", "结垢"), ("乙厂", "除氟", "超标"))
    assert as_list(form(*rows)) == form(*rows)
    assert as_list(form(*FORM, file="form.xlsx")) == form(*FORM, file="form.xlsx")
    assert as_list(form(("随便", "写写"), ("没有", "标题"))).rows[0] == ("随便", "写写")
