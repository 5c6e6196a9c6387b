"""The folder of an index: whole generations, one of them current.

A generation is written under a temporary name, put on the disk, renamed, and only then named in
the file CURRENT, which is replaced in one move: whenever the writer is killed, CURRENT names a
whole generation. Its manifest holds the size and SHA-256 of every file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from duijie.domain.errors import BadData, BadUsage
from duijie.domain.text import Text

VERSION = 2
"""Of the files below; a generation of another version is not read."""
CURRENT, MANIFEST, CHANGES = "CURRENT", "manifest.json", "changes.sqlite"
_LOCK = "lock.sqlite"
_PREFIX, _UNFINISHED = "gen-", "unfinished-"
_WAIT_S = 3600.0
"""How long one writer waits for another, who may be building a large index."""


class IndexUnusable(BadData):
    """A file of the index in `folder` is missing, damaged, or of another version or model."""

    def __init__(self, folder: Path, path: Path, what: Text) -> None:
        super().__init__(
            Text(f"检索索引不能用：{path}：", f"the index cannot be used: {path}: ") + what,
            [
                Text(
                    f"请删除文件夹 {folder}，再次运行时会从表格重建",
                    f"delete the folder {folder} and run again: it is rebuilt from the sheets",
                )
            ],
        )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other writers out of `folder`, which is made; a killed writer keeps nobody out.

    Raises
    ------
    BadUsage
        When nothing may be written there, or another writer takes too long.
    """
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = sqlite3.connect(folder / _LOCK, timeout=_WAIT_S, isolation_level=None)
            stack.enter_context(closing(lock))
            lock.execute("BEGIN EXCLUSIVE")
        except (OSError, sqlite3.DatabaseError) as error:
            raise BadUsage(
                Text(
                    f"检索索引 {folder} 写不了，或正被占用（{error}）",
                    f"the index {folder} cannot be written or is in use ({error})",
                ),
                [Text("请用 --index 换一个文件夹", "choose another folder with --index")],
            ) from None
        yield


def is_begun(folder: Path) -> bool:
    """Tell whether `folder` holds an index, be it a damaged one."""
    return (folder / CURRENT).exists()


@contextmanager
def new_generation(folder: Path, about: dict[str, Any]) -> Iterator[Path]:
    """Yield an empty folder; when the block ends well it becomes the current generation.

    `about` goes into the manifest. To be called under `locked`. What earlier writers left
    unfinished, and older generations, are removed.
    """
    for left in folder.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left)
    stage = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder))
    yield stage
    files = {
        path.relative_to(stage).as_posix(): describe_file(path)
        for path in sorted(stage.rglob("*"))
        if path.is_file()
    }
    manifest = {"version": VERSION, **about, "files": files}
    (stage / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
    for path in [stage, *stage.rglob("*")]:
        _put_on_disk(path)
    number = max((int(path.name[len(_PREFIX) :]) for path in _generations(folder)), default=0) + 1
    final = stage.rename(folder / f"{_PREFIX}{number:06d}")
    _put_on_disk(folder)
    _name_current(folder, final.name)
    for old in _generations(folder):
        if old != final:
            # A reader may hold its files open, which some systems do not let go.
            shutil.rmtree(old, ignore_errors=True)


def _name_current(folder: Path, name: str) -> None:
    temporary = folder / f"{CURRENT}.new"
    temporary.write_text(name + "\n", "utf-8")
    _put_on_disk(temporary)
    temporary.replace(folder / CURRENT)
    _put_on_disk(folder)


def open_generation(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Return the current generation of `folder` and its manifest, every file checked.

    Raises
    ------
    IndexUnusable
        When there is none, or a file is missing, damaged or of another version.
    """
    current = folder / CURRENT
    if not current.is_file():
        raise IndexUnusable(folder, current, Text("这里没有索引", "there is no index"))
    name = current.read_text("utf-8", "replace").strip()
    generation = folder / name
    if generation not in _generations(folder):
        raise IndexUnusable(folder, current, _DAMAGED)
    try:
        manifest = json.loads((generation / MANIFEST).read_text("utf-8"))
        version, files = manifest["version"], manifest["files"]
    except (OSError, ValueError, KeyError, TypeError):
        raise IndexUnusable(folder, generation / MANIFEST, _DAMAGED) from None
    if version != VERSION:
        raise IndexUnusable(
            folder,
            generation / MANIFEST,
            Text(f"版本为 {version}，需要 {VERSION}", f"is of version {version}, not {VERSION}"),
        )
    for name, described in files.items():
        path = generation / name
        if not path.is_file() or describe_file(path) != described:
            raise IndexUnusable(folder, path, _DAMAGED)
    return generation, manifest


_DAMAGED = Text("已损坏或不完整", "is damaged or incomplete")


def describe_file(path: Path) -> list[int | str]:
    """Return size in bytes and SHA-256 of a file."""
    with path.open("rb") as file:
        return [path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()]


def _generations(folder: Path) -> list[Path]:
    return [path for path in folder.glob(f"{_PREFIX}*") if path.name[len(_PREFIX) :].isdigit()]


def _put_on_disk(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
