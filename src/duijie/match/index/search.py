"""The experts of an index whose passages speak most for a need.

Searchers name candidate passages; then *all* passages of their experts are scored, by the formula
of `duijie.match.passages` with one difference: topics, which are learnt from the list at hand,
are taken to be as alike as the words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duijie.domain.plans import FloatArray
from duijie.domain.text import Text
from duijie.language.probe import Abilities, Scale
from duijie.language.script import Script
from duijie.match.calibrate import BY_WORDS, WITH_MEANING, Curve, Curves
from duijie.match.fuse import EVENNESS, fuse_passages
from duijie.match.index.block import (
    HAS_MEANING,
    READS_CHINESE,
    READS_ENGLISH,
    Block,
    Codes,
    Indices,
    join_blocks,
    spread,
)
from duijie.match.index.changes import read_changes
from duijie.match.index.files import CHANGES, MANIFEST, IndexUnusable, open_generation
from duijie.match.index.generation import (
    VIEWS,
    Generation,
    read_generation,
    take_census,
    weigh_block,
)
from duijie.match.index.read import Encoding, code_tokens, count_tokens, in_chinese, read_portfolios
from duijie.match.index.weigh import CodeCensus, Weighed, weigh_counts
from duijie.match.problem import Writing
from duijie.match.text import Background, View


@dataclass(frozen=True)
class Breadth:
    """How many passages are looked at: more find more and take longer.

    `passages` of each searcher, of the nearest `lists` lists of vectors; of a need the `tokens`
    that weigh most are searched for. Of the experts to whom these belong the most promising
    `experts` are compared by all they have.
    """

    passages: int = 300
    lists: int = 48
    tokens: int = 8
    experts: int = 150


USUAL = Breadth()


@dataclass(frozen=True, eq=False)
class Question:
    """A need as the index sees it; `vector` is None where its meaning is not compared."""

    english: bool
    chinese: bool
    vector: NDArray[np.float32] | None
    words: dict[View, Weighed]


@dataclass(frozen=True, eq=False)
class _Part:
    """Passages that are scored alike: those of the generation, or those that came later."""

    block: Block
    words: dict[View, Weighed]


class ExpertIndex:
    """A folder of an index, opened for searching.

    Parameters
    ----------
    folder
        Where `duijie.match.index.update.update_index` keeps the index.
    encoding
        What turned passages into vectors; needs are compared on its scales.

    Raises
    ------
    IndexUnusable
        When a file is missing, damaged, or made for another version or encoder.
    """

    def __init__(self, folder: Path, encoding: Encoding) -> None:
        path, manifest = open_generation(folder)
        made_for = manifest["model_id"], manifest["dimension"]
        if made_for != (encoding.model_id, encoding.dimension):
            raise IndexUnusable(folder, path / MANIFEST, _say_other(made_for, encoding))
        self.path = path
        self.encoding = encoding
        self.generation: Generation = read_generation(path)
        blocks, self._outdated = read_changes(path / CHANGES)
        if any(block.vectors.shape[1] != encoding.dimension for block in blocks):
            raise IndexUnusable(folder, path / CHANGES, _WRONG_LENGTH)
        self.later = join_blocks([_nobody(encoding.dimension), *blocks])

    @cached_property
    def digests(self) -> dict[str, str]:
        """The digest of each expert in the index, by id."""
        base = self.generation.block
        stay = {
            one: digest
            for one, digest in zip(base.ids, base.digests, strict=True)
            if one not in self._outdated
        }
        return stay | dict(zip(self.later.ids, self.later.digests, strict=True))

    @cached_property
    def standing(self) -> NDArray[np.bool_]:
        """Which experts of the generation are still as they were."""
        return np.array([one not in self._outdated for one in self.generation.block.ids], bool)

    @cached_property
    def background(self) -> Background:
        """The whole list as it is now, to tell how rare words are."""
        gone = self.generation.block.take(np.flatnonzero(~self.standing))
        english, chinese = (
            _LiveCensus(
                self.generation.census[view], take_census(self.later, view), take_census(gone, view)
            )
            for view in VIEWS
        )
        return Background(english, chinese)

    @cached_property
    def _base(self) -> _Part:
        return _Part(self.generation.block, self.generation.words)

    @cached_property
    def _added(self) -> _Part:
        return _Part(self.later, weigh_block(self.later, self.generation.census))

    def ask(self, need: Writing, vector: NDArray[np.float32] | None) -> Question:
        """Return the question that `need` puts; `vector` as the encoder gave it, or None.

        Raises
        ------
        ValueError
            When `vector` has another length than those of the index.
        """
        if vector is not None and vector.shape != (self.encoding.dimension,):
            raise ValueError(
                f"a vector of shape {vector.shape} for an index of {self.encoding.dimension}"
            )
        census = self.generation.census
        words = {}
        read: dict[View, Writing] = {"english": need.in_english, "chinese": in_chinese(need)}
        for view, writing in read.items():
            counts = count_tokens([writing])
            weights = weigh_counts(counts, census[view], view)
            words[view] = Weighed(counts.starts, counts.tokens, weights)
        return Question(need.readable_in(Script.EN), need.readable_in(Script.ZH), vector, words)

    def search(
        self, question: Question, most: int, breadth: Breadth = USUAL
    ) -> list[tuple[str, float]]:
        """Return the best `most` experts with their logits, best first.

        Experts that no searcher names are not looked at; those that came after the generation
        are all compared.
        """
        rows = [np.zeros(0, dtype=np.int64)]
        if question.vector is not None:
            vector = question.vector.astype(np.float16)
            rows.append(self.generation.find_near(vector, breadth.passages, breadth.lists))
        for view in VIEWS:
            census = self.generation.census[view]
            tokens = _heaviest(question.words[view], census, breadth.tokens)
            rows.append(self.generation.find_words(view, tokens, breadth.passages))
        named = np.unique(np.concatenate(rows))
        named = named[self.standing[self.generation.owners[named]]]
        return self._rank(question, self._choose(question, named, breadth.experts), most)

    def _choose(self, question: Question, rows: Indices, most: int) -> Indices:
        """Return the most promising experts, by the least that the passages `rows` make sure of.

        With ``fused = t log(sum(exp(logit / t)) / n)``, the sum over some of an expert's n
        passages is a lower bound of that over all.
        """
        owners = self.generation.owners[rows]
        abilities = self.encoding.abilities
        logits = score_rows(question, self._base.block, self._base.words, rows, abilities)
        fused = fuse_passages(logits[None], owners)
        starts = self.generation.block.starts
        sizes = starts[fused.experts + 1] - starts[fused.experts]
        _, seen = np.unique(owners, return_counts=True)
        sure = fused.scores[0] + EVENNESS * np.log(seen / sizes)
        return np.sort(fused.experts[np.argsort(-sure, kind="stable")[:most]])

    def search_exactly(self, question: Question, most: int) -> list[tuple[str, float]]:
        """Return the best `most` experts of all: what `search` is measured against."""
        return self._rank(question, np.flatnonzero(self.standing), most)

    def _rank(self, question: Question, candidates: Indices, most: int) -> list[tuple[str, float]]:
        later = np.arange(len(self.later.ids))
        found = [
            *self._score(question, self._base, candidates),
            *self._score(question, self._added, later),
        ]
        return sorted(found, key=lambda one: (-one[1], one[0]))[:most]

    def _score(
        self, question: Question, part: _Part, experts: Indices
    ) -> Sequence[tuple[str, float]]:
        rows, starts = spread(part.block.starts, experts)
        owners = np.repeat(np.arange(len(experts)), np.diff(starts))
        logits = score_rows(question, part.block, part.words, rows, self.encoding.abilities)
        fused = fuse_passages(logits[None], owners)
        ids = [part.block.ids[one] for one in experts[fused.experts]]
        return list(zip(ids, fused.scores[0].tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class _LiveCensus:
    """What a generation counted, what came later, and what has gone."""

    base: CodeCensus
    later: CodeCensus
    gone: CodeCensus

    @property
    def count(self) -> int:
        return self.base.count + self.later.count - self.gone.count

    def holding(self, tokens: Sequence[str]) -> Indices:
        codes = code_tokens(tokens)
        return self.base.holds(codes) + self.later.holds(codes) - self.gone.holds(codes)


def score_rows(
    question: Question,
    block: Block,
    words: dict[View, Weighed],
    rows: Indices,
    abilities: Abilities,
) -> FloatArray:
    """Return the logit of each passage of `rows`, as `duijie.match.passages` would have it."""
    scripts = np.asarray(block.scripts[rows])
    cosines: FloatArray | None = None
    if question.vector is not None and block.vectors.size:
        # Not by BLAS: for so little work its threads wait for each other on a busy machine.
        vectors = block.vectors[rows].astype(np.float32)
        cosines = np.einsum("ij,j->i", vectors, question.vector).astype(float)
    english = words["english"].compare(question.words["english"], rows)

    def logits(
        pick: Callable[[Curves], Curve], scale: Scale | None, said: FloatArray
    ) -> FloatArray:
        if cosines is None or scale is None:
            return _apply(pick(BY_WORDS), said)
        meaning = np.where(scripts & HAS_MEANING, scale.apply(cosines), 0.0)
        return _apply(pick(WITH_MEANING), said, meaning)

    whole = abilities.chinese and abilities.across
    by_gloss = abilities.english
    across = abilities.across if whole else by_gloss
    total = logits(lambda curves: curves.translated, across, english)
    if question.english:
        read = (scripts & READS_ENGLISH) > 0
        own = logits(lambda curves: curves.english, abilities.english, english)
        total = np.where(read, own, total)
    if question.chinese:
        read = (scripts & READS_CHINESE) > 0
        said = words["chinese"].compare(question.words["chinese"], rows)
        scale = abilities.chinese if whole else by_gloss
        own = logits(lambda curves: curves.chinese, scale, said)
        both = (scripts & READS_ENGLISH) > 0 if question.english else np.zeros(len(rows), bool)
        total = np.where(read, np.where(both, np.maximum(own, total), own), total)
    return total


def _apply(curve: Curve, words: FloatArray, meaning: FloatArray | float = 0.0) -> FloatArray:
    total: FloatArray = curve.base + (curve.words + curve.topics) * words + curve.meaning * meaning
    return total


def _heaviest(words: Weighed, census: CodeCensus, most: int) -> Codes:
    """Return the tokens that weigh most, of those that any passage holds."""
    held = census.holds(words.tokens) > 0
    order = np.argsort(-words.weights[held].astype(float), kind="stable")[:most]
    return words.tokens[held][order]


def _nobody(dimension: int) -> Block:
    return read_portfolios([], Encoding(dimension=dimension))


def _say_other(made_for: tuple[str, int], encoding: Encoding) -> Text:
    model_id, dimension = made_for
    return Text(
        f"是为另一个语义模型（{model_id}，{dimension} 维）建的，"
        f"现在用的是 {encoding.model_id}（{encoding.dimension} 维）",
        f"was made for another encoder ({model_id}, {dimension} numbers a vector), "
        f"not for {encoding.model_id} ({encoding.dimension})",
    )


_WRONG_LENGTH = Text("向量长度不符", "holds vectors of another length")
