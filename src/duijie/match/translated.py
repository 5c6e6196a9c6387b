"""Terms that two texts in different languages share, and what of a need an expert lacks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from duijie.language.glossary.entries import read_field
from duijie.language.glossary.translate import find_terms, to_english
from duijie.language.normal import tidy
from duijie.language.tokens import fold_plural
from duijie.match.problem import Writing
from duijie.match.terms import read_terms

_SHORTEST = 2
"""A single character is too little to show."""
_REMEMBERED = 20_000
"""Texts that were taken apart: each is asked for with every reason it may carry."""


def translated_terms(first: str, second: str, limit: int) -> tuple[str, ...]:
    """Return at most `limit` terms as ``中文→english``, the longest first.

    A Chinese term of either text that stands in the other one in English.

    >>> translated_terms("含氟废水深度除氟", "Adsorbents for fluoride removal from brine", 3)
    ('除氟→fluoride removal',)
    """
    found = {
        f"{term}→{english}": len(term)
        for chinese, other in ((first, second), (second, first))
        for term in _terms(chinese)
        if len(term) >= _SHORTEST
        for english in to_english(term)
        if _says(other, english)
    }
    return tuple(sorted(found, key=lambda pair: (-found[pair], pair))[:limit])


def missing_terms(need: Writing, passages: Sequence[Writing], limit: int) -> tuple[str, ...]:
    """Return at most `limit` terms of the need's title that none of the passages says.

    In either language; a Chinese term counts as said when its English is. General words such as
    提升 or 稳定 are not asked for.
    """
    own, common = read_terms(need.title), _common_terms()
    texts = [passage.whole for passage in passages]
    words = {word for text in texts for word in read_terms(text).words}
    chinese = [
        term
        for term in dict.fromkeys(_terms(need.title))
        if len(term) >= _SHORTEST
        and term not in common
        and not any(_covers(text, term) for text in texts)
    ]
    latin = [shown for key, shown in own.words.items() if key not in words]
    return (*chinese, *latin)[:limit]


@lru_cache(_REMEMBERED)
def _terms(text: str) -> tuple[str, ...]:
    return tuple(find_terms(tidy(text)))


@lru_cache(1)
def _common_terms() -> frozenset[str]:
    return frozenset(term for term, _ in read_field("general"))


def _covers(text: str, term: str) -> bool:
    return term in tidy(text) or any(_says(text, english) for english in to_english(term))


def _says(text: str, english: str) -> bool:
    """Tell whether the words of an English term stand in `text`, side by side, plural or not."""
    return f" {_folded(english)} " in f" {_folded(text)} "


@lru_cache(_REMEMBERED)
def _folded(text: str) -> str:
    plain = "".join(char if char.isalnum() else " " for char in tidy(text).casefold())
    return " ".join(fold_plural(word) for word in plain.split())
