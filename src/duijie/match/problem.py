"""What is to be scored: needs, and the passages that show what each expert knows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from duijie.domain.records import Evidence, Expert, Need
from duijie.language.glossary.translate import gloss
from duijie.language.script import Script, chinese_part, detect_script
from duijie.language.tokens import tokenise

IndexArray = NDArray[np.int64]
PROFILE = "profile"
"""The kind of the passage made from an expert's own directions and keywords."""


@dataclass(frozen=True)
class Writing:
    """A titled piece of text, of a need or of an expert."""

    title: str
    body: str = ""

    @property
    def whole(self) -> str:
        """Title and body as one text."""
        return f"{self.title}. {self.body}" if self.title and self.body else self.title + self.body

    @cached_property
    def script(self) -> Script:
        """The language it is written in."""
        return detect_script(self.whole)

    @cached_property
    def title_tokens(self) -> list[str]:
        """Tokens of the title."""
        return tokenise(self.title)

    @cached_property
    def body_tokens(self) -> list[str]:
        """Tokens of the body."""
        return tokenise(self.body)

    @property
    def has_words(self) -> bool:
        """Whether there is anything to compare by."""
        return bool(self.title_tokens or self.body_tokens)

    def readable_in(self, language: Script) -> bool:
        """Whether the tools of `language` apply; formulas alone are read in every language."""
        return self.has_words and self.script in (language, Script.MIXED, Script.NONE)

    @cached_property
    def in_chinese(self) -> Writing:
        """What of it is Chinese, formulas included, where a text is in both languages."""
        if self.script is not Script.MIXED:
            return self
        return Writing(chinese_part(self.title), chinese_part(self.body))

    @cached_property
    def in_english(self) -> Writing:
        """The writing with its Chinese glossed in English."""
        return Writing(gloss(self.title), gloss(self.body))


@dataclass(frozen=True)
class Passage(Writing):
    """A writing that shows what the expert in column `owner` knows."""

    owner: int = 0
    kind: str = PROFILE
    year: int | None = None
    maturity: int | None = None
    evidence_id: str = ""
    """``E07#2`` for the second row of evidence of E07, ``E07#profile`` for the directions."""
    confidential: bool = False
    """Not given to an encoder elsewhere: a confidential need that others are compared with."""


@dataclass(frozen=True)
class MatchProblem:
    """Needs (rows), experts (columns) and the experts' passages, grouped by expert."""

    needs: tuple[Need, ...]
    experts: tuple[Expert, ...]
    writings: tuple[Writing, ...]
    """One for each need."""
    passages: tuple[Passage, ...]
    orphans: tuple[str, ...] = ()
    """Ids that evidence names though no such expert is listed."""

    @cached_property
    def owners(self) -> IndexArray:
        """The expert column of each passage, ascending, shape ``(n_passages,)``."""
        return np.array([passage.owner for passage in self.passages], dtype=np.int64)

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How rare each token is: ``log(n / n_holding)`` over needs and passages, 0 or more."""
        texts: tuple[Writing, ...] = (*self.writings, *self.passages)
        holding = Counter(
            token for text in texts for token in {*text.title_tokens, *text.body_tokens}
        )
        return {token: math.log(len(texts) / count) for token, count in holding.items()}

    def readable_in(self, language: Script) -> tuple[IndexArray, IndexArray]:
        """Return the rows and the passages that can be read in `language`."""
        return _indices(self.writings, language), _indices(self.passages, language)


def build_problem(
    needs: Sequence[Need], experts: Sequence[Expert], evidence: Sequence[Evidence]
) -> MatchProblem:
    """Gather what is compared.

    Evidence of experts who are not listed is set aside, passages without words are left out.
    """
    column = {expert.expert_id: index for index, expert in enumerate(experts)}
    passages = [passage for passage in write_passages(experts, evidence) if passage.has_words]
    return MatchProblem(
        needs=tuple(needs),
        experts=tuple(experts),
        writings=tuple(write_need(need) for need in needs),
        passages=tuple(sorted(passages, key=lambda passage: passage.owner)),
        orphans=tuple(
            dict.fromkeys(item.expert_id for item in evidence if item.expert_id not in column)
        ),
    )


def write_passages(experts: Sequence[Expert], evidence: Sequence[Evidence]) -> Iterator[Passage]:
    """Yield what shows the work of `experts`, be there words in it or not."""
    yield from _profiles(experts)
    column = {expert.expert_id: index for index, expert in enumerate(experts)}
    yield from _evidence_passages(evidence, column)


def write_need(need: Need) -> Writing:
    """Return what of a need is compared."""
    return Writing(need.title, "\n".join([*need.keywords, need.text]).strip())


def _profiles(experts: Sequence[Expert]) -> Iterator[Passage]:
    for owner, expert in enumerate(experts):
        if expert.directions or expert.keywords:
            yield Passage(
                "; ".join(expert.directions),
                "; ".join(expert.keywords),
                owner,
                evidence_id=f"{expert.expert_id}#{PROFILE}",
            )


def _evidence_passages(evidence: Sequence[Evidence], column: dict[str, int]) -> Iterator[Passage]:
    seen: Counter[str] = Counter()
    for item in evidence:
        if item.expert_id in column:
            seen[item.expert_id] += 1
            yield Passage(
                item.title,
                item.text,
                column[item.expert_id],
                item.kind,
                item.year,
                item.maturity,
                f"{item.expert_id}#{seen[item.expert_id]}",
            )


def _indices(writings: Sequence[Writing], language: Script) -> IndexArray:
    found = [index for index, item in enumerate(writings) if item.readable_in(language)]
    return np.array(found, dtype=np.int64)
