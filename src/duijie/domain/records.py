"""What the sheets hold: needs, experts, their evidence, companies, and what people decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

EVIDENCE_KINDS = ("paper", "patent", "achievement", "award", "project", "service")

Extra = tuple[tuple[str, str], ...]
"""Columns duijie has no name for, kept as (heading, value) in the order of the sheet."""


@dataclass(frozen=True)
class Budget:
    """Money a company sets aside, in yuan; `low` equals `high` for one figure."""

    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:.0f}" if self.low == self.high else f"{self.low:.0f}-{self.high:.0f}"


@dataclass(frozen=True)
class Need:
    """A company's technology need.

    `text` is the body without the title; `company` the name as the company list writes it;
    `wanted_meetings` how many experts it should meet; `wanted_maturity` 1-9 (GB/T 37264).
    """

    need_id: str
    title: str
    text: str = ""
    company: str = ""
    industry: str = ""
    keywords: tuple[str, ...] = ()
    wanted_meetings: int | None = None
    budget_cny: Budget | None = None
    deadline: dt.date | None = None
    mode: tuple[str, ...] = ()
    wanted_maturity: int | None = None
    confidential: bool = False
    extra: Extra = ()


@dataclass(frozen=True)
class Expert:
    """A professor or engineer who can be met."""

    expert_id: str
    name: str
    organisation: str = ""
    department: str = ""
    title: str = ""
    directions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    min_meetings: int | None = None
    max_meetings: int | None = None
    extra: Extra = ()


@dataclass(frozen=True)
class Evidence:
    """One piece that shows what an expert knows; `kind` is one of ``EVIDENCE_KINDS``."""

    expert_id: str
    kind: str
    title: str
    text: str = ""
    year: int | None = None
    maturity: int | None = None
    doi: str = ""
    extra: Extra = ()


@dataclass(frozen=True)
class Company:
    """A company of the park; `uscc` is its 统一社会信用代码."""

    company_id: str
    name: str
    short_name: str = ""
    uscc: str = ""
    industry: str = ""
    products: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    intro: str = ""
    extra: Extra = ()


@dataclass(frozen=True)
class Conflict:
    """A pair that must not meet; either `need_id` or `company` is set."""

    expert_id: str
    need_id: str = ""
    company: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Pin:
    """What a person decided about a pair: it must meet, or never."""

    need_id: str
    expert_id: str
    rule: Literal["must", "never"]
    by: str = ""


@dataclass(frozen=True)
class Decision:
    """What came of a proposed pair: somebody accepted or declined it, or the two have met.

    `rating` tells how good the meeting was, 1 (useless) to 5; `reason` is in the words of who
    decided, `by` says who that was.
    """

    need_id: str
    expert_id: str
    decision: Literal["accepted", "declined", "met"]
    rating: int | None = None
    reason: str = ""
    by: str = ""
    date: dt.date | None = None


@dataclass(frozen=True)
class Register:
    """Everything that was read for one event, in the order of the sheets."""

    needs: tuple[Need, ...] = ()
    experts: tuple[Expert, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    companies: tuple[Company, ...] = ()
    conflicts: tuple[Conflict, ...] = field(default=())
    pins: tuple[Pin, ...] = ()
    decisions: tuple[Decision, ...] = ()
