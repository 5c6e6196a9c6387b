"""Text as people meant it: one width for letters and figures, no stray spaces, nothing lost."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from duijie.domain.sheet import Cell
from duijie.domain.text import Text, same
from duijie.register.normalise.outcome import Outcome, mended

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"

_FULL_WIDTH = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code - 0xFEE0).isalnum() or chr(code - 0xFEE0) in "%+-./@_&#"
}
_BLANKS = dict.fromkeys(map(ord, "\t\x0b\x0c\x85\xa0\u2028\u2029\u2002\u2003\u3000"), ord(" "))
_PLAIN = {**_FULL_WIDTH, **_BLANKS}
_HAS_FULL_WIDTH = re.compile(f"[{re.escape(''.join(map(chr, _FULL_WIDTH)))}]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]|_x000D_")
_SPACES = re.compile(r" {2,}")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACE_IN_HAN = re.compile(f"(?<=[{HAN}]) +(?=[{HAN}])")
# Longer ones without a dot are no single name: an employer may stand in front.
_HAN_NAME = re.compile(f"[{HAN}]{{2,4}}|[{HAN}]+(?:·[{HAN}]+)+")
_MIDDLE_DOTS = dict.fromkeys(map(ord, "•・‧∙⋅"), "·")
_REMEMBERED = 20_000
"""Cells that were tidied: each is asked for several times, by layout, meaning and value."""
_WIDTH = Text("全角字母数字改为半角", "letters and figures of normal width")


def to_text(cell: Cell) -> str:
    """Return a cell as the text a person would read in it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell)


def clean_text(cell: Cell) -> str:
    """Return tidy text of one or more lines.

    Letters and figures get their normal width; Chinese punctuation, ``m³`` and ``℃`` stay as
    they are, since a general compatibility form would spoil units.
    """
    return _clean(to_text(cell))


@lru_cache(_REMEMBERED)
def _clean(text: str) -> str:
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(_PLAIN)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def clean_line(cell: Cell) -> str:
    """Return tidy text of one line; a line break inside Chinese leaves nothing behind."""
    lines = [line for line in clean_text(cell).split("\n") if line]
    joined = lines[0] if lines else ""
    for line in lines[1:]:
        glue = "" if _sets_tight(joined[-1], line[0]) else " "
        joined += glue + line
    return joined


def read_text(cell: Cell) -> Outcome[str]:
    """Return text of several lines; a note when widths were changed."""
    return _noted(cell, clean_text(cell))


def read_line(cell: Cell) -> Outcome[str]:
    """Return text of one line; a note when widths were changed."""
    return _noted(cell, clean_line(cell))


def _noted(cell: Cell, value: str) -> Outcome[str]:
    changed = isinstance(cell, str) and _HAS_FULL_WIDTH.search(cell) is not None
    return mended(value, _WIDTH, same(value)) if changed else Outcome(value)


def read_id(cell: Cell) -> Outcome[str]:
    """Return an id: compatibility form, no spaces around it."""
    return _noted(cell, clean_line(unicodedata.normalize("NFKC", to_text(cell))))


def read_person(cell: Cell) -> Outcome[str]:
    """Return a person's name; spaces between the characters of a Chinese name go.

    >>> read_person("张  三").value, read_person("Wei  Zhang").value
    ('张三', 'Wei Zhang')
    """
    line = clean_line(cell).translate(_MIDDLE_DOTS)
    tight = line.replace(" ", "")
    if " " in line and _HAN_NAME.fullmatch(tight):
        expected = Text("姓名中间不留空格", "no spaces inside a Chinese name")
        return mended(tight, expected, same(tight))
    return _noted(cell, line)


def drop_spaces_in_han(text: str) -> str:
    """Take out the spaces that stand between two Chinese characters."""
    return _SPACE_IN_HAN.sub("", text)


def _sets_tight(left: str, right: str) -> bool:
    """Whether no space belongs between two characters: Chinese beside Chinese or a bracket."""
    chinese = _is_chinese(left) + _is_chinese(right)
    return chinese + (left in "()") + (right in "()") > 1 and chinese > 0


def _is_chinese(char: str) -> bool:
    """Whether a character is set without spaces around it: Chinese, or its punctuation."""
    return re.match(f"[{HAN}\u3000-\u303f\uff00-\uffef]", char) is not None
