"""From token states to one vector for each text, and how many texts are computed at once.

Source: Reimers & Gurevych, "Sentence-BERT", EMNLP 2019.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np
from threadpoolctl import threadpool_limits
from tokenizers import Tokenizer

from duijie.domain.progress import Progress, silent
from duijie.language.bert import Bert, Floats, Starts
from duijie.language.encoder import Vectors, unit_rows

Pooling = Literal["cls", "mean", "max", "mean_sqrt_len"]

_CHARACTERS_PER_TOKEN = 8
"""More than fills the tokens; a book is not tokenised for its first page."""
_BATCH_TOKENS = 1024


@dataclass(frozen=True, eq=False)
class Dense:
    """A linear layer behind the pooling, ``weight`` of shape (out, in)."""

    weight: Floats
    bias: Floats | None
    tanh: bool

    def __call__(self, vectors: Floats) -> Floats:
        """Return ``(n_texts, out)``."""
        mapped: Floats = vectors @ self.weight.T
        if self.bias is not None:
            mapped = mapped + self.bias
        return np.tanh(mapped) if self.tanh else mapped


@dataclass(frozen=True, eq=False)
class SentenceNetwork:
    """Token ids in, unit vectors out; several poolings stand side by side."""

    bert: Bert
    poolings: tuple[Pooling, ...] = ("mean",)
    dense: tuple[Dense, ...] = ()

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        if self.dense:
            return len(self.dense[-1].weight)
        return self.bert.width * len(self.poolings)

    def encode(self, texts: Sequence[Sequence[int]]) -> Vectors:
        """Return one unit vector for each sequence of token ids, ``(n_texts, dimension)``."""
        state, starts = self.bert.read(texts)
        vectors = np.hstack([pool(state, starts, pooling) for pooling in self.poolings])
        for layer in self.dense:
            vectors = layer(vectors)
        return unit_rows(vectors)


def pool(state: Floats, starts: Starts, pooling: Pooling) -> Floats:
    """Return one row for each text from the rows of its tokens, ``(n_texts, width)``."""
    if pooling == "cls":
        return state[starts]
    if pooling == "max":
        highest: Floats = np.maximum.reduceat(state, starts, axis=0)
        return highest
    lengths = np.diff([*starts, len(state)]).astype(np.float32)[:, None]
    total: Floats = np.add.reduceat(state, starts, axis=0)
    total /= lengths if pooling == "mean" else np.sqrt(lengths)
    return total


def open_tokenizer(content: bytes, max_tokens: int) -> Tokenizer:
    """Return the tokenizer of a ``tokenizer.json``, cutting at `max_tokens`, padding nothing."""
    tokenizer = Tokenizer.from_str(content.decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def encode_texts(
    network: SentenceNetwork,
    tokenizer: Tokenizer,
    texts: Sequence[str],
    max_tokens: int,
    progress: Progress = silent,
) -> Vectors:
    """Return unit vectors of the beginnings of `texts`, ``(n_texts, dimension)``."""
    parts = [np.zeros((0, network.dimension), dtype=np.float32)]
    done = 0
    longest = max_tokens * _CHARACTERS_PER_TOKEN
    batches = _batches(lambda text: tokenizer.encode(text[:longest]).ids, texts)
    # One thread of linear algebra in each of several workers: the products are too small
    # to be shared out, and waiting for each other costs more than the work.
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(os.cpu_count()) as pool:
        for vectors in pool.map(network.encode, batches):
            parts.append(vectors)
            done += len(vectors)
            progress(done, len(texts))
    return np.concatenate(parts)


def _batches(
    tokenise: Callable[[str], list[int]], texts: Sequence[str]
) -> Iterator[list[list[int]]]:
    """Yield the token ids of the texts in order, about equally many tokens at a time."""
    batch: list[list[int]] = []
    for text in texts:
        batch.append(tokenise(text) or [0])  # where no mark of a beginning is set, "" has no token
        if sum(map(len, batch)) >= _BATCH_TOKENS:
            yield batch
            batch = []
    if batch:
        yield batch
