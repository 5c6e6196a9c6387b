"""What English chemical words are built of: stems of drug names and parts of systematic names.

Stems: WHO, "The use of stems in the selection of International Nonproprietary Names", 2018.
Parts: IUPAC, "Nomenclature of Organic Chemistry", 2013.
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST_WORD = 80
SHORTEST_SYSTEMATIC = 7
_STRONG = 4
"""A part of this length is no chance hit of letters."""
_PARTS = frozenset(
    """
    mono di tri tetra penta hexa hepta octa nona deca undeca dodeca bis tris tetrakis
    per hypo ortho meta para iso neo cyclo bi spiro nor homo anhydro deoxy desoxy dehydro
    dihydro tetrahydro hexahydro sec tert cis trans
    meth eth prop but pent hex hept oct non dec undec dodec tridec tetradec hexadec octadec
    methyl ethyl propyl butyl pentyl hexyl heptyl octyl nonyl decyl dodecyl amyl allyl vinyl
    propargyl benzyl phenyl tolyl xylyl naphthyl biphenyl phenethyl cinnamyl trityl furfuryl
    glycidyl methylene ethylene propylene butylene phenylene ethylidene benzylidene acryl
    fluoro chloro bromo iodo fluor chlor brom iod nitro nitroso amino imino hydroxy oxo keto
    thio mercapto sulfo sulfonyl sulfinyl sulfanyl cyano azido azo diazo hydrazino carboxy carb
    carbonyl formyl acetyl acetoxy acet propionyl butyryl benzoyl methoxy ethoxy propoxy butoxy
    phenoxy benzyloxy epoxy peroxy oxy oxa aza thia phospha sila bora silyl siloxy phospho
    phosphoryl phosphono arsono
    benz benzo naphth naphtho anthr anthra phenanthr pyren fluoren inden indol indolo quinol
    quinolin isoquinol pyrid pyridin pyrimid pyrimidin pyraz pyrazin pyrrol pyrrolidin piperid
    piperidin piperaz piperazin morphol morpholin imidaz imidazol pyraz pyrazol thiaz thiazol
    oxaz oxazol triaz triazol tetraz tetrazol fur furan thioph thiophen purin xanth acrid carbaz
    phenothiaz benzodiaz dioxol dioxan lact lactam phthal isophthal terephthal male fumar succin
    glutar adip sebac mal malon citr tartr lact stear ole palmit laur myrist linole benz salicyl
    cinnam acryl methacryl crotyl glycer glyc sorb mannit gluc fruct galact ribo deoxyribo
    phen tolu xyl cumen styr anil aniline toluidine phenol cresol naphthol catechol resorcinol
    hydroquinone quinone toluene benzene xylene styrene naphthalene anthracene pyridine urea
    guanidine hydrazine hydroxylamine aniline anisole acetone acetanilide acetamide formamide
    acetonitrile benzonitrile acetophenone benzophenone benzaldehyde
    ane ene yne ol diol triol al one dione oic oate ate ite ide yl ylene ylidene oyl amine
    diamine triamine amide imide nitrile thiol thione aldehyde ketone ine idine azine azole in
    an en yn e y a o i um ium ose uronic onic ic aric
    """.split()  # noqa: SIM905 - a table of words reads best in lines
)
_LONGEST_PART = max(map(len, _PARTS))
_STEMS = re.compile(
    r"(?:azepam|azolam|barbit(?:al|one|urate)|olol|alol|prils?|prilat|sartan|vastatin|conazole|azole"
    r"|[^s]caine|dipine|[a-z]mycin|[a-z]micin|[a-z]cillin|^ce(?:f|pha)[a-z]{3,}|floxacin|oxetine|ipramine|triptyline"
    r"|prazole|tidine|triptan|setron|platin|rubicin|taxel|[aeiou]vir|vudine|[a-z]citabine|gliptin"
    r"|gliflozin|glitazone|fibrate|thiazide|[a-z]semide|profen|coxib|oxicam|fenac|metacin|steride"
    r"|olone|onide|asone|sterone|stigmine|curium|curonium|azosin|terol|phylline|fylline|tropium"
    r"|peridol|peridone|apine|idone|zodone|azocine|orphan|orphine|orphone|codone|fentanil|fentanyl"
    r"|tolol|metidine|oxaban|gatran|parin|xaban|tinib|zomib|ciclib|degib|rafenib|trexate|trexed"
    r"|lukast|afil|oxin|quine|nidazole|bendazole|fungin|cycline|sulfa[a-z]{4,}|glinide|formin"
    r"|dronate|dronic|calcitol|calcidol|retin|tretin|tocin|relin|racetam|gabalin|bamate"
    r"|toin|suximide|flurane|nium|curine|pressin|prost|prostol|prostone|vaptan|entan|dralazine"
    r"|azoline|amivir|nicate|mustine|fosfamide|sulfan|tecan|poside|blastine|cristine|rolimus"
    r"|limus|mesine|setine|traline|faxine|pramine|pezil|stinel|perone|spirone|piprazole|clidine"
    r"|gest(?:rel|erone|one)|estradiol|estrol|estrone|androst[a-z]+|dralin|frine|thromycin|bactam|penem|oxacin"
    r"|prenaline|terenol|drine|amfetamine|amphetamine|tepa|zolamide|amide|azine|idine|trizine|medetomidine"
    r"|azenil|butamine|[ao]lamine|amantadine|olac|indac|dopam|trexol|[a-z]{4}sulide|lopride|piride|sulpride|apride|ergoline|abatrin|serin|erodine|trigine|pirole|iramate|iloride|zoxane|virin|virine|inib"
    r"|i[od][a-z]{0,6}(?:hexol|pamidol|promide|xanol|pentol|versol|talam(?:ate|ic)))$"
)
_GREEK = ("alpha", "beta", "gamma", "delta", "omega")
CHEMICAL_ENDING = re.compile(
    r"(?:[^lgsrfm]ine|[^n]ol|[^yhjsc]one|[^srgdlv]ide|oate|[^blt]ate|[^hg]ene|[^lcrp]ane|yl|ium|in|ose|[^sbh]ite"
    r"|amide|amine|oxide|azole|oic|phos|uron|carb|thion|yne|nitrile|al[^l]um|gen|ur)$"
)
"""Endings that most chemical words have and most other rare words have not."""


@lru_cache(50_000)
def is_drug_like(word: str) -> bool:
    """Whether a word in lower case carries a stem of drug names.

    >>> [is_drug_like(one) for one in ("atorvastatin", "ribavirin", "machine", "remifentanil")]
    [True, True, False, True]
    """
    return SHORTEST_SYSTEMATIC <= len(word) <= LONGEST_WORD and bool(_STEMS.search(word))


@lru_cache(50_000)
def is_systematic(word: str) -> bool:
    """Whether a word in lower case is wholly made of the parts of systematic names.

    >>> [is_systematic(one) for one in ("dichloronitrobenzene", "hydroxyethyl", "nonetheless")]
    [True, True, False]
    """
    if not SHORTEST_SYSTEMATIC <= len(word) <= LONGEST_WORD:
        return False
    strong: list[int | None] = [0] + [None] * len(word)
    for end in range(1, len(word) + 1):
        counts = [
            before + (end - start >= _STRONG)
            for start in range(max(0, end - _LONGEST_PART), end)
            if (before := strong[start]) is not None and word[start:end] in _PARTS
        ]
        strong[end] = max(counts, default=None)
    return bool(strong[-1] and (strong[-1] > 1 or len(word) - SHORTEST_SYSTEMATIC > 1))
