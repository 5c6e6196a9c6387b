"""What an index keeps of experts: the tokens of their passages counted, and their vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Counted = NDArray[np.uint8]
Indices = NDArray[np.int64]
Halves = NDArray[np.float16]


@dataclass(frozen=True, eq=False)
class Counts:
    """How often each passage says each token, passage after passage.

    Those of passage i stand at ``starts[i]:starts[i + 1]``; `title` and `body` count a token in
    either, at most 255.
    """

    starts: Indices
    tokens: Codes
    title: Counted
    body: Counted

    def take(self, rows: Indices) -> Counts:
        """Return the counts of `rows`, in that order."""
        places, starts = spread(self.starts, rows)
        return Counts(starts, self.tokens[places], self.title[places], self.body[places])


@dataclass(frozen=True, eq=False)
class Block:
    """Experts with their passages, those of expert i at ``starts[i]:starts[i + 1]``.

    `digests` change whenever a text of the expert does; `scripts` tell what each passage can be
    read in (bits `READS_ENGLISH`, `READS_CHINESE`) and whether it was encoded (`HAS_MEANING`);
    `vectors` have shape ``(n_passages, dimension)``. `english` counts the tokens of the English
    gloss, `chinese` those of what is Chinese.
    """

    ids: tuple[str, ...]
    digests: tuple[str, ...]
    starts: Indices
    scripts: Counted
    vectors: Halves
    english: Counts
    chinese: Counts

    def take(self, experts: Indices) -> Block:
        """Return the experts at the positions `experts`, in that order."""
        rows, starts = spread(self.starts, experts)
        return Block(
            tuple(self.ids[one] for one in experts),
            tuple(self.digests[one] for one in experts),
            starts,
            self.scripts[rows],
            self.vectors[rows],
            self.english.take(rows),
            self.chinese.take(rows),
        )


READS_ENGLISH, READS_CHINESE, HAS_MEANING = 1, 2, 4


def spread(starts: Indices, rows: Indices) -> tuple[Indices, Indices]:
    """Return the places that belong to `rows`, row after row, and where each row starts there."""
    sizes = starts[rows + 1] - starts[rows]
    ends = np.cumsum(sizes)
    new_starts = np.concatenate([[0], ends]).astype(np.int64)
    places = np.arange(new_starts[-1]) + np.repeat(starts[rows] - new_starts[:-1], sizes)
    return places.astype(np.int64), new_starts


def join_blocks(blocks: Sequence[Block]) -> Block:
    """Return all experts of `blocks`, one or more, in the order of their ids."""
    joined = Block(
        tuple(chain.from_iterable(block.ids for block in blocks)),
        tuple(chain.from_iterable(block.digests for block in blocks)),
        _join_starts([block.starts for block in blocks]),
        np.concatenate([block.scripts for block in blocks]),
        np.concatenate([block.vectors for block in blocks]),
        _join_counts([block.english for block in blocks]),
        _join_counts([block.chinese for block in blocks]),
    )
    order = sorted(range(len(joined.ids)), key=joined.ids.__getitem__)
    if order == list(range(len(order))):
        return joined
    return joined.take(np.array(order, dtype=np.int64))


def _join_counts(parts: Sequence[Counts]) -> Counts:
    return Counts(
        _join_starts([part.starts for part in parts]),
        np.concatenate([part.tokens for part in parts]),
        np.concatenate([part.title for part in parts]),
        np.concatenate([part.body for part in parts]),
    )


def _join_starts(parts: Sequence[Indices]) -> Indices:
    sizes = [np.diff(part) for part in parts]
    return np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64)
