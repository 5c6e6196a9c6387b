"""References that people write in words: companies by short names, experts by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from duijie.domain.ids import fold, make_id
from duijie.domain.records import Company, Conflict, Decision, Evidence, Expert, Need, Pin
from duijie.domain.text import Text, same
from duijie.register.drafts import Draft
from duijie.register.normalise.lists import read_list
from duijie.register.normalise.names import split_name
from duijie.register.normalise.text import read_person
from duijie.register.rows import RowView
from duijie.register.suggest import looks_like

Paired = TypeVar("Paired", Pin, Decision)

_LEGAL_FORM = re.compile(
    r"(?:股份)?有限(?:责任)?公司|集团|公司|,?\bco\b\.?|,?\bltd\b\.?|\binc\b\.?|\bgmbh\b|[()（）\s]",
    re.IGNORECASE,
)
_SHORTEST_PART = 2
_MAKES_IDS = re.compile(r"编号|工号|代码|id", re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """What a word means: the name or id, and whether it had to be worked out."""

    value: str = ""
    is_exact: bool = True
    rivals: tuple[str, ...] = ()


class Companies:
    """Finds companies by name, id, short name, or an unmistakable part of the name."""

    def __init__(self, companies: Iterable[Company]) -> None:
        self.names: list[str] = []
        self._parts: dict[str, str] = {}
        self._exact: dict[str, str] = {}
        self._short: dict[str, set[str]] = defaultdict(set)
        for company in companies:
            self.names.append(company.name)
            self._parts[company.name] = fold(_LEGAL_FORM.sub("", company.name))
            self._exact[fold(company.name)] = company.name
            for word in (company.company_id, company.short_name):
                self._short[fold(word)].add(company.name)
        self._short.pop("", None)

    def find(self, word: str) -> Match:
        """Return the full name; no value when there is none or more than one."""
        folded = fold(word)
        if folded in self._exact:
            return Match(self._exact[folded])
        found = self._short.get(folded) or self._by_part(word)
        if len(found) == 1:
            return Match(next(iter(found)), is_exact=False)
        return Match(rivals=tuple(sorted(found)))

    def _by_part(self, word: str) -> set[str]:
        part = fold(_LEGAL_FORM.sub("", word))
        if len(part) < _SHORTEST_PART:
            return set()
        return {name for name, whole in self._parts.items() if part in whole}


def join_company(row: RowView, word: str, companies: Companies) -> str:
    """Return the full name for what a sheet calls a company, warning when it was worked out."""
    if not word or not companies.names:
        return word
    match = companies.find(word)
    if match.value and match.is_exact:
        return match.value
    place = row.place("company")
    if match.value:
        expected = Text("企业全称", "the company's full name")
        row.findings.warn(place, expected, word, same(match.value))
        return match.value
    if match.rivals:
        several = ", ".join(match.rivals)
        expected = Text(f"可能是其中之一：{several}", f"could be any of: {several}")
    else:
        expected = Text("企业名录里没有", "not in the list of companies")
    kept = Text("照原样保留", "kept as it is") + looks_like(word, companies.names)
    row.findings.warn(place, expected, word, kept)
    return word


def join_needs(needs: Sequence[Draft[Need]], companies: Companies) -> list[Draft[Need]]:
    """Give every need the full name of its company."""
    return [
        Draft(
            replace(draft.record, company=join_company(draft.row, draft.record.company, companies)),
            draft.row,
        )
        for draft in needs
    ]


class Ids:
    """Finds ids as they are written, else by the only one that differs in case."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._all = dict.fromkeys(ids)
        self._folded: dict[str, set[str]] = defaultdict(set)
        for identity in self._all:
            self._folded[fold(identity)].add(identity)

    def find(self, word: str) -> str:
        """Return the id, empty when there is none or more than one."""
        if word in self._all:
            return word
        alike = self._folded.get(fold(word), set())
        return next(iter(alike)) if len(alike) == 1 else ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __bool__(self) -> bool:
        return bool(self._all)


class People:
    """Finds experts by id or by a name that only one of them has.

    Those `known` from elsewhere stand back where a sheet has somebody of the same name. Where
    that is not said (None) and no list was read, nobody can say that an id is unknown.
    """

    def __init__(self, experts: Sequence[Expert], known: Sequence[Expert] | None = None) -> None:
        self.names: dict[str, set[str]] = defaultdict(set)
        named = {fold(expert.name) for expert in experts}
        everybody = [*experts, *(one for one in known or () if fold(one.name) not in named)]
        self.ids = Ids(expert.expert_id for expert in everybody)
        self.is_complete = known is not None or bool(everybody)
        for expert in everybody:
            self.names[fold(expert.name)].add(expert.expert_id)

    def find(self, word: str) -> Match:
        """Return the id; no value when nobody or more than one is called so."""
        identity = self.ids.find(word)
        if identity:
            return Match(identity)
        found = self.names.get(fold(word)) or self.names.get(fold(_bare_name(word)), set())
        if len(found) == 1:
            return Match(next(iter(found)), is_exact=False)
        return Match(rivals=tuple(sorted(found)))

    def known_words(self) -> list[str]:
        """Return every id and name."""
        return [*self.ids, *self.names]


def _bare_name(word: str) -> str:
    return split_name(read_person(word).value).name


