"""CAS registry numbers: found by shape, kept only when the check digit is right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_SHAPE = re.compile(
    r"(?<![\w-])(\d{2,7}) ?[-‐‑‒–—－−] ?(\d{2}) ?[-‐‑‒–—－−] ?(\d)(?!\d|[-‐‑‒–—－−]\w|\.\d)"
)


def check_digit(digits: str) -> int:
    """Return the check digit of a number's other digits, counted from the right.

    >>> check_digit("10044")  # 100-44-7, benzyl chloride
    7
    """
    return sum(place * int(digit) for place, digit in enumerate(reversed(digits), start=1)) % 10


def read_cas(text: str) -> str | None:
    """Return the number that `text` is, in plain digits, or None.

    Full-width digits and other dashes are read too.

    >>> read_cas("７７３２－１８－５")
    '7732-18-5'
    >>> read_cas("7732-18-4") is None  # wrong check digit
    True
    """
    whole = _SHAPE.fullmatch(text.strip())
    return _sound(whole) if whole else None


def find_cas(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and the plain number of every sound CAS number in `text`."""
    for found in _SHAPE.finditer(text):
        number = _sound(found)
        if number:
            yield found.start(), found.end(), number


def _sound(found: re.Match[str]) -> str | None:
    body, pair, check = (unicodedata.normalize("NFKC", part) for part in found.groups())
    if body.startswith("0") or check_digit(body + pair) != int(check):
        return None
    return f"{body}-{pair}-{check}"
