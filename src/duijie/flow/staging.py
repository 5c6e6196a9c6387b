"""A folder of results that changes only when all of them are there."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duijie.io.atomic import refusing_unwritable


@contextmanager
def whole_or_not(out: Path) -> Iterator[Path]:
    """Yield an empty folder; when the block ends well, move its files into `out`.

    Files of `out` with other names stay. When the block raises, `out` is as it was.

    Raises
    ------
    BadUsage
        When `out` cannot be written.
    """
    with refusing_unwritable(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        stage = tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent)
    with stage as name:
        yield Path(name)
        with refusing_unwritable(out):
            _move(Path(name), out)


def refuse_occupied(out: Path) -> None:
    """Look before the work begins whether `out` can be a folder.

    Raises
    ------
    BadUsage
        When a file stands in its place or on the way to it.
    """
    with refusing_unwritable(out):
        nearest = next(path for path in (out, *out.absolute().parents) if path.exists())
        if not nearest.is_dir():
            raise NotADirectoryError(errno.EEXIST, os.strerror(errno.EEXIST), str(nearest))


def _move(stage: Path, out: Path) -> None:
    """Move all files; a folder in the way is found before the first, not half way through."""
    moves = {
        path: out / path.relative_to(stage) for path in sorted(stage.rglob("*")) if path.is_file()
    }
    for target in moves.values():
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    for path, target in moves.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
