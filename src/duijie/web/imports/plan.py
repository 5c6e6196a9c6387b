"""What an import would change: each record new, changed, or the same as the register has it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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

ORDER = ("company", "expert", "need", "evidence", "innovation", "resource")
"""Parents before children."""
_NAMED = ("expert", "company")
"""Kinds that several spellings may name."""
_BUDGET = ("budget_low", "budget_high")


@dataclass
class Item:
    """A record to be: its values, the parent it names, and the row it would change.

    `code` is the number that the sheets use, `row_code` that of the register where it differs.
    """

    entity: str
    code: str
    values: dict[str, Any]
    parent: str = ""
    row_code: str = ""
    existing: Any = None
    before: dict[str, Any] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """One of ``new``, ``changed`` and ``same``."""
        return "new" if self.existing is None else "changed" if self.changed else "same"

    @property
    def label(self) -> str:
        """What to call it."""
        return str(self.values.get("name") or self.values.get("title") or self.code)


@dataclass(frozen=True)
class Alike:
    """A new record that may be one that the organisation knows, or that the sheets name before."""

    entity: str
    code: str
    label: str
    known: Record | Item

    @property
    def choice(self) -> str:
        """What says that the two are one: a key of the register, or ``=`` and a code."""
        return f"={self.known.code}" if isinstance(self.known, Item) else str(self.known.pk)


@dataclass(frozen=True)
class Plan:
    """Everything an import would write; `joined` holds rows and the rows that they are too."""

    items: dict[str, list[Item]]
    register: Register
    alike: list[Alike]
    pairs: list[tuple[str, int, int, int]]
    joined: list[tuple[Item, Item]] = field(default_factory=list)

    def counts(self) -> list[tuple[str, int, int, int]]:
        """Return (entity, new, changed, same) for every kind that occurs."""
        counts = [
            (entity, states.count("new"), states.count("changed"), states.count("same"))
            for entity in ORDER
            if (states := [item.state for item in self.items[entity]])
        ]
        return counts + self.pairs


def make_plan(
    event: Event,
    register: Register,
    merges: Mapping[str, str] | None = None,
    plain: Sequence[Item] = (),
) -> Plan:
    """Compare what was read with the organisation's register; nothing is written.

    Parameters
    ----------
    event
        Where the records will take part.
    register
        What was read.
    merges
        ``entity:code`` of new records that a person said are another one, with its `choice`.
    plain
        Innovations and resources that were read: no engine knows them, so no register holds them.
    """
    innovations = [item for item in plain if item.entity == "innovation"]
    items = {
        "company": _companies(event, register, [item.parent for item in innovations]),
        "expert": [Item("expert", e.expert_id, bridge.expert_values(e)) for e in register.experts],
        "need": [_need(need) for need in register.needs],
        "evidence": list(_evidence(register)),
        "innovation": innovations,
        "resource": [item for item in plain if item.entity == "resource"],
    }
    joined = [pair for entity in _NAMED for pair in _join(items[entity], merges or {})]
    register = _renamed(register, joined)
    for entity in ORDER:
        for item in items[entity]:
            item.values = fit_values(entity, item.values)
        if items[entity]:
            _find_existing(event, entity, items[entity], merges or {})
    alike = [one for entity in _NAMED for one in _alike(event, entity, items[entity])]
    return Plan(items, register, alike, count_pairs(event, register), joined)


def _join(items: list[Item], merges: Mapping[str, str]) -> list[tuple[Item, Item]]:
    """Take out the rows that a person said are another row, which gets what it lacks."""
    by_code = {item.code: item for item in items}
    found = []
    for item in list(items):
        other = by_code.get(merges.get(f"{item.entity}:{item.code}", "").removeprefix("="))
        if other and other is not item:
            _fill(other, item)
            items.remove(item)
            found.append((item, other))
    return found


def _fill(item: Item, other: Item) -> None:
    """Give an item what the other one says and it does not."""
    item.values |= {k: v for k, v in other.values.items() if v and not item.values.get(k)}


def _renamed(register: Register, joined: Iterable[tuple[Item, Item]]) -> Register:
    """Return the register whose conflicts name companies as they are called now."""
    names = {
        fold(item.values["name"]): other.values["name"]
        for item, other in joined
        if item.entity == "company"
    }
    if not names:
        return register
    conflicts = tuple(
        replace(one, company=names.get(fold(one.company), one.company))
        for one in register.conflicts
    )
    return replace(register, conflicts=conflicts)


def _companies(event: Event, register: Register, others: Sequence[str]) -> list[Item]:
    """Return the companies read, and those that only needs and `others` name.

    One listed twice is one, unless the register knows both or the two say different things.
    """
    model: Any = MODELS["company"]
    here = model.objects.filter(organisation=event.organisation)
    known = set(here.values_list("code", flat=True))
    named: dict[str, Item] = {}
    twins: list[Item] = []
    for company in register.companies:
        item = Item("company", company.company_id, bridge.company_values(company))
        first = named.setdefault(fold(company.name), item)
        if first is item:
            continue
        both_known = first.code != item.code and {first.code, item.code} <= known
        if both_known or _contradicts(first, item):
            twins.append(item)
        else:
            _fill(first, item)
    for name in [*(need.company for need in register.needs), *others]:
        if name and fold(name) not in named:
            named[fold(name)] = Item("company", make_id("C", name), {"name": name})
    return [*named.values(), *twins]


def _contradicts(one: Item, other: Item) -> bool:
    """Whether both say something of the same, and not the same."""
    return any(
        value and one.values[name] and value != one.values[name]
        for name, value in other.values.items()
        if name not in {"name", "extra"}
    )


def _need(need: Need) -> Item:
    company = fit_line("company", "name", need.company)
    return Item("need", need.need_id, bridge.need_values(need), company)


def _evidence(register: Register) -> Iterable[Item]:
    pieces: dict[str, Item] = {}
    for one in register.evidence:
        code = make_id("V", one.expert_id, one.kind, one.title)
        pieces.setdefault(code, Item("evidence", code, bridge.evidence_values(one), one.expert_id))
    return pieces.values()


def _find_existing(event: Event, entity: str, items: list[Item], merges: Mapping[str, str]) -> None:
    model: Any = MODELS[entity]
    known = model.objects.filter(organisation=event.organisation)
    by_code = {one.code: one for one in known}
    here = set(known.filter(events=event).values_list("pk", flat=True))
    by_key = {str(one.pk): one for one in known} if merges else {}
    by_name = {fold(one.name): one for one in known} if entity == "company" else {}
    by_words = _by_words(known) if entity == "evidence" else {}
    for item in items:
        item.existing = (
            by_key.get(merges.get(f"{entity}:{item.code}", ""))
            or _of_code(event, item, by_code, here)
            or by_name.get(fold(str(item.values.get("name", ""))))
            or by_words.get((item.parent, item.values.get("kind"), item.values.get("title")))
        )
        if item.existing is None and fit_code(entity, item.code) in by_code:
            item.row_code = _own_code(event, item)
        if item.existing:
            item.before = snapshot(item.existing)
            item.changed = [
                name for name, value in item.values.items() if _differs(item, name, value)
            ]


def _of_code(
    event: Event, item: Item, by_code: Mapping[str, Any], here: Collection[int]
) -> Any | None:
    """Return the row of an item's number: numbers such as N01 begin anew with every event.

    What takes part in the event is it; another event's only if it is called the same, and never
    a confidential need, which would open here.
    """
    found = by_code.get(_own_code(event, item)) or by_code.get(fit_code(item.entity, item.code))
    if found is None or found.pk in here:
        return found
    same = fold(found.label) == fold(item.label) and not getattr(found, "confidential", False)
    return found if same else None


def _own_code(event: Event, item: Item) -> str:
    """Return the number of a record whose own another event's record has."""
    return fit_code(item.entity, f"{item.code}-{event.slug}")


