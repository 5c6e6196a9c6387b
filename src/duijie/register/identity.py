"""Who is who: ids made from content, rows that stand twice, namesakes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from duijie.domain.ids import fold, make_id
from duijie.domain.records import Company, Expert, Need
from duijie.domain.text import Text
from duijie.register.drafts import Draft, Record

Identified = TypeVar("Identified", Need, Expert, Company)

_READ_ONCE = Text("只读一次", "read once")


def give_ids(
    drafts: Sequence[Draft[Identified]], column: str, prefix: str, key: Sequence[str]
) -> list[Draft[Identified]]:
    """Give an id to every record that has none.

    The id depends on the record's own content only, so it stays when rows are sorted or other
    files change: on the `key` fields, and on all fields where records share those.
    """
    contents: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for draft in drafts:
        if not getattr(draft.record, column):
            contents[_key(draft.record, key)].add(repr(draft.record))

    def identified(draft: Draft[Identified]) -> Draft[Identified]:
        if getattr(draft.record, column):
            return draft
        own = _key(draft.record, key)
        rest = [repr(draft.record)] if len(contents[own]) > 1 else []
        return _with(draft, column, make_id(prefix, *own, *rest))

    return [identified(draft) for draft in drafts]


def _key(record: object, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(getattr(record, name)) for name in names)


def _with(draft: Draft[Record], column: str, value: str) -> Draft[Record]:
    changes: dict[str, Any] = {column: value}
    return Draft(replace(draft.record, **changes), draft.row)


def read_once(drafts: Sequence[Draft[Record]]) -> list[Draft[Record]]:
    """Drop rows that say the same as an earlier one, with a warning."""
    first: dict[Record, Draft[Record]] = {}
    for draft in drafts:
        earlier = first.setdefault(draft.record, draft)
        if earlier is not draft and earlier.row is not draft.row:
            _say_identical(draft, earlier)
    return list(first.values())


def keep_unique_ids(drafts: Sequence[Draft[Identified]], column: str) -> list[Draft[Identified]]:
    """Drop identical rows with a warning, and other rows of an id already used as errors.

    A row whose own id was made is identical to one that says the same under a given id.
    """
    by_id: dict[str, Draft[Identified]] = {}
    by_folded_id: dict[str, Draft[Identified]] = {}
    by_content: dict[str, Draft[Identified]] = {}
    for draft in drafts:
        identity, content = getattr(draft.record, column), repr(_with(draft, column, "").record)
        earlier = by_id.get(identity)
        if earlier is None and not _is_given(draft, column):
            earlier = by_content.get(content)
        if earlier is None:
            by_id[identity] = draft
            alike = by_folded_id.setdefault(fold(identity), draft)
            if alike is not draft:
                _say_alike(draft, alike, column, identity)
            by_content.setdefault(content, draft)
        elif repr(_with(earlier, column, "").record) == content:
            _say_identical(draft, earlier)
        else:
            _say_taken(draft, earlier, column, identity)
    return list(by_id.values())


def _is_given(draft: Draft[Record], column: str) -> bool:
    return bool(draft.row.read_all(column, str))


def _say_identical(draft: Draft[Record], earlier: Draft[Record]) -> None:
    here = draft.row.place()
    expected = Text("与", "the same as ") + earlier.row.place().seen_from(here)
    draft.row.findings.warn(here, expected + Text("相同", ""), assumed=_READ_ONCE)


def _say_alike(draft: Draft[Record], earlier: Draft[Record], column: str, identity: str) -> None:
    place = draft.row.place(column)
    where = earlier.row.place().seen_from(place)
    expected = Text("与", "differs only in case from ") + where + Text("的编号只差大小写", "")
    draft.row.findings.warn(place, expected, identity, Text("按两个编号处理", "taken for two ids"))


def _say_taken(draft: Draft[Record], earlier: Draft[Record], column: str, identity: str) -> None:
    place = draft.row.place(column)
    where = earlier.row.place().seen_from(place)
    differing = ", ".join(_differences(draft.record, earlier.record))
    expected = Text("编号重复，已用于", "this id is already used in ") + where
    expected += Text(f"，内容不同（{differing}）", f", whose content differs ({differing})")
    draft.row.findings.error(place, expected, identity)


def _differences(record: object, other: object) -> list[str]:
    return [name for name, value in vars(record).items() if value != getattr(other, name)]


def warn_of_namesakes(experts: Sequence[Draft[Expert]]) -> None:
    """Show experts of the same name; they are never merged."""
    first: dict[str, Draft[Expert]] = {}
    for draft in experts:
        earlier = first.setdefault(fold(draft.record.name), draft)
        if earlier is not draft:
            place = draft.row.place("name")
            where = earlier.row.place().seen_from(place)
            expected = Text("与", "a namesake of ") + where + Text("同名：", ": ")
            both = f"{_introduce(earlier.record)} | {_introduce(draft.record)}"
            expected += Text(both, both)
            assumed = Text("按两个人处理", "taken for two people")
            draft.row.findings.warn(place, expected, draft.record.name, assumed)


def _introduce(expert: Expert) -> str:
    told = (expert.expert_id, expert.name, expert.organisation, expert.department, expert.title)
    return " ".join(part for part in told if part)


def merge_particulars(
    listed: Sequence[Draft[Company]], beside_needs: Sequence[Draft[Company]]
) -> list[Draft[Company]]:
    """Join companies from a company list with those that stand beside their needs.

    What the list says holds; what it leaves empty is filled in; a contradiction is a warning.
    """
    merged = list(listed)
    place_of = {fold(draft.record.name): index for index, draft in enumerate(merged)}
    for draft in beside_needs:
        index = place_of.setdefault(fold(draft.record.name), len(merged))
        if index == len(merged):
            merged.append(draft)
        else:
            merged[index] = Draft(_filled(merged[index], draft), merged[index].row)
    return merged


def _filled(base: Draft[Company], more: Draft[Company]) -> Company:
    changes: dict[str, Any] = {}
    for name, value in vars(more.record).items():
        own = getattr(base.record, name)
        if not own:
            changes[name] = value
        elif value and name in {"uscc", "contact", "phone", "email"} and value != own:
            _say_contradiction(base, more, name, str(own), str(value))
    return replace(base.record, **changes)


def _say_contradiction(
    base: Draft[Company], more: Draft[Company], name: str, own: str, value: str
) -> None:
    place = more.row.place(name)
    where = base.row.place().seen_from(place)
    expected = Text("与", "differs from ") + where + Text(f"的 {own} 不一致", f": {own}")
    more.row.findings.warn(place, expected, value, Text(f"用 {own}", f"{own} is used"))
