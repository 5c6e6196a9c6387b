from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.domain.diagnosis import Severity
from duijie.domain.records import Budget
from duijie.domain.sheet import Cell
from duijie.register.kinds import guess_kind, read_kind, read_rule
from duijie.register.normalise.contact import is_uscc, read_phone, read_uscc
from duijie.register.normalise.dates import read_deadline
from duijie.register.normalise.flags import read_confidential, read_flag
from duijie.register.normalise.lists import read_list, split_entries
from duijie.register.normalise.maturity import read_maturity
from duijie.register.normalise.money import read_budget
from duijie.register.normalise.names import NameParts, read_name, split_name
from duijie.register.normalise.numbers import read_count, read_year
from duijie.register.normalise.outcome import Outcome
from duijie.register.normalise.text import clean_line, clean_text, read_id, read_line, read_person

NOTE, WARNING = Severity.NOTE, Severity.WARNING
WAN = 1e4


def yuan(low: float, high: float | None = None) -> Budget:
    return Budget(low, low if high is None else high)


@pytest.mark.parametrize(
    ("cell", "unit", "value", "severity"),
    [
        (50, WAN, yuan(500_000), NOTE),
        ("500000", 1.0, yuan(500_000), None),
        ("500000-800000", 1.0, yuan(500_000, 800_000), None),
        ("５０", WAN, yuan(500_000), NOTE),
        ("50-80万", None, yuan(500_000, 800_000), NOTE),
        ("50万-80万元", None, yuan(500_000, 800_000), NOTE),
        ("１５０～２００", WAN, yuan(1_500_000, 2_000_000), NOTE),
        ("300—500万元", WAN, yuan(3_000_000, 5_000_000), NOTE),
        ("50万至1百万", None, yuan(500_000, 1_000_000), NOTE),
        ("约30万元", WAN, yuan(300_000), WARNING),
        ("不超过100万", None, yuan(1_000_000), WARNING),
        ("5000000元", WAN, yuan(5_000_000), NOTE),
        ("￥50,000", 10_000.0, yuan(50_000), WARNING),
        ("￥50,000", None, yuan(50_000), WARNING),
        ("￥50万", 10_000.0, yuan(500_000), NOTE),
        ("￥1,200,000.00", 1.0, yuan(1_200_000), NOTE),
        ("一百五十万元", WAN, yuan(1_500_000), NOTE),
        ("1.2亿", None, yuan(120_000_000), NOTE),
        ("0.5", WAN, yuan(5_000), NOTE),
        ("200k", 1.0, yuan(200_000), NOTE),
        (30, None, yuan(300_000), WARNING),
        (300_000, None, yuan(300_000), WARNING),
        ("面议", WAN, None, NOTE),
        ("待定", WAN, None, None),
        (None, WAN, None, None),
        ("-", WAN, None, None),
        ("-50", WAN, None, WARNING),
        ("80-50", WAN, None, WARNING),
        ("10-20-30", WAN, None, WARNING),
        ("5万美元", WAN, None, WARNING),
        ("视情况", WAN, None, WARNING),
    ],
)
def test_money(
    cell: Cell, unit: float | None, value: Budget | None, severity: Severity | None
) -> None:
    outcome = read_budget(cell, unit)
    assert (outcome.value, outcome.severity) == (value, severity)


@pytest.mark.parametrize(
    ("cell", "value", "severity"),
    [
        (date(2026, 5, 20), date(2026, 5, 20), None),
        ("2026-05-20", date(2026, 5, 20), None),
        (datetime(2026, 5, 20, 9), date(2026, 5, 20), NOTE),
        ("2026/5/20", date(2026, 5, 20), NOTE),
        ("2026.5.20", date(2026, 5, 20), NOTE),
        ("2026-05-20 00:00:00", date(2026, 5, 20), NOTE),
        ("20260520", date(2026, 5, 20), NOTE),
        ("２０２６年５月２０日", date(2026, 5, 20), NOTE),
        ("二〇二六年五月二十日前", date(2026, 5, 20), NOTE),
        ("2026年5月", date(2026, 5, 31), NOTE),
        ("2028年2月底前", date(2028, 2, 29), NOTE),
        ("2026年5月上旬", date(2026, 5, 10), NOTE),
        ("2026年5月中旬", date(2026, 5, 20), NOTE),
        ("2026-5", date(2026, 5, 31), NOTE),
        ("2026.12", date(2026, 12, 31), NOTE),
        ("2026年", date(2026, 12, 31), NOTE),
        ("2026年年底", date(2026, 12, 31), NOTE),
        ("2026年上半年", date(2026, 6, 30), NOTE),
        ("2026年第三季度", date(2026, 9, 30), NOTE),
        ("2026Q1", date(2026, 3, 31), NOTE),
        ("Q2 2026", date(2026, 6, 30), NOTE),
        ("2026.5-2026.12", date(2026, 12, 31), NOTE),
        ("2026-05-01~2026-06-30", date(2026, 6, 30), NOTE),
        ("2027年8月-10月", date(2027, 10, 31), NOTE),
        ("2027年8-10月", date(2027, 10, 31), NOTE),
        ("2026年5月20日至25日", date(2026, 5, 25), NOTE),
        ("2026年5月 - 2027年3月", date(2027, 3, 31), NOTE),
        ("May 2026", date(2026, 5, 31), NOTE),
        ("20 May 2026", date(2026, 5, 20), NOTE),
        ("February 08, 2026", date(2026, 2, 8), NOTE),
        (46162, date(2026, 5, 20), WARNING),
        ("长期有效", None, NOTE),
        ("无", None, None),
        (None, None, None),
        ("5月底", None, WARNING),
        ("年底前", None, WARNING),
        ("5月20日", None, WARNING),
        ("2026年13月", None, WARNING),
        ("2026-02-30", None, WARNING),
        ("Foo 2026", None, WARNING),
        ("六个月", None, WARNING),
    ],
)
def test_deadlines(cell: Cell, value: date | None, severity: Severity | None) -> None:
    outcome = read_deadline(cell)
    assert (outcome.value, outcome.severity) == (value, severity)


