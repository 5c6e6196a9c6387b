"""Stable ids for records whose sheet gives none."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache

_REMEMBERED = 20_000


@lru_cache(_REMEMBERED)
def fold(words: str) -> str:
    """Return `words` in the form used to compare: NFKC, lower case, no white space."""
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())


def make_id(prefix: str, *content: str) -> str:
    """Return an id made from the content, the same on every machine and in every run.

    >>> make_id("N", "废水脱盐") == make_id("N", " 废水 脱盐 ")
    True
    """
    digest = hashlib.sha256("\x1f".join(fold(part) for part in content).encode()).hexdigest()
    return f"{prefix}-{digest[:8]}"
