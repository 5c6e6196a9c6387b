import pytest

from duijie.domain.records import Evidence, Expert, Need
from duijie.language.script import Script
from duijie.match.problem import PROFILE, Writing, build_problem


def test_passages_are_grouped_by_expert_with_the_profile_first(
    needs: list[Need], experts: list[Expert], evidence: list[Evidence]
) -> None:
    problem = build_problem(needs, experts, evidence[::-1])
    assert problem.owners.tolist() == [0, 0, 0, 1, 1, 2, 2]
    assert [passage.kind for passage in problem.passages][:2] == [PROFILE, "patent"]
    assert problem.passages[0].title == "膜分离; 水处理"
    assert problem.passages[2].year == 2021


def test_evidence_of_strangers_and_without_words_is_left_out(experts: list[Expert]) -> None:
    evidence = [
        Evidence("E9", "paper", "膜"),
        Evidence("E9", "paper", "电镀"),
        Evidence("E4", "paper", "2021", "12.5 %"),
    ]
    problem = build_problem([], experts, evidence)
    assert problem.orphans == ("E9",)
    assert 3 not in problem.owners


def test_keywords_belong_to_the_text_of_a_need() -> None:
    problem = build_problem([Need("N", "题", "文", keywords=("氟", "硅"))], [], [])
    assert problem.writings[0].body == "氟\n硅\n文"


@pytest.mark.parametrize(
    ("writing", "zh", "en"),
    [
        (Writing("脱硫"), True, False),
        (Writing("fouling of membranes"), False, True),
        (Writing("脱硫", "desulfurisation of flue gas"), True, True),
        (Writing("PVDF"), True, True),
        (Writing("42"), False, False),
    ],
)
def test_what_a_writing_can_be_read_in(writing: Writing, zh: bool, en: bool) -> None:
    assert (writing.readable_in(Script.ZH), writing.readable_in(Script.EN)) == (zh, en)


@pytest.mark.parametrize(
    ("writing", "whole"),
    [(Writing("a", "b"), "a. b"), (Writing("a"), "a"), (Writing("", "b"), "b"), (Writing(""), "")],
)
def test_title_and_body_make_the_whole(writing: Writing, whole: str) -> None:
    assert writing.whole == whole


def test_what_stands_everywhere_is_not_rare() -> None:
    problem = build_problem(
        [Need("N", "脱硫")], [Expert("E", "x")], [Evidence("E", "paper", "脱硝")]
    )
    assert problem.rarity["脱"] == 0
    assert problem.rarity["脱硫"] > 0
