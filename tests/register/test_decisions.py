from datetime import date

import pytest

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.records import Decision, Register
from duijie.domain.sheet import Cell, Sheet
from duijie.register.kinds import read_decision, read_rating
from duijie.register.reader import read_register
from duijie.register.vocabulary import Kind

NEEDS = Sheet(
    "needs.csv", "", (("need_id", "title", "text"), ("N1", "膜", "堵"), ("N2", "塔", "漏"))
)
EXPERTS = Sheet("experts.csv", "", (("expert_id", "name"), ("E1", "张三"), ("E2", "李四")))


def read(
    *rows: tuple[Cell, ...], file: str = "decisions.csv", kinds: dict[str, Kind] | None = None
) -> tuple[Register, list[Diagnosis]]:
    return read_register([NEEDS, EXPERTS, Sheet(file, "", rows)], kinds)


@pytest.mark.parametrize(
    ("word", "decided"),
    [
        ("接受", "accepted"), ("同意对接", "accepted"), ("Accepted", "accepted"), ("√", "accepted"),
        ("婉拒", "declined"), ("不接受", "declined"), ("未接受", "declined"), ("No", "declined"),
        ("rejected", "declined"), ("not interested", "declined"), ("否", "declined"),
        ("已会面", "met"), ("met", "met"), ("已洽谈", "met"),
        ("待定", "open"), ("未会面", "open"), (None, "open"), ("not met yet", "open"),
        ("甲", ""), ("E07", ""),
    ],
)  # fmt: skip
def test_words_for_what_came_of_a_pair(word: str | None, decided: str) -> None:
    assert read_decision(word).value == decided


@pytest.mark.parametrize(
    ("cell", "rating"),
    [
        (4, 4),
        (4.0, 4),
        ("4分", 4),
        ("4/5", 4),
        ("三星", 3),
        ("非常满意", 5),
        ("不满意", 2),
        ("-", None),
    ],
)
def test_words_for_how_good_a_meeting_was(cell: Cell, rating: int | None) -> None:
    assert read_rating(cell).value == rating


@pytest.mark.parametrize("cell", [0, 6, 3.5, "好", "45"])
def test_a_rating_that_is_none_is_dropped_with_a_warning(cell: Cell) -> None:
    outcome = read_rating(cell)
    assert (outcome.value, outcome.severity) == (None, Severity.WARNING)


def test_a_chinese_sheet_of_answers_is_recognised_by_its_headings() -> None:
    register, found = read(
        ("序号", "需求名称", "专家", "对接结果", "满意度", "婉拒原因", "答复人", "答复日期"),
        (1, "膜", "张三", "接受", None, None, "甲公司", "2026-05-02"),
        (2, "膜", "E2", "婉拒", None, "没有时间", None, None),
        (3, "N2", "E1", "已会面", "4分", None, None, "2026年5月20日"),
        (4, "N2", "E2", "待定", None, None, None, None),
        file="名单.xlsx",
    )
    assert register.decisions == (
        Decision("N1", "E1", "accepted", by="甲公司", date=date(2026, 5, 2)),
        Decision("N1", "E2", "declined", reason="没有时间"),
        Decision("N2", "E1", "met", 4, date=date(2026, 5, 20)),
    )
    assert [one.place.en for one in found if one.severity is not Severity.NOTE] == []
    assert any("still open" in one.expected.en for one in found)


def test_a_rating_alone_says_that_the_two_have_met() -> None:
    register, found = read(("need_id", "expert_id", "rating"), ("N1", "E1", 5))
    assert register.decisions == (Decision("N1", "E1", "met", 5),)
    assert found == []


def test_what_cannot_be_read_is_named_by_its_cell() -> None:
    register, found = read(
        ("need_id", "expert_id", "decision"),
        ("N1", "E1", "蓝色"),
        ("N9", "E1", "accepted"),
        ("N1", "E9", "accepted"),
        (None, "E1", "accepted"),
        (None, "E1", None),
    )
    assert register.decisions == ()
    assert [(one.severity, one.place.en) for one in found] == [
        (Severity.ERROR, "decisions.csv C2"),
        (Severity.ERROR, "decisions.csv A3"),
        (Severity.ERROR, "decisions.csv B4"),
        (Severity.ERROR, "decisions.csv row 5"),
        (Severity.ERROR, "decisions.csv row 6"),
    ]


def test_an_answer_that_stands_twice_is_read_once() -> None:
    register, found = read(
        ("need_id", "expert_id", "decision"), ("N1", "E1", "accepted"), ("N1", "张三", "接受")
    )
    assert len(register.decisions) == 1
    assert [one.severity for one in found] == [Severity.WARNING]


@pytest.mark.parametrize(
    "more", [("affinity", "rank"), ("grade",), ("date", "start", "end", "slot")]
)
def test_a_plan_or_a_ranking_is_still_no_decision(more: tuple[str, ...]) -> None:
    register, found = read(
        ("need_id", "expert_id", *more), ("N1", "E1", *(1 for _ in more)), file="x.csv"
    )
    assert register.decisions == ()
    assert found[-1].severity is Severity.ERROR
