"""Names that carry a title or an employer in the same cell: 张三 教授, 兰州大学 李四."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duijie.domain.sheet import Cell
from duijie.domain.text import Text, same
from duijie.register.normalise.outcome import Outcome, mended
from duijie.register.normalise.text import HAN, clean_line, drop_spaces_in_han, read_person

_HAN_TITLES = (
    "教授级高级工程师|研究员级高级工程师|正高级工程师|高级工程师|助理工程师|工程师|教授级高工|正高工|高工|总工程师|总工|"
    "助理研究员|副研究员|研究员|高级实验师|实验师|副教授|助理教授|教授|讲师|助教|博士后|博士生导师|硕士生导师|博导|硕导|"
    "博士|院士|副院长|院长|副主任|主任|副所长|所长|副处长|处长|副总经理|总经理|经理|董事长|厂长|部长|老师|先生|女士"
)
_HONOURS = "(?:特聘|讲席|客座|兼职|首席|名誉|青年|终身|长聘|准聘)?"
_TITLE = re.compile(
    rf"(?:{_HONOURS}(?:{_HAN_TITLES}))+"
    r"|(?:(?:full|associate|assistant|assoc\.?|asst\.?|visiting) ?)?prof(?:essor|\.)?"
    r"|dr\.?|phd|ph\.d\.?",
    re.IGNORECASE,
)
_NAME_AND_TITLE = re.compile(rf"([{HAN}]{{2,4}}?)((?:{_HONOURS}(?:{_HAN_TITLES}))+)")
_ORGANISATION = re.compile(
    r".+(?:大学|学院|研究院|研究所|研究中心|实验室|公司|集团|中心|医院|学校)"
    r"|.*\b(?:university|institute|college|academy|laboratory|ltd\.?|inc\.?)\b.*",
    re.IGNORECASE,
)
_DEPARTMENT = re.compile(r".+(?:学院|系|研究所|实验室|中心)")
_HAN_PERSON = re.compile(f"[{HAN}]{{2,4}}|[{HAN}]+(?:·[{HAN}]+)+")
_LATIN_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")
_HAN_PARTS = re.compile(r"[\s,，、/／()（）]+")
_LATIN_PARTS = re.compile(r"\s*[,，/／()（）]+\s*")
_LATIN_FIRST_TITLE = re.compile(
    r"((?:(?:associate|assistant|assoc\.?|asst\.?) )?prof(?:essor|\.)?|dr\.?) +(.+)", re.IGNORECASE
)


@dataclass(frozen=True)
class NameParts:
    """What one field said about a person; empty where it said nothing."""

    name: str
    title: str = ""
    organisation: str = ""
    department: str = ""


def read_name(cell: Cell) -> Outcome[NameParts]:
    """Return what the name's field says of a person."""
    line = clean_line(cell)
    parts = split_name(line)
    if parts == NameParts(line):
        person = read_person(cell)
        return Outcome(NameParts(person.value), person.severity, person.expected, person.assumed)
    found = [parts.name, parts.title, parts.organisation, parts.department]
    assumed = same(" | ".join(part for part in found if part))
    return mended(parts, Text("姓名单独一栏", "a name by itself"), assumed)


def split_name(text: str) -> NameParts:
    """Take apart a field that holds more than a name; in any doubt it is left whole.

    >>> split_name("兰州大学 李 四 教授")
    NameParts(name='李四', title='教授', organisation='兰州大学', department='')
    >>> split_name("Prof. Wei Zhang").title
    'Prof.'
    """
    is_han = re.search(f"[{HAN}]", text) is not None
    first_title = None if is_han else _LATIN_FIRST_TITLE.fullmatch(text)
    if first_title:
        inner = split_name(first_title[2])
        return NameParts(inner.name, first_title[1], inner.organisation)
    parts = (_HAN_PARTS if is_han else _LATIN_PARTS).split(text)
    taken_apart = _put_together(*_sort_parts(parts, is_han=is_han), is_han=is_han)
    if taken_apart:
        return taken_apart
    tight = drop_spaces_in_han(text)
    return NameParts(text) if tight == text else _keep_if_whole(split_name(tight), tight, text)


def _keep_if_whole(parts: NameParts, tight: str, text: str) -> NameParts:
    return NameParts(text) if parts == NameParts(tight) else parts


def _put_together(
    names: list[str], titles: list[str], organisations: list[str], *, is_han: bool
) -> NameParts | None:
    name = "".join(names) if is_han else " ".join(names)
    person = _HAN_PERSON if is_han else _LATIN_PERSON
    if not (titles or organisations) or not person.fullmatch(name):
        return None
    organisation, *departments = organisations or [""]
    if any(not _DEPARTMENT.fullmatch(department) for department in departments):
        return None
    return NameParts(name, "、".join(titles), organisation, "".join(departments))


def _sort_parts(parts: list[str], *, is_han: bool) -> tuple[list[str], list[str], list[str]]:
    names: list[str] = []
    titles: list[str] = []
    organisations: list[str] = []
    for part in filter(None, parts):
        joined = _NAME_AND_TITLE.fullmatch(part) if is_han else None
        if _TITLE.fullmatch(part):
            titles.append(part)
        elif _ORGANISATION.fullmatch(part):
            organisations.append(part)
        elif joined and not joined[1].endswith(("副", "助理", "高级")):
            names.append(joined[1])
            titles.append(joined[2])
        else:
            names.append(part)
    return names, titles, organisations
