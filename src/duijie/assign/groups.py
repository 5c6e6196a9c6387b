"""Rules about people together: meetings of a company in all, experts of one group for a need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
NOBODY = -1
"""The number of somebody who belongs to no company, or to no group."""


@dataclass(frozen=True, eq=False)
class Companies:
    """Meetings of all needs of one company together, at least and at most.

    Parameters
    ----------
    of_need
        Number of each need's company, ``(n_needs,)``, -1 for none.
    names
        What the companies are called, ``n_companies`` of them.
    low, high
        Meetings of each company, ``(n_companies,)``.
    """

    of_need: IntArray
    names: tuple[str, ...]
    low: IntArray
    high: IntArray

    def __post_init__(self) -> None:
        for name in ("of_need", "low", "high"):
            keep_array(self, name, np.int64)

    def add_up(self, of_needs: IntArray) -> IntArray:
        """Return the sum over the needs of each company, ``(n_companies,)``."""
        sums = np.zeros(len(self.names), dtype=np.int64)
        member = self.of_need != NOBODY
        np.add.at(sums, self.of_need[member], of_needs[member])
        return sums


@dataclass(frozen=True, eq=False)
class Groups:
    """At most `most` experts of one group (a department, say) for one need.

    `of_expert` is the number of each expert's group, ``(n_experts,)``, -1 for none; `names`
    what the groups are called.
    """

    of_expert: IntArray
    names: tuple[str, ...]
    most: int

    def __post_init__(self) -> None:
        keep_array(self, "of_expert", np.int64)


def keep_array(owner: object, name: str, dtype: type[np.generic]) -> None:
    """Hold the field `name` as a read-only array of our own; one already held so is shared."""
    given: NDArray[Any] = getattr(owner, name)
    if given.flags.writeable or given.dtype != dtype:
        given = given.astype(dtype)
        given.setflags(write=False)
    object.__setattr__(owner, name, given)
