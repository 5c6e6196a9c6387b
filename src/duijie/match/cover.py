"""Greedy maximum coverage: few who together cover much.

What a team covers is, for every aspect, what its best member covers. Adding a member never takes
anything away, and adds the less the larger the team is (monotone and submodular). Taking the
greatest gain each time so reaches at least 1 - 1/e, 63 %, of what any team of that size covers:
Nemhauser, Wolsey & Fisher, "An analysis of approximations for maximizing submodular set
functions", Mathematical Programming 14 (1978).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duijie.domain.plans import FloatArray
from duijie.match.problem import IndexArray


@dataclass(frozen=True)
class Cover:
    """Who was taken, in order, by column, with what each added to the sum over aspects.

    `bound` is proved: no team of this size covers more.
    """

    members: tuple[int, ...]
    gains: tuple[float, ...]
    bound: float

    @property
    def total(self) -> float:
        """What the team covers, summed over aspects."""
        return float(sum(self.gains))


def cover_greedily(coverage: FloatArray, most: int, least_gain: float) -> Cover:
    """Take the greatest gain until `most` are taken or none adds `least_gain`.

    Parameters
    ----------
    coverage
        How well each expert covers each aspect, ``(n_aspects, n_experts)``, 0 or more. Of equal
        gains the first column is taken.
    most
        Most members of a team.
    least_gain
        Sum over aspects that a further member must add, above 0.
    """
    reached = np.zeros(coverage.shape[0])
    members: list[int] = []
    gains: list[float] = []
    while coverage.size and len(members) < most:
        added = _gains(coverage, reached)
        best = int(added.argmax())
        if added[best] < least_gain:
            break
        members.append(best)
        gains.append(float(added[best]))
        reached = np.maximum(reached, coverage[:, best])
    return Cover(tuple(members), tuple(gains), _bound(coverage, reached, len(members)))


def best_members(coverage: FloatArray, members: tuple[int, ...]) -> IndexArray:
    """Return for each aspect the member who covers it best, ``(n_aspects,)``."""
    best: IndexArray = np.array(members, dtype=np.int64)[coverage[:, list(members)].argmax(axis=1)]
    return best


def _gains(coverage: FloatArray, reached: FloatArray) -> FloatArray:
    gains: FloatArray = np.maximum(coverage - reached[:, None], 0).sum(axis=0)
    return gains


def _bound(coverage: FloatArray, reached: FloatArray, size: int) -> float:
    """Return the least of two bounds: all aspects at their best; and the greatest gains added.

    The second because any team's gain over another is at most the sum of its members' gains.
    """
    if not size:
        return 0.0
    further = np.sort(_gains(coverage, reached))[::-1][:size]
    return float(min(coverage.max(axis=1).sum(), reached.sum() + further.sum()))
