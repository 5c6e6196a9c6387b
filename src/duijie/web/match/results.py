"""What a ranking rests on, kept beside the database so that reasons can be given at any time.

The file is our own, in a folder that only the server's owner can write. One that another version
of duijie wrote is not read: the ranking then has its numbers but gives no reasons.
"""

from __future__ import annotations

import pickle
import zlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

import duijie
from duijie.io.atomic import write_atomically
from duijie.web.match.models import Ranking

if TYPE_CHECKING:
    from duijie.match.rank import MatchResult

_FAST = 1
"""zlib's level: a tenth of the size in a tenth of the time of its best."""


def keep_result(ranking: Ranking, result: MatchResult) -> None:
    """Write the result of a ranking that has just been saved."""
    path = _path(ranking.pk)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with write_atomically(path) as temporary:
        temporary.write_bytes(_mark() + zlib.compress(pickle.dumps(result), _FAST))


def load_result(ranking: Ranking) -> MatchResult | None:
    """Return what `ranking` rests on; None when it is not there or of another version."""
    path = _path(ranking.pk)
    return _load(path, path.stat().st_mtime_ns) if path.exists() else None


@lru_cache(maxsize=2)
def _load(path: Path, written_ns: int) -> MatchResult | None:
    data = path.read_bytes()
    if not data.startswith(_mark()):
        return None
    result: MatchResult = pickle.loads(zlib.decompress(data[len(_mark()) :]))  # noqa: S301 - see above
    return result


def _path(pk: int) -> Path:
    folder: Path = settings.DATA.root / "rankings"
    return folder / f"{pk}.result"


def _mark() -> bytes:
    return f"duijie {duijie.__version__}\n".encode()