def test_a_date_without_its_year_says_so() -> None:
    assert read_deadline("5月底").expected.en == "a date with its year"


@pytest.mark.parametrize(
    ("reader", "cell", "value", "severity"),
    [
        (read_count, "２场", 2, NOTE),
        (read_count, "三位", 3, NOTE),
        (read_count, 2.0, 2, NOTE),
        (read_count, 2, 2, None),
        (read_count, "最多6", 6, NOTE),
        (read_count, "若干", None, WARNING),
        (read_count, "99999", None, WARNING),
        (read_count, "", None, None),
        (read_year, "2024年", 2024, NOTE),
        (read_year, 2024, 2024, None),
        (read_year, date(2024, 3, 1), 2024, NOTE),
        (read_year, "20240301", 2024, NOTE),
        (read_year, "2023-2025", 2025, WARNING),
        (read_year, "去年", None, WARNING),
        (read_year, None, None, None),
        (read_maturity, "正在研发", 2, None),
        (read_maturity, "已有样品", 3, None),
        (read_maturity, "通过小试", 4, None),
        (read_maturity, "通过中试", 6, None),
        (read_maturity, "可以量产", 8, None),
        (read_maturity, "TRL 6", 6, NOTE),
        (read_maturity, "第七级", 7, NOTE),
        (read_maturity, 5, 5, None),
        (read_maturity, "pilot plant", 6, NOTE),
        (read_maturity, "未中试", None, WARNING),
        (read_maturity, "10", None, WARNING),
        (read_maturity, None, None, None),
        (read_phone, 13800000000, "13800000000", None),
        (read_phone, "０１０－1234", "010-1234", NOTE),
        (read_phone, "1.3800001234E+10", "13800001234", NOTE),
        (read_phone, "1.38E+10", "1.38E+10", WARNING),
        (read_uscc, "91620100 MA71XXXX0X", "91620100MA71XXXX0X", WARNING),
        (read_uscc, "91990000ma0000015q", "91990000MA0000015Q", NOTE),
        (read_uscc, "91990000MA0000015Q", "91990000MA0000015Q", None),
        (read_id, " Ｎ０１ ", "N01", NOTE),
        (read_id, 7, "7", None),
        (read_kind, "SCI论文", "paper", NOTE),
        (read_kind, "专利", "patent", None),
        (read_kind, "技术服务（横向）", "service", NOTE),
        (read_kind, "获奖成果", "award", NOTE),
        (read_kind, "其他", "achievement", WARNING),
        (read_kind, None, "achievement", WARNING),
        (read_rule, "必须会见", "must", None),
        (read_rule, "不宜", "never", None),
        (read_rule, "never", "never", None),
        (read_rule, "?", "", None),
    ],
)
def test_small_readers(
    reader: Callable[[Cell], Outcome[Any]], cell: Cell, value: object, severity: Severity | None
) -> None:
    outcome = reader(cell)
    assert (outcome.value, outcome.severity) == (value, severity)


def test_the_check_character_of_a_credit_code() -> None:
    # A code that is published in GB 32100's explanations is not needed: any 17 characters have
    # exactly one right check character.
    body = "91110000600037341"
    right = [char for char in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_uscc(body + char)]
    assert len(right) == 1
    assert not is_uscc(body)
    assert not is_uscc(body + "I")


@pytest.mark.parametrize(
    ("cell", "asks_for_public", "value", "severity"),
    [
        ("是", False, True, None),
        ("是", True, False, None),
        ("否", True, True, None),
        ("公开", False, False, None),
        ("涉密", True, True, None),
        ("√", False, True, None),
        (False, False, False, None),
        (None, False, False, None),
        ("/", False, False, None),
        ("是（未公开客户标准）", False, True, WARNING),
        ("否（名称可登）", False, False, WARNING),
        ("否（客户要求保密）", False, True, None),
        ("看情况", False, True, WARNING),
    ],
)
def test_confidential_errs_on_the_safe_side(
    cell: Cell, asks_for_public: bool, value: bool, severity: Severity | None
) -> None:
    outcome = read_confidential(cell, asks_for_public=asks_for_public)
    assert (outcome.value, outcome.severity) == (value, severity)


