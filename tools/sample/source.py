"""The clean source of the sample event: what its sheets mean, before they are made messy."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Piece:
    """A piece of evidence."""

    kind: str
    title: str
    year: int
    text: str = ""
    maturity: str = ""
    doi: str = ""
    as_written: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Person:
    """An expert; `rank` is the 职称, `duty` the 职务."""

    id: str
    name: str
    rank: str
    department: str
    directions: list[str]
    keywords: list[str]
    service: str
    max_meetings: int
    evidence: list[Piece]
    college: str
    duty: str = ""
    as_written: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Demand:
    """A need; `budget_wan` is in 万元, one figure or [low, high]."""

    id: str
    title: str
    problem: str
    key: str
    goal: str
    keywords: list[str]
    deadline: date
    mode: list[str]
    budget_wan: float | list[float] | None = None
    baseline: str = ""
    experts_wanted: int | None = None
    confidential: bool = False
    stands_twice: bool = False
    hidden_row: bool = False
    as_written: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Firm:
    """A company; `number` (1, 2, ...) makes its code, phone and address."""

    id: str
    name: str
    short_name: str
    industry: str
    products: list[str]
    contact: str
    intro: str
    needs: list[Demand]
    as_written: Mapping[str, str] | None = None

    @property
    def number(self) -> int:
        """The figure in the id."""
        return int(self.id[1:])


@dataclass(frozen=True)
class Decisions:
    """Conflicts and pins, each row as plain words."""

    conflicts: list[dict[str, str]]
    pins: list[dict[str, str]]


def load_people() -> list[Person]:
    """Read the experts of both colleges, by id."""
    people = []
    for path in sorted((HERE / "experts").glob("*.toml")):
        content = _load(path)
        for row in content["experts"]:
            pieces = [Piece(**piece) for piece in row.pop("evidence")]
            people.append(Person(**row, evidence=pieces, college=content["college"]))
    return sorted(people, key=lambda person: person.id)


def load_firms() -> list[Firm]:
    """Read the companies with their needs, by id."""
    firms = []
    for path in sorted((HERE / "companies").glob("*.toml")):
        for row in _load(path)["companies"]:
            needs = [Demand(**need) for need in row.pop("needs")]
            firms.append(Firm(**row, needs=needs))
    return sorted(firms, key=lambda firm: firm.id)


def load_decisions() -> Decisions:
    """Read what people decided before the event."""
    return Decisions(**_load(HERE / "decisions.toml"))


def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
