"""From affinities, sheets, conflicts and pins to an assignment problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from duijie.assign.groups import NOBODY, Companies, Groups
from duijie.assign.names import Names
from duijie.assign.problem import AssignProblem, BoolArray, IntArray
from duijie.assign.size import refuse_huge
from duijie.domain.bounds import Bounds
from duijie.domain.errors import BadData
from duijie.domain.ids import fold
from duijie.domain.plans import AffinityMatrix
from duijie.domain.records import Company, Conflict, Expert, Need, Pin
from duijie.domain.text import Text

PER_NEED = Bounds(1, 3)
PER_EXPERT = Bounds(0, 8)
"""Meetings of one need and of one expert when neither an option nor a sheet says."""

BOUNDLESS = 10**6
"""Most meetings of a company that nothing limits."""

PairReasons = dict[tuple[int, int], Text]


def build_problem(
    affinity: AffinityMatrix,
    needs: Sequence[Need] = (),
    experts: Sequence[Expert] = (),
    conflicts: Sequence[Conflict] = (),
    pins: Sequence[Pin] = (),
    *,
    companies: Sequence[Company] = (),
    per_need: Bounds | None = None,
    per_expert: Bounds | None = None,
    per_company: Bounds | None = None,
    company_most: Mapping[str, int] | None = None,
    per_department: int | None = None,
    usual_per_need: Bounds = PER_NEED,
    usual_per_expert: Bounds = PER_EXPERT,
) -> AssignProblem:
    """Put together what was said about who meets whom.

    Parameters
    ----------
    affinity
        Worth of each pair; nan means not scored, and then not assignable.
    needs, experts
        The sheets, or nothing when only affinities are known. People without any affinity get
        a row or column of their own, so that nobody is left out unnoticed.
    conflicts, pins
        What people decided. A pair pinned "must" that nobody scored counts 0.
    companies
        The company list, to read a short name or an id in a conflict.
    per_need, per_expert
        Options: they beat ``wanted_meetings`` (which means exactly so many) and
        ``min_meetings``, ``max_meetings``.
    per_company
        Meetings of all needs of one company together; None for no limit.
    company_most
        Most meetings of single companies by name, the slots in which they are there, say; the
        lesser of this and `per_company` holds.
    per_department
        Most experts of one department (of one organisation) for one need; None for no limit.
    usual_per_need, usual_per_expert
        What holds where neither an option nor a sheet says.

    Raises
    ------
    BadData
        An id that nobody bears (with the nearest ones), a pin that contradicts another pin or
        a conflict, a minimum above its maximum, more pairs than an event can have.
    """
    names = Names(affinity, needs, experts, companies)
    shape = (len(names.rows), len(names.columns))
    refuse_huge(*shape)
    forbidden = _collect_forbidden(names, conflicts, pins)
    must = _mask(shape, _collect_must(names, pins, forbidden))
    values = np.full(shape, np.nan)
    values[: len(affinity.need_ids), : len(affinity.expert_ids)] = affinity.values
    values[must & np.isnan(values)] = 0.0

    need_of = {need.need_id: need for need in needs}
    expert_of = {expert.expert_id: expert for expert in experts}
    need_min, need_max = _stack(
        per_need or _wanted(need_of.get(name), usual_per_need) for name in names.rows
    )
    expert_min, expert_max = _stack(
        per_expert or _offered(expert_of.get(name), usual_per_expert) for name in names.columns
    )
    members = [need_of[name].company if name in need_of else "" for name in names.rows]
    departments = [_department(expert_of.get(name)) for name in names.columns]
    return AssignProblem(
        affinity=values,
        forbidden=_mask(shape, forbidden),
        must=must,
        need_min=need_min,
        need_max=need_max,
        expert_min=expert_min,
        expert_max=expert_max,
        need_ids=tuple(names.rows),
        expert_ids=tuple(names.columns),
        need_titles=tuple(need_of[name].title for name in names.rows) if needs else (),
        companies=_gather_companies(members, per_company, company_most or {}),
        groups=_gather_groups(departments, per_department),
    )


def _collect_forbidden(
    names: Names, conflicts: Iterable[Conflict], pins: Iterable[Pin]
) -> PairReasons:
    """Find the pairs that must not meet, each with who says so."""
    found: PairReasons = {}
    for conflict in conflicts:
        column = names.column(conflict.expert_id)
        rows = (
            [names.row(conflict.need_id)]
            if conflict.need_id
            else names.company_rows(conflict.company)
        )
        why = f" ({conflict.reason})" if conflict.reason else ""
        for row in rows:
            found[row, column] = Text(f"回避关系{why}", f"a conflict{why}")
    for pin in pins:
        if pin.rule == "never":
            pair = (names.row(pin.need_id), names.column(pin.expert_id))
            found.setdefault(pair, _say_pin(pin))
    return found


def _collect_must(names: Names, pins: Iterable[Pin], forbidden: PairReasons) -> PairReasons:
    """Find the pairs that have to meet; refuse one that is forbidden, naming both sides."""
    found: PairReasons = {}
    for pin in pins:
        if pin.rule != "must":
            continue
        pair = (names.row(pin.need_id), names.column(pin.expert_id))
        found[pair] = _say_pin(pin)
        if pair in forbidden:
            against = forbidden[pair]
            raise BadData(
                Text(
                    f"{pin.need_id} 与 {pin.expert_id}：{found[pair].zh}与{against.zh}互相矛盾",
                    f"{pin.need_id} with {pin.expert_id}: {found[pair].en} contradicts "
                    f"{against.en}",
                ),
                [Text("请删去其中一条", "take out one of the two")],
            )
    return found


def _say_pin(pin: Pin) -> Text:
    by_zh, by_en = (f"（{pin.by}）", f" (by {pin.by})") if pin.by else ("", "")
    rule_zh = "必须见面" if pin.rule == "must" else "不得见面"
    return Text(f"指定“{rule_zh}”{by_zh}", f'the pin "{pin.rule}"{by_en}')


def _gather_companies(
    members: Sequence[str], per_company: Bounds | None, company_most: Mapping[str, int]
) -> Companies | None:
    """Put the needs of each company together, where their number is limited."""
    numbers, names = _number_names(members)
    if not names or not (per_company or company_most):
        return None
    limits = {fold(name): most for name, most in company_most.items()}
    low, high = (per_company.low, per_company.high) if per_company else (0, BOUNDLESS)
    return Companies(
        numbers,
        names,
        np.full(len(names), low),
        np.array([min(high, limits.get(fold(name), high)) for name in names]),
    )


def _gather_groups(departments: Sequence[str], most: int | None) -> Groups | None:
    """Put the experts of each department together, where their number for a need is limited."""
    numbers, names = _number_names(departments)
    return None if most is None or not names else Groups(numbers, names, most)


def _department(expert: Expert | None) -> str:
    """Return what an expert belongs to; nothing where no department is known."""
    if expert is None or not expert.department:
        return ""
    return f"{expert.organisation} {expert.department}".strip()


def _number_names(words: Sequence[str]) -> tuple[IntArray, tuple[str, ...]]:
    """Give equal names one number, however they are spaced, from 0 on; -1 for an empty one."""
    names: dict[str, str] = {}
    for word in filter(None, words):
        names.setdefault(fold(word), word)
    number = {key: index for index, key in enumerate(names)}
    numbers = np.array([number.get(fold(word), NOBODY) for word in words], dtype=np.int64)
    return numbers, tuple(names.values())


def _mask(shape: tuple[int, int], pairs: Iterable[tuple[int, int]]) -> BoolArray:
    mask = np.zeros(shape, dtype=bool)
    for pair in pairs:
        mask[pair] = True
    return mask


def _stack(bounds: Iterable[Bounds]) -> tuple[IntArray, IntArray]:
    """Return the lows and the highs."""
    table = np.array([(b.low, b.high) for b in bounds], dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _wanted(need: Need | None, usual: Bounds) -> Bounds:
    """Return exactly the wanted meetings, or what is usual."""
    if need is None or need.wanted_meetings is None:
        return usual
    return Bounds(need.wanted_meetings, need.wanted_meetings)


def _offered(expert: Expert | None, usual: Bounds) -> Bounds:
    """Return the expert's own range; a side left open gives way to the side that is stated."""
    if expert is None:
        return usual
    low, high = expert.min_meetings, expert.max_meetings
    if low is None:
        return usual if high is None else Bounds(min(usual.low, high), high)
    return Bounds(low, max(usual.high, low) if high is None else high)
