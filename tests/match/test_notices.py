import numpy as np

from duijie.domain.records import Evidence, Expert, Need
from duijie.language.probe import OF_MINILM
from duijie.match import notices
from duijie.match.problem import build_problem


def test_nothing_to_say() -> None:
    problem = build_problem(
        [Need("N", "脱硫")], [Expert("E", "甲")], [Evidence("E", "paper", "脱硝")]
    )
    assert notices.collect(problem, np.zeros((1, 1), bool), OF_MINILM, None) == ()


def test_everything_is_counted_and_the_first_are_named() -> None:
    problem = build_problem(
        [Need("N1", "1"), Need("N2", "脱硫")],
        [Expert(f"E{n}", f"姓{n}") for n in range(5)],
        [
            Evidence("X1", "paper", "膜"),
            Evidence("X2", "paper", "膜"),
            Evidence("E4", "paper", "SO2"),
        ],
    )
    foreign = np.zeros((2, 5), bool)
    foreign[1, 4] = True
    said = notices.collect(problem, foreign, OF_MINILM, notices.NO_ENCODER)
    assert [notice.en for notice in said] == [
        (notices.NO_ENCODER + notices.BY_WORDS).en,
        "Evidence was left out because its 2 experts are not on the list: X1, X2",
        "1 need without words cannot be ranked: N1",
        (
            "4 experts without directions or evidence to compare are ranked last: "
            "姓0, 姓1, 姓2 and 1 more"
        ),
        (
            "Between 1 expert and 1 need the closest evidence is in another language and was "
            "read by the glossary, which is coarse: "
            "add directions or results in the language of the needs"
        ),
    ]
    starts = (
        "有 2 位专家的依据未用",
        "1 项需求没有",
        "4 位专家没有可比对的",
        "1 位专家与 1 项需求之间",
    )
    assert all(notice.zh.startswith(start) for notice, start in zip(said[1:], starts, strict=True))
