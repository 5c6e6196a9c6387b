import pytest

from duijie.language.stopwords import EN_WORDS, ZH_PHRASES, drop_zh_phrases
from duijie.language.tokens import fold_plural, is_latin, tokenise


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("脱硫", ["脱", "硫", "脱硫"]),
        ("CO₂捕集", ["co2", "捕", "集", "捕集"]),
        ("高 盐", ["高", "盐"]),
        ("Li-ion batteries", ["li", "ion", "battery", "li ion", "ion battery"]),
        ("α-Al2O3 of catalysts", ["al2o3", "catalyst"]),
        ("12.5 % 2026", []),
        ("", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert sorted(tokenise(text)) == sorted(tokens)


def test_words_stand_in_a_pair_only_side_by_side() -> None:
    assert "fouling membrane" not in tokenise("fouling of membranes")
    assert "fouling membrane" not in tokenise("fouling 膜 membranes")


def test_a_formula_is_one_word_in_both_languages() -> None:
    assert "tio2" in set(tokenise("TiO2光催化")) & set(tokenise("TiO2 photocatalysis"))


@pytest.mark.parametrize(
    ("word", "singular"),
    [("glasses", "glasse"), ("analysis", "analysis"), ("viruses", "viruse"), ("ties", "tie")],
)
def test_plurals_fold_alike_even_where_the_stem_is_rough(word: str, singular: str) -> None:
    assert fold_plural(word) == singular


def test_scripts_of_tokens() -> None:
    assert [is_latin(token) for token in ("pvdf", "α", "膜")] == [True, True, False]


def test_stop_phrases_go_the_longest_first() -> None:
    assert drop_zh_phrases("现有工作基础：膜").split() == ["：膜"]
    assert drop_zh_phrases("关键技术") == " "


def test_stop_lists_are_clean() -> None:
    assert all(len(phrase) > 1 for phrase in ZH_PHRASES)
    assert all(word == word.strip().lower() for word in EN_WORDS)
