from datetime import date

import pytest

from duijie.domain.records import Decision
from duijie.match.lessons import Lesson, draw_lessons, weigh_decision


def declined(reason: str) -> Decision:
    return Decision("N1", "E1", "declined", reason=reason)


@pytest.mark.parametrize(
    "reason",
    [
        "没有时间",
        "时间冲突",
        "出差",
        "no time",
        "Schedule is full",
        "利益回避",
        "already cooperating",
    ],
)
def test_a_decline_that_says_nothing_of_the_fit_teaches_nothing(reason: str) -> None:
    assert weigh_decision(declined(reason)) == (False, 0.0)


@pytest.mark.parametrize(
    "reason", ["研究方向不符", "不对口", "not my field", "没有时间，方向也不对口"]
)
def test_a_decline_about_the_subject_counts_whole(reason: str) -> None:
    assert weigh_decision(declined(reason)) == (False, 1.0)


@pytest.mark.parametrize("reason", ["", "婉拒", "sometimes, perhaps"])
def test_a_decline_that_does_not_say_why_counts_half(reason: str) -> None:
    assert weigh_decision(declined(reason)) == (False, 0.5)


def test_ratings_outweigh_the_answer_and_three_is_worth_a_meeting() -> None:
    rated = [weigh_decision(Decision("N", "E", "met", rating=rating)) for rating in range(1, 6)]
    assert [suits for suits, _ in rated] == [False, False, True, True, True]
    assert weigh_decision(Decision("N", "E", "met")) == (True, 1.0)
    assert weigh_decision(Decision("N", "E", "accepted")) == (True, 1.0)


def test_the_last_word_that_teaches_counts() -> None:
    early, late = date(2026, 5, 1), date(2026, 5, 9)
    told = [
        Decision("N1", "E1", "declined", reason="方向不符", date=late),
        Decision("N1", "E1", "accepted", date=early),
        Decision("N1", "E2", "accepted"),
        Decision("N1", "E2", "declined", reason="没时间"),
        Decision("N2", "E1", "met", rating=1),
        Decision("N2", "E1", "accepted", date=late),
        Decision("N2", "E2", "accepted"),
        Decision("N2", "E2", "declined", reason="not my field"),
        Decision("N9", "E1", "accepted"),
        Decision("N1", "E9", "accepted"),
    ]
    lessons = {(one.row, one.column): one for one in draw_lessons(told, ("N1", "N2"), ("E1", "E2"))}
    assert lessons == {
        (0, 0): Lesson(0, 0, suits=False, count=1.0),
        (0, 1): Lesson(0, 1, suits=True, count=1.0),
        (1, 0): Lesson(1, 0, suits=False, count=1.0),
        (1, 1): Lesson(1, 1, suits=False, count=1.0),
    }
