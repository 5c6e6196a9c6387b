"""Short forms that a text defines: "doxorubicin (DOX)", and DOX from there on.

After Schwartz & Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text", Pacific Symposium on Biocomputing 2003; here the long form is a mention already
found, so only its letters are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from duijie.chemistry.mention import Mention

LIFE = 20
"""Texts after which a short form is forgotten when nobody used it."""
_BRACKET = re.compile(r"\(\s*([A-Za-z0-9][A-Za-z0-9+'/ -]{0,14}?)\s*(?:[;,][^()]*)?\)")
_SHAPE = re.compile(r"(?=.*[A-Z])[A-Za-z0-9+'/-]{1,10}")
_SHORTEST = 2


def squeeze(short: str) -> str:
    """Return a short form without the blanks a tokeniser put into it.

    >>> squeeze("5 - HT")
    '5-HT'
    """
    return re.sub(r"\s*([-'/+])\s*", r"\1", short.strip())


def is_short_for(short: str, long: str) -> bool:
    """Whether the letters of `short` stand in `long` in their order, the first at a beginning.

    >>> is_short_for("DOX", "doxorubicin"), is_short_for("GTN", "glyceryl trinitrate")
    (True, True)
    >>> is_short_for("DOX", "paracetamol"), is_short_for("A", "paracetamol")
    (False, False)
    """
    letters = re.sub(r"[^a-z0-9]", "", short.lower())
    if not letters or len(letters) >= len(long):
        return False
    rest = long.lower()
    begins = re.finditer(rf"(?<![a-z0-9]){letters[0]}", rest)
    return any(_follows(letters[1:], rest[begin.end() :]) for begin in begins)


def _follows(letters: str, rest: str) -> bool:
    place = 0
    for letter in letters:
        place = rest.find(letter, place) + 1
        if not place:
            return False
    return True


@dataclass
class ShortForms:
    """What the short forms of a document stand for, from their definition on."""

    _known: dict[str, Mention] = field(default_factory=dict)
    _age: dict[str, int] = field(default_factory=dict)

    def read(self, text: str, mentions: Sequence[Mention]) -> None:
        """Take in the definitions of a text; one that names something else forgets the old."""
        ends = {mention.end: mention for mention in mentions}
        for bracket in _BRACKET.finditer(text):
            short = squeeze(bracket[1])
            if not _SHAPE.fullmatch(short) or len(short) < _SHORTEST:
                continue
            before = len(text[: bracket.start()].rstrip())
            long = ends.get(before)
            if long and long.text != short and is_short_for(short, long.text):
                self._known[short], self._age[short] = long, 0
            elif short in self._known and long is None and self._age[short]:
                del self._known[short], self._age[short]

    def find(self, text: str) -> Iterator[tuple[int, int, Mention]]:
        """Yield start, end and the long form of every known short form in a text."""
        if not self._known:
            return
        shorts = sorted(self._known, key=len, reverse=True)
        pattern = "|".join(re.sub(r"\\?-", r"\\s*-\\s*", re.escape(one)) for one in shorts)
        for found in re.finditer(rf"(?<![A-Za-z0-9])(?:{pattern})(?![A-Za-z0-9])", text):
            short = squeeze(found[0])
            if short in self._known:
                self._age[short] = 0
                yield found.start(), found.end(), self._known[short]

    def grow_old(self) -> None:
        """Count one more text; forget what was not used for long."""
        for short in list(self._known):
            self._age[short] += 1
            if self._age[short] > LIFE:
                del self._known[short], self._age[short]
