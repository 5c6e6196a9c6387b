"""What every text encoder offers, and how it says that it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from duijie.domain.errors import DuijieError
from duijie.domain.progress import Progress, silent

Vectors = NDArray[np.float32]
"""Unit rows, shape ``(n_texts, dimension)``."""


class Encoder(Protocol):
    """Turns texts into vectors whose inner product says how close their meanings are."""

    @property
    def model_id(self) -> str:
        """Name that changes whenever the vectors would."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str], progress: Progress = silent) -> Vectors:
        """Return one unit vector for each text, float32 ``(n_texts, dimension)``.

        Raises
        ------
        EncoderUnavailable
            When the model cannot be used; callers go on without it and say so.
        """


class EncoderUnavailable(DuijieError):
    """The encoder is missing, damaged or does not answer."""
