"""What kind of list a sheet holds, and what each of its columns means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duijie.domain.sheet import Sheet, column_letter
from duijie.domain.text import Text, same
from duijie.register.findings import Findings, Place
from duijie.register.headings import (
    Columns,
    is_pair_list,
    particulars,
    resolve,
    score,
    variants,
)
from duijie.register.layout import Layout, find_layout
from duijie.register.normalise.text import clean_line
from duijie.register.vocabulary import KINDS, NAMED_FOR, Kind

_KEPT = Text("作为附加列保留", "kept as an extra column")


@dataclass(frozen=True)
class Recognised:
    """A sheet that holds a list.

    `particulars` maps the fields of a company to columns when a list of needs also says who
    the companies are; otherwise it is empty.
    """

    sheet: Sheet
    layout: Layout
    columns: Columns
    particulars: Mapping[str, Sequence[int]]

    @property
    def extras(self) -> list[int]:
        """Columns that have no field anywhere."""
        used = {index for indices in self.particulars.values() for index in indices}
        return [index for index in self.columns.extras if index not in used]

    def report(self, findings: Findings) -> None:
        """Say which rows are no records, and which columns were guessed or are unknown."""
        for row, reason in self.layout.skipped:
            findings.note(Place(self.sheet.file, self.sheet.name, row + 1), reason)
        if not self.layout.rows:
            place = Place(self.sheet.file, self.sheet.name, self.layout.last + 1)
            findings.note(place, Text("表头下面没有数据", "no rows below the headings"))
        for index, near in self.columns.near.items():
            findings.warn(
                self._head(index),
                Text("认识的列名", "a known heading"),
                self._heading(index),
                same(near),
            )
        for index, name in self.columns.rivals.items():
            if index in self.extras:
                expected = Text(f"{name} 已有另一列", f"another column already gives {name}")
                findings.note(self._head(index), expected, self._heading(index), _KEPT)
        for index in self.columns.unknown:
            if index in self.extras:
                self._report_unknown(index, findings)

    def _report_unknown(self, index: int, findings: Findings) -> None:
        expected = Text("不认识的列名", "an unknown heading")
        near = self.columns.suggested.get(index)
        if near:
            expected += Text(f"，是不是“{near}”？", f'; did you mean "{near}"?')
        findings.note(self._head(index), expected, self._heading(index), _KEPT)

    def _heading(self, index: int) -> str:
        return clean_line(self.layout.heading(index))

    def _head(self, index: int) -> Place:
        letter = column_letter(index)
        return Place(self.sheet.file, self.sheet.name, self.layout.last + 1, letter)


@dataclass(frozen=True)
class Choice:
    """What a person said of a sheet: its kind, and the fields of columns (see ``resolve``)."""

    kind: Kind | None = None
    fields: Mapping[int, str] = field(default_factory=dict)


def recognise(
    sheet: Sheet, hint: Kind | None, stem: str, fixed: Mapping[int, str] | None = None
) -> Recognised | None:
    """Return what a sheet holds, None when it is no list that duijie knows.

    Parameters
    ----------
    sheet
        Any sheet.
    hint
        Its kind, when somebody knows.
    stem
        The name of its file without the ending.
    fixed
        The field that a person gave a column, by index; empty to keep it as an extra.
    """
    names = (stem, sheet.name)
    layout = find_layout(sheet, min_known=1 if hint or _is_named(names) else 2)
    if layout is None:
        return None
    if is_pair_list(layout.heads) and not hint and not _is_decision(layout, names):
        return None
    candidates = [resolve(kind, layout.heads, fixed) for kind in ([hint] if hint else KINDS)]
    titled = any(one.kind == "needs" and "title" in one.fields for one in candidates)
    # The name of one company on a list of needs says whose they are, not that it lists companies.
    telling = {"companies": ()} if titled else {}
    best = max(candidates, key=lambda one: score(one, layout.heads, telling.get(one.kind, names)))
    if not best.is_complete:
        return None
    beside = particulars(best, layout.heads) if best.kind == "needs" else {}
    return Recognised(sheet, layout, best, beside)


def _is_named(names: Sequence[str]) -> bool:
    return any(
        word in name.casefold() for words in NAMED_FOR.values() for word in words for name in names
    )


def _is_decision(layout: Layout, names: Sequence[str]) -> bool:
    """Whether pairs of needs and experts are what people decided rather than a plan."""
    if any("affinity" in form for parts in layout.heads.values() for form in variants(parts)):
        return False
    if any(resolve(kind, layout.heads).is_complete for kind in ("pins", "decisions")):
        return True
    words = NAMED_FOR["conflicts"]
    named = any(word in name.casefold() for word in words for name in names)
    return named or "reason" in resolve("conflicts", layout.heads).fields
