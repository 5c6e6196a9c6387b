"""The index of English names and CAS numbers: opened in milliseconds, hardly any memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from duijie.chemistry.english.build import (
    AMBIGUOUS,
    LEADING,
    MANIFEST,
    OFFICIAL,
    TABLES,
    TRADE,
    TRIE,
    build_index,
    checksum,
    find_data,
    name_version,
)
from duijie.chemistry.english.fold import fold_name
from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text

MISSING = Text(
    "未安装 chemicals 包，英文名称与 CAS 号查不到结构（pip install chemicals）",
    "the package chemicals is not installed: English names and CAS numbers have no structures "
    "(pip install chemicals)",
)


class IndexUnavailable(Exception):
    """There is no index and none can be built; `reason` says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Compound(NamedTuple):
    """A compound as the source has it; `smiles` is not canonical."""

    cas: str
    smiles: str
    inchikey: str


@dataclass(frozen=True)
class Known:
    """What the index knows of a name."""

    key: str
    compound: Compound
    official: bool
    """A body of standards (INN, USAN, ISO, pharmacopoeias) gave the name."""
    trade: bool
    leading: bool
    """It is among the first names of its compound."""
    ambiguous: bool
    """Compounds of different skeletons have it."""


class NameIndex:
    """Look-up by name and by CAS number.

    One object may be used from several threads; the files are only read.
    """

    def __init__(self, folder: Path) -> None:
        import marisa_trie  # noqa: PLC0415 - a compiled module, loaded when used

        self._trie: Any = marisa_trie.Trie()
        self._trie.mmap(str(folder / TRIE))
        self._tables = sqlite3.connect(
            f"{(folder / TABLES).as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )

    def __len__(self) -> int:
        return len(self._trie)

    def close(self) -> None:
        """Let go of the files."""
        self._tables.close()

    def find(self, name: str) -> Known | None:
        """Return what is known of a name in any spelling, or None."""
        return self.find_key(fold_name(name))

    def find_key(self, key: str) -> Known | None:
        """Return what is known of a folded name, or None."""
        number = self._trie.get(key)
        if number is None:
            return None
        row = self._tables.execute(
            "SELECT cas, smiles, inchikey, flags FROM names "
            "JOIN compounds ON compounds.id = compound WHERE names.id = ?",
            (number,),
        ).fetchone()
        flags = row[3]
        return Known(
            key,
            Compound(*row[:3]),
            *(bool(flags & one) for one in (OFFICIAL, TRADE, LEADING, AMBIGUOUS)),
        )

    def prefixes(self, folded: str) -> Iterator[str]:
        """Yield every key that `folded` begins with."""
        yield from self._trie.iter_prefixes(folded)

    def find_cas(self, number: str) -> Compound | None:
        """Return the compound of a CAS number in plain digits, or None."""
        row = self._tables.execute(
            "SELECT compounds.cas, smiles, inchikey FROM numbers "
            "JOIN compounds ON compounds.id = compound WHERE numbers.cas = ?",
            (int(number.replace("-", "")),),
        ).fetchone()
        return Compound(*row) if row else None


def open_index(folder: Path, progress: Progress = silent) -> NameIndex:
    """Return the index in the cache folder `folder`, built first where there is no sound one.

    It lies in a folder named for its version, so that another version of duijie or of the
    package builds its own. Every byte is checked against the manifest (some 20 ms).

    Raises
    ------
    IndexUnavailable
        Without the package ``chemicals``, or when the folder cannot be written.
    """
    data = find_data()
    if data is None:
        raise IndexUnavailable(MISSING)
    version = name_version()
    target = folder / f"names-{version}"
    if not is_sound(target, version):
        try:
            build_index(data, target, version, progress)
        except OSError as error:
            raise IndexUnavailable(
                Text(
                    f"英文名称索引无法写入 {folder}（{error}），英文名称与 CAS 号查不到结构",
                    f"the index of English names cannot be written to {folder} ({error}): "
                    "English names and CAS numbers have no structures",
                )
            ) from None
    return NameIndex(target)


def is_sound(target: Path, version: str) -> bool:
    """Whether the folder holds a whole index of this version."""
    try:
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        return manifest["version"] == version and all(
            checksum(target / name) == manifest["files"][name] for name in (TRIE, TABLES)
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False
