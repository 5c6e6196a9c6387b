"""What is printed: the event, its people, and who meets whom, with every id resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from duijie.domain.event import Event, PairKey
from duijie.domain.ids import fold, make_id
from duijie.domain.plans import AffinityMatrix, AssignedPair, PlacedMeeting, PlannedTurn
from duijie.domain.records import Company, Evidence, Expert, Need, Register
from duijie.domain.text import EMPTY, Text

UNNAMED = "（未填企业 company not given）"


@dataclass(frozen=True)
class Meeting:
    """An expert and a company meet about a need; `placed` is None while it has no time."""

    need: Need
    expert: Expert
    company: Company
    reason: Text = EMPTY
    picture: str = ""
    placed: PlacedMeeting | None = None

    @property
    def key(self) -> PairKey:
        """The meeting's name, (need_id, expert_id)."""
        return self.need.need_id, self.expert.expert_id


@dataclass(frozen=True, eq=False)
class Programme:
    """Everything that the printed matter, the calendars and the workbook are made from.

    `reasons` says in both languages why a pair suits, `pictures` shows it (SVG); pairs may be
    missing. `generated` is when the plan was made, in local time; it is printed, and it dates the
    files. `turns` are those of the plenary rounds; a round without any follows the sheets.
    """

    event: Event
    register: Register
    assigned: tuple[AssignedPair, ...]
    placed: tuple[PlacedMeeting, ...]
    reasons: Mapping[PairKey, Text]
    generated: datetime
    affinity: AffinityMatrix | None = None
    pictures: Mapping[PairKey, str] = field(default_factory=dict)
    turns: tuple[PlannedTurn, ...] = ()

    @cached_property
    def companies(self) -> tuple[Company, ...]:
        """The companies of the sheet, then those that only a need names."""
        return list_companies(self.register)

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """All meetings: those with a time by time and table, then those without."""
        placed = sorted(self.placed, key=lambda one: (one.start, _natural(table_name(one))))
        keys = {(one.need_id, one.expert_id) for one in placed}
        waiting = [pair for pair in self.assigned if (pair.need_id, pair.expert_id) not in keys]
        return (
            *(self._meeting(one.need_id, one.expert_id, one) for one in placed),
            *(self._meeting(one.need_id, one.expert_id, None) for one in waiting),
        )

    def company_of(self, need: Need) -> Company:
        """Return the company whose need it is."""
        return self._company_by_name[fold(need.company or UNNAMED)]

    def needs_of(self, company: Company) -> list[Need]:
        """Return the needs of `company` in the order of the sheet."""
        return [need for need in self.register.needs if self.company_of(need) is company]

    def evidence_of(self, expert: Expert) -> list[Evidence]:
        """Return what shows the expertise of `expert`, in the order of the sheet."""
        return self._evidence_by_expert.get(expert.expert_id, [])

    def meetings_of(self, person: Expert | Company) -> list[Meeting]:
        """Return the meetings of an expert or a company in the order of `meetings`."""
        if isinstance(person, Expert):
            return [one for one in self.meetings if one.expert is person]
        return [one for one in self.meetings if one.company is person]

    @cached_property
    def _company_by_name(self) -> dict[str, Company]:
        return by_name(self.companies)

    @cached_property
    def _evidence_by_expert(self) -> dict[str, list[Evidence]]:
        found: dict[str, list[Evidence]] = {}
        for one in self.register.evidence:
            found.setdefault(one.expert_id, []).append(one)
        return found

    @cached_property
    def _needs(self) -> dict[str, Need]:
        return {need.need_id: need for need in self.register.needs}

    @cached_property
    def _experts(self) -> dict[str, Expert]:
        return {expert.expert_id: expert for expert in self.register.experts}

    def _meeting(self, need_id: str, expert_id: str, placed: PlacedMeeting | None) -> Meeting:
        need = self._needs[need_id]
        key = need_id, expert_id
        reason, picture = self.reasons.get(key, EMPTY), self.pictures.get(key, "")
        company = self.company_of(need)
        return Meeting(need, self._experts[expert_id], company, reason, picture, placed)


def list_companies(register: Register) -> tuple[Company, ...]:
    """Return the companies of the sheet, then those that only a need names."""
    known = {fold(name) for one in register.companies for name in _names(one)}
    extra: dict[str, Company] = {}
    for need in register.needs:
        name = need.company or UNNAMED
        if fold(name) not in known:
            company = Company(make_id("C", name), name, industry=need.industry)
            extra.setdefault(fold(name), company)
    return register.companies + tuple(extra.values())


def by_name(companies: Sequence[Company]) -> dict[str, Company]:
    """Return companies by their folded names; a full name goes before a short one."""
    short = {fold(one.short_name): one for one in companies if one.short_name}
    return short | {fold(one.name): one for one in companies}


def table_name(placed: PlacedMeeting) -> str:
    """Return the table as it stands on its card: room and number, as in ``A-3``."""
    if not placed.room or placed.table.startswith(f"{placed.room}-"):
        return placed.table
    return f"{placed.room}-{placed.table}"


def _names(company: Company) -> list[str]:
    return [name for name in (company.short_name, company.name) if name]


def _natural(words: str) -> list[tuple[int, str]]:
    """Sort key under which A-2 comes before A-10."""
    head = words.rstrip("0123456789")
    return [(0, head), (int(words[len(head) :] or 0), "")]
