"""Text alone: tf-idf over tokens, and the topics behind them (latent semantic analysis).

Sources: Salton & Buckley, "Term-weighting approaches in automatic text retrieval", Information
Processing & Management 24 (1988); Deerwester et al., "Indexing by latent semantic analysis",
JASIS 41 (1990); the decomposition by random projection follows Halko, Martinsson & Tropp,
"Finding structure with randomness", SIAM Review 53 (2011).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from duijie.domain.plans import FloatArray
from duijie.match.problem import Writing

View = Literal["english", "chinese"]
"""In which language two texts are compared."""
TITLE_SHARE: Mapping[View, float] = {"english": 0.1, "chinese": 0.2}
"""What the title counts against the body, however long the body is.

An English title says little that its abstract does not; of a Chinese need, which is filled into a
form, it is often the only sentence of its own.
"""
CHARACTER_WEIGHT = 1.5
"""What a single Chinese character counts against a pair: titles are short, and a character is
often all that two names of one thing share."""
TOPICS = 200
_POWER_ROUNDS = 8
_OVERSAMPLING = 50
_EMPTY = 1e-9


class Census(Protocol):
    """All passages of a long list, of which only some are compared."""

    @property
    def count(self) -> int:
        """How many they are."""

    def holding(self, tokens: Sequence[str]) -> NDArray[np.int64]:
        """Return in how many of them each of `tokens` stands."""


@dataclass(frozen=True, eq=False)
class Background:
    """The whole list as it is read: everybody's English glosses, and what is Chinese."""

    english: Census
    chinese: Census


def compare_words(
    needs: Sequence[Writing],
    passages: Sequence[Writing],
    view: View,
    census: Census | None = None,
) -> FloatArray:
    """Return the cosine of the tokens of each pair, ``(n_needs, n_passages)``, in [0, 1].

    How much a token weighs is told by the needs and the whole list of passages, so scores depend
    on it; that is `census` where `passages` are a selection. A text without tokens has cosine 0
    with everything.
    """
    vectors = weigh_writings([*needs, *passages], view, census, len(needs))
    words: FloatArray = (vectors[: len(needs)] @ vectors[len(needs) :].T).toarray()
    return words


def compare_topics(
    needs: Sequence[Writing], passages: Sequence[Writing], census: Census | None = None
) -> FloatArray:
    """Return the cosine of the Chinese topics of each pair, ``(n_needs, n_passages)``, in [-1, 1].

    Topics are those of the given texts; how much their tokens weigh is as in `compare_words`.
    """
    # These matrices are small: threads that wait for each other cost more than they bring.
    with threadpool_limits(1, user_api="blas"):
        vectors = weigh_writings([*needs, *passages], "chinese", census, len(needs))
        places = find_topics(vectors, TOPICS)
        return np.clip(places[: len(needs)] @ places[len(needs) :].T, -1, 1)


def weigh_writings(
    writings: Sequence[Writing], view: View, census: Census | None = None, beside: int = 0
) -> sparse.csr_array:
    """Return the tf-idf vectors of `writings`, one unit row each, or a zero row without tokens.

    Title and body are weighed by themselves, ``(1 + log count) * idf``, and then mixed, so that
    the title of a need of fifty pages still counts. idf is that of `writings`, or of the first
    `beside` of them and all that `census` counts.
    """
    documents = [item.title_tokens for item in writings] + [item.body_tokens for item in writings]
    column = {token: place for place, token in enumerate(dict.fromkeys(chain(*documents)))}
    counts = _count_tokens(documents, column)
    titles, bodies = counts[: len(writings)], counts[len(writings) :]
    said, count = (titles + bodies) > 0, len(writings)
    if census is None:
        holding = said.sum(axis=0)
    else:
        holding = said[:beside].sum(axis=0) + census.holding([*column])
        count = beside + census.count
    weight = np.log((1 + count) / (1 + holding)) + 1
    weight[[place for token, place in column.items() if len(token) == 1]] *= CHARACTER_WEIGHT
    rarity, share = sparse.diags_array(weight), TITLE_SHARE[view]
    return _unit_rows(
        share * _unit_rows(titles @ rarity) + (1 - share) * _unit_rows(bodies @ rarity)
    )


def find_topics(vectors: sparse.csr_array, topics: int) -> FloatArray:
    """Return unit vectors of the texts in the space of their strongest topics.

    At most `topics`, and at most half as many as there are texts: with as many topics as
    texts, topics would say the same as words.
    """
    width = min(topics, max(1, vectors.shape[0] // 2))
    shape = (vectors.shape[0], min(width + _OVERSAMPLING, vectors.shape[0]))
    basis = np.random.default_rng(0).standard_normal(shape)
    for _ in range(_POWER_ROUNDS):
        basis = np.linalg.qr(vectors @ (vectors.T @ basis))[0]
    strength, turn = np.linalg.eigh(basis.T @ (vectors @ (vectors.T @ basis)))
    places = (basis @ turn)[:, -width:] * np.sqrt(np.maximum(strength, 0))[-width:]
    lengths = np.linalg.norm(places, axis=1, keepdims=True)
    unit: FloatArray = np.divide(places, lengths, out=np.zeros_like(places), where=lengths > _EMPTY)
    return unit


def _count_tokens(
    documents: Sequence[Sequence[str]], column: Mapping[str, int]
) -> sparse.csr_array:
    """Return damped counts ``1 + log count``, shape ``(n_documents, n_tokens)``."""
    counted = [Counter(tokens) for tokens in documents]
    rows = np.repeat(np.arange(len(counted)), [len(counts) for counts in counted])
    columns = [column[token] for counts in counted for token in counts]
    damped = 1 + np.log([float(count) for counts in counted for count in counts.values()])
    return sparse.csr_array((damped, (rows, columns)), shape=(len(counted), len(column)))


def _unit_rows(matrix: sparse.csr_array) -> sparse.csr_array:
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1))
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_array(sparse.diags_array(scale) @ matrix)
