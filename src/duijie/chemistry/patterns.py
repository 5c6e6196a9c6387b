"""Catalysts, polymers, zeolites and symbols: what is told by its shape and has no one structure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duijie.chemistry.elements import CHINESE, ENGLISH
from duijie.chemistry.mention import Kind, Mention

_METAL = (
    "(?:Pd|Pt|Ru|Rh|Ir|Os|Re|Ni|Cu|Co|Fe|Au|Ag|Mo|W|Zn|Mn|Cr|V|Ce|Sn|Bi|La|Zr|Ti|In|Ga|K|Na"
    "|Mg|Al|Cs)"
)
_CARRIER = (
    r"(?:(?:[αβγδη]|alpha|gamma)-?)?(?:Al2O3|Al₂O₃|SiO2|SiO₂|TiO2|TiO₂|ZrO2|ZrO₂|CeO2|CeO₂|MgO|ZnO|Nb2O5|WO3"
    r"|Fe3O4|Fe2O3|MnO2|CaCO3|BaSO4|SiC|BN|C3N4|g-C3N4|CNTs?|rGO|GO|graphene|carbon|AC|NC|C"
    r"|(?:H|Na)?ZSM-?\d{1,2}|SBA-?15|MCM-?(?:41|48|22)|SAPO-?(?:34|11)|H?Beta|USY|HY|TS-1|MOFs?|UiO-66|ZIF-8|LDHs?"
    r"|碳|活性炭|炭|氧化铝|二氧化硅|氧化硅|二氧化钛|氧化锆|分子筛|石墨烯|碳纳米管)"
)
_METALS = rf"{_METAL}(?:\d*(?:\s?[-–/]\s?|){_METAL}\d*)*"
_CHINESE_METAL = (
    "(?:"
    + "|".join(CHINESE[one] for one in "Pd Pt Ru Rh Ir Ni Cu Co Fe Au Ag Mo W Zn Mn V".split())  # noqa: SIM905 - a table of words reads best in lines
    + ")"
)
_EDGE = r"(?<![A-Za-z0-9/-])"
_END = r"(?![A-Za-z0-9])"
_METAL_NAME = (
    "(?:"
    + "|".join(
        ENGLISH[one]
        for one in "Pd Pt Ru Rh Ir Ni Cu Co Fe Au Ag Mo W Zn Mn V Ti Zr".split()  # noqa: SIM905 - a table of words reads best in lines
    )
    + ")"
)
_CATALYSTS = re.compile(
    rf"{_EDGE}{_METALS}(?:\s?/\s?{_CARRIER})+{_END}"
    rf"|{_EDGE}(?:{_METALS}|{_METAL_NAME})[- ]based catalysts?\b"
    rf"|{_EDGE}{_METAL_NAME} on (?:carbon|charcoal|alumina|silica|titania|activated carbon)\b"
    rf"|(?:supported|heterogeneous) {_METAL_NAME} catalysts?\b"
    rf"|\bRaney[- ](?:nickel|Ni|cobalt|copper)\b|\bLindlar(?:'s)? catalyst\b"
    rf"|\bZiegler-Natta catalysts?\b"
    rf"|{_EDGE}{_METALS}\s?系?基(?:[\u4e00-\u9fff]{{0,4}}?催化剂)?|{_CHINESE_METAL}(?:[-—]?{_CHINESE_METAL})*系?基[\u4e00-\u9fff]{{0,4}}?催化剂"
    rf"|负载型?{_CHINESE_METAL}?[\u4e00-\u9fff]{{0,4}}?催化剂|(?:雷尼|兰尼|骨架)镍|[钯铂钌铑][碳炭](?:催化剂)?"
    rf"|{_CHINESE_METAL}\s?/\s?{_CARRIER}",
)
_SURE_POLYMERS = (
    r"PVDF(?:-HFP)?|PTFE|PMMA|PEEK|HDPE|LDPE|LLDPE|UHMWPE|EPDM|PDMS|PBAT|ETFE|PEDOT(?::PSS)?|HPAM"
    r"|PA-?(?:6|66|11|12|46|610|1010)|EVOH|PVDC|PCTFE|PBO|PPTA|PEKK|POSS|SEBS"
)
_DOUBTFUL_POLYMERS = (
    r"PVC|PET|PBT|PAN|PPS|PPO|PVA|PVP|PEG|PEI|PES|PSU|PLA|PHA|PBS|PCL|PGA|PLGA|EVA|ABS|SBR|NBR|FEP|PFA"
    r"|POM|PAM|PAA|PANI|SBS|TPU|TPE|PVB|PE|PP|PS|PC|PI|PA|PU"
)
_SURE = re.compile(rf"{_EDGE}(?:{_SURE_POLYMERS}){_END}")
_DOUBTFUL = re.compile(rf"{_EDGE}(?:{_DOUBTFUL_POLYMERS}){_END}")
_POLYMER_TALK = re.compile(
    r"polymer|resin|plastic|copolymer|fib(?:re|er)|membrane|film|rubber|elastomer|foam|extru|mou?ld"
    r"|composite|blend|高分子|聚合|树脂|塑料|薄膜|纤维|橡胶|弹性体|泡沫|发泡|挤出|注塑|复合材料|共混|超滤|膜|管材|改性",
    re.IGNORECASE,
)
_POLYMER_NAMES = re.compile(
    r"\bpoly\s?(?:\(|\[)[A-Za-z0-9 ,'()\[\]-]{3,60}?[)\]](?![A-Za-z])"
    r"|\b(?:co)?poly-?(?:ethylene(?: (?:glycols?|oxide|terephthalate|imine|naphthalate))?"
    r"|propylene(?: (?:glycol|oxide|carbonate))?"
    r"|butylene(?: (?:terephthalate|succinate|adipate))?|butadiene|isoprene|isobutylene"
    r"|styrene(?: sulfonate)?|olefins?|amides?|imides?|esters?|ethers?"
    r"|ether(?:imide| ?sulfone| ether ketone)|urethanes?|ureas?|carbonates?|acetals?|sulfones?"
    r"|siloxanes?|silazanes?|ketones?"
    r"|anilines?|pyrroles?|thiophenes?|acetylenes?|acrylates?|acrylamides?|acrylonitriles?"
    r"|acrylic acid|methacrylates?"
    r"|vinyl (?:chloride|alcohol|acetate|butyral|pyrrolidone)|vinylidene (?:fluoride|chloride)"
    r"|vinylpyrrolidone"
    r"|tetrafluoroethylene|lactic acid|lactides?|lactones?|caprolactones?|caprolactam"
    r"|glycolic acid|hydroxyalkanoates?"
    r"|ethyleneimines?|phenylenes?|phenylene (?:sulfide|oxide)|benzimidazoles?|phosphazenes?"
    r"|dopamine|electrolytes?"
    r"|methyl methacrylate|dimethylsiloxanes?|acrylics?)\b"
    r"|\b(?:nitrile|styrene-butadiene|butyl|chloroprene|silicone|natural) rubber\b"
    r"|\b(?:epoxy|phenolic|novolac|melamine|alkyd|urea-formaldehyde|ion-exchange"
    r"|unsaturated polyester) resins?\b"
    r"|\b(?:cellulose|chitosan|lignin|Nafion|Kevlar|Teflon|nylon(?:[- ]\d{1,4})?|neoprene"
    r"|spandex|aramid)\b",
    re.IGNORECASE,
)
_ZEOLITES = re.compile(
    rf"{_EDGE}(?:(?:H|Na)?ZSM-?\d{{1,2}}|SBA-?15|MCM-?(?:41|48|22)|SAPO-?(?:34|11)|TS-1|UiO-66(?:-NH2)?|ZIF-(?:8|67)"
    rf"|MIL-(?:53|100|101|125)|HKUST-1|g-C3N4|MXenes?){_END}"
    r"|\b(?:zeolites?|activated carbon|graphene oxide|graphene|carbon nanotubes?|carbon black"
    r"|alumina|silica gel|fly ash"
    r"|bentonite|kaolin|montmorillonite|hydrotalcite|diatomite|perovskites?)\b",
)
_SYMBOL = "(?:" + "|".join(sorted(ENGLISH, key=len, reverse=True)) + ")"
_IONS = re.compile(rf"(?<![A-Za-z0-9])({_SYMBOL})(?=\s?\(?\s?\d?\s?[+⁺](?:\s?\))?(?![A-Za-z0-9]))")
_LISTED = re.compile(
    rf"(?<![A-Za-z0-9]){_SYMBOL}(?:\s?[,、，/]\s?{_SYMBOL})+(?:,? (?:and|or) {_SYMBOL}"
    rf"|\s?[和与及]\s?{_SYMBOL})?(?![A-Za-z0-9-])"
)
_USED = re.compile(
    rf"(?<![A-Za-z0-9])({_SYMBOL})(?=\s?(?:离子|元素|催化剂|含量|ions?\b|catalysts?\b|nanoparticles?\b|alloys?\b|electrodes?\b))"
)
_NO_ELEMENT = frozenset("I In As At No He Be".split())  # noqa: SIM905 - a table of words reads best in lines
"""Symbols that are English words: not even beside a cue."""


def find_patterns(text: str) -> Iterator[Mention]:
    """Yield catalysts, polymers, materials and symbols of elements; they may overlap.

    >>> [m.text for m in find_patterns("Pd/C，Ni基催化剂，PVDF膜，PVC管材")]
    ['Pd/C', 'Ni基催化剂', 'PVDF', 'PVC']
    >>> list(find_patterns("PVC burden (premature contractions) in PET scans"))
    []
    """
    shapes = [
        (_CATALYSTS, Kind.CATALYST),
        (_SURE, Kind.POLYMER),
        (_POLYMER_NAMES, Kind.POLYMER),
        (_ZEOLITES, Kind.MATERIAL),
    ]
    if _POLYMER_TALK.search(text) or _SURE.search(text):
        shapes.append((_DOUBTFUL, Kind.POLYMER))
    for pattern, kind in shapes:
        for found in pattern.finditer(text):
            yield Mention(found.start(), found.end(), found[0], kind, "pattern")


def find_symbols(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and symbol of elements written as ions, in lists or beside a cue.

    >>> [one[2] for one in find_symbols("Ca(2+)、Pb/Cd/Hg；Cu离子; As we said, I and In")]
    ['Ca', 'Pb', 'Cd', 'Hg', 'Cu']
    """
    found = [
        *((m.start(1), m.end(1), m[1]) for m in _IONS.finditer(text)),
        *(
            (run.start() + m.start(), run.start() + m.end(), m[0])
            for run in _LISTED.finditer(text)
            for m in re.finditer(rf"(?<![A-Za-z]){_SYMBOL}(?![A-Za-z])", run[0])
            if len(run[0]) > _SHORTEST_LIST
        ),
        *((m.start(1), m.end(1), m[1]) for m in _USED.finditer(text)),
    ]
    for one in dict.fromkeys(found):
        if one[2] not in _NO_ELEMENT:
            yield one


_SHORTEST_LIST = 4
"""Characters: "C/N", "S, P" and such are ratios and initials as often as elements."""
