"""Did you mean: the known word nearest to a strange one."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from duijie.domain.ids import fold
from duijie.domain.text import EMPTY, Text

_WORTH_SUGGESTING = 65.0


def closest(word: str, known: Iterable[str]) -> tuple[str, float]:
    """Return the known word most like `word` and their likeness in percent (0 when none)."""
    found = process.extractOne(
        word, list(known), scorer=fuzz.ratio, processor=fold, score_cutoff=_WORTH_SUGGESTING
    )
    return (found[0], found[1]) if found else ("", 0.0)


def looks_like(word: str, known: Iterable[str]) -> Text:
    """Return "looks like X", or nothing when no known word is near."""
    near, _ = closest(word, known)
    return Text(f"是不是“{near}”？", f'did you mean "{near}"?') if near else EMPTY
