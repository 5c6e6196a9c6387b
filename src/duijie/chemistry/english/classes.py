"""English names of classes of compounds; what their plurals and heads look like."""

from __future__ import annotations

import re

_WORDS = (
    "steroid|corticosteroid|glucocorticoid|mineralocorticoid|benzodiazepine|catecholamine|barbiturate|"
    "estrogen|oestrogen|androgen|progestogen|progestin|prostaglandin|prostacyclin|phenothiazine|"
    "anthracycline|aminoglycoside|cephalosporin|penicillin|macrolide|fluoroquinolone|quinolone|"
    "tetracycline|sulfonamide|sulphonamide|nucleoside|nucleotide|triglyceride|flavonoid|alkaloid|"
    "polyphenol|thiazide|amphetamine|salicylate|bisphosphonate|nitrosamine|organophosphate|"
    "carbamate|pyrethroid|neonicotinoid|sulfonylurea|statin|opiate|cannabinoid|retinoid|carotenoid|"
    "terpene|terpenoid|saponin|anthocyanin|tannin|lignin|phospholipid|ceramide|ganglioside|"
    "polyamine|polysaccharide|disaccharide|monosaccharide|oligosaccharide|cyclodextrin|"
    "porphyrin|phthalocyanine|siloxane|silane|silicate|zeolite|phosphonate|phosphine|phosphite|"
    "diol|triol|dithiol|bisphenol|triamine|tetramine|hydrazide|hydroperoxide|naphthene|silicone|"
    "alcohol|phenol|amine|diamine|imine|amide|imide|aldehyde|ketone|ester|ether|epoxide|thiol|"
    "sulfide|sulfone|sulfoxide|nitrile|isocyanate|carbonate|oxime|hydrazine|hydrazone|lactone|"
    "lactam|olefin|alkene|alkane|alkyne|arene|alkyl halide|acyl chloride|anhydride|peroxide|"
    "quinone|aniline|pyridine|indole|imidazole|pyrazole|triazole|thiophene|furan|nitrate|nitrite|"
    "phthalate|acrylate|methacrylate|perfluoroalkyl substance|chlorofluorocarbon|"
    "hydrofluorocarbon|polychlorinated biphenyl|polycyclic aromatic hydrocarbon|hydrocarbon|"
    "fatty acid|amino acid|carboxylic acid|sulfonic acid|boronic acid|bile acid|nucleic acid|"
    "organic acid|metal oxide|mixed oxide|rare earth oxide|metal.organic framework|ionic liquid|"
    "quaternary ammonium salt|oral contraceptive"
)
_NEVER_ONE = frozenset("amide diamine dithiol lignin nitrosamine sulfoxide".split())  # noqa: SIM905 - a table of words reads best in lines
"""Classes whose plain name is among the first names of some compound that nobody means by it."""
_HEADS = (
    "nitro|halo(?:gen)?|halogenated|chlorinated|fluorinated|brominated|aromatic|aliphatic|"
    "heterocyclic|unsaturated|nitro-?aromatic|organo\\w+|perfluorinated|azo|diazo|carbonyl|"
    "polyphenolic|volatile organic|nitrogen-containing|sulfur-containing|organic sulfur"
)
_GROUPS = (
    "compounds?|hydrocarbons?|aromatics|arenes|amines?|anilines?|phenols?|ketones?|aldehydes?|"
    "alcohols?|alkanes?|alkenes?|olefins?|acids?|esters?|ethers?|benzenes?|pyridines?|nitriles?|"
    "sulfides?|dyes|solvents"
)
CLASS_WORD = re.compile(rf"(?<![A-Za-z0-9])(?:{_WORDS})s?(?![A-Za-z0-9])", re.IGNORECASE)
CLASS_PHRASE = re.compile(
    rf"(?<![A-Za-z0-9])(?:(?:{_HEADS})[\s-]+)+(?:{_GROUPS})(?![A-Za-z0-9])", re.IGNORECASE
)
VITAMIN = re.compile(
    r"(?<![A-Za-z0-9])vitamin\s+(?:[AaCDEKdek]|B\s?-?\s?\d{1,2}|D\s?[23])(?![A-Za-z0-9])",
    re.IGNORECASE,
)


def is_class(name: str) -> bool:
    """Whether a name, or its singular, is that of a class of compounds."""
    return bool(CLASS_WORD.fullmatch(name))


def means_one(name: str) -> bool:
    """Whether the name of a class may also mean the one compound that is known by it first."""
    return name.lower().removesuffix("s") not in _NEVER_ONE
