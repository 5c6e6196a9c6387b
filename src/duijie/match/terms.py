"""The words and phrases of a text as a person would quote them, and what two texts share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from duijie.language.normal import tidy
from duijie.language.script import HAN
from duijie.language.stopwords import EN_WORDS, drop_zh_phrases
from duijie.language.tokens import fold_plural
from duijie.match.problem import Passage, Writing

_CHINESE = re.compile(f"[{HAN}]{{2,}}")
_LATIN = re.compile(r"[A-Za-zα-ω][A-Za-z0-9α-ω]+")
_UNITS = "mg kg mol mmol ml nm mm cm wt vol min ppm ppb pa kpa mpa kw kwh rpm"
_UNQUOTED = EN_WORDS.union(_UNITS.split())
"""Two texts that share one of these share nothing worth quoting."""
_TITLE_IMPORTANCE = 2.0
_REMEMBERED = 20_000
"""Texts whose terms are kept: reasons are asked for a need with every passage."""


@dataclass(frozen=True, eq=False)
class Terms:
    """What can be quoted from a text.

    `words` maps the folded form of Latin words and formulas to the way they are written; `runs`
    are the stretches of Chinese between stop phrases, `pairs` their pairs of characters.
    """

    words: dict[str, str]
    runs: tuple[str, ...]
    pairs: frozenset[str]


@lru_cache(_REMEMBERED)
def read_terms(text: str) -> Terms:
    """Return the terms of `text`, function words and stop phrases left out."""
    plain = drop_zh_phrases(tidy(text))
    words: dict[str, str] = {}
    for word in _LATIN.findall(plain):
        if word.casefold() not in _UNQUOTED:
            words.setdefault(fold_plural(word.casefold()), word)
    runs = tuple(dict.fromkeys(_CHINESE.findall(plain)))
    return Terms(words, runs, frozenset(pair for run in runs for pair in _pairs(run)))


def shared_terms(
    need: Writing, passage: Passage, rarity: Mapping[str, float], limit: int
) -> tuple[str, ...]:
    """Return at most `limit` words and phrases that stand in both, the rarest first, each once.

    Written as the need writes them, those of its title counting double. Chinese phrases have
    two characters or more. `rarity` says how rare each token is; see `MatchProblem.rarity`.
    """
    other = read_terms(passage.whole)
    found: dict[str, tuple[float, str]] = {}
    for part, importance in ((need.title, _TITLE_IMPORTANCE), (need.body, 1.0)):
        own = read_terms(part)
        for key in own.words.keys() & other.words.keys():
            found.setdefault(key, (importance * rarity.get(key, 0.0), own.words[key]))
        for run in own.runs:
            for piece in _common_stretches(run, other):
                weight = sum(rarity.get(pair, 0.0) for pair in _pairs(piece))
                found.setdefault(piece, (importance * weight, piece))
    ranked = sorted(found, key=lambda key: (-found[key][0], key))
    return tuple(found[key][1] for key in _drop_pieces(ranked, limit))


def _drop_pieces(ranked: list[str], limit: int) -> list[str]:
    """Return the first `limit` terms that are no piece of one before them."""
    kept: list[str] = []
    for term in ranked:
        if len(kept) == limit:
            break
        if not any(term in longer for longer in kept):
            kept.append(term)
    return kept


def _common_stretches(run: str, other: Terms) -> Iterator[str]:
    """Yield the longest pieces of `run`, two characters or more, that stand in `other`."""
    start = 0
    while start < len(run) - 1:
        end = start + 2
        if run[start:end] not in other.pairs:
            start += 1
            continue
        while end < len(run) and any(run[start : end + 1] in whole for whole in other.runs):
            end += 1
        yield run[start:end]
        start = end


def _pairs(run: str) -> Iterator[str]:
    return (first + second for first, second in pairwise(run))
