"""How far matching goes on one machine: the index against NumPy comparing everything.

    python benchmarks/match_scale.py 10000 100000 1000000

Passages are invented: each belongs to a subject, its vector lies about the subject's, its words
are half of the subject's own, half of anybody's. Ten passages an expert, of one to three subjects.
The time to encode texts is not counted, that to tokenise them is.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.common import write_result
from duijie.language.probe import OF_MINILM
from duijie.match.calibrate import WITH_MEANING
from duijie.match.fuse import fuse_passages
from duijie.match.index.read import Encoding, Portfolio
from duijie.match.index.search import Breadth, ExpertIndex, Question
from duijie.match.index.update import update_index
from duijie.match.problem import Writing

DIMENSION = 384
PER_EXPERT = 10
PER_SUBJECT = 500
NOISE = 0.9
OWN_WORDS, ALL_WORDS = 60, 60_000
TITLE, BODY = 8, 32
TOP = 20
WARM_UP = 200
OWN_SHARE = 0.5
CHUNK = 10_000
BUILDING = ["passages", "experts", "build s", "memory MB", "disk MB", "open s"]
SEARCHING = ["passages", "method", "p50 ms", "p99 ms", "recall"]
Need = tuple[Writing, NDArray[np.float32]]


class Invented:
    """Passages drawn from `seed`, `CHUNK` at a time."""

    def __init__(self, passages: int, seed: int) -> None:
        self._seed = seed
        self.passages = passages
        random = np.random.default_rng(seed)
        subjects = max(20, passages // PER_SUBJECT)
        self._words = [name_word(one) for one in range(ALL_WORDS)]
        self._centres = _unit(random.standard_normal((subjects, DIMENSION)))
        self._own = random.integers(0, ALL_WORDS, (subjects, OWN_WORDS))
        experts = passages // PER_EXPERT
        width = random.integers(1, 4, experts)
        choices = random.integers(0, subjects, (experts, 3))
        pick = random.integers(0, 3, (experts, PER_EXPERT)) % width[:, None]
        self._subject = np.take_along_axis(choices, pick, axis=1).ravel()

    def vectors(self, rows: NDArray[np.int64], salt: int = 0) -> NDArray[np.float32]:
        """Return the vectors of passages, or of needs that are like them (`salt`)."""
        random = np.random.default_rng([self._seed, salt, int(rows[0])])
        noise = random.standard_normal((len(rows), DIMENSION), dtype=np.float32)
        noisy = self._centres[self._subject[rows]] + NOISE * noise / np.sqrt(DIMENSION)
        return _unit(noisy).astype(np.float32)

    def writings(self, rows: NDArray[np.int64], salt: int = 0) -> list[Writing]:
        """Return titles and bodies of passages, or of needs that are like them (`salt`)."""
        random = np.random.default_rng([self._seed, salt + 1, int(rows[0])])
        shape = len(rows), TITLE + BODY
        chosen = (random.random(shape) ** 2 * OWN_WORDS).astype(int)
        own = np.take_along_axis(self._own[self._subject[rows]], chosen, axis=1)
        anybody = (random.random(shape) ** 3 * ALL_WORDS).astype(int)
        drawn = np.where(random.random(shape) < OWN_SHARE, own, anybody).tolist()
        named = ([self._words[one] for one in text] for text in drawn)
        return [Writing(" ".join(text[:TITLE]), " ".join(text[TITLE:])) for text in named]

    def portfolios(self) -> Iterator[Portfolio]:
        """Yield the experts."""
        for first in range(0, self.passages, CHUNK):
            rows = np.arange(first, min(first + CHUNK, self.passages))
            texts = self.writings(rows)
            for start in range(0, len(texts), PER_EXPERT):
                name = f"E{(first + start) // PER_EXPERT:07d}"
                yield Portfolio(name, tuple(texts[start : start + PER_EXPERT]))

    def needs(self, count: int, salt: int = 0) -> list[Need]:
        """Return needs that are each like a passage drawn, and their vectors."""
        random = np.random.default_rng([self._seed, self.passages, salt])
        rows = random.integers(0, self.passages, (count, 1))
        return [(self.writings(row, salt=7)[0], self.vectors(row, salt=7)[0]) for row in rows]


class _Replay:
    """Gives the vectors of the passages in the order in which the index reads them."""

    def __init__(self, invented: Invented) -> None:
        self._invented = invented
        self._next = 0
        self._ahead = np.zeros((0, DIMENSION), dtype=np.float32)

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        while len(self._ahead) < len(texts):
            rows = np.arange(self._next, min(self._next + CHUNK, self._invented.passages))
            self._next += len(rows)
            self._ahead = np.concatenate([self._ahead, self._invented.vectors(rows)])
        vectors, self._ahead = np.split(self._ahead, [len(texts)])
        return vectors


class BruteForce:
    """Compares a need with every passage, in NumPy and SciPy, from the same counts."""

    def __init__(self, index: ExpertIndex, invented: Invented) -> None:
        words, block = index.generation.words["english"], index.generation.block
        self._vocabulary = index.generation.census["english"].tokens
        # As they were before the index rounded them.
        self.vectors = np.concatenate(
            [
                invented.vectors(np.arange(first, min(first + CHUNK, invented.passages)))
                for first in range(0, invented.passages, CHUNK)
            ]
        )
        columns = np.searchsorted(self._vocabulary, words.tokens).astype(np.int32)
        shape = len(block.scripts), len(self._vocabulary)
        weights = words.weights.astype(np.float32)
        self._words = sparse.csr_matrix((weights, columns, words.starts), shape=shape)
        self._owners = index.generation.owners
        self._ids = block.ids

    def search(self, question: Question, most: int) -> list[str]:
        asked = question.words["english"]
        need = np.zeros(len(self._vocabulary), dtype=np.float32)
        places = np.minimum(np.searchsorted(self._vocabulary, asked.tokens), len(need) - 1)
        known = self._vocabulary[places] == asked.tokens
        need[places[known]] = asked.weights[known]
        curve = WITH_MEANING.english
        meaning = np.clip(self.vectors @ np.asarray(question.vector), -1, 1)
        logits = curve.base + curve.words * (self._words @ need) + curve.meaning * meaning
        scores = fuse_passages(logits[None], self._owners).scores[0]
        best = np.argpartition(-scores, most)[:most]
        return [self._ids[one] for one in best[np.argsort(-scores[best], kind="stable")]]


class Measured(NamedTuple):
    """Rows of the two tables."""

    building: list[Any]
    searching: list[list[Any]]


def measure(passages: int, queries: int, seed: int, breadths: Sequence[Breadth]) -> Measured:
    """Build an index of so many passages and search it both ways."""
    invented = Invented(passages, seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        encoding = Encoding("invented", DIMENSION, _Replay(invented), OF_MINILM)
        portfolios = list(invented.portfolios())
        building: list[Any] = [passages, passages // PER_EXPERT]
        began = time.perf_counter()
        update_index(folder, portfolios, encoding, seed=seed)
        building += [round(time.perf_counter() - began), _peak_mb()]
        del portfolios
        building.append(round(sum(one.stat().st_size for one in folder.rglob("*")) / 1e6))
        began = time.perf_counter()
        index = ExpertIndex(folder, encoding)
        building.append(round(time.perf_counter() - began, 2))
        print(building, flush=True)
        needs = invented.needs(queries)
        return Measured(building, list(_search_both(index, invented, needs, breadths)))


def _search_both(
    index: ExpertIndex, invented: Invented, needs: Sequence[Need], breadths: Sequence[Breadth]
) -> Iterator[list[Any]]:
    """Yield method, median and 99th percentile in ms, recall of the exact best `TOP`."""
    brute = BruteForce(index, invented)
    exact, spent = _time(lambda need: brute.search(index.ask(*need), TOP), needs)
    yield [invented.passages, "NumPy, all passages", *spent, 1.0]
    for breadth in breadths:
        # The files are opened, and read from disk once, by needs that are not timed.
        _time(partial(_ask, index, breadth), invented.needs(WARM_UP, salt=1))
        asked, spent = _time(partial(_ask, index, breadth), needs)
        overlaps = [len({*one} & {*other}) / TOP for one, other in zip(exact, asked, strict=True)]
        label = ", ".join(f"{most} {name}" for name, most in asdict(breadth).items())
        row = [invented.passages, f"index: {label}", *spent, float(np.mean(overlaps))]
        print(row, flush=True)
        yield row


def name_word(number: int) -> str:
    """Return an invented word of three syllables.

    >>> name_word(12345)
    'puvobi'
    """
    syllables = [f"{one}{two}" for one in "bdfgklmnprtvz" for two in "aeiou"]
    high, low = divmod(int(number), len(syllables))
    return syllables[low] + syllables[high % len(syllables)] + syllables[high // len(syllables)]


def _ask(index: ExpertIndex, breadth: Breadth, need: Need) -> list[str]:
    return [who for who, _ in index.search(index.ask(*need), TOP, breadth)]


def _time(
    search: Callable[[Need], list[str]], needs: Sequence[Need]
) -> tuple[list[list[str]], list[float]]:
    answers, spent = [], []
    for need in needs:
        began = time.perf_counter()
        answers.append(search(need))
        spent.append(1000 * (time.perf_counter() - began))
    return answers, [round(float(one), 2) for one in np.percentile(spent, [50, 99])]


def _unit(vectors: NDArray[Any]) -> NDArray[Any]:
    unit: NDArray[Any] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--breadth", type=int, nargs=4, action="append")
    options = parser.parse_args()
    breadths = [Breadth(*one) for one in options.breadth or []] or [Breadth()]
    measured = [
        measure(passages, options.queries, options.seed, breadths) for passages in options.passages
    ]
    path = write_result(
        "match_scale",
        {
            "title": "Match: many experts",
            "note": f"Invented passages, {PER_EXPERT} an expert (seed {options.seed}); "
            f"{options.queries} needs, one after the other, after {WARM_UP} others. "
            f"Recall: share of the exact best {TOP} "
            "experts. Memory is the highest of the process, which holds the texts. Encoding is not "
            "counted.",
            "tables": [
                {
                    "name": "building",
                    "columns": BUILDING,
                    "rows": [one.building for one in measured],
                },
                {
                    "name": "searching",
                    "columns": SEARCHING,
                    "rows": [row for one in measured for row in one.searching],
                },
            ],
        },
    )
    print(path)


if __name__ == "__main__":
    main()
