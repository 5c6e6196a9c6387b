"""What an import would change: each record new, changed, or the same as the register has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from duijie.domain.ids import fold, make_id
from duijie.domain.records import Need, Register
from duijie.web.accounts.models import Event
from duijie.web.core.history import snapshot
from duijie.web.imports.fitting import fit_code, fit_line, fit_values
from duijie.web.imports.pairs import count_pairs
from duijie.web.register import bridge
from duijie.web.register.models import MODELS, Record
from duijie.web.register.searching import fold_for_search

ORDER = ("company", "expert", "need", "evidence")
"""Parents before children."""


@dataclass
class Item:
    """A record to be: its values, the parent it names, and the row it would change."""

    entity: str
    code: str
    values: dict[str, Any]
    parent: str = ""
    existing: Any = None
    before: dict[str, Any] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """One of ``new``, ``changed`` and ``same``."""
        return "new" if self.existing is None else "changed" if self.changed else "same"


@dataclass(frozen=True)
class Alike:
    """A new record that may be one that the organisation knows already."""

    entity: str
    code: str
    label: str
    known: Record


@dataclass(frozen=True)
class Plan:
    """Everything an import would write."""

    items: dict[str, list[Item]]
    register: Register
    alike: list[Alike]
    pairs: list[tuple[str, int, int, int]]

    def counts(self) -> list[tuple[str, int, int, int]]:
        """Return (entity, new, changed, same) for every kind that occurs."""
        counts = [
            (entity, states.count("new"), states.count("changed"), states.count("same"))
            for entity in ORDER
            if (states := [item.state for item in self.items[entity]])
        ]
        return counts + self.pairs


def make_plan(event: Event, register: Register, merges: Mapping[str, int] | None = None) -> Plan:
    """Compare what was read with the organisation's register; nothing is written.

    Parameters
    ----------
    event
        Where the records will take part.
    register
        What was read.
    merges
        ``entity:code`` of new records that a person said are a known one, with its key.
    """
    items = {
        "company": list(_companies(register)),
        "expert": [Item("expert", e.expert_id, bridge.expert_values(e)) for e in register.experts],
        "need": [_need(need) for need in register.needs],
        "evidence": list(_evidence(register)),
    }
    for entity in ORDER:
        for item in items[entity]:
            item.values = fit_values(entity, item.values)
        if items[entity]:
            _find_existing(event, entity, items[entity], merges or {})
    alike = [
        one for entity in ("expert", "company") for one in _alike(event, entity, items[entity])
    ]
    return Plan(items, register, alike, count_pairs(event, register))


def _companies(register: Register) -> Iterable[Item]:
    """Return the companies read, and those that only needs name."""
    named: dict[str, Item] = {}
    for company in register.companies:
        item = Item("company", company.company_id, bridge.company_values(company))
        named.setdefault(fold(company.name), item)
    for need in register.needs:
        if need.company and fold(need.company) not in named:
            code = make_id("C", need.company)
            named[fold(need.company)] = Item("company", code, {"name": need.company})
    return named.values()


def _need(need: Need) -> Item:
    company = fit_line("company", "name", need.company)
    return Item("need", need.need_id, bridge.need_values(need), company)


def _evidence(register: Register) -> Iterable[Item]:
    pieces: dict[str, Item] = {}
    for one in register.evidence:
        code = make_id("V", one.expert_id, one.kind, one.title)
        pieces.setdefault(code, Item("evidence", code, bridge.evidence_values(one), one.expert_id))
    return pieces.values()


def _find_existing(event: Event, entity: str, items: list[Item], merges: Mapping[str, int]) -> None:
    model: Any = MODELS[entity]
    known = model.objects.filter(organisation=event.organisation)
    by_code = {one.code: one for one in known}
    by_key = {one.pk: one for one in known} if merges else {}
    by_name = {fold(one.name): one for one in known} if entity == "company" else {}
    for item in items:
        item.existing = (
            by_key.get(merges.get(f"{entity}:{item.code}", 0))
            or by_code.get(fit_code(entity, item.code))
            or by_name.get(fold(str(item.values.get("name", ""))))
        )
        if item.existing:
            item.before = snapshot(item.existing)
            item.changed = [
                name for name, value in item.values.items() if _differs(item, name, value)
            ]


def _differs(item: Item, name: str, value: Any) -> bool:
    """Whether a filled cell says something else; an empty cell never erases what is known."""
    if value in ("", None, []):
        return False
    known = getattr(item.existing, name)
    if name == "name" and item.entity == "company":
        return False
    return bool(known != value)


def _alike(event: Event, entity: str, items: list[Item]) -> Iterable[Alike]:
    """Find new people and companies whose names sound like known ones, or are part of them."""
    model: Any = MODELS[entity]
    new = [item for item in items if item.existing is None]
    if not new:
        return
    known: dict[str, Record] = {}
    for one in model.objects.filter(organisation=event.organisation):
        for word in _sounds(one.name, getattr(one, "short_name", "")):
            known.setdefault(word, one)
    for item in new:
        words = _sounds(item.values["name"], item.values.get("short_name", ""))
        found = next((known[word] for word in words if word in known), None)
        if found:
            yield Alike(entity, item.code, item.values["name"], found)


def _sounds(*names: str) -> list[str]:
    """Return the forms of a name by which it is compared: folded, and as pinyin in full."""
    forms: list[str] = []
    for name in names:
        forms += fold_for_search([name]).split()[:2]
    return forms
