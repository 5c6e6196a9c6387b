"""Telephone numbers and the 统一社会信用代码, which spreadsheets like to spoil."""

from __future__ import annotations

import re
import unicodedata

from duijie.domain.sheet import Cell
from duijie.domain.text import Text, same
from duijie.register.normalise.outcome import Outcome, doubtful, mended
from duijie.register.normalise.text import clean_line, to_text

_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d+)")
# GB 32100-2015, table of check characters: no I, O, S, V, Z.
_USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_LENGTH = 18


def read_phone(cell: Cell) -> Outcome[str]:
    """Return a telephone number as text, all its figures kept."""
    line = clean_line(unicodedata.normalize("NFKC", to_text(cell)))
    match = _SCIENTIFIC.fullmatch(line)
    if match:
        return _from_scientific(line, match)
    if isinstance(cell, str) and line != cell.strip():
        return mended(line, Text("半角数字", "figures of normal width"), same(line))
    return Outcome(line)


def _from_scientific(line: str, match: re.Match[str]) -> Outcome[str]:
    decimals = match[2] or ""
    if len(decimals) == int(match[3]):
        digits = match[1] + decimals
        return mended(digits, Text("完整的号码", "the whole number"), same(digits))
    expected = Text(
        "号码被表格改成了科学记数，尾数已丢失",
        "the spreadsheet rounded this number; digits are lost",
    )
    return doubtful(line, expected, Text("照原样保留", "kept as it is"))


def read_uscc(cell: Cell) -> Outcome[str]:
    """Return a unified social credit code; a warning when its check character is wrong.

    Source: GB 32100-2015, weights 3^i mod 31 over 17 characters, check = (31 - sum) mod 31.
    """
    line = clean_line(cell)
    # Taking spaces out can bring an accent and its letter together, hence the form twice.
    tight = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", line))
    code = unicodedata.normalize("NFKC", tight.upper())
    if code and not is_uscc(code):
        expected = Text(
            "统一社会信用代码 18 位，末位是校验码",
            "an 18-character credit code with its check character",
        )
        return doubtful(code, expected, Text("照原样保留", "kept as it is"))
    if code != line:
        return mended(code, Text("18 位，无空格", "18 characters, no spaces"), same(code))
    return Outcome(code)


def is_uscc(code: str) -> bool:
    """Whether the code has 18 allowed characters and the last one checks the others."""
    if len(code) != _USCC_LENGTH or any(char not in _USCC_CHARACTERS for char in code):
        return False
    *body, check = (_USCC_CHARACTERS.index(char) for char in code)
    weighted = sum(value * pow(3, place, 31) for place, value in enumerate(body))
    return (weighted + check) % 31 == 0
