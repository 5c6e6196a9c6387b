"""The rules of a problem one by one, and a smallest set of them that no plan can keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from duijie.assign.maxsum import find_max_sum
from duijie.assign.problem import AssignProblem
from duijie.assign.words import say_count
from duijie.domain.text import Text, same


@dataclass(frozen=True)
class Rule:
    """One rule: its kind, and whom it is about.

    `kind` is the field of the problem that holds it (``need_min``, ``expert_max``, ``must``,
    ``forbidden``), or ``company_min``, ``company_max``, ``diversity``. `at` is the number of
    the need, expert or company, or row and column of the pair; empty for diversity.
    """

    kind: str
    at: tuple[int, ...] = ()


def find_core(problem: AssignProblem) -> list[Rule]:
    """Return rules that no plan keeps all of, though any one fewer could be kept.

    Rules are tried by halves, so that a few among many are found soon (QuickXplain: Junker,
    AAAI 2004). The problem must have no plan. That pairs nobody scored are not assigned is not
    up for discussion.
    """

    def is_possible(rules: Sequence[Rule]) -> bool:
        return find_max_sum(keep_rules(problem, rules)) is not None

    return _narrow(is_possible, [], list_rules(problem), fresh=False)


def _narrow(
    is_possible: Callable[[Sequence[Rule]], bool],
    given: list[Rule],
    rules: list[Rule],
    *,
    fresh: bool,
) -> list[Rule]:
    """Return the least of `rules` that together with `given` are too much."""
    if fresh and not is_possible(given):
        return []
    if len(rules) == 1:
        return rules
    first, second = rules[: len(rules) // 2], rules[len(rules) // 2 :]
    of_second = _narrow(is_possible, given + first, second, fresh=True)
    of_first = _narrow(is_possible, given + of_second, first, fresh=bool(of_second))
    return of_first + of_second


def list_rules(problem: AssignProblem) -> list[Rule]:
    """List the rules that can stand in the way of a plan."""
    rules = [Rule("diversity")] if problem.groups else []
    if problem.companies:
        low = np.flatnonzero(problem.companies.low)
        rules += [Rule("company_min", (each,)) for each in low.tolist()]
        rules += [Rule("company_max", (each,)) for each in range(len(problem.companies.names))]
    for side, size, partners in (
        ("need", problem.n_needs, problem.n_experts),
        ("expert", problem.n_experts, problem.n_needs),
    ):
        least, most = getattr(problem, f"{side}_min"), getattr(problem, f"{side}_max")
        rules += [Rule(f"{side}_min", (each,)) for each in range(size) if least[each] > 0]
        rules += [Rule(f"{side}_max", (each,)) for each in range(size) if most[each] < partners]
    for kind, mask in (
        ("must", problem.must),
        ("forbidden", problem.forbidden & np.isfinite(problem.affinity)),
    ):
        rules += [Rule(kind, (row, column)) for row, column in np.argwhere(mask).tolist()]
    return rules


def keep_rules(problem: AssignProblem, rules: Iterable[Rule]) -> AssignProblem:
    """Return the problem with no other rules than these."""
    n_needs, n_experts = problem.affinity.shape
    kept: dict[str, Any] = {
        "need_min": np.zeros_like(problem.need_min),
        "need_max": np.maximum(problem.need_max, n_experts),
        "expert_min": np.zeros_like(problem.expert_min),
        "expert_max": np.maximum(problem.expert_max, n_needs),
        "must": np.zeros_like(problem.must),
        "forbidden": np.zeros_like(problem.forbidden),
    }
    companies, groups = problem.companies, None
    if companies:
        kept["company_min"] = np.zeros_like(companies.low)
        kept["company_max"] = np.maximum(companies.high, problem.affinity.size)
    for rule in rules:
        if rule.kind == "diversity":
            groups = problem.groups
        else:
            kept[rule.kind][rule.at] = _source(problem, rule.kind)[rule.at]
    if companies:
        companies = replace(companies, low=kept.pop("company_min"), high=kept.pop("company_max"))
    return replace(problem, **kept, companies=companies, groups=groups)


def say_rule(problem: AssignProblem, rule: Rule) -> Text:
    """Say a rule in words."""
    if rule.kind == "diversity":
        most = problem.groups.most if problem.groups else 0
        return Text(
            f"同一项需求至多见同组的 {most} 位专家",
            f"at most {say_count(most, 'expert')} of one group for a need",
        )
    if rule.kind in {"must", "forbidden"}:
        need, expert = problem.need_ids[rule.at[0]], problem.expert_ids[rule.at[1]]
        if rule.kind == "must":
            return Text(f"{need} 必见 {expert}", f"{need} must meet {expert}")
        return Text(f"{need} 与 {expert} 回避", f"{need} must not meet {expert}")
    bound = _source(problem, rule.kind)[rule.at]
    return name_holder(problem, rule) + say_bound(rule, int(bound))


def say_bound(rule: Rule, bound: int) -> Text:
    """Say a minimum or a maximum of so many meetings."""
    if rule.kind.endswith("_min"):
        return Text(f" 至少 {bound} 场", f" at least {bound}")
    return Text(f" 至多 {bound} 场", f" at most {bound}")


def name_holder(problem: AssignProblem, rule: Rule) -> Text:
    """Return the name of the need, expert or company that a bound is about."""
    (number,) = rule.at
    if rule.kind.startswith("need"):
        return same(problem.need_ids[number])
    if rule.kind.startswith("expert"):
        return same(problem.expert_ids[number])
    return same(problem.companies.names[number] if problem.companies else "")


def _source(problem: AssignProblem, kind: str) -> np.ndarray:
    """Return the array that holds the rules of one kind."""
    if kind == "company_min" and problem.companies:
        return problem.companies.low
    if kind == "company_max" and problem.companies:
        return problem.companies.high
    array: np.ndarray = getattr(problem, kind)
    return array
