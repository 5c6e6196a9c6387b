"""A becomes B: transformations that a text tells, in both languages, and what they change.

Substances stand in the text as one sign each, so that a pattern sees ``由■加氢制■`` whatever the
names are. What only carries, dissolves, catalyses or is separated is no starting material.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duijie.chemistry.change import Change, classify_change
from duijie.chemistry.mention import Kind, Mention
from duijie.chemistry.process.find import ProcessHit, find_processes

_SUBSTANCE, _CATALYST, _REACTION = "\ue000", "\ue001", "\ue002"
_S = _SUBSTANCE
_LIST = rf"{_S}(?:\s*(?:、|和|与|及|或|以及|,|/|\band\b|\bor\b)\s*{_S}){{0,7}}"
_STOP = re.compile(r"[。；;！？!?\n]|\.(?=\s)|$")
_LONGEST = 400
"""Of a sentence that does not end, pieces of so many signs are read."""

_NO_SOURCE = (
    "(?!(?:作为|作|为)?(?:溶剂|催化|载体|助剂|模板|添加剂|还原剂|氧化剂|氢源|碱源|配体|萃取剂|吸附剂|基准|"
    "内标|例|指标|目标|核心|主|分散|介质|引发剂|沉淀剂|夹带剂))"
)
_MAKE = (
    "(?:制备|制取|制得|制造|合成|生产|得到|获得|转化为|转化成|转化制|转变为|转变成|生成|制(?!约|剂|品|造|冷|度|成)|制成|"
    f"(?<={_REACTION})[为成])"
)
_ZH_FILL = rf"[^。；;{_S}]"
_ZH_NEAR = rf"[^。；;，,、{_S}]"
_EN_FILL = (
    rf"(?:[^.;{_S}]|(?:(?<=in )|(?<=on )|(?<=by )|(?<=of )|(?<=over )|(?<=with )|(?<=using )){_S})"
)
_EN_TURN = rf"(?:conversion|transformation|valori[sz]ation|upgrading|reduction|{_REACTION})"
_EN_TURNED = rf"(?:converted|transformed|reduced|upgraded|valori[sz]ed|{_REACTION})"
_NOT_ON = r"(?!\s*(?:and|or)?\s*(?:in)?to )"
"""What follows is no starting material of the next clause: "A to B and C to D"."""

_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<a>{_LIST})\s*(?:→|⟶|⇒|-{{1,2}}>|=>)\s*(?P<b>{_LIST})",
        (
            rf"(?:由|以|用|从|将|把)(?P<a>{_LIST}){_NO_SOURCE}(?P<how>{_ZH_FILL}{{0,26}}?)"
            rf"{_MAKE}(?!和|与|及|、|中){_ZH_NEAR}{{0,8}}?(?P<b>{_LIST})"
        ),
        (
            rf"(?P<a>{_LIST})(?:在{_S}(?:溶液)?中)?(?P<how>{_ZH_NEAR}{{0,16}}?)(?<!的){_MAKE}(?!和|与|及|、|中|的)"
            rf"{_ZH_NEAR}{{0,8}}?(?P<b>{_LIST})"
        ),
        (
            rf"(?P<b>{_LIST})的?(?:制备|合成|生产|制法)(?P<how>{_ZH_FILL}{{0,12}}?)"
            rf"(?:以|由|用|采用|从)(?P<a>{_LIST}){_NO_SOURCE}"
        ),
        (
            rf"{_EN_TURN}(?: reaction)?(?: of)? {_EN_FILL}{{0,20}}?(?P<a>{_LIST})"
            rf"(?P<how>{_EN_FILL}{{0,60}}?)\b(?:in)?to {_EN_FILL}{{0,24}}?(?P<b>{_LIST}){_NOT_ON}"
        ),
        (
            rf"(?P<a>{_LIST})(?P<how>{_EN_FILL}{{0,24}}?(?:{_EN_TURNED}|{_EN_TURN}){_EN_FILL}{{0,24}}?)"
            rf"\b(?:in)?to {_EN_FILL}{{0,16}}?(?P<b>{_LIST})"
        ),
        (
            rf"\b(?:convert|transform|turn)(?:ing|s|ed)? {_EN_FILL}{{0,16}}?(?P<a>{_LIST})"
            rf"(?P<how>{_EN_FILL}{{0,20}}?)\b(?:in)?to {_EN_FILL}{{0,16}}?(?P<b>{_LIST})"
        ),
        rf"(?P<a>{_S})-to-(?P<b>{_S})",
        rf"(?P<b>{_LIST})(?P<how>{_EN_FILL}{{0,24}}?)\bfrom {_EN_FILL}{{0,16}}?(?P<a>{_LIST})",
    )
)
_NOT_MADE = re.compile(
    "分离|提取|提纯|萃取|回收|精制|纯化|脱除|去除|吸附|中的|存在下|溶液|负载|载体|溶剂|介质|用作|作为|添加|掺杂|"
    "改性|修饰|涂|混合|检测|测定|^中|^催化(?!加氢|氧化|脱氢|裂|胺化|还原|转化)|"
    r"remov|separat|extract|recover|isolat|distinguish|desor|differ|releas|leach|purif|"
    r"eliminat|adsor|captur|strip|ratio|selectivit|compar|detect|determin|add(?:ed|ition|ing)\b",
    re.IGNORECASE,
)
_LOOK_BACK = 40
"""So many signs before a pattern may tell that it is about separating."""


@dataclass(frozen=True)
class Transformation:
    """`reactant` becomes `product`; `stated` reactions stand in the text, `change` was inferred.

    `change` is None where a structure is missing or the two are no kin.
    """

    reactant: Mention
    product: Mention
    stated: tuple[str, ...]
    change: Change | None

    @property
    def reactions(self) -> tuple[str, ...]:
        """Keys of the reaction classes: what is said first, then what was inferred."""
        inferred = self.change.reactions if self.change else ()
        return tuple(dict.fromkeys((*self.stated, *inferred)))


def find_transformations(text: str, mentions: Sequence[Mention]) -> tuple[Transformation, ...]:
    """Return the transformations between `mentions` that `text` tells, in order.

    Of several starting materials the one is taken that most of the product comes from.
    """
    hits = [hit for hit in find_processes(text, mentions) if hit.process.is_reaction]
    found: dict[tuple[str, str], Transformation] = {}
    for begin, end in _sentences(text):
        line = _mark(text, begin, end, mentions, hits)
        for one in _read_line(line):
            found.setdefault((one.reactant.text, one.product.text), one)
    return tuple(found.values())


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for stop in _STOP.finditer(text):
        for start in range(begin, stop.end(), _LONGEST):
            yield start, min(start + _LONGEST, stop.end())
        begin = stop.end()


@dataclass(frozen=True)
class _Line:
    """A sentence with its substances and reactions as signs, and what each sign stands for."""

    text: str
    meaning: dict[int, Mention | ProcessHit]

    def mentions(self, start: int, end: int) -> list[Mention]:
        found = (self.meaning.get(place) for place in range(start, end))
        return [one for one in found if isinstance(one, Mention)]

    def reactions(self, start: int, end: int) -> tuple[str, ...]:
        found = (self.meaning.get(place) for place in range(start, end))
        keys = (one.process.key for one in found if isinstance(one, ProcessHit))
        return tuple(dict.fromkeys(keys))


def _mark(
    text: str, begin: int, end: int, mentions: Sequence[Mention], hits: Sequence[ProcessHit]
) -> _Line:
    inside: list[Mention | ProcessHit] = [
        one
        for one in mentions
        if begin <= one.start and one.end <= end and not _is_part_of_word(one, hits)
    ]
    inside += [hit for hit in hits if begin <= hit.start and hit.end <= end]
    pieces: list[str] = []
    meaning: dict[int, Mention | ProcessHit] = {}
    place, length = begin, 0
    for one in sorted(inside, key=_reading_order):
        start = max(one.start, place)
        if one.end <= place or (start > one.start and isinstance(one, Mention)):
            continue
        pieces += [text[place:start], _sign(one)]
        meaning[length + start - place] = one
        length += start - place + 1
        place = one.end
    return _Line("".join([*pieces, text[place:end]]), meaning)


def _is_part_of_word(mention: Mention, hits: Sequence[ProcessHit]) -> bool:
    """Tell whether a substance begins the word of a process: 氨氧化, 光气化, not CO2加氢."""
    return any(
        hit.start <= mention.start
        and mention.end < hit.end
        and (len(mention.text) == 1 or not find_processes(hit.text[mention.end - hit.start :]))
        for hit in hits
    )


def _reading_order(one: Mention | ProcessHit) -> tuple[int, bool]:
    """Put a substance before the process that begins with its name, as in CO2加氢."""
    return one.start, isinstance(one, ProcessHit)


def _sign(one: Mention | ProcessHit) -> str:
    if isinstance(one, ProcessHit):
        return _REACTION
    return _CATALYST if one.kind is Kind.CATALYST else _SUBSTANCE


def _read_line(line: _Line) -> Iterator[Transformation]:
    if line.text.count(_SUBSTANCE) <= 1:
        return
    taken: set[int] = set()
    for form in _FORMS:
        for found in form.finditer(line.text):
            span = range(*found.span("b"))
            if taken.isdisjoint(span) and not _is_about_separating(line.text, found):
                taken.update(span)
                yield from _relate(line, found)


def _is_about_separating(text: str, found: re.Match[str]) -> bool:
    how = found.groupdict().get("how") or ""
    before = text[max(0, found.start() - _LOOK_BACK) : found.start()]
    is_from = "from" in found[0].casefold()
    return bool(_NOT_MADE.search(how) or (is_from and _NOT_MADE.search(before)))


def _relate(line: _Line, found: re.Match[str]) -> Iterator[Transformation]:
    stated = line.reactions(*found.span())
    for product in line.mentions(*found.span("b")):
        choices = [
            Transformation(reactant, product, stated, _change(reactant, product))
            for reactant in line.mentions(*found.span("a"))
            if reactant.text != product.text
        ]
        if choices:
            yield max(choices, key=_closeness)


def _change(reactant: Mention, product: Mention) -> Change | None:
    if product.kind is Kind.POLYMER:
        return Change(("polymerisation",)) if reactant.kind is Kind.COMPOUND else None
    if not (reactant.smiles and product.smiles):
        return None
    return classify_change(reactant.smiles, product.smiles)


def _closeness(one: Transformation) -> tuple[bool, int]:
    """Prefer a reactant whose change is understood, and of those the largest."""
    return one.change is not None, len(one.reactant.smiles or "")
