"""Words as they are searched: folded, and Chinese also by its sound."""

from __future__ import annotations

from collections.abc import Iterable

from duijie.domain.ids import fold

_SPOKEN_CHARS = 20
"""Longer texts are not spoken: pinyin is how people type a name, not a paragraph."""


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


def _spoken(folded: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    full = "".join(lazy_pinyin(folded))
    initials = "".join(lazy_pinyin(folded, style=Style.FIRST_LETTER))
    return [full, initials] if full else []


def search_terms(query: str) -> list[str]:
    """Return the words of a query, folded; all of them have to be found."""
    return [fold(word) for word in query.split()[:8] if fold(word)]
