"""Build the index of English names from the data files of the package ``chemicals``.

The package is not imported (that would load pandas and fluids); its tables are read as files.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from duijie.chemistry.cas import read_cas
from duijie.chemistry.english.fold import fold_name
from duijie.chemistry.english.names import clean_name
from duijie.domain.progress import Progress, silent

BUILD = 1
"""To be raised when the files of the index change their form or the names are cleaned anew."""
TRIE, TABLES, MANIFEST = "names.marisa", "compounds.sqlite", "manifest.json"
_SOURCES = (
    "chemical identifiers pubchem small.tsv",
    "Inorganic db.tsv",
    "chemical identifiers example user db.tsv",
    "chemical identifiers pubchem large.tsv",
    "Anion db.tsv",
    "Cation db.tsv",
)
"""Best known first: of two compounds with equal claims to a name the earlier has it."""
_FIELDS = 7
"""Columns before the names: PubChem id, CAS, formula, mass, SMILES, InChI, InChIKey."""
_SKELETON = 14
"""Characters of an InChIKey that stand for the connections alone."""
_TRIES = 5
_EVERY = 500
"""Lines between two reports of progress."""
OFFICIAL, TRADE, AMBIGUOUS, LEADING = 1, 2, 4, 8
"""Flags of a name; LEADING: among the first names of its compound."""
_LEADING = 4
_RIVAL = 2
"""A second compound makes a name ambiguous when it names it about as early as the first."""
_SCHEMA = """
CREATE TABLE compounds (
    id INTEGER PRIMARY KEY, cas TEXT NOT NULL, smiles TEXT NOT NULL, inchikey TEXT NOT NULL
);
CREATE TABLE names (id INTEGER PRIMARY KEY, compound INTEGER NOT NULL, flags INTEGER NOT NULL);
CREATE TABLE numbers (cas INTEGER PRIMARY KEY, compound INTEGER NOT NULL);
"""


def find_data() -> Path | None:
    """Return the folder of name tables of the installed package, or None without it."""
    spec = find_spec("chemicals")
    places = spec.submodule_search_locations if spec else None
    folder = Path(next(iter(places))) / "Identifiers" if places else None
    return folder if folder and (folder / _SOURCES[0]).is_file() else None


def name_version() -> str:
    """Return what the files depend on: the version of the package and of this builder."""
    return f"{metadata.version('chemicals')}-{BUILD}"


def build_index(data: Path, target: Path, version: str, progress: Progress = silent) -> None:
    """Write the index to the folder `target`, whole or not at all.

    Two processes may do so at once: each writes beside `target`, and the last to finish wins.

    Parameters
    ----------
    data
        Folder of the name tables.
    target
        Becomes a folder of three files; what was there is replaced.
    version
        Kept in the manifest.
    progress
        Counts bytes of the tables.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        _write(_collect(data, progress), staging)
        sums = {name: checksum(staging / name) for name in (TRIE, TABLES)}
        manifest = {"version": version, "files": sums}
        (staging / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        staging.chmod(0o755)
        _put_in_place(staging, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def checksum(path: Path) -> int:
    """Return the CRC-32 of a file: enough against a torn or damaged one."""
    return zlib.crc32(path.read_bytes())


class _Claim(NamedTuple):
    """A compound that has a name: the smaller, the better the claim."""

    rank: int
    compound: int
    flags: int


@dataclass
class _Collected:
    compounds: list[tuple[str, str, str]] = field(default_factory=list)
    names: dict[str, _Claim] = field(default_factory=dict)
    numbers: dict[int, _Claim] = field(default_factory=dict)

    def add(self, cells: list[str]) -> None:
        """Take in one line of a table."""
        compound = len(self.compounds)
        cas, smiles, inchikey = cells[1], cells[4], cells[6]
        self.compounds.append((cas, smiles, inchikey))
        self._number(cas, _Claim(-1, compound, 0))
        for rank, raw in enumerate(cells[_FIELDS:]):
            name = clean_name(raw)
            if name is None:
                self._number(raw, _Claim(rank, compound, 0))
            elif key := fold_name(name.text):
                flags = OFFICIAL * name.official | TRADE * name.trade
                leading = LEADING if rank < _LEADING else 0
                self._name(key, _Claim(rank, compound, flags | leading))

    def _number(self, raw: str, claim: _Claim) -> None:
        number = read_cas(raw)
        if number:
            key = int(number.replace("-", ""))
            self.numbers[key] = min(self.numbers.get(key, claim), claim)

    def _name(self, key: str, claim: _Claim) -> None:
        known = self.names.get(key)
        if known is None:
            self.names[key] = claim
            return
        best, other = sorted((known, claim))
        flags = best.flags | other.flags & ~LEADING
        rivals = other.rank <= _RIVAL * best.rank + _LEADING
        if rivals and self._skeleton(known) != self._skeleton(claim):
            flags |= AMBIGUOUS
        self.names[key] = best._replace(flags=flags)

    def _skeleton(self, claim: _Claim) -> str:
        return self.compounds[claim.compound][2][:_SKELETON]


def _collect(data: Path, progress: Progress) -> _Collected:
    collected = _Collected()
    for cells in _read_tables(data, progress):
        collected.add(cells)
    return collected


def _read_tables(data: Path, progress: Progress) -> Iterator[list[str]]:
    paths = [data / name for name in _SOURCES if (data / name).is_file()]
    total, done = sum(path.stat().st_size for path in paths), 0
    for path in paths:
        with path.open("rb") as lines:
            for number, line in enumerate(lines):
                done += len(line)
                if number % _EVERY == 0:
                    progress(done, total)
                cells = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
                if len(cells) > _FIELDS and cells[4]:
                    yield cells
    progress(total, total)


def _write(collected: _Collected, folder: Path) -> None:
    import marisa_trie  # noqa: PLC0415 - only to build

    trie = marisa_trie.Trie(collected.names)
    trie.save(str(folder / TRIE))
    with closing(sqlite3.connect(folder / TABLES)) as database, database:
        database.executescript(_SCHEMA)
        database.executemany(
            "INSERT INTO compounds VALUES (?, ?, ?, ?)",
            ((number, *row) for number, row in enumerate(collected.compounds)),
        )
        database.executemany(
            "INSERT INTO names VALUES (?, ?, ?)",
            sorted(
                (trie[key], claim.compound, claim.flags) for key, claim in collected.names.items()
            ),
        )
        database.executemany(
            "INSERT INTO numbers VALUES (?, ?)",
            sorted((cas, claim.compound) for cas, claim in collected.numbers.items()),
        )


def _put_in_place(staging: Path, target: Path) -> None:
    """Move the new folder to its place; one that is there makes room, also for a race."""
    for last in (False,) * _TRIES + (True,):
        try:
            staging.replace(target)
        except OSError:
            if last or not target.exists():
                raise
            _set_aside(target)
        else:
            return


def _set_aside(target: Path) -> None:
    with (
        tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as aside,
        suppress(FileNotFoundError),  # another process was quicker
    ):
        target.replace(Path(aside) / "old")
