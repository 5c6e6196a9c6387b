"""Where what was computed once is kept."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_path


def default_cache() -> Path:
    """Return the folder for encoded texts and indexes: the user's cache on this system."""
    return Path(user_cache_path("duijie"))
