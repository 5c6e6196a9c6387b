"""Meaning: cosines of encoded texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duijie.domain.plans import FloatArray
from duijie.domain.progress import Progress, silent
from duijie.language.encoder import Encoder
from duijie.match.problem import Writing


def compare_meanings(
    needs: Sequence[Writing],
    passages: Sequence[Writing],
    encoder: Encoder,
    progress: Progress = silent,
) -> FloatArray:
    """Return the cosine of every need and passage, ``(n_needs, n_passages)``, in [-1, 1].

    Of a long text only the beginning that the encoder takes in is read. A text without words
    has cosine 0 with everything.

    Raises
    ------
    EncoderUnavailable
        When the encoder cannot be used.
    """
    writings = [*needs, *passages]
    spoken = [index for index, writing in enumerate(writings) if writing.has_words]
    vectors = np.zeros((len(writings), encoder.dimension))
    # Each text once: in another place of a batch its vector may differ in the last digit, and
    # two experts with the same evidence must have the same affinity.
    row = {text: n for n, text in enumerate(dict.fromkeys(writings[i].whole for i in spoken))}
    if spoken:
        encoded = encoder.encode(list(row), progress)
        vectors[spoken] = encoded[[row[writings[index].whole] for index in spoken]]
    return np.clip(vectors[: len(needs)] @ vectors[len(needs) :].T, -1, 1)
