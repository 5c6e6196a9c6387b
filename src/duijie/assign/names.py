"""Ids in people's files to rows and columns, with the nearest ones when an id is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NoReturn

from duijie.assign.problem import AssignProblem
from duijie.domain.errors import BadData
from duijie.domain.ids import fold
from duijie.domain.plans import AffinityMatrix
from duijie.domain.records import Company, Expert, Need
from duijie.domain.text import EMPTY, Text


class Names:
    """The rows (needs) and columns (experts) of a problem by their ids.

    People of the sheets without any affinity come after those of the matrix. An affinity for
    somebody the given sheet does not know raises ``BadData``; without a sheet all are known.
    """

    def __init__(
        self,
        affinity: AffinityMatrix,
        needs: Sequence[Need],
        experts: Sequence[Expert],
        companies: Sequence[Company],
    ) -> None:
        self.rows = _number("need_id", affinity.need_ids, [need.need_id for need in needs])
        self.columns = _number("expert_id", affinity.expert_ids, [e.expert_id for e in experts])
        self._company_names = _company_names(needs, companies)
        self._company_rows: dict[str, list[int]] = {}
        for need in needs:
            self._company_rows.setdefault(fold(need.company), []).append(self.rows[need.need_id])

    def row(self, need_id: str) -> int:
        """Return the row of a need; ``BadData`` when nobody knows it."""
        if need_id not in self.rows:
            _refuse("need_id", need_id, self.rows)
        return self.rows[need_id]

    def column(self, expert_id: str) -> int:
        """Return the column of an expert; ``BadData`` when nobody knows them."""
        if expert_id not in self.columns:
            _refuse("expert_id", expert_id, self.columns)
        return self.columns[expert_id]

    def company_rows(self, company: str) -> list[int]:
        """Return the rows of a company's needs, none for one that is listed without needs.

        The company may be written by its name, its short name or its id.
        """
        if fold(company) not in self._company_names:
            _refuse("company", company, sorted(set(self._company_names.values())), _WHOSE)
        name = self._company_names[fold(company)]
        return self._company_rows.get(fold(name), [])


def find_pair(problem: AssignProblem, need_id: str, expert_id: str) -> tuple[int, int]:
    """Return row and column of a pair; ``BadData`` when the problem does not know the ids."""
    if need_id not in problem.need_ids:
        _refuse("need_id", need_id, problem.need_ids)
    if expert_id not in problem.expert_ids:
        _refuse("expert_id", expert_id, problem.expert_ids)
    return problem.need_ids.index(need_id), problem.expert_ids.index(expert_id)


def _number(column: str, scored: Sequence[str], listed: Sequence[str]) -> dict[str, int]:
    for ids in (scored, listed):
        _refuse_twice(column, ids)
    if listed:
        known = set(listed)
        for unknown in (name for name in scored if name not in known):
            _refuse(column, unknown, listed)
    return {name: index for index, name in enumerate(dict.fromkeys([*scored, *listed]))}


def _company_names(needs: Sequence[Need], companies: Sequence[Company]) -> dict[str, str]:
    """Every folded spelling of a company, with the name that the needs use."""
    names = {fold(need.company): need.company for need in needs if need.company}
    for company in companies:
        spellings = (company.name, company.short_name, company.company_id)
        used = next((names[fold(s)] for s in spellings if fold(s) in names), company.name)
        for spelling in filter(None, spellings):
            names.setdefault(fold(spelling), used)
    return names


def _refuse_twice(column: str, ids: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise BadData(Text(f"{column} {name} 出现了两次", f"{column} {name} stands twice"))
        seen.add(name)


_WHOSE = Text(
    "企业以需求表和企业名录为准（--needs、--companies），请照那里的名称填写",
    "companies are those of the sheets of needs and of companies (--needs, --companies); write it "
    "as there",
)


def _refuse(column: str, name: str, known: Iterable[str], else_say: Text = EMPTY) -> NoReturn:
    near = get_close_matches(name, list(known), n=3, cutoff=0.6)
    hint = (
        Text(f"是不是 {'、'.join(near)}？", f"did you mean {' or '.join(near)}?")
        if near
        else else_say
    )
    raise BadData(Text(f"没有 {column} {name}", f"unknown {column} {name}"), [hint] if hint else [])