def test_a_flag_that_says_neither() -> None:
    assert read_flag("perhaps") is None
    assert read_flag("N") is False


def test_text_keeps_chinese_punctuation_and_units() -> None:
    assert clean_text("ＰＶＤＦ膜，５０㎡；m³／h\r\n\u3000第二行 ") == "PVDF膜，50㎡；m³/h\n第二行"
    assert clean_text("a\u200bb\n\n\n\nc_x000D_") == "ab\n\nc"
    assert clean_line("技术\n名称（ 甲 ）\nin two\nlines") == "技术名称（ 甲 ） in two lines"
    assert read_line("Ｈ酸").severity is NOTE
    assert read_line("H酸").severity is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张  三", "张三"),
        ("张\u3000三", "张三"),
        ("Wei  Zhang", "Wei Zhang"),
        ("买买提•某", "买买提·某"),
    ],
)
def test_names_lose_stray_spaces_only(written: str, name: str) -> None:
    assert read_person(written).value == name


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("张三 教授", NameParts("张三", "教授")),
        ("张三（副教授）", NameParts("张三", "副教授")),
        ("张三副教授", NameParts("张三", "副教授")),
        ("殷 朗教授", NameParts("殷朗", "教授")),
        ("张三（教授、博导）", NameParts("张三", "教授、博导")),
        ("兰州大学 李四", NameParts("李四", "", "兰州大学")),
        ("兰州大学 化工学院 李四 教授", NameParts("李四", "教授", "兰州大学", "化工学院")),
        ("李四（某某大学）", NameParts("李四", "", "某某大学")),
        ("Prof. Wei Zhang", NameParts("Wei Zhang", "Prof.")),
        ("Wei Zhang, Professor", NameParts("Wei Zhang", "Professor")),
        ("Dr Wei Zhang, Lanzhou University", NameParts("Wei Zhang", "Dr", "Lanzhou University")),
    ],
)
def test_one_field_names_are_taken_apart(text: str, parts: NameParts) -> None:
    assert split_name(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "张三",
        "张副教授",
        "教授",
        "傅闻笛（Fu Wendi）",
        "Wei Zhang",
        "张三 李四",
        "甲大学 乙公司 张三 教授",
    ],
)
def test_in_doubt_a_name_is_left_whole(text: str) -> None:
    assert split_name(text) == NameParts(text)


def test_lists_are_split_where_people_separate() -> None:
    assert read_list("膜分离；催化、加氢,结晶\n干燥|过滤／蒸发") == (
        "膜分离",
        "催化",
        "加氢",
        "结晶",
        "干燥",
        "过滤",
        "蒸发",
    )
    assert read_list("2,4-二氯苯酚，N,N-二甲基甲酰胺") == ("2,4-二氯苯酚", "N,N-二甲基甲酰胺")
    assert read_list("1,000 t/a, 催化") == ("1,000 t/a", "催化")
    assert read_list("膜（纳滤、反渗透）、催化") == ("膜（纳滤、反渗透）", "催化")
    assert read_list("膜（纳滤、催化") == ("膜（纳滤", "催化")
    assert read_list("单体/树脂/涂层") == ("单体", "树脂", "涂层")
    assert read_list("染料合成 颜料晶型") == ("染料合成", "颜料晶型")
    assert read_list("organic synthesis") == ("organic synthesis",)
    assert read_list("无") == ()
    assert split_entries("（1）一种膜,及其制备；2. 2.5 代工艺\n①第三项") == (
        "一种膜,及其制备",
        "2.5 代工艺",
        "第三项",
    )


def test_entries_show_their_kind() -> None:
    assert guess_kind("一种膜（ZL202010000000.1）", "achievement") == "patent"
    assert guess_kind("省科技进步二等奖", "achievement") == "award"
    assert guess_kind("一种工艺", "service") == "service"


CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.dates(),
    st.times(),
    st.text(),
    st.text("0123456789.-~～至万元亿约年月日季度初底前第一二三十百（），,;；、/ 面议TRLaQ１２"),
)
READERS: list[Callable[[Cell], Outcome[Any]]] = [
    read_budget,
    read_deadline,
    read_count,
    read_year,
    read_maturity,
    read_phone,
    read_uscc,
    read_id,
    read_line,
    read_person,
    read_name,
    read_kind,
    read_confidential,
]


@pytest.mark.parametrize("reader", READERS)
@given(cell=CELLS)
def test_no_cell_makes_a_reader_fail_and_reading_twice_changes_nothing(
    reader: Callable[[Cell], Outcome[Any]], cell: Cell
) -> None:
    value = reader(cell).value
    if isinstance(value, Budget):
        assert read_budget(str(value), 1.0) == Outcome(value)
    elif isinstance(value, NameParts):
        assert read_name(value.name).value.name == value.name
    elif value is not None:
        assert reader(value).value == value


@given(CELLS)
def test_lists_and_texts_are_stable(cell: Cell) -> None:
    items = read_list(cell)
    assert read_list(";".join(items)) == items
    text = clean_text(cell)
    assert clean_text(text) == text
