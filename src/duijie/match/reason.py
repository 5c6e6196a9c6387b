"""Why a pair has its affinity, in one sentence a person can check."""

from __future__ import annotations

from collections.abc import Mapping

from duijie.domain.text import EMPTY, Text
from duijie.language.normal import tidy
from duijie.match.problem import PROFILE, Passage, Writing
from duijie.match.terms import shared_terms
from duijie.match.translated import translated_terms

_SHOWN_TERMS = 4
_SHOWN_TITLE = 60

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
    translated: bool,
) -> Text:
    """Name the closest passage and what it shares with the need, rare terms first.

    `rarity` says how rare a token is among all texts; see `MatchProblem.rarity`. Where need and
    passage are in different languages, terms are shown with their translation.
    """
    if not need.has_words:
        return Text("需求没有可比对的文字", "the need has no words to compare")
    if passage is None:
        return Text("没有可比对的研究方向或依据", "no directions or evidence to compare")
    terms = shared_terms(need, passage, rarity, limit=_SHOWN_TERMS)
    if not translated:
        return say_passage(passage) + _say_terms(terms)
    pairs = translated_terms(need.whole, passage.whole, limit=_SHOWN_TERMS)
    return say_passage(passage) + _FOREIGN + _say_pairs(pairs) + _say_terms(terms)


_FOREIGN = Text("；与需求语言不同，经术语表对照", "; in another language, read by the glossary")


def say_passage(passage: Passage) -> Text:
    """Name the passage with its kind and year."""
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


def _say_pairs(pairs: tuple[str, ...]) -> Text:
    if not pairs:
        return EMPTY
    return Text(f"；译同：{'、'.join(pairs)}", f"; alike in translation: {', '.join(pairs)}")
