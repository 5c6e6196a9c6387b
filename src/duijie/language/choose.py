"""Which encoder is used: the built-in one when it is installed, else none."""

from __future__ import annotations

from pathlib import Path

from duijie.language.cache import CachedEncoder
from duijie.language.encoder import EncoderUnavailable
from duijie.language.minilm import find_minilm


def open_encoder(cache_folder: Path) -> CachedEncoder | None:
    """Return the encoder to match with, its vectors kept in `cache_folder`; None without one.

    Matching goes on without an encoder and says so itself. Troubles with the cache are in the
    encoder's `notices` afterwards.
    """
    try:
        return CachedEncoder(find_minilm(), cache_folder)
    except EncoderUnavailable:
        return None
