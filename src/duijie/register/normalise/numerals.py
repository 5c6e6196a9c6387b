"""Chinese numerals to figures."""

from __future__ import annotations

import re

_DIGITS = {
    char: value
    for value, chars in enumerate(
        ("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for char in chars
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
# Not behind a figure: in 1百万 the unit is 百万.
_NUMERAL = re.compile(rf"(?<!\d)[{''.join(_DIGITS)}{''.join(_UNITS)}]+")


def spell_out(text: str) -> str:
    """Replace every Chinese numeral below ten thousand by its figures.

    >>> spell_out("一百五十万元"), spell_out("三位"), spell_out("二〇二六年")
    ('150万元', '3位', '2026年')
    """
    return _NUMERAL.sub(lambda match: str(_value(match[0])), text)


def _value(numeral: str) -> int:
    if not any(char in _UNITS for char in numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total += (digit or 1) * _UNITS[char]
            digit = 0
    return total + digit