def _by_words(evidence: Any) -> dict[tuple[Any, ...], Any]:
    """Return evidence by what it says of whom: a sheet gives it no number."""
    return {
        (one.expert.code, one.kind, one.title): one for one in evidence.select_related("expert")
    }


def _differs(item: Item, name: str, value: Any) -> bool:
    """Whether a filled cell says something else; an empty cell never erases what is known."""
    if value in ("", None, []):
        return False
    known = getattr(item.existing, name)
    if name == "name" and item.entity == "company":
        return False
    if name in _BUDGET:  # a sheet has one cell for both, so one figure comes back as two
        return _figures(item.values) != _figures(vars(item.existing))
    return bool(known != value)


def _figures(values: Mapping[str, Any]) -> set[Any]:
    return {values[name] for name in _BUDGET if values.get(name) is not None}


def _alike(event: Event, entity: str, items: list[Item]) -> Iterable[Alike]:
    """Find new people and companies whose names sound like known ones, or like one before them."""
    model: Any = MODELS[entity]
    new = [item for item in items if item.existing is None]
    if not new:
        return
    known: dict[str, Record | Item] = {}
    for one in model.objects.filter(organisation=event.organisation):
        for word in _sounds(one.name, getattr(one, "short_name", "")):
            known.setdefault(word, one)
    for item in new:
        words = _sounds(item.values["name"], item.values.get("short_name", ""))
        found = next((known[word] for word in words if word in known), None)
        if found:
            yield Alike(entity, item.code, item.values["name"], found)
        else:
            known |= dict.fromkeys(words, item)


def _sounds(*names: str) -> list[str]:
    """Return the forms of a name by which it is compared: folded, and as pinyin in full."""
    forms: list[str] = []
    for name in names:
        forms += fold_for_search([name]).split()[:2]
    return forms
