"""What each passage and part contributes to an affinity; the shares add up to its logit.

A passage's share is what the logit loses when the passage is taken out and the rest is scored
again, the weights of words kept: exactly, part by part. What stays whichever single passage is
left out is said by several together and stands as a share of its own. A share below nothing is
that of a passage about other things. The part ``spread`` is what is lost because the evidence is
about several subjects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from duijie.domain.plans import FloatArray
from duijie.domain.text import EMPTY, Language, Text, join
from duijie.language.normal import tidy
from duijie.match.chemical import ChemicalComparison, say_chemistry
from duijie.match.fuse import weigh_passages
from duijie.match.maturity import say_gap
from duijie.match.passages import PARTS, Basis, PassageScores
from duijie.match.problem import IndexArray, MatchProblem
from duijie.match.terms import shared_terms
from duijie.match.translated import missing_terms, translated_terms

_ALL_PARTS = (*PARTS, "spread")
_SHOWN_PASSAGES = 3
_SHOWN_TERMS = 6
_ROUNDING = 1e-12
"""A share nearer to nothing than this is what rounding left."""


@dataclass(frozen=True)
class Contribution:
    """One reason of a pair.

    `part` is one of base, words, topics, meaning, chemistry, spread, decisions, or missing (share
    0); `share` is on the logit scale; the texts are quotations, shared terms in 【】; `evidence_id`
    is empty for what several passages say together.
    """

    part: str
    share: float
    need_text: str = ""
    evidence_id: str = ""
    evidence_text: str = ""
    note: Text = EMPTY

    def as_row(self, language: Language) -> dict[str, str | float]:
        """Return the fields by name, the note in `language`."""
        return {
            "part": self.part,
            "share": self.share,
            "need_text": self.need_text,
            "evidence_id": self.evidence_id,
            "evidence_text": self.evidence_text,
            "note": self.note.in_(language),
        }


def explain_pair(
    problem: MatchProblem,
    scores: PassageScores,
    row: int,
    column: int,
    chemistry: ChemicalComparison | None = None,
) -> list[Contribution]:
    """Return the contributions of a pair, those of the best passage first.

    They add up to the logit of the affinity. An expert of whom nothing is known has affinity 0,
    whose logit is endless: then there is one entry, with share 0, that says so.
    """
    own = np.nonzero(problem.owners == column)[0]
    if not len(own):
        return [Contribution("base", 0.0, note=_UNKNOWN)]
    if (scores.basis[row, own] == Basis.NOTHING).any():
        base = float(scores.parts["base"][row, own[0]])
        return [Contribution("base", base, note=_WORDLESS)]
    values = np.array([scores.parts[name][row, own] for name in PARTS])
    shares = _losses(values)
    total = _fuse(values)
    shown = own[np.argsort(-values.sum(axis=0), kind="stable")][:_SHOWN_PASSAGES]
    entries = [
        entry
        for position in shown
        for entry in _passage_entries(
            problem,
            scores,
            row,
            int(position),
            shares[:, own == position][:, 0],
            chemistry=chemistry,
        )
    ]
    rest = shares[:, ~np.isin(own, shown)].sum(axis=1)
    others = _others(len(own) - len(shown))
    entries += _summary_entries(rest, dict.fromkeys(_ALL_PARTS, others))
    together = dict.fromkeys(_ALL_PARTS, _TOGETHER) | {"base": _BASE, "spread": NOTES["spread"]}
    entries += _summary_entries(total - shares.sum(axis=1), together)
    return [*entries, *_missing_entries(problem, row, own)]


def _fuse(values: FloatArray) -> FloatArray:
    """Return all parts of the expert's logit from those of the passages, ``(n_parts, n)``."""
    weights, spread = weigh_passages(values.sum(axis=0))
    return np.append(values @ weights, spread)


