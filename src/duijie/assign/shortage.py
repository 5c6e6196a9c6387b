"""Where a problem is short: needs that ask for more, or experts that promise more, than there is.

A problem has a plan exactly when the needs' minimums can be met within everybody's maximums,
and, separately, the experts' minimums can (Hoffman's circulation theorem, 1960, on this
network). Each question is one largest flow, and its smallest cut names the people concerned.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from duijie.assign.problem import AssignProblem, BoolArray, IntArray
from duijie.solvers.flow import Arcs, find_largest_flow

Side = Literal["need", "expert"]


@dataclass(frozen=True, eq=False)
class Demand:
    """One side's minimums against the other side's maximums, pinned meetings set apart.

    `ask` (askers,) is what each still has to get, `give` (givers,) what each can still take,
    `open` (askers, givers) the pairs that are free to be used.
    """

    asker: Side
    ask: IntArray
    give: IntArray
    open: BoolArray


@dataclass(frozen=True)
class Shortage:
    """People who together ask for more than they can get.

    `askers` ask for `asked` meetings; the `givers`, all those whom any of them may meet, can
    give them at most `offered`, which is less. `lone`: a single asker with too few partners.
    """

    asker: Side
    askers: tuple[int, ...]
    givers: tuple[int, ...]
    asked: int
    offered: int
    lone: bool = False

    @property
    def short(self) -> int:
        """Meetings that are missing."""
        return self.asked - self.offered


def needs_demand(problem: AssignProblem) -> Demand:
    """Set up what the needs' minimums ask of the experts."""
    pinned = problem.must
    return Demand(
        "need",
        np.maximum(problem.need_min - pinned.sum(axis=1), 0),
        problem.expert_max - pinned.sum(axis=0),
        problem.allowed & ~pinned,
    )


def experts_demand(problem: AssignProblem) -> Demand:
    """Set up what the experts' minimums ask of the needs."""
    pinned = problem.must
    return Demand(
        "expert",
        np.maximum(problem.expert_min - pinned.sum(axis=0), 0),
        problem.need_max - pinned.sum(axis=1),
        (problem.allowed & ~pinned).T,
    )


def find_shortages(demand: Demand) -> list[Shortage]:
    """List single askers with too few partners, then the set that is short besides them."""
    partners = (demand.open & (demand.give > 0)).sum(axis=1)
    lone = [
        Shortage(
            demand.asker,
            (who,),
            _partners(demand, [who]),
            int(demand.ask[who]),
            int(partners[who]),
            lone=True,
        )
        for who in np.flatnonzero(demand.ask > partners).tolist()
    ]
    together = _find_set(demand, np.minimum(demand.ask, partners))
    return [*lone, together] if together else lone


def count_missing(demand: Demand) -> int:
    """Return how many meetings of the minimums cannot be met; 0 when all can."""
    return int(demand.ask.sum()) - _largest_flow(demand, demand.ask)[0]


def _find_set(demand: Demand, possible: IntArray) -> Shortage | None:
    """Find askers that are short even if nobody asks for more than is `possible` alone."""
    value, askers, givers = _largest_flow(demand, possible)
    if value == possible.sum():
        return None
    # What the smallest cut lets through: its givers' capacity, and single pairs to others.
    offered = demand.give[givers].sum() + demand.open[np.ix_(askers, ~givers)].sum()
    who = np.flatnonzero(askers).tolist()
    return Shortage(
        demand.asker,
        tuple(who),
        _partners(demand, who),
        int(demand.ask[askers].sum()),
        int(offered),
    )


def _partners(demand: Demand, askers: list[int]) -> tuple[int, ...]:
    """Everybody with room whom one of `askers` may meet."""
    return tuple(np.flatnonzero(demand.open[askers].any(axis=0) & (demand.give > 0)).tolist())


def _largest_flow(demand: Demand, ask: IntArray) -> tuple[int, BoolArray, BoolArray]:
    """Return the flow's value and the askers and givers on the source's side of the cut."""
    n_askers, n_givers = demand.open.shape
    rows, columns = np.nonzero(demand.open)
    source, sink = n_askers + n_givers, n_askers + n_givers + 1
    upper = np.concatenate([np.ones(len(rows), dtype=np.int64), ask, demand.give])
    arcs = Arcs(
        tail=np.concatenate([rows, np.full(n_askers, source), n_askers + np.arange(n_givers)]),
        head=np.concatenate([n_askers + columns, np.arange(n_askers), np.full(n_givers, sink)]),
        lower=np.zeros_like(upper),
        upper=upper,
    )
    cut = find_largest_flow(sink + 1, arcs, source, sink)
    return cut.value, cut.source_side[:n_askers], cut.source_side[n_askers:source]
