"""Network flow: cheapest circulation with lower bounds, and the largest flow with its cut.

Both are exact and take no seed: the same network always gives the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.max_flow import SimpleMaxFlow
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

SAFE_PRODUCT = 2**61
"""The method multiplies costs by the number of nodes; beyond this, 64 bits would overflow."""


@dataclass(frozen=True, eq=False)
class Arcs:
    """Directed arcs between nodes numbered from 0; four arrays of one length.

    `lower` and `upper` bound the whole units on an arc, 0 <= lower <= upper.
    """

    tail: IntArray
    head: IntArray
    lower: IntArray
    upper: IntArray


@dataclass(frozen=True, eq=False)
class Cut:
    """The largest flow, and the nodes that stay on the source's side of the smallest cut."""

    value: int
    source_side: BoolArray


def find_cheapest_circulation(n_nodes: int, arcs: Arcs, cost: IntArray) -> IntArray | None:
    """Return the units on each arc of the cheapest circulation, or None when there is none.

    A circulation has no source and no sink: what enters a node leaves it. Costs are per unit,
    whole, of either sign. A lower bound is met by sending those units first and balancing
    what they leave behind (Ahuja, Magnanti, Orlin, Network Flows, 1993, section 2.4); the
    rest is cost-scaling push-relabel (Goldberg, J. Algorithms 22, 1997).

    Raises
    ------
    OverflowError
        When a cost times the number of nodes would not fit the solver's 64 bits.
    """
    if int(np.abs(cost).max(initial=0)) * (n_nodes + 1) > SAFE_PRODUCT:
        raise OverflowError("costs too large for exact arithmetic")
    solver = SimpleMinCostFlow()
    if len(cost) == 0:
        return np.zeros(0, dtype=np.int64)
    numbers = solver.add_arcs_with_capacity_and_unit_cost(
        arcs.tail, arcs.head, arcs.upper - arcs.lower, cost
    )
    supply = np.zeros(n_nodes, dtype=np.int64)
    np.add.at(supply, arcs.head, arcs.lower)
    np.subtract.at(supply, arcs.tail, arcs.lower)
    solver.set_nodes_supplies(np.arange(n_nodes), supply)
    status = solver.solve()
    if status == SimpleMinCostFlow.INFEASIBLE:
        return None
    if status != SimpleMinCostFlow.OPTIMAL:
        raise RuntimeError(f"min-cost flow ended with status {status}")
    return np.asarray(solver.flows(numbers), dtype=np.int64) + arcs.lower


def find_largest_flow(n_nodes: int, arcs: Arcs, source: int, sink: int) -> Cut:
    """Return the largest flow from `source` to `sink`; the arcs' lower bounds must be 0.

    The cut returned is the smallest one that lies nearest to the source.
    """
    solver = SimpleMaxFlow()
    solver.add_arcs_with_capacity(arcs.tail, arcs.head, arcs.upper)
    # Arcs of no capacity, so that the solver knows every node.
    lonely = np.arange(n_nodes)
    solver.add_arcs_with_capacity(lonely, np.full(n_nodes, sink), np.zeros(n_nodes, dtype=np.int64))
    status = solver.solve(source, sink)
    if status != SimpleMaxFlow.OPTIMAL:
        raise RuntimeError(f"max flow ended with status {status}")
    side = np.zeros(n_nodes, dtype=bool)
    side[solver.get_source_side_min_cut()] = True
    return Cut(int(solver.optimal_flow()), side)
