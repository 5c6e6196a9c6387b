"""From text to tokens: single and paired characters for Chinese, words for Latin script.

Character pairs do as well as dictionary words for short Chinese technical texts and need no
segmentation (Nie & Ren, "Chinese information retrieval: using characters or words?",
Information Processing & Management 35, 1999).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from duijie.language.normal import normalise
from duijie.language.script import HAN
from duijie.language.stopwords import EN_WORDS, drop_zh_phrases

_RUN = re.compile(f"[{HAN}]+|[a-zα-ω]+[a-z0-9α-ω]*")
"""A run of Chinese, or a Latin word or formula that begins with a letter."""


def tokenise(text: str) -> list[str]:
    """Return the tokens of `text` in order: Chinese 1-2-grams, Latin words, word pairs.

    Formulas and abbreviations are words in both languages. Figures and stop words are left
    out; a pair spans two words that stand side by side.

    >>> tokenise("PVDF超滤膜")
    ['pvdf', '超', '滤', '膜', '超滤', '滤膜']
    >>> tokenise("the fouling of polymer membranes")
    ['fouling', 'polymer', 'membrane', 'polymer membrane']
    """
    return [*_tokens(drop_zh_phrases(normalise(text)))]


def is_latin(token: str) -> bool:
    """Tell a word or formula from a Chinese character or pair."""
    return token[0] < "\u2e80"


def fold_plural(word: str) -> str:
    """Return the singular of a regular plural; other words and formulas are left alone.

    >>> [fold_plural(word) for word in ("membranes", "batteries", "glass", "gas", "tio2")]
    ['membrane', 'battery', 'glass', 'gas', 'tio2']
    """
    if len(word) > 4 and word.endswith("ies"):  # noqa: PLR2004 - "ties", "dies"
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):  # noqa: PLR2004
        return word[:-1]
    return word


def _tokens(plain: str) -> Iterator[str]:
    before, end = "", -1
    for match in _RUN.finditer(plain):
        run = match[0]
        if not is_latin(run):
            yield from run
            yield from (first + second for first, second in pairwise(run))
        elif run not in EN_WORDS and len(run) > 1:
            word = fold_plural(run)
            yield word
            if before and match.start() == end + 1:
                yield f"{before} {word}"
            before, end = word, match.end()