def _losses(values: FloatArray) -> FloatArray:
    """Return what each part loses without each passage; an only passage loses all but base."""
    count = values.shape[1]
    if count == 1:
        alone = np.append(values, [[0.0]], axis=0)
        alone[_ALL_PARTS.index("base")] = 0.0
        return alone
    whole = _fuse(values)
    return np.stack([whole - _fuse(np.delete(values, n, axis=1)) for n in range(count)], axis=1)


def _passage_entries(
    problem: MatchProblem,
    scores: PassageScores,
    row: int,
    position: int,
    shares: FloatArray,
    *,
    chemistry: ChemicalComparison | None,
) -> list[Contribution]:
    """Return an entry for each part of a passage that has a share."""
    need, passage = problem.writings[row], problem.passages[position]
    terms = shared_terms(need, passage, problem.rarity, limit=_SHOWN_TERMS)
    pairs: tuple[str, ...] = ()
    if scores.basis[row, position] == Basis.TRANSLATED:
        pairs = translated_terms(need.whole, passage.whole, limit=_SHOWN_TERMS)
    quotes = {"words": "、".join((*pairs, *terms)), "base": "", "spread": ""}
    title = _mark(tidy(passage.title) or tidy(passage.body), terms)
    gap = say_gap(problem.needs[row], passage)
    notes = NOTES | {"chemistry": say_chemistry(chemistry, row, position) or _SILENT}
    return [
        Contribution(
            name,
            float(share),
            quotes.get(name, tidy(need.title)),
            passage.evidence_id,
            title,
            join([note for note in (notes[name], gap) if note]),
        )
        for name, share in zip(_ALL_PARTS, shares, strict=True)
        if abs(share) > _ROUNDING
    ]


def _mark(text: str, terms: Sequence[str]) -> str:
    """Put 【】 around the first place of each term, the longest first, none inside another."""
    for term in sorted(terms, key=len, reverse=True):
        start = text.casefold().find(term.casefold())
        inside = text[:start].count("【") > text[:start].count("】")
        if start >= 0 and not inside:
            end = start + len(term)
            text = f"{text[:start]}【{text[start:end]}】{text[end:]}"
    return text


def _summary_entries(shares: FloatArray, notes: Mapping[str, Text]) -> list[Contribution]:
    return [
        Contribution(name, float(share), note=notes[name])
        for name, share in zip(_ALL_PARTS, shares, strict=True)
        if abs(share) > _ROUNDING
    ]


def _missing_entries(problem: MatchProblem, row: int, own: IndexArray) -> list[Contribution]:
    lacking = missing_terms(
        problem.writings[row], [problem.passages[position] for position in own], _SHOWN_TERMS
    )
    if not lacking:
        return []
    return [Contribution("missing", 0.0, "、".join(lacking), note=_MISSING)]


def _others(count: int) -> Text:
    return Text(
        f"其余 {count} 条依据", f"{count} other piece{'s' if count > 1 else ''} of evidence"
    )


NOTES = {
    "base": Text("与其他依据的比对语言不同", "compared in another language than other evidence"),
    "words": Text("共有的词语", "shared words"),
    "topics": Text("主题相近", "topics alike"),
    "meaning": Text("语义相近", "meanings alike"),
    "chemistry": Text("化学上有关系", "chemistry in common"),
    "spread": Text("依据分散在不同题目上", "the evidence is about several subjects"),
}
_SILENT = Text("没有共同的化学内容", "nothing chemical in common")
_BASE = Text("名单里一般的组合", "what any pair of the list has")
_TOGETHER = Text(
    "多条依据共同支持，少了任何一条都还在",
    "said by several pieces: stays whichever one is left out",
)
_MISSING = Text("需求标题里有，所有依据都没有提到", "in the need's title, in no evidence")
_UNKNOWN = Text("没有可比对的研究方向或依据", "no directions or evidence to compare")
_WORDLESS = Text("需求没有可比对的文字", "the need has no words to compare")
