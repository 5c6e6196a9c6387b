"""Needs that are alike, in one language and across, and what must not be sent away."""

from dataclasses import replace

import numpy as np

from duijie.domain.records import Evidence, Expert, Need
from duijie.language.probe import OF_MINILM
from duijie.match.problem import MatchProblem, build_problem
from duijie.match.similar import DUPLICATE, find_similar
from tests.match.conftest import ThemeEncoder

NEEDS = [
    Need("N1", "含氟废水深度除氟", "出水氟离子低于1 mg/L，现有石灰法污泥量大。"),
    Need("N2", "加氢催化剂寿命短", "镍基催化剂积炭失活，希望寿命达到8000小时。"),
    Need("N3", "含氟废水的深度除氟", "现有石灰法污泥量大；出水氟离子须低于1 mg/L。"),
    Need("N4", "Deep fluoride removal from wastewater", "Lime leaves too much sludge."),
    Need("N5", "12"),
]


def problem(*needs: Need) -> MatchProblem:
    experts = [Expert("E1", "甲"), Expert("E2", "乙")]
    evidence = [
        Evidence("E1", "paper", "镧改性吸附剂除氟"),
        Evidence("E2", "paper", "Hydrogenation over nickel"),
    ]
    return build_problem(needs or NEEDS, experts, evidence)


def test_a_need_filed_twice_in_other_order_is_found_first() -> None:
    found = find_similar(problem())
    first = found.pairs[0]
    assert (first.first, first.second) == (0, 2)
    assert first.is_duplicate
    assert any("除氟" in term for term in first.terms)
    assert not any(pair.is_duplicate for pair in found.pairs[1:])


def test_likeness_is_symmetric_and_a_need_is_like_itself() -> None:
    values = find_similar(problem()).likeness
    np.testing.assert_array_equal(values, values.T)
    np.testing.assert_array_equal(np.diag(values), 1.0)
    assert ((values >= 0) & (values <= 1)).all()


def test_a_need_without_words_is_like_no_other() -> None:
    found = find_similar(problem())
    assert not found.likeness[4, :4].any()


def test_across_languages_the_translation_is_nearer_and_its_terms_are_shown() -> None:
    found = find_similar(problem(), least=0.0)
    assert found.likeness[0, 3] > found.likeness[1, 3]
    terms = next(pair.terms for pair in found.pairs if (pair.first, pair.second) == (0, 3))
    assert any("→" in term for term in terms)


def test_least_decides_who_is_named_and_the_most_alike_come_first() -> None:
    everything = find_similar(problem(), least=0.0).pairs
    assert len(everything) == 10
    likeness = [pair.likeness for pair in everything]
    assert likeness == sorted(likeness, reverse=True)
    some = find_similar(problem(), least=DUPLICATE).pairs
    assert [pair.likeness for pair in some] == [one for one in likeness if one >= DUPLICATE]


def test_a_confidential_need_is_not_sent_away() -> None:
    secret = Need("N9", "秘方", "Membrane with secret Xyzzy", confidential=True)
    needs = (*NEEDS, secret)
    away, here = ThemeEncoder(), ThemeEncoder()
    find_similar(problem(*needs), away, abilities=replace(OF_MINILM, sends_away=True))
    find_similar(problem(*needs), here)
    assert away.asked
    assert not any("Xyzzy" in text for text in away.asked)
    assert any("Xyzzy" in text for text in here.asked)


def test_without_encoder_words_still_tell_and_the_reason_is_given() -> None:
    found = find_similar(problem())
    assert found.failure
    assert (found.pairs[0].first, found.pairs[0].second) == (0, 2)
    assert find_similar(build_problem([], [], [])).pairs == ()
