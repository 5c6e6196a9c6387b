"""What every text encoder offers, and how it says that it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from duijie.domain.errors import DuijieError
from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text, join

Vectors = NDArray[np.float32]
"""Unit rows, shape ``(n_texts, dimension)``."""


class Encoder(Protocol):
    """Turns texts into vectors whose inner product says how close their meanings are."""

    @property
    def model_id(self) -> str:
        """Name that changes whenever the vectors would."""

    @property
    def dimension(self) -> int | None:
        """Length of a vector; None where only the vectors tell."""

    def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Return one unit vector for each text, float32 ``(n_texts, dimension)``.

        Raises
        ------
        EncoderUnavailable
            When the model cannot be used; callers go on without it and say so.
        """


class EncoderUnavailable(DuijieError):
    """The encoder is missing, damaged or does not answer."""

    @property
    def whole(self) -> Text:
        """The message with its hints in brackets, to stand in one line among notices."""
        if not self.hints:
            return self.message
        hints = join(list(self.hints))
        return self.message + Text(f"（{hints.zh}）", f" ({hints.en})")


class Absent:
    """Stands for an `Encoder` that is not there, and says why.

    Parameters
    ----------
    why
        The message of the `EncoderUnavailable` that `encode` raises.
    """

    model_id = "none"
    dimension = 0

    def __init__(self, why: Text) -> None:
        self._why = why

    def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Raise EncoderUnavailable."""
        raise EncoderUnavailable(self._why)


def unit_rows(vectors: Vectors) -> Vectors:
    """Return `vectors` with every row of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return unit
