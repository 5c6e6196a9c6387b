"""One normal form for text that people typed, pasted or exported from web pages."""

from __future__ import annotations

import html
import re
import unicodedata

_INLINE_TAG = re.compile(
    r"</?(?:sub|sup|b|i|em|strong|span|font|u|a)(?:\s+[\w-]+\s*=[^<>]*)?/?>", re.IGNORECASE
)
_BLOCK_TAG = re.compile(
    r"</?(?:p|br|div|table|tbody|thead|tr|td|th|ul|ol|li|h[1-6]|hr|img|html|body|head|section)"
    r"(?:\s+[\w-]+\s*=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
_UNSEEN_BLOCK = re.compile(
    r"<(script|style)\b[^<>]*>.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL
)
_UNSPOKEN = {"Cc", "Cf", "Cn", "Co", "Cs", "So", "Sk"}
"""Unicode categories that carry no words: controls, joiners, private use, emoji."""
_TYPED = "^`"
"""What these categories hold of the plain keyboard; it stays."""


class _Blanks(dict[int, str]):
    """Turns characters of unspoken categories into blanks; each is looked up once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        spoken = char in _TYPED or unicodedata.category(char) not in _UNSPOKEN
        self[code] = char if spoken else " "
        return self[code]


_BLANKS = _Blanks()


def strip_markup(text: str) -> str:
    r"""Return `text` without HTML tags, comments and entities.

    Only known tags go, so that "pH <b and c>" and "<5 mg/L" stay. Tags inside words leave no
    gap.

    >>> strip_markup("TiO<sub>2</sub>&nbsp;膜<br/>通量 &lt;5")
    'TiO2\xa0膜 通量 <5'
    """
    text = _UNSEEN_BLOCK.sub(" ", text)
    return html.unescape(_BLOCK_TAG.sub(" ", _INLINE_TAG.sub("", text)))


def normalise(text: str) -> str:
    r"""Return `text` in the form that is compared: no markup, NFKC, lower case, single blanks.

    >>> normalise("ＴｉＯ₂  光催化🧪\n降解&nbsp;ＶＯＣｓ")
    'tio2 光催化 降解 vocs'
    """
    return tidy(text).casefold()


def tidy(text: str) -> str:
    """Return `text` like `normalise`, with its capitals kept."""
    plain = unicodedata.normalize("NFKC", strip_markup(text))
    return " ".join(plain.translate(_BLANKS).split())
