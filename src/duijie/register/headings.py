"""What a column means: exact after folding, else the nearest known heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal

from duijie.register.suggest import closest
from duijie.register.vocabulary import (
    FIELDS,
    KEPT,
    KINDS,
    NAMED_FOR,
    ORDINAL,
    PARTICULARS,
    REQUIRED,
    Kind,
)

_DECORATION = re.compile(r"[\s*★※_:：\-]+")
_NUMBERING = re.compile(r"^[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．]")
_REMARK = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_TRAILING_FIGURE = re.compile(r"(?<=\D)\d{1,2}$")
_TAKEN_FROM = 85.0
"""Likeness in percent from which a near heading is taken: one letter too many, or one of seven."""

_REMEMBERED = 20_000
"""Cells that were folded: every row is compared with the headings."""

Meaning = Literal["exact", "near", "kept", "ordinal", "unknown"]


@lru_cache(_REMEMBERED)
def fold_heading(heading: str) -> str:
    r"""Return a heading in the form used to compare.

    >>> fold_heading(" ＊技术需求\n名称：") == fold_heading("1. 技术需求名称")
    True
    """
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return _DECORATION.sub("", _NUMBERING.sub("", _DECORATION.sub("", folded)))


def variants(parts: Sequence[str]) -> Iterator[str]:
    """Yield the folded forms under which a column of one or more heading rows is looked up.

    Parent and child together come first, so that 联系人 above 姓名 is a contact's name; then the
    child alone; each as it is, without remarks in brackets, and without a trailing figure.
    """
    filled = [part for part in parts if part]
    for form in dict.fromkeys(["".join(filled), *filled[-1:]]):
        folded = fold_heading(form)
        bare = fold_heading(_REMARK.sub("", unicodedata.normalize("NFKC", form)))
        yield folded
        yield bare
        yield _TRAILING_FIGURE.sub("", bare)


@cache
def _ranks(kind: Kind) -> dict[str, tuple[tuple[int, str], ...]]:
    """Map each folded heading of a kind to its (rank, field)s, best first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for entry in FIELDS[kind]:
        for rank, heading in enumerate(entry.headings):
            found.setdefault(fold_heading(heading), []).append((rank, entry.name))
    return {heading: tuple(sorted(claims)) for heading, claims in found.items()}


@cache
def _folded(headings: frozenset[str]) -> frozenset[str]:
    return frozenset(map(fold_heading, headings))


