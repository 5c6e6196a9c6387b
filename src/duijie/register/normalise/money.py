"""Sums of money, in yuan whatever the sheet's unit."""

from __future__ import annotations

import math
import re
import unicodedata

from duijie.domain.records import Budget
from duijie.domain.sheet import Cell
from duijie.domain.text import EMPTY, Text
from duijie.register.normalise.flags import says_nothing
from duijie.register.normalise.numerals import spell_out
from duijie.register.normalise.outcome import (
    DROPPED,
    EMPTIED,
    EXPECTS_NOTHING,
    Outcome,
    doubtful,
    mended,
)
from duijie.register.normalise.text import clean_line

_UNITS = {
    "亿": 1e8,
    "千万": 1e7,
    "百万": 1e6,
    "万": 1e4,
    "千": 1e3,
    "million": 1e6,
    "m": 1e6,
    "w": 1e4,
    "k": 1e3,
    "元": 1.0,
    "yuan": 1.0,
}
_OPEN = re.compile(r"面议|面谈|另议|商议|协商|待议|详谈|negotia|open")
_FOREIGN = re.compile(
    r"美元|美金|欧元|日元|港币|港元|英镑|[$€£]|usd|eur|gbp|jpy|hkd", re.IGNORECASE
)
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_AMOUNT = re.compile(rf"(\d+(?:\.\d+)?)\s*({_UNIT})?\s*元?")
_RANGE = re.compile(r"\s*(?:-|~|至|到|to|和)\s*")
_VAGUE = re.compile(
    r"大约|大概|约为|约|左右|上下|以内|之内|以下|以上|不超过|不低于|不少于|最多|最高|至少|近|超过"
    r"|[<>≤≥+]|about|ca\."
)
_DECORATION = re.compile(r"人民币|rmb|cny|[¥￥]|(?<=\d),(?=\d{3})|(?<=\d) (?=\d{3})|[。.]$")
_IN_YUAN = re.compile(r"[¥￥]")
_DASHES = str.maketrans("—–－～〜", "---~~")
_WAN = 1e4
_BARE_MEANS_WAN_BELOW = 10_000
_EXPECTED = Text("金额，如 500000 或 50-80万元", "a sum such as 500000 or 500000-800000")


def unit_of_heading(heading: str) -> float | None:
    """Return the yuan that one unit of a column means, None when its heading names none.

    >>> unit_of_heading("预算（万元）"), unit_of_heading("budget_cny"), unit_of_heading("预算")
    (10000.0, 1.0, None)
    """
    folded = unicodedata.normalize("NFKC", heading).casefold()
    for word, unit in (("亿元", 1e8), ("千元", 1e3), ("万", _WAN), ("10k", _WAN), ("元", 1.0)):
        if word in folded:
            return unit
    return 1.0 if re.search(r"cny|rmb|yuan", folded) else None


def read_budget(cell: Cell, unit: float | None = None) -> Outcome[Budget | None]:
    """Return a sum or a range of sums in yuan.

    Parameters
    ----------
    cell
        ``50``, ``50-80万``, ``约30万元``, ``一百五十万元``; ``面议`` is empty.
    unit
        The yuan that a bare number counts, from the heading; None when it names none: then
        a bare number under 10,000 is taken for 万元, with a warning.
    """
    if says_nothing(cell):
        return Outcome(None)
    line = clean_line(cell)
    words = unicodedata.normalize("NFKC", line).casefold().translate(_DASHES)
    if _OPEN.search(words) and not re.search(r"\d", words):
        return mended(None, EXPECTS_NOTHING, EMPTIED)
    if _FOREIGN.search(words) or words.startswith("-"):
        return doubtful(None, _EXPECTED, DROPPED)
    doubt = Text("确切金额", "an exact sum") if _VAGUE.search(words) else EMPTY
    bare = _DECORATION.sub("", _VAGUE.sub("", words)).strip()
    amounts = [_AMOUNT.fullmatch(part) for part in _RANGE.split(spell_out(bare))]
    found = [match for match in amounts if match]
    if len(found) < len(amounts) or len(found) > len(("low", "high")):
        return doubtful(None, _EXPECTED, DROPPED)
    if unit == _WAN and _IN_YUAN.search(words) and not found[-1][2]:
        # "￥50,000" under 万元 is hardly 500 million.
        unit, doubt = 1.0, Text("与标题单位一致的金额", "a sum in the unit of the heading")
    return _judge(line, found, unit, doubt)


def _judge(
    line: str, amounts: list[re.Match[str]], unit: float | None, doubt: Text
) -> Outcome[Budget | None]:
    # "50-80万": the unit of the end holds for the beginning.
    written = [_UNITS[match[2]] if match[2] else None for match in amounts]
    units = [own or written[-1] or unit for own in written]
    guessed = units[-1] is None
    if guessed:
        below = float(amounts[-1][1]) < _BARE_MEANS_WAN_BELOW
        units = [own or (_WAN if below else 1.0) for own in units]
    values = [float(match[1]) * (own or 1.0) for match, own in zip(amounts, units, strict=True)]
    if not all(math.isfinite(value) for value in values) or values[0] > values[-1]:
        return doubtful(None, _EXPECTED, DROPPED)
    budget = Budget(float(round(values[0])), float(round(values[-1])))
    assumed = Text(f"{budget} 元", f"{budget} yuan")
    if guessed:
        return doubtful(
            budget, Text("标题要写明元或万元", "the heading must name the unit"), assumed
        )
    if doubt:
        return doubtful(budget, doubt, assumed)
    return Outcome(budget) if line == str(budget) else mended(budget, _EXPECTED, assumed)
