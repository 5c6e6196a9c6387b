"""The facts about processes, read from the sheets that lie beside this module.

Reaction classes carry the id of the same class in the reaction ontologies of the Royal Society of
Chemistry where there is one: ``MOP`` (molecular processes) or ``RXNO`` (named reactions), both
CC BY 4.0, https://github.com/rsc-ontologies/rxno. The chemical processes under key supervision
are those of China's work safety authority: the first list, 安监总管三〔2009〕116号, and the second,
安监总管三〔2013〕3号.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from duijie.domain.text import Text

ROLES = ("", "removal", "recovery", "analysis")
"""What an operation is for, where that makes the substance it is done to a target."""
LISTS = {"2009": "安监总管三〔2009〕116号", "2013": "安监总管三〔2013〕3号"}


@dataclass(frozen=True)
class Hazard:
    """A chemical process under key supervision (重点监管的危险化工工艺)."""

    number: int
    name: Text
    source: str
    """The notice that put it on the list."""


@dataclass(frozen=True)
class Process:
    """A reaction class or a unit operation.

    Parameters
    ----------
    zh, en
        Its names, the usual one first.
    ontology
        ``MOP:...`` or ``RXNO:...``, empty where neither knows it.
    parent
        The key of the wider process, empty at the top.
    acts_on
        Keys of the groups it changes, the most ready first; see ``groups.csv``.
    avoid
        Longer words that hold a name and mean something else: 二氧化 is no oxidation.
    role
        One of `ROLES`.
    plain
        Whether its names are everyday words too, so that they count among chemistry only.
    """

    key: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    ontology: str = ""
    parent: str = ""
    hazard: int | None = None
    acts_on: tuple[str, ...] = ()
    role: str = ""
    avoid: tuple[str, ...] = ()
    plain: bool = False
    is_reaction: bool = True

    @property
    def name(self) -> Text:
        """Its usual name."""
        return Text(self.zh[0], self.en[0])


@lru_cache(1)
def read_processes() -> dict[str, Process]:
    """Return all processes by key, reactions first."""
    found = [*_read_sheet("reactions"), *_read_sheet("operations")]
    return {process.key: process for process in found}


@lru_cache(1)
def read_hazards() -> dict[int, Hazard]:
    """Return the processes under key supervision by their number."""
    return {
        int(row["number"]): Hazard(
            int(row["number"]), Text(row["zh"], row["en"]), LISTS[row["list"]]
        )
        for row in _read_rows("hazards")
    }


def ancestors(key: str) -> tuple[str, ...]:
    """Return the key and those of all wider processes, the widest last.

    >>> ancestors("suzuki")
    ('suzuki', 'cross_coupling')
    """
    line = [key]
    while parent := read_processes()[line[-1]].parent:
        line.append(parent)
    return tuple(line)


def hazard_of(key: str) -> Hazard | None:
    """Return the supervised process that `key` or a wider process belongs to."""
    numbers = (read_processes()[one].hazard for one in ancestors(key))
    return next((read_hazards()[number] for number in numbers if number), None)


def _read_sheet(name: Literal["reactions", "operations"]) -> Iterator[Process]:
    for row in _read_rows(name):
        yield Process(
            key=row["key"],
            zh=_split(row["zh"]),
            en=_split(row["en"]),
            ontology=row.get("ontology", ""),
            parent=row["parent"],
            hazard=int(row["hazard"]) if row.get("hazard") else None,
            acts_on=_split(row.get("acts_on", "")),
            role=row.get("role", ""),
            avoid=_split(row["avoid"]),
            plain=row["plain"] == "yes",
            is_reaction=name == "reactions",
        )


def _read_rows(name: str) -> Iterator[dict[str, str]]:
    sheet = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(sheet.splitlines())


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
