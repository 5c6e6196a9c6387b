"""The cheapest change that makes a plan possible: whose bounds to move, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from duijie.assign.network import Network, build_network
from duijie.assign.problem import AssignProblem, IntArray
from duijie.assign.rules import Rule, name_holder, say_bound
from duijie.assign.words import list_some
from duijie.domain.text import Text
from duijie.solvers.flow import Arcs, find_cheapest_circulation

GRADES = 1000
"""Affinities are compared in so many steps to choose between changes of equal size."""


@dataclass(frozen=True)
class Change:
    """A bound that should become `to`; `by` counts the meetings by which it gives way."""

    rule: Rule
    to: int
    by: int


def find_cheapest_change(problem: AssignProblem) -> list[Change]:
    """Return the bounds to move so that a plan exists, by the fewest meetings in all.

    Every bound may give way at the same price a meeting; conflicts, pins and pairs not scored
    stay as they are. Of changes of equal size one is taken that spreads them and whose plan has
    a great total. It is one cheapest circulation: the units of a bounded arc are paid for up to
    the minimum, free up to the maximum, and charged beyond. The list is empty where there is a
    plan already. A limit per group is moved for all needs, and counted for those that need it.
    """
    network = build_network(problem)
    return list(_compare(problem, network, _loads(problem, network)))


def _loads(problem: AssignProblem, network: Network) -> IntArray:
    """Return the units on the arcs after those of the pairs in the plan that breaks least."""
    n_pairs, arcs = len(network.rows), network.arcs
    worth = problem.affinity[network.rows, network.columns]
    unit = float(np.abs(worth).max(initial=0.0)) or 1.0
    price = 2 * GRADES * n_pairs + 1
    tiers = list(_soften(arcs.lower[n_pairs:], arcs.upper[n_pairs:], n_pairs, price))
    widths, costs = zip(*tiers, strict=True)
    soft = Arcs(
        tail=np.concatenate([arcs.tail[:n_pairs], *[arcs.tail[n_pairs:]] * len(tiers)]),
        head=np.concatenate([arcs.head[:n_pairs], *[arcs.head[n_pairs:]] * len(tiers)]),
        lower=np.concatenate([arcs.lower[:n_pairs], *[np.zeros_like(w) for w in widths]]),
        upper=np.concatenate([arcs.upper[:n_pairs], *widths]),
    )
    cost = np.concatenate(
        [
            np.rint(-worth / unit * GRADES).astype(np.int64),
            *[np.full_like(width, each) for width, each in zip(widths, costs, strict=True)],
        ]
    )
    units = find_cheapest_circulation(network.n_nodes, soft, cost)
    if units is None:
        raise RuntimeError("a circulation without bounds was not found")
    loads: IntArray = units[n_pairs:].reshape(len(tiers), -1).sum(axis=0)
    return loads


def _soften(low: IntArray, high: IntArray, most: int, price: int) -> Iterator[tuple[IntArray, int]]:
    """Yield the widths and costs of the arcs that stand for one bounded arc, cheapest first.

    A second meeting by which the same bound gives way costs a little more than the first, so
    that the burden is spread where that is no dearer in all.
    """
    first = np.minimum(low, 1)
    yield low - first, -price - GRADES
    yield first, -price
    yield high - low, 0
    yield np.ones_like(high), price
    yield np.full_like(high, most), price + GRADES


def _compare(problem: AssignProblem, network: Network, loads: IntArray) -> Iterator[Change]:
    """Yield the bounds that the loads break, needs first, then experts, companies, groups."""
    n_pairs = len(network.rows)
    low, high = network.arcs.lower[n_pairs:], network.arcs.upper[n_pairs:]
    companies = problem.companies.names if problem.companies else ()
    first = 0
    for side, size in (
        ("need", problem.n_needs),
        ("expert", problem.n_experts),
        ("company", len(companies)),
    ):
        for number in range(size):
            load, arc = int(loads[first + number]), first + number
            if load < low[arc]:
                yield Change(Rule(f"{side}_min", (number,)), load, int(low[arc]) - load)
            if load > high[arc]:
                yield Change(Rule(f"{side}_max", (number,)), load, load - int(high[arc]))
        first += size
    crowds = np.maximum(loads[first:] - high[first:], 0)
    if crowds.any():
        yield Change(Rule("diversity"), int(loads[first:].max()), int(crowds.sum()))


def say_cheapest_change(problem: AssignProblem) -> Text:
    """Say the cheapest change in one line; ``ValueError`` when there is nothing to change."""
    changes = find_cheapest_change(problem)
    if not changes:
        raise ValueError("the problem has a plan")
    meetings = sum(change.by for change in changes)
    listed = list_some([_say_change(problem, change) for change in changes])
    return (
        Text(f"最小的改动（共 {meetings} 场）：", f"The least change, {meetings} in all: ")
        + listed
        + Text("。", ".")
    )


def _say_change(problem: AssignProblem, change: Change) -> Text:
    if change.rule.kind == "diversity":
        return Text(
            f"同组专家放宽到 {change.to} 位", f"allow {change.to} experts of one group for a need"
        )
    return name_holder(problem, change.rule) + say_bound(change.rule, change.to)
