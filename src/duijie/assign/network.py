"""The rules as a network: hub -> company -> need -> group -> expert -> hub."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duijie.assign.groups import NOBODY, Companies, Groups
from duijie.assign.problem import AssignProblem, IntArray
from duijie.solvers.flow import Arcs

NOTHING = np.zeros(0, dtype=np.int64)
NO_COMPANIES = Companies(NOTHING, (), NOTHING, NOTHING)


@dataclass(frozen=True, eq=False)
class Network:
    """A circulation whose units are meetings.

    Its arcs come in this order: the allowed pairs (`rows`, `columns`), one for each need, each
    expert and each company, and one for each need and group of which it could have too many.
    """

    n_nodes: int
    arcs: Arcs
    rows: IntArray
    columns: IntArray


def build_network(problem: AssignProblem) -> Network:
    """Return the network of a problem.

    A pair's arc carries 0 or 1 (1 when pinned), everybody else's between minimum and maximum.
    The needs of a company, and the experts of a group for one need, are nested sets; so is what
    every expert gets. That is what a network can hold, so its whole solutions are exact.
    """
    rows, columns = np.nonzero(problem.allowed)
    n_needs, n_experts = problem.affinity.shape
    needs, experts = np.arange(n_needs), n_needs + np.arange(n_experts)
    companies = problem.companies or NO_COMPANIES
    hub = n_needs + n_experts
    firms = hub + 1 + np.arange(len(companies.names))
    of_need = problem.company_of
    above = np.where(of_need == NOBODY, hub, hub + 1 + of_need)
    tail, owners = _split_groups(problem.groups, rows, columns, hub + 1 + len(firms))
    groups = hub + 1 + len(firms) + np.arange(len(owners))
    pinned = problem.must[rows, columns].astype(np.int64)
    most = problem.groups.most if problem.groups else 0
    parts = [
        (tail, n_needs + columns, pinned, np.ones_like(pinned)),
        (above, needs, problem.need_min, problem.need_max),
        (experts, np.full(n_experts, hub), problem.expert_min, problem.expert_max),
        (np.full(len(firms), hub), firms, companies.low, companies.high),
        (owners, groups, np.zeros_like(owners), np.full(len(owners), most)),
    ]
    arcs = Arcs(*(np.concatenate(part) for part in zip(*parts, strict=True)))
    return Network(hub + 1 + len(firms) + len(groups), arcs, rows, columns)


def _split_groups(
    groups: Groups | None, rows: IntArray, columns: IntArray, first: int
) -> tuple[IntArray, IntArray]:
    """Return the node from which each pair's arc starts, and the need behind each group's node."""
    if groups is None:
        return rows, NOTHING
    group = groups.of_expert[columns]
    key = np.where(group == NOBODY, NOBODY, rows * len(groups.names) + group)
    keys, number, count = np.unique(key, return_inverse=True, return_counts=True)
    crowded = (count > groups.most) & (keys != NOBODY)
    node = first + np.cumsum(crowded) - 1
    tail = np.where(crowded[number], node[number], rows)
    return tail, keys[crowded] // len(groups.names)
