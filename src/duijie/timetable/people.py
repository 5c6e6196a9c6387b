"""Who sits in a meeting: the expert, and one representative for all needs of a company."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duijie.domain.event import Event
from duijie.domain.ids import fold
from duijie.domain.records import Company, Expert, Need


@dataclass(frozen=True)
class Person:
    """Somebody with a timetable; `aliases` are all the ids that ``event.toml`` may use."""

    id: str
    name: str
    aliases: frozenset[str]


class People:
    """Finds people by the ids of needs and experts, and by what ``event.toml`` calls them."""

    def __init__(
        self, needs: Sequence[Need], experts: Sequence[Expert], companies: Sequence[Company]
    ) -> None:
        self._companies = {
            fold(alias): _company(company)
            for company in companies
            for alias in (company.company_id, company.name, company.short_name)
            if alias
        }
        self.experts = {
            expert.expert_id: _person(expert.expert_id, expert.name) for expert in experts
        }
        self.representatives = {need.need_id: self._represent(need) for need in needs}

    def _represent(self, need: Need) -> Person:
        if not need.company:
            return _person(need.need_id, need.title)
        return self._companies.get(fold(need.company)) or _person(need.company, need.company)

    def ids(self) -> list[str]:
        """Return the ids of all people, experts first, each once."""
        people = (*self.experts.values(), *self.representatives.values())
        return list(dict.fromkeys(one.id for one in (*people, *self._companies.values())))

    def known(self) -> frozenset[str]:
        """Return every id and name of a person that ``event.toml`` may use, folded."""
        people = [
            *self.experts.values(),
            *self.representatives.values(),
            *self._companies.values(),
        ]
        return frozenset(alias for person in people for alias in person.aliases)


def list_speakers(
    experts: Sequence[Expert], companies: Sequence[Company]
) -> dict[str, list[Person]]:
    """Return who speaks in a round of turns, by what ``event.toml`` calls the round."""
    return {
        "experts": [_person(one.expert_id, one.name) for one in experts],
        "companies": [_company(one) for one in companies],
    }


def away_slots(event: Event, person: Person) -> frozenset[int]:
    """Return the numbers of the slots in which `person` is away."""
    ids = {absence.id for absence in event.absent if fold(absence.id) in person.aliases}
    return frozenset(number for name in ids for number in event.absent_slots(name))


def _company(company: Company) -> Person:
    aliases = (company.company_id, company.name, company.short_name)
    return _person(company.company_id, company.short_name or company.name, aliases)


def _person(person_id: str, name: str, aliases: Iterable[str] = ()) -> Person:
    folded = frozenset(fold(alias) for alias in (person_id, *aliases) if alias)
    return Person(person_id, name, folded)
