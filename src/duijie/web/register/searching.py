"""Words as they are searched: folded, and Chinese also by its sound."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from duijie.domain.ids import fold

_SPOKEN_CHARS = 20
"""Longer texts are not spoken: pinyin is how people type a name, not a paragraph."""


_UNSPOKEN = "\0"
"""Marks what is not Chinese and is kept as it is written."""
_REMEMBERED = 20_000


def fold_for_search(parts: Iterable[str]) -> str:
    """Return `parts` folded; short Chinese ones also in pinyin, in full and by initials.

    >>> fold_for_search(["张三", "ＡＢ c"])
    '张三 zhangsan zs abc'
    """
    words: list[str] = []
    for part in parts:
        folded = fold(part)
        if folded:
            words.append(folded)
            if len(folded) <= _SPOKEN_CHARS and not folded.isascii():
                words += _spoken(folded)
    return " ".join(words)


@lru_cache(_REMEMBERED)
def _spoken(folded: str) -> list[str]:
    from pypinyin import lazy_pinyin

    parts = lazy_pinyin(folded, errors=lambda unspoken: _UNSPOKEN + unspoken)
    full = "".join(parts).replace(_UNSPOKEN, "")
    initials = "".join(one[1:] if one.startswith(_UNSPOKEN) else one[0] for one in parts)
    return [full, initials]


def search_terms(query: str) -> list[str]:
    """Return the words of a query, folded; all of them have to be found."""
    return [fold(word) for word in query.split()[:8] if fold(word)]
