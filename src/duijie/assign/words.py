"""How amounts, pairs and lists are said in messages of this room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from duijie.assign.plan import AssignResult, Pairs
from duijie.assign.problem import AssignProblem
from duijie.domain.text import EMPTY, Text, join, same

MOST_NAMED = 5
"""How many people or causes a message lists before it says how many more there are."""
DECIMALS = 4
"""Sums of affinities are shown to so many decimals, as ``affinity.csv`` gives them."""


def list_names(names: Sequence[str]) -> Text:
    """List the first few names and how many more there are.

    >>> str(list_names(["A", "B"])), str(list_names(list("ABCDEFG")))
    ('A, B', 'A, B, C, D, E and 2 more')
    """
    return list_some([same(name) for name in names], "、")


def list_some(parts: Sequence[Text], zh: str = "，", en: str = ", ") -> Text:
    """List the first few parts and how many more there are."""
    shown, more = join(list(parts[:MOST_NAMED]), zh, en), len(parts) - MOST_NAMED
    if more <= 0:
        return shown
    return shown + Text(f" 等 {len(parts)} 个", f" and {more} more")


def say_count(number: int, noun: str) -> str:
    """Return a number with its English noun.

    >>> say_count(1, "need"), say_count(2, "need")
    ('1 need', '2 needs')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def say_amount(amount: float) -> str:
    """Return an affinity or a sum of some, short, and never as a power of ten.

    >>> say_amount(0.1 + 0.2), say_amount(201.884878), say_amount(-1e-9)
    ('0.3', '201.8849', '0')
    """
    return np.format_float_positional(round(amount, DECIMALS) + 0.0, trim="-")


def say_pairs(problem: AssignProblem, pairs: Iterable[tuple[int, int]]) -> Text:
    """List pairs with their affinities."""
    return list_some([say_pair(problem, pair) for pair in pairs], "、")


def say_pair(problem: AssignProblem, pair: tuple[int, int]) -> Text:
    """Name a pair, with its affinity where there is one."""
    need, expert = problem.need_ids[pair[0]], problem.expert_ids[pair[1]]
    worth = float(problem.affinity[pair])
    zh, en = (
        ("", "") if np.isnan(worth) else (f"（{say_amount(worth)}）", f" ({say_amount(worth)})")
    )
    return Text(f"{need} 与 {expert}{zh}", f"{need} with {expert}{en}")


def say_difference(before: AssignResult, after: AssignResult) -> Text:
    """Say how total and, where it was asked for, the worst-served need would change."""
    words = _say_total(before, after)
    old, new = say_amount(before.worst_served), say_amount(after.worst_served)
    if before.floor is None or old == new:
        return words
    return words + Text(
        f"，最低一项需求的合计由 {old} 变为 {new}",
        f", and the worst-served need would get {new} instead of {old}",
    )


def _say_total(before: AssignResult, after: AssignResult) -> Text:
    by, total = say_amount(abs(before.total - after.total)), say_amount(after.total)
    if by == "0":
        return Text(f"总匹配度不变，仍为 {total}", f"the total would stay {total}")
    if after.total < before.total:
        return Text(f"总匹配度减少 {by}，为 {total}", f"the total would fall by {by} to {total}")
    return Text(f"总匹配度增加 {by}，为 {total}", f"the total would rise by {by} to {total}")


def say_changes(problem: AssignProblem, lost: Pairs, gained: Pairs) -> Text:
    """Say who would no longer meet and who would meet instead, and end the sentence."""
    words = EMPTY
    if lost:
        words += Text("；不再见面：", "; no longer meeting: ") + say_pairs(problem, lost)
    if gained:
        words += Text("；改为见面：", "; meeting instead: ") + say_pairs(problem, gained)
    return words + Text("。", ".")
