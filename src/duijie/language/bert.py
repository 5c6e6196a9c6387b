"""The forward pass of the BERT family, in NumPy alone.

Sources: Devlin et al., "BERT: Pre-training of deep bidirectional transformers", NAACL 2019;
RoBERTa (Liu et al., 2019) and XLM-RoBERTa (Conneau et al., ACL 2020) have the same layers and
count places from another number.

Texts are laid end to end instead of being padded: every linear layer sees one long matrix of
tokens, attention runs text by text. So nothing is computed for padding, and a vector does not
depend on what else is in the batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Starts = NDArray[np.int64]
"""Where each text begins in a matrix of tokens laid end to end, ascending from 0."""

_BLOCK = 1 << 15
"""So many numbers at a time stay in the processor's cache while gelu passes over them."""


@dataclass(frozen=True)
class Shape:
    """What the tensors of a checkpoint do not say of themselves.

    `first_place` is the number of the first token's place: 0 for BERT, the number of the padding
    token plus 1 for RoBERTa and XLM-RoBERTa.
    """

    heads: int = 12
    epsilon: float = 1e-12
    first_place: int = 0


class Bert:
    """An encoder made of the tensors of a checkpoint, named as Hugging Face names them.

    Raises
    ------
    KeyError
        When a tensor is missing.
    """

    def __init__(self, tensors: Mapping[str, Floats], shape: Shape) -> None:
        self._words = tensors["embeddings.word_embeddings.weight"]
        self._places = (
            tensors["embeddings.position_embeddings.weight"][shape.first_place :]
            + tensors["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = _Norm.read(tensors, "embeddings.LayerNorm", shape)
        count = sum(name.endswith("intermediate.dense.weight") for name in tensors)
        self._layers = [_Layer.read(tensors, f"encoder.layer.{nth}", shape) for nth in range(count)]

    @property
    def words(self) -> int:
        """Number of tokens that have a vector."""
        return len(self._words)

    @property
    def places(self) -> int:
        """The most tokens of a text."""
        return len(self._places)

    @property
    def width(self) -> int:
        """Length of a token's vector."""
        return int(self._words.shape[1])

    @property
    def depth(self) -> int:
        """Number of layers."""
        return len(self._layers)

    def read(self, texts: Sequence[Sequence[int]]) -> tuple[Floats, Starts]:
        """Return the state of every token, ``(n_tokens, width)``, and where each text begins.

        Every sequence of token ids needs one at least, and no more than there are places.
        """
        lengths = np.array([len(ids) for ids in texts])
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        spans = [slice(start, start + size) for start, size in zip(starts, lengths, strict=True)]
        places = np.concatenate([np.arange(size) for size in lengths])
        state = self._norm(self._words[np.concatenate(texts)] + self._places[places])
        for layer in self._layers:
            state = layer(state, spans)
        return state, starts


@dataclass(frozen=True, eq=False)
class _Linear:
    weight: Floats
    bias: Floats

    @classmethod
    def read(cls, tensors: Mapping[str, Floats], *names: str) -> _Linear:
        """Read one linear map, or several side by side so that one product does them all."""
        weight = np.concatenate([tensors[f"{name}.weight"] for name in names])
        bias = np.concatenate([tensors[f"{name}.bias"] for name in names])
        return cls(np.ascontiguousarray(weight.T), bias)

    def __call__(self, state: Floats) -> Floats:
        result: Floats = state @ self.weight
        result += self.bias
        return result


@dataclass(frozen=True, eq=False)
class _Norm:
    weight: Floats
    bias: Floats
    epsilon: np.float32

    @classmethod
    def read(cls, tensors: Mapping[str, Floats], name: str, shape: Shape) -> _Norm:
        weight, bias = tensors[f"{name}.weight"], tensors[f"{name}.bias"]
        return cls(weight, bias, np.float32(shape.epsilon))

    def __call__(self, state: Floats) -> Floats:
        centred: Floats = state - state.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", centred, centred)[:, None] / np.float32(state.shape[1])
        centred /= np.sqrt(variance + self.epsilon)
        centred *= self.weight
        centred += self.bias
        return centred


@dataclass(frozen=True, eq=False)
class _Layer:
    query_key_value: _Linear
    mix: _Linear
    mix_norm: _Norm
    widen: _Linear
    narrow: _Linear
    narrow_norm: _Norm
    heads: int

    @classmethod
    def read(cls, tensors: Mapping[str, Floats], name: str, shape: Shape) -> _Layer:
        attention = f"{name}.attention"
        parts = (f"{attention}.self.{part}" for part in ("query", "key", "value"))
        return cls(
            _Linear.read(tensors, *parts),
            _Linear.read(tensors, f"{attention}.output.dense"),
            _Norm.read(tensors, f"{attention}.output.LayerNorm", shape),
            _Linear.read(tensors, f"{name}.intermediate.dense"),
            _Linear.read(tensors, f"{name}.output.dense"),
            _Norm.read(tensors, f"{name}.output.LayerNorm", shape),
            shape.heads,
        )

    def __call__(self, state: Floats, spans: Sequence[slice]) -> Floats:
        projected = self.query_key_value(state)
        seen = np.empty_like(state)
        for span in spans:
            seen[span] = _attend(projected[span], self.heads)
        state = self.mix_norm(state + self.mix(seen))
        return self.narrow_norm(state + self.narrow(gelu(self.widen(state))))


def _attend(projected: Floats, heads: int) -> Floats:
    """Let the tokens of one text see each other: ``(n, 3 * width)`` to ``(n, width)``."""
    size, width = projected.shape[0], projected.shape[1] // 3
    query, key, value = projected.reshape(size, 3, heads, width // heads).transpose(1, 2, 0, 3)
    weights: Floats = query @ key.transpose(0, 2, 1)
    weights *= np.float32((width // heads) ** -0.5)
    weights -= weights.max(axis=2, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=2, keepdims=True)
    seen: Floats = (weights @ value).transpose(1, 0, 2).reshape(size, width)
    return seen


def gelu(values: Floats) -> Floats:
    """Return ``x * (1 + erf(x / sqrt(2))) / 2``, writing over `values`.

    The error function is formula 7.1.26 of Abramowitz & Stegun, *Handbook of Mathematical
    Functions* (1964): off by 1.5e-7 at most, which single precision does not see, and several
    times as fast as the exact one.
    """
    flat = values.reshape(-1)
    for start in range(0, flat.size, _BLOCK):
        block = flat[start : start + _BLOCK]
        block *= _normal_distribution(block)
    return values


_ERF = tuple(
    np.float32(a) for a in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
)


def _normal_distribution(values: Floats) -> Floats:
    """Return the share of the normal distribution that lies below each value."""
    size = np.abs(values) * np.float32(0.5**0.5)
    step = np.float32(1) / (np.float32(1) + np.float32(0.3275911) * size)
    tail = step * _ERF[0]
    for coefficient in _ERF[1:]:
        tail += coefficient
        tail *= step
    size *= size
    tail *= np.exp(-size)
    tail *= np.float32(0.5)
    share: Floats = np.where(values < 0, tail, np.float32(1) - tail)
    return share
