"""What anybody could use instead, for comparison only: BM25, plain tf-idf, MiniLM by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from duijie.language.encoder import Encoder
from duijie.match.problem import MatchProblem, Writing

Floats = NDArray[np.float64]


def score_peers(problem: MatchProblem, encoder: Encoder) -> Iterator[tuple[str, Floats]]:
    """Yield (name, scores by need and expert); an expert counts by the best passage."""
    for name, scores in (
        ("BM25", bm25(problem.writings, problem.passages)),
        ("TF-IDF", tfidf(problem.writings, problem.passages)),
        ("MiniLM", minilm(problem.writings, problem.passages, encoder)),
    ):
        yield name, best_passage(scores, problem)


def best_passage(scores: Floats, problem: MatchProblem) -> Floats:
    """Return each expert's highest score, ``(n_needs, n_experts)``."""
    best = np.full((len(problem.needs), len(problem.experts)), -np.inf)
    for position, owner in enumerate(problem.owners):
        best[:, owner] = np.maximum(best[:, owner], scores[:, position])
    return best


def split_plainly(text: str) -> list[str]:
    """Return lower-case words, and single and paired characters of Chinese."""
    tokens: list[str] = []
    for run in re.findall(r"[\u4e00-\u9fff]+|[a-z0-9]+", text.lower()):
        if run[0] < "\u4e00":
            tokens.append(run)
        else:
            tokens += [*run, *(first + second for first, second in pairwise(run))]
    return tokens


def tfidf(needs: Sequence[Writing], passages: Sequence[Writing]) -> Floats:
    """Cosines of tf-idf vectors of title and body, as scikit-learn makes them."""
    texts = [writing.whole for writing in (*needs, *passages)]
    vectors = TfidfVectorizer(analyzer=split_plainly).fit_transform(texts)
    cosines: Floats = (vectors[: len(needs)] @ vectors[len(needs) :].T).toarray()
    return cosines


def bm25(
    needs: Sequence[Writing], passages: Sequence[Writing], k1: float = 1.2, b: float = 0.75
) -> Floats:
    """Okapi BM25 (Robertson & Zaragoza 2009) of needs as queries and passages as documents."""
    documents = [Counter(split_plainly(passage.whole)) for passage in passages]
    lengths = np.array([document.total() for document in documents], dtype=float)
    damping = k1 * (1 - b + b * lengths / lengths.mean())
    holding = Counter(token for document in documents for token in document)
    postings: dict[str, list[tuple[int, int]]] = {}
    for position, document in enumerate(documents):
        for token, count in document.items():
            postings.setdefault(token, []).append((position, count))
    scores = np.zeros((len(needs), len(passages)))
    for row, need in enumerate(needs):
        for token, asked in Counter(split_plainly(need.whole)).items():
            rarity = np.log(1 + (len(documents) - holding[token] + 0.5) / (holding[token] + 0.5))
            for position, count in postings.get(token, []):
                gain = count * (k1 + 1) / (count + damping[position])
                scores[row, position] += asked * rarity * gain
    return scores


def minilm(needs: Sequence[Writing], passages: Sequence[Writing], encoder: Encoder) -> Floats:
    """Cosines of MiniLM vectors of title and body."""
    vectors = encoder.encode([writing.whole for writing in (*needs, *passages)])
    return (vectors[: len(needs)] @ vectors[len(needs) :].T).astype(np.float64)
