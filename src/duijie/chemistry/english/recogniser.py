"""English names in running text: known ones with support, systematic ones, classes, short forms.

Precision first. A name of the index counts when it does not read like ordinary English: words in
`ordinary.txt` never do, everyday metals (lead, gold) only with support beside them, rare words
only when a body of standards gave the name, when it is a leading name of its compound, or when it
is built like a chemical word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duijie.chemistry.elements import SYMBOLS
from duijie.chemistry.english.abbreviations import squeeze
from duijie.chemistry.english.classes import CLASS_PHRASE, CLASS_WORD, VITAMIN
from duijie.chemistry.english.fold import fold, fold_name
from duijie.chemistry.english.index import Known, NameIndex
from duijie.chemistry.english.morphology import CHEMICAL_ENDING, is_drug_like, is_systematic
from duijie.chemistry.english.spans import is_inside_enzyme, widen
from duijie.chemistry.english.words import (
    CONDITIONAL,
    PROTEINS,
    SHORT_FORMS,
    SUPPORT_AFTER,
    SUPPORT_BEFORE,
    is_ordinary,
    is_stop,
    looks_ordinary,
)
from duijie.chemistry.mention import Kind

_WORD = re.compile(r"[A-Za-z0-9α-ωΑ-Ω]+")
_LATIN = re.compile(r"[A-Za-z]+")
_WINDOW = 150
"""Characters of the longest name of the index."""
_SHORTEST = 4
_ABBREVIATION = re.compile(
    r"[A-Z]{2,5}s?|[A-Za-z]*\d[A-Za-z0-9]*|[a-z]+[A-Z]\w*|[A-Z][a-z]?[A-Z]\w*"
)
_ENUMERATION = re.compile(r"[a-z)]\s?,\s+[a-z]{2}", re.IGNORECASE)
"""A comma between words parts two names, whatever a list of synonyms has."""
_BRACKET_END = re.compile(r"[)\]]$")
"""A name followed by its short form, as some lists have it: found without."""


class Span(NamedTuple):
    """A name found, before its structure is asked for."""

    start: int
    end: int
    kind: Kind


class EnglishRecogniser:
    """Finds English names with an index, or without one by the make of words alone."""

    def __init__(self, index: NameIndex | None) -> None:
        self._index = index

    def find(self, text: str) -> list[Span]:
        """Return the names in a text, by place; they do not overlap."""
        if not _LATIN.search(text):
            return []
        spans = [*self._find_known(text), *_find_built(text), *_find_classes(text)]
        widened = [
            span._replace(start=start, end=end)
            for span in spans
            for start, end in [widen(text, span.start, span.end)]
            if not is_inside_enzyme(text, end)
        ]
        return join_spans(widened)

    def _find_known(self, text: str) -> Iterator[Span]:
        """Yield names of the index, the longest from each word on."""
        if self._index is None:
            return
        folded = fold(text)
        done = 0
        for word in _WORD.finditer(text):
            if word.start() < done:
                continue
            place = bisect_left(folded.starts, word.start())
            keys = self._index.prefixes(folded.text[place : place + _WINDOW])
            for key in sorted(keys, key=len, reverse=True):
                end = folded.ends[place + len(key) - 1]
                if _is_part(text, end):
                    continue
                if self._is_meant(text, word.start(), end, key):
                    yield Span(word.start(), end, Kind.COMPOUND)
                    done = end
                    break

    def _is_meant(self, text: str, start: int, end: int, key: str) -> bool:
        """Whether a name of the index is meant where it stands."""
        surface = text[start:end]
        words = _LATIN.findall(surface)
        if squeeze(surface) in SHORT_FORMS:
            return True
        if not words or _BRACKET_END.search(surface) or _ENUMERATION.search(surface):
            return False
        if _WORD.fullmatch(surface):
            return self._is_meant_word(text, start, end, key)
        lower = [word.lower() for word in words]
        joins = is_stop(lower[0]) or (is_stop(lower[-1]) and len(lower[-1]) > 1)
        everyday = any(len(w) >= _SHORTEST and is_ordinary(w) and w != "acid" for w in lower)
        counted = re.search(r"\s\d+$", surface) and not surface[0].isupper()
        if joins or everyday or counted:
            return False
        known = self._index.find_key(key) if self._index else None
        if known and (known.official or known.leading) and len(max(lower, key=len)) > _SHORTEST:
            return True
        long = [word for word in lower if len(word) >= _SHORTEST]
        return any(self._is_chemical(word) for word in long)

    def _is_meant_word(self, text: str, start: int, end: int, key: str) -> bool:
        surface = text[start:end]
        if len(surface) < _SHORTEST and surface.lower() not in SYMBOLS:
            return False
        if _ABBREVIATION.fullmatch(surface):
            return False
        word = surface.lower()
        if word in CONDITIONAL:
            return _is_supported(text, start, end)
        return word in SYMBOLS or self._is_chemical(word, key)

    def _is_chemical(self, word: str, key: str | None = None) -> bool:
        """Whether a word in lower case that stands alone names a compound."""
        if is_ordinary(word) or word in PROTEINS or word.endswith(("ase", "ases")):
            return False
        if word in SYMBOLS or is_drug_like(word) or is_systematic(word):
            return True
        known = self._index.find_key(key or fold_name(word)) if self._index else None
        return known is not None and _is_trusted(word, known)


def _is_trusted(word: str, known: Known) -> bool:
    if known.official:
        return True
    if looks_ordinary(word):
        return False
    return known.leading or bool(CHEMICAL_ENDING.search(word))


def _is_supported(text: str, start: int, end: int) -> bool:
    return bool(
        SUPPORT_AFTER.match(text, end) or SUPPORT_BEFORE.search(text[max(0, start - 40) : start])
    )


def _is_part(text: str, end: int) -> bool:
    """Whether the word goes on after `end`."""
    return end < len(text) and bool(_WORD.match(text[end]))


def _find_built(text: str) -> Iterator[Span]:
    """Yield words that are built like names, known or not."""
    for found in _LATIN.finditer(text):
        word = found[0].lower()
        single = word.removesuffix("s")
        if is_ordinary(word) or word in PROTEINS or _is_part(text, found.end()):
            continue
        if (
            is_systematic(word)
            or is_systematic(single)
            or (is_drug_like(word) and not looks_ordinary(word))
        ):
            yield Span(found.start(), found.end(), Kind.COMPOUND)


def _find_classes(text: str) -> Iterator[Span]:
    for pattern in (CLASS_PHRASE, CLASS_WORD):
        for found in pattern.finditer(text):
            yield Span(found.start(), found.end(), Kind.CLASS)
    for found in VITAMIN.finditer(text):
        yield Span(found.start(), found.end(), Kind.COMPOUND)


def join_spans(spans: Sequence[Span]) -> list[Span]:
    """Return spans that do not overlap: of two that do, the longer; of two alike, the first."""
    chosen: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start - one.end, one.start)):
        if all(span.end <= other.start or other.end <= span.start for other in chosen):
            chosen.append(span)
    return sorted(chosen)
