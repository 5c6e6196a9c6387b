"""From passages to blocks: texts are tokenised and encoded once, when they come in."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from duijie.domain.progress import Progress, silent
from duijie.language.encoder import Vectors
from duijie.language.probe import Abilities
from duijie.language.script import Script
from duijie.match.index.block import (
    HAS_MEANING,
    READS_CHINESE,
    READS_ENGLISH,
    Block,
    Codes,
    Counts,
    join_blocks,
)
from duijie.match.problem import Writing

PORTION = 32
"""Experts that are read at a time: then progress is told and the memory of texts given back."""
_MOST_COUNTED = 255


@dataclass(frozen=True)
class Portfolio:
    """What shows one expert's work."""

    expert_id: str
    writings: tuple[Writing, ...]

    @property
    def digest(self) -> str:
        """A name for the texts that changes when one of them does."""
        texts = json.dumps([(one.title, one.body) for one in self.writings])
        return hashlib.sha256(texts.encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class Encoding:
    """How passages become vectors; `encode` is None where meanings are not compared."""

    model_id: str = "none"
    dimension: int = 0
    encode: Callable[[Sequence[str]], Vectors] | None = None
    abilities: Abilities = field(default_factory=Abilities)

    def writing(self, writing: Writing) -> Writing:
        """Return what of `writing` the encoder is given: itself, or its gloss."""
        plain = self.abilities.chinese and self.abilities.across
        return writing if plain else writing.in_english


def code_token(token: str) -> int:
    """Return a number for a token, the same everywhere; odd for a single character.

    Of 32 bits: among ten million tokens one in two hundred shares its number with another.
    """
    return crc32(token.encode("utf-8", "surrogatepass")) & ~1 | (len(token) == 1)


def read_portfolios(
    portfolios: Sequence[Portfolio], encoding: Encoding, progress: Progress = silent
) -> Block:
    """Return what the index keeps of `portfolios`; passages without words are left out.

    `progress` counts experts. Nothing but the vectors, which an encoder with a cache keeps, is
    stored on the way.

    Raises
    ------
    EncoderUnavailable
        When the encoder cannot be used.
    """
    blocks = [_read([], encoding)]
    for start in range(0, len(portfolios), PORTION):
        blocks.append(_read(portfolios[start : start + PORTION], encoding))
        progress(min(start + PORTION, len(portfolios)), len(portfolios))
    return join_blocks(blocks)


def _read(portfolios: Sequence[Portfolio], encoding: Encoding) -> Block:
    # Copies, so that the tokens they remember go with them.
    copies = [[Writing(one.title, one.body) for one in each.writings] for each in portfolios]
    kept = [[one for one in each if one.has_words] for each in copies]
    writings = [one for each in kept for one in each]
    vectors = _encode(writings, encoding)
    return Block(
        tuple(each.expert_id for each in portfolios),
        tuple(each.digest for each in portfolios),
        np.cumsum([0, *map(len, kept)]).astype(np.int64),
        np.array([*map(_script, writings)], np.uint8)
        | np.where(vectors.any(axis=1), HAS_MEANING, 0).astype(np.uint8),
        vectors.astype(np.float16),
        count_tokens([writing.in_english for writing in writings]),
        count_tokens([in_chinese(writing) for writing in writings]),
    )


def in_chinese(writing: Writing) -> Writing:
    """Return what is compared in Chinese; nothing where it cannot be."""
    return writing.in_chinese if writing.readable_in(Script.ZH) else Writing("")


def count_tokens(writings: Sequence[Writing]) -> Counts:
    """Count the tokens of each writing, title and body by themselves."""
    counted = [(Counter(one.title_tokens), Counter(one.body_tokens)) for one in writings]
    tokens = [dict.fromkeys([*title, *body]) for title, body in counted]
    pairs = [(title[token], body[token]) for (title, body), own in zip(counted, tokens, strict=True)
             for token in own]  # fmt: skip
    counts = np.minimum(np.array(pairs, dtype=np.int64).reshape(-1, 2), _MOST_COUNTED)
    return Counts(
        np.cumsum([0, *map(len, tokens)]).astype(np.int64),
        code_tokens(token for own in tokens for token in own),
        counts[:, 0].astype(np.uint8),
        counts[:, 1].astype(np.uint8),
    )


def code_tokens(tokens: Iterator[str] | Sequence[str]) -> Codes:
    """Return the number of each token."""
    return np.array([code_token(token) for token in tokens], dtype=np.uint32)


def _encode(writings: Sequence[Writing], encoding: Encoding) -> Vectors:
    vectors = np.zeros((len(writings), encoding.dimension), dtype=np.float32)
    if encoding.encode is None:
        return vectors
    read = [encoding.writing(writing) for writing in writings]
    rows = [row for row, writing in enumerate(read) if writing.has_words]
    if rows:
        prompt = encoding.abilities.prompts.passage
        vectors[rows] = encoding.encode([prompt + read[row].whole for row in rows])
    return vectors


def _script(writing: Writing) -> int:
    english, chinese = writing.readable_in(Script.EN), writing.readable_in(Script.ZH)
    return READS_ENGLISH * english | READS_CHINESE * chinese