def find_expert(row: RowView, word: str, people: People) -> str:
    """Return the id of the expert a row names; an error and nothing when it cannot be told."""
    match = people.find(word)
    if not match.value:
        say_unknown_expert(row, word, match, people)
    return match.value


def say_unknown_expert(row: RowView, word: str, match: Match, people: People) -> None:
    """Say that nobody, or more than one, is called so."""
    if match.rivals:
        several = ", ".join(match.rivals)
        expected = Text(f"同名专家有 {several}，请写编号", f"could be {several}: write the id")
    else:
        expected = Text("没有这位专家", "there is no such expert")
        expected += looks_like(word, people.known_words()) and (
            Text("，", "; ") + looks_like(word, people.known_words())
        )
    row.findings.error(row.place("expert_id"), expected, word)


def attach_evidence(
    evidence: Sequence[Draft[Evidence]],
    experts: Sequence[Draft[Expert]],
    known: Sequence[Expert] | None = None,
) -> tuple[list[Draft[Evidence]], list[Draft[Expert]]]:
    """Give every piece of evidence the ids of its experts.

    Where no list of experts was read and nobody is `known`, names make experts; ids are taken
    as they are unless somebody said (by an empty list) that there is nobody.

    Returns
    -------
    The evidence, one piece for each expert it names, and the experts.
    """
    if experts or known:
        people = People([draft.record for draft in experts], known)
        return [piece for draft in evidence for piece in _attach(draft, people)], list(experts)
    made = {
        fold(name): Draft(Expert(make_id("E", name), name), draft.row)
        for draft in evidence
        if _is_headed_as_name(draft.row)
        for name in map(_bare_name, read_list(draft.record.expert_id))
    }
    for draft in made.values():
        expected = Text(
            "没有专家名单，按成果表里的姓名建立", "no list of experts: made from this name"
        )
        draft.row.findings.warn(draft.row.place("expert_id"), expected, draft.record.name)
    people = People([draft.record for draft in made.values()], known)
    attached = [
        piece
        for draft in evidence
        for piece in (
            _attach(draft, people)
            if _is_headed_as_name(draft.row) or known is not None
            else [draft]
        )
    ]
    return attached, list(made.values())


def _is_headed_as_name(row: RowView) -> bool:
    return not _MAKES_IDS.search(row.heading("expert_id"))


def _attach(draft: Draft[Evidence], people: People) -> list[Draft[Evidence]]:
    words = draft.record.expert_id
    if people.find(words).value:
        ids = [people.find(words).value]
    else:
        ids = [match.value for match in map(people.find, read_list(words)) if match.value]
    if not ids:
        say_unknown_expert(draft.row, words, people.find(words), people)
    return [
        Draft(replace(draft.record, expert_id=expert_id), draft.row)
        for expert_id in dict.fromkeys(ids)
    ]


class Needs:
    """Finds needs by id or by a title that only one of them has.

    Those `known` from elsewhere stand back where a sheet has one of the same title. Where that
    is not said (None) and no list was read, nobody can say that an id is unknown.
    """

    def __init__(self, needs: Sequence[Need], known: Sequence[Need] | None = None) -> None:
        titled = {fold(need.title) for need in needs}
        all_needs = [*needs, *(one for one in known or () if fold(one.title) not in titled)]
        self.is_complete = known is not None or bool(all_needs)
        self._ids = Ids(need.need_id for need in all_needs)
        self._titles: dict[str, set[str]] = defaultdict(set)
        for need in all_needs:
            self._titles[fold(need.title)].add(need.need_id)

    def find(self, row: RowView, word: str) -> str:
        """Return the id; an error and nothing when it cannot be told."""
        identity = self._ids.find(word)
        if identity:
            return identity
        found = self._titles.get(fold(word), set())
        if len(found) == 1:
            return next(iter(found))
        expected = Text("没有这项需求", "there is no such need")
        near = looks_like(word, [*self._ids, *self._titles])
        row.findings.error(
            row.place("need_id"), expected + (near and Text("，", "; ") + near), word
        )
        return ""


def resolve_conflict(
    draft: Draft[Conflict], needs: Needs, people: People, companies: Companies
) -> Draft[Conflict] | None:
    """Return the conflict with ids and full names; None when it names nobody known."""
    row, conflict = draft.row, draft.record
    expert_id = (
        find_expert(row, conflict.expert_id, people) if people.is_complete else conflict.expert_id
    )
    need_id = conflict.need_id
    if need_id and needs.is_complete:
        need_id = needs.find(row, need_id)
        if not need_id:
            return None
    if not expert_id:
        return None
    company = join_company(row, conflict.company, companies)
    return Draft(replace(conflict, expert_id=expert_id, need_id=need_id, company=company), row)


def resolve_pair(draft: Draft[Paired], needs: Needs, people: People) -> Draft[Paired] | None:
    """Return the pin or decision with ids; None when it names nobody known."""
    row, pair = draft.row, draft.record
    expert_id = find_expert(row, pair.expert_id, people) if people.is_complete else pair.expert_id
    need_id = needs.find(row, pair.need_id) if needs.is_complete else pair.need_id
    if not expert_id or not need_id:
        return None
    return Draft(replace(pair, expert_id=expert_id, need_id=need_id), row)
