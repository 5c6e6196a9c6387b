"""What an engine needs again later, kept beside the database: one file a row.

The files are our own, in a folder that only the server's owner can write. One that another version
of duijie wrote is not read: its row then has its figures but answers no questions.
"""

from __future__ import annotations

import pickle
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

import duijie
from duijie.io.atomic import write_atomically

_FAST = 1
"""zlib's level: a tenth of the size in a tenth of the time of its best."""


def keep(kind: str, pk: int, kept: object) -> None:
    """Write what belongs to the row `pk` of a kind, which has just been saved."""
    path = _path(kind, pk)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with write_atomically(path) as temporary:
        temporary.write_bytes(_mark() + zlib.compress(pickle.dumps(kept), _FAST))


def load(kind: str, pk: int) -> Any:
    """Return what belongs to a row; None when it is not there or of another version."""
    path = _path(kind, pk)
    return _load(path, path.stat().st_mtime_ns) if path.exists() else None


@lru_cache(maxsize=4)
def _load(path: Path, written_ns: int) -> Any:
    data = path.read_bytes()
    if not data.startswith(_mark()):
        return None
    return pickle.loads(zlib.decompress(data[len(_mark()) :]))  # noqa: S301 - see above


def _path(kind: str, pk: int) -> Path:
    folder: Path = settings.DATA.root / kind
    return folder / f"{pk}.result"


def _mark() -> bytes:
    return f"duijie {duijie.__version__}\n".encode()
