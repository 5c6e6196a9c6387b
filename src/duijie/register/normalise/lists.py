"""Several things in one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duijie.domain.sheet import Cell
from duijie.register.normalise.flags import says_nothing
from duijie.register.normalise.text import HAN, clean_text, to_text

_SEPARATORS = ";；、,，\n|｜"
SURE = ";;"
"""Separates everywhere: between items whose brackets pair up only across them."""
_OPENING, _CLOSING = "(（[【〔", ")）]】〕"
# Locants: the comma of "2,4-二氯苯酚" or "N,N-dimethyl", and of "1,000", separates nothing.
_LOCANTS = re.compile(r"(?<![A-Za-z0-9])(?:\d+|[NOPS])['′]?(?:,(?:\d+|[NOPS])['′]?)+(?=[-－])")
_THOUSANDS = re.compile(r"\d(?:,\d{3})+(?!\d)")
_SOFT = re.compile(f"(?<=[{HAN}])[/ ](?=[{HAN}])")
_NUMBERING = re.compile(
    r"^[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[①-⑳])(?:[)）.、．](?!\d)|(?<=[①-⑳]))\s*"
)


def read_list(cell: Cell) -> tuple[str, ...]:
    """Split a cell on ``；;、,，|／`` and line breaks, each item once, in their order.

    Commas between locants and within figures and whatever stands in brackets stay together, but
    `SURE` separates there too. When nothing separates, a slash or a space between Chinese
    characters does.

    >>> read_list("N,N-二甲基甲酰胺，膜分离（纳滤、反渗透）; 2,4-滴")
    ('N,N-二甲基甲酰胺', '膜分离（纳滤、反渗透）', '2,4-滴')
    """
    # A wide slash separates; clean_text would make it an ordinary one, which may belong to a name.
    items = _tidy(_cut(clean_text(to_text(cell).replace("／", "｜"))))
    if len(items) == 1:
        items = _tidy(_SOFT.split(items[0]))
    return items


def write_list(items: Sequence[str]) -> str:
    """Join items so that `read_list` finds them again.

    >>> write_list(["催化", "膜分离"]), write_list(["（催化", "膜分离）"])
    ('催化;膜分离', '（催化;;膜分离）')
    """
    words = ";".join(items)
    return words if read_list(words) == tuple(items) else SURE.join(items)


def _tidy(items: list[str]) -> tuple[str, ...]:
    stripped = (item.strip(" 。\n") for item in items)
    return tuple(dict.fromkeys(item for item in stripped if item and not says_nothing(item)))


def _cut(text: str) -> list[str]:
    guarded = {
        match.start() + offset
        for pattern in (_LOCANTS, _THOUSANDS)
        for match in pattern.finditer(text)
        for offset, char in enumerate(match[0])
        if char == ","
    }
    depths = _bracket_depths(text)
    items, begin = [], 0
    for position, char in enumerate(text):
        if position < begin or char not in _SEPARATORS or position in guarded:
            continue
        sure = text.startswith(SURE, position)
        if sure or not depths[position]:
            items.append(text[begin:position])
            begin = position + (len(SURE) if sure else 1)
    return [*items, text[begin:]]


def _bracket_depths(text: str) -> list[int]:
    """Return the depth at each character; all 0 when the brackets do not pair up."""
    depth, depths = 0, []
    for char in text:
        depth += (char in _OPENING) - (char in _CLOSING)
        if depth < 0:
            return [0] * len(text)
        depths.append(depth)
    return depths if depth == 0 else [0] * len(text)


def split_entries(cell: Cell) -> tuple[str, ...]:
    """Split a cell of titles: on line breaks and semicolons, their numbering taken off.

    Commas stay: they belong to titles.

    >>> split_entries("1. 一种膜；2、另一种膜")
    ('一种膜', '另一种膜')
    """
    parts = re.split(r"[;；\n]", clean_text(cell))
    bare = (_NUMBERING.sub("", part.strip()).strip(" 。") for part in parts)
    return tuple(dict.fromkeys(part for part in bare if not says_nothing(part)))
