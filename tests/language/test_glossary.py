import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.language.glossary.entries import FIELDS, Entry, read_entries, read_field
from duijie.language.glossary.translate import find_terms, gloss, to_chinese, to_english
from duijie.language.normal import tidy
from duijie.language.script import HAN
from duijie.language.stopwords import ZH_PHRASES

ENTRIES = [entry for field in FIELDS for entry in read_field(field)]
ENGLISH = [term for _, terms in ENTRIES for term in terms]
NAMES = re.compile(
    "Chinese|Crafts|Escherichia|Fenton|Fischer|Friedel|Ganoderma|Grignard|Raman|Raney|Tropsch"
)
"""Proper names keep their capital."""


def test_it_is_large_enough_and_nobody_is_left_out() -> None:
    assert len(ENTRIES) > 3000
    assert all(len(list(read_field(field))) > 100 for field in FIELDS)


def test_no_term_stands_twice_in_any_sheet() -> None:
    twice = [term for term, count in Counter(zh for zh, _ in ENTRIES).items() if count > 1]
    assert twice == []
    assert len(read_entries()) == len(ENTRIES)


def test_chinese_terms_are_chinese_in_normal_form() -> None:
    form = re.compile(f"[{HAN}]+(?:-[{HAN}]+)*")
    assert [zh for zh, _ in ENTRIES if not form.fullmatch(zh) or tidy(zh) != zh] == []


def test_english_terms_are_plain_lower_case_but_for_names_and_abbreviations() -> None:
    for term in ENGLISH:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 /-]*", term), term
        for word in re.split("[ -]", term):
            is_formula = sum(map(str.isupper, word)) > 1
            assert is_formula or word == word.lower() or NAMES.fullmatch(word), term


def test_no_english_term_is_given_twice_for_one_chinese_term() -> None:
    assert [zh for zh, terms in ENTRIES if len(set(terms)) < len(terms)] == []


def test_no_term_is_a_stop_phrase_and_so_never_used() -> None:
    assert [zh for zh, _ in ENTRIES if zh in ZH_PHRASES] == []


@pytest.mark.parametrize("field", FIELDS)
def test_the_longest_match_takes_every_term_whole(field: str) -> None:
    for zh, terms in read_field(field):
        assert list(find_terms(zh)) == [zh]
        assert gloss(f"、{zh}。") == f"、 {terms[0]} 。"


def test_both_directions_lead_back() -> None:
    for zh, terms in ENTRIES:
        assert to_english(zh) == terms
        assert all(zh in to_chinese(term.upper()) for term in terms)


def test_unknown_terms_have_no_translation() -> None:
    assert to_english("魑魅") == to_chinese("phlogiston") == ()


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("催化加氢", "catalytic hydrogenation"),
        ("脱硫", "desulfurization"),
        ("膜分离", "membrane separation"),
        ("光催化", "photocatalysis"),
        ("高盐废水零排放", "high-salinity wastewater zero liquid discharge"),
        ("不锈钢", "stainless steel"),
        ("溶胶-凝胶法", "sol-gel"),
        ("PVDF超滤膜抗污染", "PVDF ultrafiltration membrane antifouling"),
        ("需求内容：清洁生产", ": cleaner production"),
        ("魑魅魍魉", ""),
        ("pH 7, 25 C", "pH 7, 25 C"),
    ],
)
def test_glosses(zh: str, en: str) -> None:
    assert gloss(zh) == en


@given(st.lists(st.sampled_from([*ENTRIES, ("的", ("",)), ("x1", ("",))]), max_size=5))
def test_terms_cover_the_text_in_order_without_overlap(pieces: list[Entry]) -> None:
    text = "".join(zh for zh, _ in pieces)
    position = 0
    for term in find_terms(text):
        position = text.index(term, position) + len(term)
    assert position <= len(text)
    assert not re.search(f"[{HAN}]", gloss(text))
