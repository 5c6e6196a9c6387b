"""Where a name begins and ends: locants and prefixes before it, salts and letters after it."""

from __future__ import annotations

import re

from duijie.chemistry.english.words import SALT_WORDS

_LOCANT = (
    r"(?:\d{1,2}[a-zA-Z]?(?:\s*['′]+)?(?:\s*,\s*\d{1,2}[a-zA-Z]?(?:\s*['′]+)?)*"
    r"|[NOSC](?:\s*['′])?(?:\s*,\s*[NOSC](?:\s*['′])?)*|[DLRSEZnopm]|dl|DL|alpha|beta|gamma|delta|omega"
    r"|[αβγδω]|cis|trans|tert|sec|iso|all|meta|para|ortho|rac|levo|dextro"
    r"|\(\s*(?:\d{0,2}[RSEZ±+-]|\+\s*/\s*-)(?:\s*,\s*\d{0,2}[RSEZ])*\s*\)"
    r"|(?:(?:di|tri)?(?:methyl|ethyl|propyl|butyl|hydroxy|methoxy|chloro|bromo|fluoro|iodo|nitro"
    r"|amino|acetyl|oxo|deoxy|dehydro|nor|desmethyl|dihydro|tetrahydro|phenyl|benzyl|acetoxy)))"
)
_BEFORE = re.compile(rf"(?<![A-Za-z0-9])(?:{_LOCANT}\s?[-‐–]\s?)+$")
_AFTER = re.compile(
    r"(?:\s?-\s?\d{1,2}(?:\s?,\s?\d{1,2})*\s?-\s?(?:one|ol|yl|amine|diol|dione|ene|oic acid|al"
    r"|carboxylic acid)"
    r")+(?![A-Za-z])"
)
_SALTS = re.compile(rf"(?:\s+(?:{SALT_WORDS}))+(?![A-Za-z])")
_LETTER = re.compile(r"(?<=in)\s+[A-EG](?![A-Za-z0-9-]|\s-\s\w)")
_LONGEST_PREFIX = 60


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span with what belongs to the name on both sides.

    >>> text = "of N,N - dimethylaniline sulfate, 2,4-dinitro"
    >>> start, end = widen(text, 9, 24); text[start:end]
    'N,N - dimethylaniline sulfate'
    """
    before = _BEFORE.search(text, max(0, start - _LONGEST_PREFIX), start)
    if before:
        start = before.start()
    for more in (_AFTER, _LETTER, _SALTS):
        after = more.match(text, end)
        if after:
            end = after.end()
    return start, end


def is_inside_enzyme(text: str, end: int) -> bool:
    """Whether the name before `end` only tells what an enzyme, a gene or a cell does.

    >>> is_inside_enzyme("lactate dehydrogenase", 7), is_inside_enzyme("lactate level", 7)
    (True, False)
    """
    return bool(
        re.match(r"[\s-]+[a-z]*[a-z]ases?\b", text[end : end + 40])
        and not re.match(
            r"[\s-]+(?:increase|decrease|release|phase|base|case|disease|ph)\w*",
            text[end : end + 40],
        )
    )