def claims(kind: Kind, parts: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Return the (rank, field)s that a column may fill in a sheet of this kind."""
    ranks = _ranks(kind)
    return next((ranks[form] for form in variants(parts) if form in ranks), ())


@cache
def _kinds_knowing(heading: str) -> int:
    return sum(heading in _ranks(kind) for kind in KINDS)


def is_known(parts: Sequence[str]) -> bool:
    """Whether any kind of sheet has such a heading, or it is one that is simply kept."""
    return any(
        _kinds_knowing(form) or form in _folded(KEPT) or form in _folded(ORDINAL)
        for form in variants(parts)
    )


@dataclass
class Columns:
    """The meaning of every column of a sheet of one kind.

    `fields` maps a field to its column indices in the order of the sheet; `near` holds columns
    taken for the heading they resemble, `suggested` what an unknown column might have meant,
    `rivals` the field that a kept column would fill if no other did.
    """

    kind: Kind
    fields: dict[str, list[int]] = field(default_factory=dict)
    near: dict[int, str] = field(default_factory=dict)
    suggested: dict[int, str] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    ordinal: list[int] = field(default_factory=list)
    rivals: dict[int, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether a sheet of this kind can be read from these columns."""
        return all(any(name in self.fields for name in group) for group in REQUIRED[self.kind])

    @property
    def extras(self) -> list[int]:
        """Columns kept as extras, in the order of the sheet."""
        return sorted([*self.kept, *self.unknown])


def resolve(
    kind: Kind, heads: Mapping[int, Sequence[str]], fixed: Mapping[int, str] | None = None
) -> Columns:
    """Give every column its meaning in a sheet of `kind`.

    Parameters
    ----------
    kind
        What the sheet holds.
    heads
        For each column index, its heading cells from top to bottom.
    fixed
        The field that a person gave a column, whatever its heading; empty to keep it as an extra.
    """
    columns = Columns(kind)
    for index, name in (fixed or {}).items():
        if index in heads and name:
            columns.fields.setdefault(name, []).append(index)
        elif index in heads:
            columns.kept.append(index)
    open_heads = {index: parts for index, parts in heads.items() if index not in (fixed or {})}
    _take_exact(columns, open_heads)
    assigned = {index for indices in columns.fields.values() for index in indices}
    for index, parts in open_heads.items():
        if index not in assigned:
            _take_rest(columns, index, parts)
    return columns


def _take_exact(columns: Columns, heads: Mapping[int, Sequence[str]]) -> None:
    many = {entry.name for entry in FIELDS[columns.kind] if entry.many}
    claimed = sorted(
        (rank, index, name)
        for index, parts in heads.items()
        for rank, name in claims(columns.kind, parts)
    )
    assigned: set[int] = set()
    for _, index, name in claimed:
        if index not in assigned and (name in many or name not in columns.fields):
            columns.fields.setdefault(name, []).append(index)
            assigned.add(index)
    for indices in columns.fields.values():
        indices.sort()
    for _, index, name in claimed:
        if index not in assigned:
            columns.rivals.setdefault(index, name)


def _take_rest(columns: Columns, index: int, parts: Sequence[str]) -> None:
    forms = list(variants(parts))
    if any(form in _folded(ORDINAL) for form in forms):
        columns.ordinal.append(index)
    elif any(form in _folded(KEPT) for form in forms):
        columns.rivals.pop(index, None)
        columns.kept.append(index)
    elif index in columns.rivals:
        columns.kept.append(index)
    else:
        _guess(columns, index, forms)


def _guess(columns: Columns, index: int, forms: list[str]) -> None:
    ranks = _ranks(columns.kind)
    near, likeness = max((closest(form, ranks) for form in forms), key=lambda found: found[1])
    name = ranks[near][0][1] if near else ""
    if likeness >= _TAKEN_FROM and name not in columns.fields:
        columns.fields[name] = [index]
        columns.near[index] = near
        return
    columns.unknown.append(index)
    if near:
        columns.suggested[index] = near


def particulars(needs: Columns, heads: Mapping[int, Sequence[str]]) -> dict[str, list[int]]:
    """Return the columns of a list of needs that tell of the company itself, by field.

    There are none where no column names the company.
    """
    if "company" not in needs.fields:
        return {}
    wanted = {entry.name for entry in PARTICULARS}
    found: dict[str, list[int]] = {}
    claimed = sorted(
        (rank, column, name)
        for column in needs.extras
        for rank, name in claims("companies", heads[column])
        if name in wanted
    )
    for _, column, name in claimed:
        found.setdefault(name, [column])
    if not found:
        return {}
    shared = {name: needs.fields[name] for name in ("industry",) if name in needs.fields}
    return {"name": needs.fields["company"], **shared, **found}


def is_pair_list(heads: Mapping[int, Sequence[str]]) -> bool:
    """Whether a sheet pairs needs with experts: a plan or judgements, not people or needs."""
    pins = resolve("pins", heads)
    ids = {"needid", "expertid", "需求编号", "专家编号"}
    exact = [
        name
        for name in ("need_id", "expert_id")
        for index in pins.fields.get(name, ())
        if ids & set(variants(heads[index]))
    ]
    return len(exact) == len(ids) // 2


def _rarity(parts: Sequence[str]) -> float:
    """Return one divided by the kinds that know a heading; a near one counts half."""
    return next((1 / known for form in variants(parts) if (known := _kinds_knowing(form))), 0.5)


def score(columns: Columns, heads: Mapping[int, Sequence[str]], names: Iterable[str]) -> float:
    """Return how much a sheet looks like this kind; 0 when it cannot be read as such.

    A heading counts the more the fewer kinds know it; a file or sheet named for the kind
    counts one and a half headings. A list of titled needs may say whose they are: there the
    particulars of a company count as they do in a list of companies.
    """
    if not columns.is_complete:
        return 0.0
    told = [indices[0] for indices in columns.fields.values()]
    if columns.kind == "needs" and "title" in columns.fields:
        told += [index for indices in particulars(columns, heads).values() for index in indices]
    total = sum(_rarity(heads[index]) for index in dict.fromkeys(told))
    named = any(word in name.casefold() for name in names for word in NAMED_FOR[columns.kind])
    return total + 1.5 * named
