"""The entries of the glossary, read from the sheets that lie beside this module."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

FIELDS = (
    "reactions",
    "operations",
    "materials",
    "properties",
    "equipment",
    "analysis",
    "environment",
    "energy",
    "polymers",
    "biology",
    "industry",
    "trades",
    "general",
)
"""One sheet each: ``zh,en``, the English terms separated by ``;``, the usual one first."""

Entry = tuple[str, tuple[str, ...]]


def read_field(field: str) -> Iterator[Entry]:
    """Yield the Chinese term and its English terms for each row of one sheet."""
    sheet = files(__package__).joinpath(f"{field}.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(sheet.splitlines()):
        yield row["zh"], tuple(term.strip() for term in row["en"].split(";"))


@lru_cache(1)
def read_entries() -> dict[str, tuple[str, ...]]:
    """Return the English terms of every Chinese term."""
    return dict(entry for field in FIELDS for entry in read_field(field))
