"""What changed since a generation was written: experts added, changed and removed."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from duijie.domain.text import Text
from duijie.match.index.block import Block, Counts
from duijie.match.index.files import IndexUnusable

_SCHEMA = "CREATE TABLE IF NOT EXISTS changes (expert_id TEXT PRIMARY KEY, block BLOB)"


def write_changes(path: Path, block: Block, removed: Sequence[str]) -> None:
    """Enter the experts of `block` and those `removed`; a killed writer has entered none."""
    singles = [block.take(np.array([one], dtype=np.int64)) for one in range(len(block.ids))]
    rows: list[tuple[str, bytes | None]] = [(one.ids[0], pack(one)) for one in singles]
    rows += [(expert_id, None) for expert_id in removed]
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA synchronous = FULL")
        database.execute(_SCHEMA)
        database.executemany("INSERT OR REPLACE INTO changes VALUES (?, ?)", rows)


def read_changes(path: Path) -> tuple[list[Block], set[str]]:
    """Return the blocks of what was added or changed, and whose earlier passages are outdated.

    Raises
    ------
    IndexUnusable
        When the file is damaged.
    """
    if not path.exists():
        return [], set()
    try:
        with closing(sqlite3.connect(path)) as database:
            rows = database.execute("SELECT * FROM changes ORDER BY expert_id").fetchall()
        blocks = [unpack(expert_id, packed) for expert_id, packed in rows if packed is not None]
    except (sqlite3.DatabaseError, zipfile.BadZipFile, ValueError, KeyError, TypeError):
        what = Text("已损坏", "is damaged")
        raise IndexUnusable(path.parent.parent, path, what) from None
    return blocks, {expert_id for expert_id, _ in rows}


def pack(block: Block) -> bytes:
    """Return the block of one expert as bytes."""
    with io.BytesIO() as packed:
        arrays: dict[str, Any] = dict(name_arrays(block))
        np.savez(packed, digest=np.array(block.digests), **arrays)
        return packed.getvalue()


def unpack(expert_id: str, packed: bytes) -> Block:
    """Return the block of one expert from what `pack` made of it."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        return make_block((expert_id,), (str(arrays["digest"][0]),), dict(arrays))


def name_arrays(block: Block) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the arrays of a block by the names under which they are stored."""
    for name in ("starts", "scripts", "vectors"):
        yield name, getattr(block, name)
    for view in ("english", "chinese"):
        for name in ("starts", "tokens", "title", "body"):
            yield f"{view}-{name}", getattr(getattr(block, view), name)


def make_block(
    ids: tuple[str, ...], digests: tuple[str, ...], arrays: dict[str, np.ndarray]
) -> Block:
    """Return the block of which `name_arrays` gave the arrays."""
    views = [
        Counts(*(arrays[f"{view}-{name}"] for name in ("starts", "tokens", "title", "body")))
        for view in ("english", "chinese")
    ]
    return Block(ids, digests, arrays["starts"], arrays["scripts"], arrays["vectors"], *views)
