"""Never an empty box: which characters the fonts can draw, and what to print for the others."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from duijie.io.typst import open_fonts

BREAKS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n") | {"\t": " "})
LONGEST_CONTEXT = 40


@dataclass(frozen=True, order=True)
class Missing:
    """A character that no font draws, and the words it stands in."""

    character: str
    context: str

    @property
    def mark(self) -> str:
        """What is printed instead, as in ``‹U+20BB7›``."""
        return f"‹U+{ord(self.character):04X}›"


@dataclass(frozen=True)
class Printable:
    """Data in which every character can be drawn.

    `system_fonts` tells whether that takes fonts of the machine; `missing` lists, sorted, what
    nobody could draw and is printed as a mark.
    """

    data: Mapping[str, Any]
    system_fonts: bool
    missing: tuple[Missing, ...]


def make_printable(data: Mapping[str, Any], fonts: Path) -> Printable:
    r"""Return `data` with a visible mark for every character that cannot be drawn.

    The fonts of the folder `fonts` are asked first, those of the machine only when a character
    is left. Ends of lines become ``\n``, tabs spaces; marks without ink that would turn or break
    the line (U+202E, U+200B and their like) are left out.
    """
    tidy = _map_words(data, _tidy)
    wanted = {mark for words in _all_words(tidy) for mark in words} - {"\n"}
    # Some fonts map control characters to an empty glyph: that draws nothing.
    controls = {mark for mark in wanted if unicodedata.category(mark) == "Cc"}
    lacking = {mark for mark in wanted if ord(mark) not in bundled_characters(fonts)} - controls
    drawn = _drawn_by_system(fonts, lacking)
    unknown = controls | (lacking - drawn)
    missing = {
        Missing(mark, _excerpt(words, mark))
        for words in _all_words(tidy)
        for mark in unknown.intersection(words)
    }
    marks = str.maketrans({mark: Missing(mark, "").mark for mark in unknown})
    return Printable(
        _map_words(tidy, lambda words: words.translate(marks)) if unknown else tidy,
        bool(drawn),
        tuple(sorted(missing)),
    )


@lru_cache(maxsize=4)
def bundled_characters(fonts: Path) -> frozenset[int]:
    """Return the code points that the fonts in the folder `fonts` draw."""
    return frozenset().union(*(_characters(path) for path in sorted(fonts.glob("*.[ot]tf"))))


def _drawn_by_system(fonts: Path, marks: set[str]) -> set[str]:
    """Return which of `marks` an installed font draws; the machine is asked only if it must."""
    left = set(marks)
    files = open_fonts(fonts, system=True).fonts() if marks else []
    # The faces of one collection cover much the same characters: its first stands for all.
    for path in dict.fromkeys(font.path for font in files if font.path):
        if not left:
            break
        left = {mark for mark in left if ord(mark) not in _characters(Path(path))}
    return marks - left


@lru_cache(maxsize=512)
def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


def _tidy(words: str) -> str:
    whole = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    plain = whole.replace("\r\n", "\n").translate(BREAKS)
    if plain.isascii():  # most of a drawing; nothing inkless is ASCII
        return plain
    inkless = [ord(mark) for mark in set(plain) if _is_inkless(mark)]
    return plain.translate(dict.fromkeys(inkless)) if inkless else plain


def _is_inkless(mark: str) -> bool:
    """Whether `mark` only directs others: joiners, directions, variation selectors."""
    return unicodedata.category(mark) == "Cf" or unicodedata.name(mark, "").startswith("VARIATION")


def _excerpt(words: str, mark: str) -> str:
    """Return the part of `words` around `mark`, short enough for a message."""
    at = words.index(mark)
    start = max(0, at - LONGEST_CONTEXT // 2)
    return words[start : start + LONGEST_CONTEXT]


def _map_words(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _map_words(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_map_words(item, change) for item in value]
    return value


def _all_words(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        return [words for item in value for words in _all_words(item)]
    return []
