"""Words that decide: ordinary English, chemicals that need support, known short forms, salts."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

CONDITIONAL = frozenset("lead gold silver tin mercury water salt lime".split())  # noqa: SIM905 - a table of words reads best in lines
"""Chemicals that are everyday words: they count only with support beside them."""
PROTEINS = frozenset(
    "insulin glucagon calcitonin albumin collagen elastin gelatin integrin globulin hemoglobin "  # noqa: SIM905 - a table of words reads best in lines
    "haemoglobin fibrin fibrinogen thrombin trypsin pepsin keratin casein myosin actin tubulin "
    "ferritin transferrin prolactin leptin ghrelin erythropoietin interferon interleukin "
    "lysozyme papain lectin cadherin selectin laminin fibronectin prothrombin plasmin renin".split()
)
"""Proteins: materials of biology, no compounds with one structure."""
SHORT_FORMS = frozenset(
    "DMSO DMF DMAc THF NMP DCM DCE MTBE ETBE MEK MIBK EDTA DTPA ATP ADP AMP cAMP GTP NAD NADH "  # noqa: SIM905 - a table of words reads best in lines
    "NADP NADPH GABA MDMA AZT LSD DDT TNT BPA PCB PCBs PAH PAHs VOC VOCs TCE PCE HFC CFC CFCs "
    "NMDA AMPA BHT BHA SDS PBDE TEMPO DABCO DBU DMAP EDC DCC HATU TFA DIPEA LDA PFOA PFOS "
    "5-HT 5-FU 6-OHDA MPTP L-DOPA L-dopa HMF DMC MMA BDO HMDA MDI TDI HDI IPDI "
    "GSH 2,4-D 2,4,5-T ".split()
)
"""Short forms that stand for one compound or class wherever chemists write."""
_STOPS = frozenset(
    "a an the and or of in on at to by as is for with from we was were be no not per via its it "  # noqa: SIM905 - a table of words reads best in lines
    "i he his she but than then this that these those into both all any one two".split()
)
_BAD_ENDING = re.compile(
    r"(?:[aeiou]tion|ness|ment|ity|ing|ally|ly|ous|ive|able|ible|ism|ist|ology|graphy|ase|ases"
    r"|tic|nic|ric|sic|lic|mic|ular|eral|onal|inal|etic|oid|emia|osis|itis|opathy|ed|er|or|ers|ors)$"
)
"""Endings of adjectives, diseases, enzymes and abstractions."""
SALT_WORDS = (
    "hydrochloride|dihydrochloride|hydrobromide|chloride|dichloride|trichloride|bromide|iodide|"
    "fluoride|oxide|dioxide|trioxide|hydroxide|peroxide|sulfide|sulphide|sulfate|sulphate|sulfite|"
    "sulphite|nitrate|nitrite|phosphate|carbonate|bicarbonate|acetate|formate|citrate|tartrate|"
    "maleate|fumarate|succinate|lactate|gluconate|oxalate|mesylate|besylate|tosylate|decanoate|"
    "palmitate|stearate|benzoate|pamoate|valerate|propionate|butyrate|cyanide|hydride|borohydride|"
    "sodium|potassium|calcium|acid|anhydride|ester|ether|monohydrate|dihydrate|hexahydrate|"
    "trihydrate|pentahydrate|heptahydrate|hydrate|arabinoside|mofetil|fumarate|dipropionate"
)
SUPPORT_AFTER = re.compile(
    r"\s*(?:-\s*)?(?:acetates?|nitrates?|oxides?|dioxide|chlorides?|sul(?:f|ph)ates?|sul(?:f|ph)ides?|iodide|azide"
    r"|bromide|cyanide|carbonate|chromate|stearate|ions?|cations?|salts?|catalysts?|nanoparticles?"
    r"|nanorods?|nanowires?|electrodes?|foil|powder|plating|alloys?|complex(?:es)?|compounds?"
    r"|poisoning|exposure|intoxication|toxicity|levels?|concentrations?|contents?|removal|recovery"
    r"|adsorption|contaminat\w+|pollution|leaching|free|acid batter(?:y|ies)|doped|based|vapou?r"
    r"|treatment(?! with)|splitting|vapou?r|electrolysis)\b",
    re.IGNORECASE,
)
SUPPORT_BEFORE = re.compile(
    r"(?:blood|metallic|colloidal|inorganic|soluble|dissolved|supported|elemental|heavy metals?"
    r"(?: such as)?|ppm|ppb|%|mg|(?:removal|recovery|adsorption|toxicity|concentrations?"
    r"|levels?|content"
    r"|traces?|amounts?|leaching|determination|extraction) of)\s+$",
    re.IGNORECASE,
)


@cache
def ordinary_words() -> frozenset[str]:
    """Return everyday words, in lower case, that some product or compound is called by."""
    table = resources.files("duijie.chemistry.english").joinpath("ordinary.txt")
    return frozenset(table.read_text(encoding="utf-8").split())


def is_stop(word: str) -> bool:
    """Whether a word in lower case only joins others."""
    return word in _STOPS


def is_ordinary(word: str) -> bool:
    """Whether a word in lower case, or its singular, is everyday English."""
    return word in _STOPS or bool({word, word.removesuffix("s")} & ordinary_words())


def looks_ordinary(word: str) -> bool:
    """Whether the ending of a word in lower case is that of other than compounds."""
    return bool(_BAD_ENDING.search(word))
