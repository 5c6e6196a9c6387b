"""Which language a text is written in, told by its characters."""

from __future__ import annotations

import re
from enum import StrEnum

from duijie.language.normal import tidy

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Character ranges of the Chinese script, for use inside a regular expression's brackets."""

_HAN_CHARACTER = re.compile(f"[{HAN}]")
_CHINESE_RUN = re.compile(f"[{HAN}、。《》]+")
_ENGLISH_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]?[a-z]{2,}(?![A-Za-z0-9])")
"""Three letters or more, only the first a capital: neither TiO2 nor PVDF nor pH."""

_HAN_PER_WORD = 1.7
"""About so many Chinese characters say what one English word says."""
_MINOR_SHARE = 0.2
"""A language with less than this share of a text does not count."""


class Script(StrEnum):
    """The language of a text; NONE when it has no words (empty, figures, formulas only)."""

    ZH = "zh"
    EN = "en"
    MIXED = "mixed"
    NONE = "none"


def detect_script(text: str) -> Script:
    """Tell the language of `text` from the share of its characters.

    Formulas, abbreviations and figures belong to neither language, so a Chinese need full of
    TiO2 and PVDF stays Chinese.

    >>> [str(detect_script(words)) for words in ("PVDF膜与TiO2", "membrane fouling", "12 %")]
    ['zh', 'en', 'none']
    >>> str(detect_script("高性能聚酰亚胺薄膜 high performance polyimide films"))
    'mixed'
    """
    plain = tidy(text)
    chinese = len(_HAN_CHARACTER.findall(plain)) / _HAN_PER_WORD
    english = len(_ENGLISH_WORD.findall(plain))
    if not chinese and not english:
        return Script.NONE
    share = chinese / (chinese + english)
    if share < _MINOR_SHARE:
        return Script.EN
    return Script.ZH if share > 1 - _MINOR_SHARE else Script.MIXED


def english_part(text: str) -> str:
    """Return the text without its Chinese, for tools that read English only.

    >>> english_part("聚酰亚胺薄膜。Polyimide films《2026》")
    'Polyimide films 2026'
    """
    return " ".join(_CHINESE_RUN.sub(" ", tidy(text)).split())


def chinese_part(text: str) -> str:
    """Return the text without English words; formulas and abbreviations stay.

    >>> chinese_part("TiO2负载PVDF膜 for water treatment")
    'TiO2负载PVDF膜'
    """
    return " ".join(_ENGLISH_WORD.sub(" ", tidy(text)).split())
