"""Who may meet whom, how often, and what each meeting is worth: the one problem type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duijie.assign.groups import NOBODY, Companies, Groups, keep_array
from duijie.domain.errors import BadData
from duijie.domain.plans import FloatArray
from duijie.domain.text import Text, same

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class AssignProblem:
    """An assignment to be made. Every method reads this and none changes it.

    Parameters
    ----------
    affinity
        Worth of each meeting, ``(n_needs, n_experts)``, any finite number; nan marks a pair
        that nobody scored, which cannot be assigned.
    forbidden
        Pairs that must not meet (conflicts, never-meet), same shape.
    must
        Pairs that have to meet, same shape.
    need_min, need_max
        Meetings of each need, at least and at most, ``(n_needs,)``.
    expert_min, expert_max
        Meetings of each expert, at least and at most, ``(n_experts,)``.
    need_ids, expert_ids
        Names of rows and columns, for messages.
    need_titles
        What each need is about, for messages; empty when unknown.
    companies
        Totals of the needs of one company, where there are any.
    groups
        How many experts of one group a need may meet, where that is limited.

    Raises
    ------
    BadData
        When two statements about one pair or person contradict each other.
    ValueError
        When the shapes do not fit each other.
    """

    affinity: FloatArray
    forbidden: BoolArray
    must: BoolArray
    need_min: IntArray
    need_max: IntArray
    expert_min: IntArray
    expert_max: IntArray
    need_ids: tuple[str, ...]
    expert_ids: tuple[str, ...]
    need_titles: tuple[str, ...] = ()
    companies: Companies | None = None
    groups: Groups | None = None

    def __post_init__(self) -> None:
        n_needs, n_experts = shape = (len(self.need_ids), len(self.expert_ids))
        self._keep("affinity", shape, np.float64)
        self._keep("forbidden", shape, np.bool_)
        self._keep("must", shape, np.bool_)
        for name in ("need_min", "need_max"):
            self._keep(name, (n_needs,), np.int64)
        for name in ("expert_min", "expert_max"):
            self._keep(name, (n_experts,), np.int64)
        self._refuse_strangers()
        _refuse_infinite(self)
        _refuse_contradictions(self)
        _refuse_crossed("need_id", self.need_ids, self.need_min, self.need_max)
        _refuse_crossed("expert_id", self.expert_ids, self.expert_min, self.expert_max)
        if self.companies:
            whole = self.companies
            _refuse_crossed("company", whole.names, whole.low, whole.high)

    @property
    def n_needs(self) -> int:
        """Number of needs, the rows."""
        return len(self.need_ids)

    @property
    def n_experts(self) -> int:
        """Number of experts, the columns."""
        return len(self.expert_ids)

    @cached_property
    def allowed(self) -> BoolArray:
        """Pairs that may be assigned: scored and not forbidden."""
        return np.isfinite(self.affinity) & ~self.forbidden

    @cached_property
    def company_of(self) -> IntArray:
        """The number of each need's company, ``(n_needs,)``, -1 for none."""
        if self.companies is None:
            return np.full(self.n_needs, NOBODY)
        return self.companies.of_need

    @cached_property
    def worth(self) -> FloatArray:
        """The affinity with 0 where a pair may not be assigned, so that it can be summed."""
        return np.where(self.allowed, self.affinity, 0.0)

    def describe_need(self, row: int) -> Text:
        """Return the need's id and, where known, its title."""
        name = self.need_ids[row]
        title = self.need_titles[row] if self.need_titles else ""
        return Text(f"{name}“{title}”", f'{name} "{title}"') if title else same(name)

    def _keep(self, name: str, shape: tuple[int, ...], dtype: type[np.generic]) -> None:
        """Hold the field as a read-only array of our own; one already held so is shared."""
        given: NDArray[Any] = getattr(self, name)
        if given.shape != shape:
            raise ValueError(f"{name} has shape {given.shape}, not {shape}")
        keep_array(self, name, dtype)

    def _refuse_strangers(self) -> None:
        """See to it that companies and groups are of these needs and experts."""
        if self.companies and len(self.companies.of_need) != self.n_needs:
            raise ValueError("the companies are not those of these needs")
        if self.groups and len(self.groups.of_expert) != self.n_experts:
            raise ValueError("the groups are not those of these experts")


def _refuse_infinite(problem: AssignProblem) -> None:
    for row, column in np.argwhere(np.isinf(problem.affinity)).tolist():
        pair = f"{problem.need_ids[row]} / {problem.expert_ids[column]}"
        raise BadData(
            Text(f"{pair}：匹配度不是有限的数", f"{pair}: the affinity is not a finite number")
        )


def _refuse_contradictions(problem: AssignProblem) -> None:
    for row, column in np.argwhere(problem.must & ~problem.allowed).tolist():
        need, expert = problem.need_ids[row], problem.expert_ids[column]
        raise BadData(
            Text(
                f"{need} 与 {expert} 既必须见面，又不能见面",
                f"{need} must meet {expert} and must not meet {expert}",
            )
        )


def _refuse_crossed(column: str, ids: Sequence[str], low: IntArray, high: IntArray) -> None:
    for index in np.flatnonzero((low < 0) | (low > high)).tolist():
        name = ids[index]
        raise BadData(
            Text(
                f"{column} {name}：最少 {low[index]} 场、最多 {high[index]} 场，互相矛盾",
                f"{column} {name}: at least {low[index]} and at most {high[index]} meetings "
                "cannot both hold",
            )
        )
