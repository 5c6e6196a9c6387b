"""Chinese chemical names in running text.

At every place where a name may begin, the longest stretch that is a name is taken; what stands
before and after it decides whether it is one here: 聚丙烯 is a polymer, 胆碱酯酶 an enzyme, 氯化 a
process, and the 锡 of 无锡 a city.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from duijie.chemistry.chinese.read import Reading, common_names, is_class, read_name
from duijie.chemistry.chinese.words import (
    ACIDS,
    ANIONS,
    METALS,
    MULTIPLIERS,
    NONMETALS,
    RADICALS,
    RINGS,
    STEMS,
    SUFFIXES,
)
from duijie.chemistry.mention import Kind

LONGEST = 40
"""Names in running text; longer ones are looked up by `read_name`."""
_REMEMBERED = 50_000


@dataclass(frozen=True)
class Found:
    """A name in a text, ``text[start:end]``; `reading` is None for classes, materials, polymers."""

    start: int
    end: int
    text: str
    kind: Kind
    reading: Reading | None


_CLASSES = re.compile(
    r"(?:[多单二三四五六]?(?:硝基|氨基|羟基|羰基|卤代|氯代|溴代|氟代|硫醇|偶氮|重氮|有机[硅磷氟氯胺硫锡锂]|含[氮硫氧卤氟氯磷]|含能)?"
    r"(?:芳香族?|脂肪族?)?)(?:化合物|芳烃|烷烃|烯烃|炔烃|烃类|杂环)|"
    r"(?:多环|稠环|卤代|氯代|硝基|低碳|长链|直链|α-|环|芳香|脂肪|正构|异构|混合|轻质)+(?:芳烃|烷烃|烯烃|烃|胺|醇|醛|酸|酮|酯)类?|"
    r"(?:芳烃|烷烃|烯烃|炔烃|卤代烃)|(?:酚|醛|酮|醇|胺|酯|醚|酰胺|腈|硫醇|吡啶|喹啉|咪唑|吲哚|苯|萘|蒽醌|脲|肼|胍|烷基酚)类|"
    r"苯系物|酚醛(?=化合物)|(?:亚?硝酸|亚?硫酸|磷酸|碳酸|硅酸|硼酸|铬酸|氯酸|高氯酸|砷酸|羧酸|磺酸)盐|"
    r"(?:氰|氟|氯|溴|碘|硫|氧|过氧|氢氧|卤|硼|氮|碳|磷)化物|丙烯酸酯|异氰酸酯(?!基)|磷酸酯|羧酸酯|邻苯二甲酸酯|碳酸酯(?!基)"
)
_POLYMERS = re.compile(
    r"聚(?:四氟乙烯|偏氟乙烯|偏二氟乙烯|酰亚胺|酰胺酸|酰胺|氨酯|碳酸酯|醚醚酮|醚砜|砜|苯硫醚|苯醚|酯|乙二醇|乙烯醇缩丁醛|乙烯醇|乙烯吡咯烷酮|"
    r"丙烯酰胺|丙烯酸酯|丙烯酸钠|丙烯酸|丙烯腈|丙烯|氯乙烯|苯乙烯|乙烯|丁二烯|异丁烯|异戊二烯|乳酸|己内酯|己内酰胺|羟基脂肪酸酯|"
    r"对苯二甲酸乙二醇酯|对苯二甲酸丁二醇酯|甲基丙烯酸甲酯|甲醛|醚多元醇|醚|硅氧烷|吡咯|苯胺|噻吩|多巴胺|氯化铝|合氯化铝|合硫酸铁|烯烃)(?:纤维|树脂|塑料|薄膜|橡胶)?|"
    r"(?:丁腈|丁苯|顺丁|氯丁|丁基|乙丙|三元乙丙|氟|硅|天然|异戊|丙烯酸酯|聚氨酯|氟硅)橡胶|"
    r"(?:酚醛|环氧|脲醛|氟碳|醇酸|聚酯|丙烯酸|不饱和聚酯|呋喃|三聚氰胺|离子交换|氨基|有机硅|石油|萜烯|松香)树脂|(?:尼龙|锦纶)\d*|涤纶|腈纶|氨纶|芳纶|维纶"
)
_MATERIALS = re.compile(
    r"(?:镍?钴?锰酸锂|钴酸锂|磷酸铁锂|磷酸锰铁锂|钛酸锂|镍钴铝酸锂|活性炭|石墨烯|石墨|碳纳米管|碳纤维|炭黑|分子筛|沸石|硅胶|硅藻土|膨润土|蒙脱土|高岭土|水滑石|凹凸棒土?|海泡石|"
    r"壳聚糖|纤维素|木质素|淀粉|金属有机框架|共价有机框架|钙钛矿|离子液体|赤泥|粉煤灰|磷石膏|石膏|白炭黑|气凝胶|水凝胶|电石渣)"
)
_NOT_AFTER = ("化", "基", "解", "性", "酶", "法", "源", "根", "化合物", "族")
"""After these a stretch is part of another word: 氯化, 苯基, 醇解, 酸性, 酯酶."""
_FINE_AFTER = ("化学", "化工", "基础", "性能", "性质", "法规", "解吸", "解离", "基地", "化反应")
_ELEMENTS_ALONE = frozenset(
    "钯铂铑钌铱镍钴锰锌铬镉铅汞砷钒钼钨锂钛锆铈镧铝铜硒碲锑铋锡铟镓锗铊铌钽铯铷钇钕锶钡铀"
)
_ELEMENTS_WITH_SUPPORT = frozenset("金银铁钠钾钙镁硼硅磷硫氯溴碘氟")
_SUPPORT_AFTER = re.compile(
    r"(?:离子|元素|单质|含量|浓度|基催化|系催化|催化剂|粉|回收|盐|络合物|配合物|纳米|掺杂|负载|合金|杂质|残留|电极|片|箔|渣|气)"
)
_SUPPORT_BEFORE = re.compile(
    r"(?:含|金属|负载|掺杂|微量|痕量|回收|脱除|去除|重金属|总|贵金属|游离|活性)$"
)
_NO_ELEMENT = re.compile(
    r"无锡|锡林|铅笔|铅球|铜陵|铜川|白银|铝型材|[铝铜钛镁]材|钛媒体|水银|砷化|银行|资金|基金|奖金|金融|黄金|金额|金属|合金|钢铁|地铁|高铁|铁路|铁泥|"
    r"低碳|双碳|碳排|加氢|脱硫|硫化|脱氮|氮肥|磷肥|钾肥|硅片|硅胶|硅藻|硅橡胶|有机硅|多晶硅|单晶硅|钙钛矿|钛白|锂电|锂离子|锌锰|铅酸|铬鞣|镍氢|镍镉"
)
_COMMA = re.compile(r"(?<=[\dNOS])，(?=[\dNOS])")
_BREAK = re.compile(
    r"(?<=[基\-])\n(?=[\d一-鿿])|(?<=[邻间对二三四五六][氯溴氟碘])\n(?=[\d一-鿿])|(?<=\d)\n(?=[,\-])"
)
"""An end of a line in the middle of a name: nothing that has a structure ends like that."""
_DRUG_SYLLABLES = frozenset("洛尔沙坦韦普达司汀替昔美帕")
"""Beside these a single character is a sound, as in 普萘洛尔."""
_ALPHABET = re.compile(r"[\d,\-'()\[\]NOSPαβγωD一-鿿]")


def find_names(text: str) -> list[Found]:
    """Return every chemical name in Chinese text, in order, none overlapping.

    >>> [found.text for found in find_names("对硝基苯胺连续加氢制对苯二胺，聚丙烯滤膜")]
    ['对硝基苯胺', '对苯二胺', '聚丙烯']
    """
    whole = _COMMA.sub(",", "".join(map(_plain, text)))
    breaks = {match.start() for match in _BREAK.finditer(whole)}
    places = [place for place in range(len(whole)) if place not in breaks]
    plain, written = (
        "".join(string[place] for place in places) if breaks else string for string in (whole, text)
    )
    found: list[Found] = []
    place = 0
    while place < len(plain):
        one = _find_at(written, plain, place)
        if one:
            found.append(one)
        place = one.end if one else place + 1
    return [_put_back(one, text, places) for one in found] if breaks else found


def _put_back(found: Found, text: str, places: list[int]) -> Found:
    """Return the name with its place in `text`, ends of lines and all."""
    start, end = places[found.start], places[found.end - 1] + 1
    return replace(found, start=start, end=end, text=text[start:end])


def _plain(char: str) -> str:
    """Return a character in its plain form, always one: offsets stay."""
    if char in "，；：。！？":
        return char
    form = unicodedata.normalize("NFKC", char)
    form = {"—": "-", "–": "-", "－": "-", "‐": "-", "′": "'", "’": "'"}.get(form, form)
    return form if len(form) == 1 else char


def _find_at(text: str, plain: str, start: int) -> Found | None:
    for pattern, kind in (
        (_POLYMERS, Kind.POLYMER),
        (_CLASSES, Kind.CLASS),
        (_MATERIALS, Kind.MATERIAL),
    ):
        match = pattern.match(plain, start)
        if match and match.end() > start:
            longer = _find_compound(text, plain, start) if kind is not Kind.POLYMER else None
            if longer and longer.end > match.end():
                return longer
            return Found(start, match.end(), text[start : match.end()], kind, None)
    return _find_compound(text, plain, start) or _find_element(text, plain, start)


def _find_compound(text: str, plain: str, start: int) -> Found | None:
    if plain[start] not in _starts():
        return None
    limit = start
    while limit < len(plain) and limit - start < LONGEST and _ALPHABET.match(plain[limit]):
        limit += 1
    for end in range(limit, start + 1, -1):
        if plain[end - 1] not in _last_characters():
            continue
        name = plain[start:end]
        if not _is_made_of_morphemes(name):
            continue
        one = _judge(name)
        if one and _stands_alone(plain, start, end, one[0]):
            return Found(start, end, text[start:end], *one)
        if one and one[0] is Kind.COMPOUND and not plain.startswith(("化", "基"), end):
            return None  # a shorter one would be cut out of it
    beside = plain[max(0, start - 1) : start] + plain[start + 1 : start + 2]
    if (
        plain[start] in "苯萘蒽菲肼脲胍"
        and _stands_alone(plain, start, start + 1, Kind.COMPOUND)
        and not _DRUG_SYLLABLES.intersection(beside)
        and plain[max(0, start - 1) : start] not in _starts()
    ):
        return Found(start, start + 1, text[start], *(_judge(plain[start]) or (Kind.CLASS, None)))
    return None


@lru_cache(_REMEMBERED)
def _judge(name: str) -> tuple[Kind, Reading | None] | None:
    reading = read_name(name)
    if reading:
        return Kind.COMPOUND, reading
    return (Kind.CLASS, None) if is_class(name) else None


def _stands_alone(plain: str, start: int, end: int, kind: Kind) -> bool:
    after, before = plain[end : end + 3], plain[max(0, start - 2) : start]
    if after.startswith(_FINE_AFTER):
        return True
    if after.startswith("法") and kind is Kind.COMPOUND:
        return True
    if after.startswith(_NOT_AFTER) or before.endswith("聚"):
        return False
    return kind is not Kind.CLASS or end - start > 1


def _find_element(text: str, plain: str, start: int) -> Found | None:
    char = plain[start]
    alone, supported = char in _ELEMENTS_ALONE, char in _ELEMENTS_WITH_SUPPORT
    if not alone and not supported:
        return None
    around = plain[max(0, start - 1) : start + 3]
    if any(
        match.start() <= start - max(0, start - 1) < match.end()
        for match in _NO_ELEMENT.finditer(around)
    ):
        return None
    after, before = plain[start + 1 : start + 5], plain[max(0, start - 3) : start]
    if supported and not (_SUPPORT_AFTER.match(after) or _SUPPORT_BEFORE.search(before)):
        return None
    if after.startswith(("化", "酸", "氧")) and not after.startswith(("化学", "酸洗")):
        return None
    reading = read_name(char)
    return Found(start, start + 1, text[start], Kind.ELEMENT, reading) if reading else None


@cache
def _morphemes() -> re.Pattern[str]:
    words = {
        *STEMS, *MULTIPLIERS, *RADICALS, *RINGS, *SUFFIXES, *METALS, *NONMETALS, *ACIDS,
        *ANIONS, *common_names(),
        *"烷烯炔醇酚醛酮酸胺腈醚酯酐盐肟脲肼胍砜膦胂硅锗环正异仲叔新邻间对均偏连顺反式基亚过代化水合氢碳酰硫氧羰巯苄炔",
        "硫醇", "水合物", "酰胺", "酰氯", "酰肼", "磺酸", "磺酰", "甘醇", "一缩", "多聚",
    }  # fmt: skip
    words = {word for word in words if word}
    body = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:{body}|[\d,\-'()\[\]]|[NOSPαβγω](?=[,'\-]))+$")


@lru_cache(_REMEMBERED)
def _is_made_of_morphemes(name: str) -> bool:
    return bool(_morphemes().match(name))


@cache
def _starts() -> frozenset[str]:
    words = (
        *STEMS,
        *MULTIPLIERS,
        *RADICALS,
        *RINGS,
        *METALS,
        *NONMETALS,
        *ACIDS,
        *ANIONS,
        *common_names(),
    )
    return frozenset(word[0] for word in words if word) | frozenset(
        "正异仲叔新环邻间对均偏连顺反过盐NOαβγ123456789(无"
    )


@cache
def _last_characters() -> frozenset[str]:
    words = (*RINGS, *SUFFIXES, *METALS, *NONMETALS, *ACIDS, *common_names())
    return frozenset(word[-1] for word in words if word) | frozenset(
        "烷烯炔醇酚醛酮酸胺腈醚酯酐盐肟脲肼胍砜膦苯氯溴碘氟氰铵物"
    )
