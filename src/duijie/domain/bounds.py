"""How many meetings somebody may have: at least and at most."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duijie.domain.errors import BadUsage
from duijie.domain.text import Text


@dataclass(frozen=True)
class Bounds:
    """A closed range of whole numbers, 0 <= low <= high."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low}:{self.high}"


def parse_bounds(words: str) -> Bounds:
    """Read ``K`` (exactly K) or ``LO:HI``.

    >>> parse_bounds("2"), parse_bounds("1:3")
    (Bounds(low=2, high=2), Bounds(low=1, high=3))

    Raises
    ------
    BadUsage
        When it is neither, or LO is greater than HI.
    """
    match = re.fullmatch(r"\s*(\d+)\s*(?:[:：]\s*(\d+)\s*)?", words)
    if match:
        low = int(match[1])
        high = int(match[2]) if match[2] else low
        if low <= high:
            return Bounds(low, high)
    raise BadUsage(
        Text(
            f"场次范围写法不对：{words!r}",
            f"not a number of meetings: {words!r}",
        ),
        [
            Text(
                "请写成 2（恰好 2 场）或 1:3（1 至 3 场）",
                "write 2 (exactly 2) or 1:3 (from 1 to 3)",
            )
        ],
    )
