"""Chinese to English, term by term, and back.

Forward maximum matching: at every place the longest known term is taken, so that 清洁生产 is one
term although 生产 is a stop phrase. What is not known is left out, what is not Chinese stays. The
result is no sentence; it is what an encoder of English can make sense of and a person can check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from duijie.language.glossary.entries import read_entries
from duijie.language.normal import tidy
from duijie.language.script import HAN
from duijie.language.stopwords import ZH_PHRASES

_RUN = re.compile(f"[{HAN}](?:-?[{HAN}])*")
"""A stretch of Chinese; hyphens join its parts, as in 溶胶-凝胶."""
_REMEMBERED = 20_000
"""Texts whose gloss is kept: it is asked for again with every reason."""


def find_terms(text: str) -> Iterator[str]:
    """Yield the terms of the glossary in `text`, in order, none overlapping.

    Stop phrases are no terms, whole or as what is left of the text around them.

    >>> list(find_terms("高盐废水的催化加氢和清洁生产的研究"))
    ['高盐废水', '催化加氢', '清洁生产']
    """
    known, longest = _lexicon()
    start = 0
    while start < len(text):
        ends = range(min(len(text), start + longest), start, -1)
        end = next((end for end in ends if text[start:end] in known), 0)
        if end and known[text[start:end]]:
            yield text[start:end]
        start = end or start + 1


@lru_cache(_REMEMBERED)
def gloss(text: str) -> str:
    """Return `text` with its Chinese in English as far as it is known, the rest of it left out.

    Formulas, figures and English words stay as they are.

    >>> gloss("TiO2光催化降解印染废水的研究")
    'TiO2 photocatalytic degradation dyeing wastewater'
    """
    return " ".join(_RUN.sub(lambda run: f" {_gloss_run(run[0])} ", tidy(text)).split())


def to_english(term: str) -> tuple[str, ...]:
    """Return the English terms of a Chinese term, the usual one first; none when unknown."""
    return read_entries().get(term, ())


def to_chinese(term: str) -> tuple[str, ...]:
    """Return the Chinese terms that an English term stands for, in the order of the sheets.

    >>> to_chinese("Hydrodesulfurization")
    ('加氢脱硫',)
    """
    return _chinese().get(term.casefold(), ())


def _gloss_run(run: str) -> str:
    return " ".join(to_english(term)[0] for term in find_terms(run))


@lru_cache(1)
def _lexicon() -> tuple[dict[str, tuple[str, ...]], int]:
    """Return all that can be matched, stop phrases without English, and the greatest length."""
    known = read_entries() | dict.fromkeys(ZH_PHRASES, ())
    return known, max(map(len, known))


@lru_cache(1)
def _chinese() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for chinese, terms in read_entries().items():
        for term in terms:
            key = term.casefold()
            found[key] = (*found.get(key, ()), chinese)
    return found
