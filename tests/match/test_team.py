"""Aspects of a need and the small team that covers them."""

from duijie.domain.records import Evidence, Expert, Need
from duijie.match.aspects import MOST_ASPECTS, split_aspects
from duijie.match.calibrate import NOBODY
from duijie.match.rank import MatchResult, score
from duijie.match.team import MOST_MEMBERS, Team, form_teams
from tests.match.conftest import ThemeEncoder

NEED = Need("N1", "电镀废液处理", "1）镍离子的吸附回收；2）氰化物的臭氧氧化；3）量子计算机的标定。")
EXPERTS = [Expert(f"E{n}", f"专家{n}") for n in range(1, 5)]
EVIDENCE = [
    Evidence("E1", "paper", "电镀废液中镍离子的吸附回收"),
    Evidence("E2", "paper", "电镀废液处理：镍离子吸附"),
    Evidence("E3", "patent", "电镀废液中氰化物的臭氧氧化"),
    Evidence("E4", "paper", "精馏塔的节能控制"),
]


def ranked(*needs: Need) -> MatchResult:
    return score(needs, EXPERTS, EVIDENCE)


def team_of(need: Need) -> tuple[MatchResult, Team]:
    result = ranked(need)
    teams, _ = form_teams(result)
    return result, teams[0]


def test_a_need_is_split_at_sentences_and_numbers_of_lists() -> None:
    assert split_aspects(NEED, {}) == (
        "电镀废液处理",
        "镍离子的吸附回收",
        "氰化物的臭氧氧化",
        "量子计算机的标定",
    )


def test_a_repetition_and_a_remark_are_no_aspects() -> None:
    need = Need("N", "含氟废水处理", "含氟废水处理。略。氟离子浓度降到 1.5 mg/L 以下")
    assert split_aspects(need, {}) == ("含氟废水处理", "氟离子浓度降到 1.5 mg/L 以下")


def test_of_a_long_need_the_sentences_that_say_most_stay_in_order() -> None:
    words = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃"
    pieces = [words[n : n + 2] * 2 for n in range(0, len(words), 2)]
    found = split_aspects(Need("N", "标题在前", "。".join(pieces)), {})
    assert len(found) == MOST_ASPECTS
    assert found[0] == "标题在前"
    assert list(found[1:]) == [piece for piece in pieces if piece in found]


def test_a_need_without_words_has_no_aspects() -> None:
    assert split_aspects(Need("N", "12"), {}) == ()


def test_the_team_complements_itself_and_what_nobody_covers_stays_bare() -> None:
    result = ranked(NEED)
    team = form_teams(result, most=2)[0][0]
    assert len(team.members) == 2
    assert 2 in team.members  # E3, the only one for cyanide
    covered_by = {aspect.text: aspect.expert for aspect in team.aspects}
    assert covered_by["氰化物的臭氧氧化"] == 2
    assert covered_by["镍离子的吸附回收"] in {0, 1}
    assert covered_by["量子计算机的标定"] is None
    assert 0 < team.covered <= team.bound + 1e-12 <= 1
    for aspect in team.aspects:
        if aspect.expert is None:
            assert (aspect.coverage, aspect.passage) == (0.0, -1)
        else:
            assert aspect.coverage >= NOBODY
            assert result.problem.passages[aspect.passage].owner == aspect.expert


def test_one_who_covers_all_needs_no_team() -> None:
    _, team = team_of(Need("N1", "电镀废液中氰化物的臭氧氧化"))
    assert team.members == (2,)


def test_where_nobody_suits_nobody_is_proposed() -> None:
    for need in (Need("N1", "Radar observation of migrating birds"), Need("N2", "12")):
        result, team = team_of(need)
        assert result.nobody(0)
        assert (team.members, team.covered) == ((), 0.0)
        assert all(aspect.expert is None for aspect in team.aspects)


def test_teams_have_at_most_so_many_and_each_need_has_one() -> None:
    result = ranked(NEED, Need("N2", "精馏塔节能"))
    teams, _ = form_teams(result, most=1)
    assert [len(team.members) for team in teams] == [1, 1]
    assert [team.need for team in teams] == [0, 1]
    assert MOST_MEMBERS == 3


def test_a_broken_encoder_is_told_and_words_still_form_a_team() -> None:
    assert form_teams(ranked(NEED), ThemeEncoder())[1] is None
    teams, failure = form_teams(ranked(NEED), ThemeEncoder(broken=True))
    assert failure
    assert "the encoder is gone" in failure.en
    assert 2 in teams[0].members


def test_nothing_in_nothing_out() -> None:
    assert form_teams(score([], [], []))[0] == ()
