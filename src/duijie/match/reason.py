"""Why a pair has its affinity, in one sentence a person can check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from duijie.domain.text import EMPTY, Text
from duijie.language.normal import normalise, tidy
from duijie.language.script import HAN
from duijie.language.stopwords import EN_WORDS, drop_zh_phrases
from duijie.language.tokens import fold_plural, is_latin, tokenise
from duijie.match.problem import PROFILE, Passage, Writing

_SHOWN_TERMS = 4
_SHOWN_TITLE = 60
_RUN = re.compile(f"[{HAN}]{{2,}}|[A-Za-zα-ω][A-Za-z0-9α-ω]+")

KINDS = {
    "paper": Text("论文", "paper"),
    "patent": Text("专利", "patent"),
    "achievement": Text("成果", "achievement"),
    "award": Text("获资助或获奖项目", "award"),
    "project": Text("项目", "project"),
    "service": Text("技术服务", "service"),
    PROFILE: Text("研究方向", "stated directions"),
}


def give_reason(
    need: Writing,
    passage: Passage | None,
    rarity: Mapping[str, float],
    *,
    same_language: bool,
) -> Text:
    """Name the closest passage and what it shares with the need, rare terms first.

    `rarity` says how rare a token is among all texts; see `MatchProblem.rarity`.
    """
    if not need.has_words:
        return Text("需求没有可比对的文字", "the need has no words to compare")
    if passage is None:
        return Text("没有研究方向，也没有任何依据", "no directions and no evidence to compare")
    terms = _say_terms(shared_terms(need, passage, rarity)[:_SHOWN_TERMS])
    return (_say_passage(passage) if same_language else _FOREIGN) + terms


_FOREIGN = Text(
    "需求与依据语言不同，只比对了共有的英文词和化学式",
    "need and evidence are in different languages; only shared names and formulas were compared",
)


def shared_terms(need: Writing, passage: Passage, rarity: Mapping[str, float]) -> tuple[str, ...]:
    """Return the words and phrases that stand in both, the rarest first, each once.

    Written as the need writes them, those of its title counting double. Chinese phrases have
    two characters or more.
    """
    other = normalise(drop_zh_phrases(passage.whole))
    words = {fold_plural(word) for word in re.findall(r"[a-zα-ω][a-z0-9α-ω]+", other)}
    found: dict[str, tuple[float, str]] = {}
    for part, importance in ((need.title, 2.0), (need.body, 1.0)):
        for term in _shared_runs(part, other, words):
            weight = importance * _weigh(term, rarity)
            found.setdefault(fold_plural(term.casefold()), (weight, term))
    ranked = sorted(found.items(), key=lambda item: -item[1][0])
    keys = [key for key, _ in ranked]
    return tuple(
        term
        for place, (key, (_, term)) in enumerate(ranked)
        if not any(key in kept for kept in keys[:place])
    )


def _weigh(term: str, rarity: Mapping[str, float]) -> float:
    """Sum the rarity of a term's words and character pairs."""
    return sum(
        rarity.get(token, 0.0) for token in tokenise(term) if len(token) > 1 and " " not in token
    )


def _shared_runs(text: str, other: str, words: set[str]) -> Iterator[str]:
    for run in _RUN.findall(drop_zh_phrases(tidy(text))):
        if not is_latin(run):
            yield from _common_stretches(run, other)
        elif run.casefold() not in EN_WORDS and fold_plural(run.casefold()) in words:
            yield run


def _common_stretches(run: str, other: str) -> Iterator[str]:
    """Yield the longest pieces of `run`, two characters or more, that stand in `other`."""
    start = 0
    while start < len(run) - 1:
        end = start + 1
        while end < len(run) and run[start : end + 1] in other:
            end += 1
        if end - start > 1:
            yield run[start:end]
        start = max(start + 1, end if end - start > 1 else 0)


def _say_passage(passage: Passage) -> Text:
    kind = KINDS.get(passage.kind, Text(passage.kind, passage.kind))
    title = _shorten(tidy(passage.title) or tidy(passage.body))
    year = f", {passage.year}" if passage.year else ""
    year_zh = f"，{passage.year} 年" if passage.year else ""
    return Text(
        f"最接近的依据：《{title}》（{kind.zh}{year_zh}）",
        f"closest evidence: \u201c{title}\u201d ({kind.en}{year})",
    )


def _shorten(title: str) -> str:
    return title if len(title) <= _SHOWN_TITLE else title[: _SHOWN_TITLE - 1] + "…"


def _say_terms(terms: tuple[str, ...]) -> Text:
    if not terms:
        return EMPTY
    return Text(f"；共有：{'、'.join(terms)}", f"; shared: {', '.join(terms)}")
