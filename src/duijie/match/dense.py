"""Meaning: cosines of encoded texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duijie.domain.plans import FloatArray
from duijie.domain.progress import Progress, silent
from duijie.language.encoder import Encoder
from duijie.language.script import english_part
from duijie.match.problem import Writing


def compare_meanings(
    needs: Sequence[Writing],
    passages: Sequence[Writing],
    encoder: Encoder,
    progress: Progress = silent,
) -> FloatArray:
    """Return the cosine of every need and passage, ``(n_needs, n_passages)``, in [-1, 1].

    Chinese inside an English text is left out, and of a long text only the beginning that the
    encoder takes in is read.

    Raises
    ------
    EncoderUnavailable
        When the encoder cannot be used.
    """
    texts = [english_part(writing.whole) for writing in (*needs, *passages)]
    vectors = encoder.encode(texts, progress).astype(np.float64)
    return np.clip(vectors[: len(needs)] @ vectors[len(needs) :].T, -1, 1)
