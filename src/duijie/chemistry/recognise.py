"""All routes together: the chemical names of a text, and the structure of one name.

Routes, the surest first: CAS numbers, SMILES, patterns (catalysts, polymers), Chinese names,
formulae, English names, symbols of elements. Where two overlap the longer stands. Each part may
be missing (RDKit, the index, Java, the Chinese reader) and then costs only what it gives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from duijie.chemistry.cas import find_cas, read_cas
from duijie.chemistry.confidence import confidence_of
from duijie.chemistry.elements import ENGLISH, SYMBOLS, element_smiles
from duijie.chemistry.english.abbreviations import ShortForms
from duijie.chemistry.english.classes import is_class, means_one
from duijie.chemistry.english.index import NameIndex
from duijie.chemistry.english.isomers import lacks_locant
from duijie.chemistry.english.opsin import Opsin
from duijie.chemistry.english.recogniser import EnglishRecogniser, Span
from duijie.chemistry.english.words import is_ordinary
from duijie.chemistry.formula import find_formulae, find_known, plain, read_formula
from duijie.chemistry.identify import MOST_CHARACTERS, NO_RDKIT, Structure, has_rdkit, identify
from duijie.chemistry.mention import Kind, Mention
from duijie.chemistry.patterns import find_patterns, find_symbols
from duijie.chemistry.smiles import find_smiles, read_smiles
from duijie.domain.text import Text

LONGEST_NAME = 250
MOST_AT_ONCE = 20_000
"""Characters of a text that are read in one go; a longer one is read in pieces."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_SYSTEMATIC = re.compile(r"\d|(?:yl|oxy|chlor|brom|fluor|nitr|amin|hydr|sulf|phen|benz|meth|eth)")


class ChineseReading(Protocol):
    """What the Chinese reader says of a name."""

    @property
    def smiles(self) -> str | None:
        """The structure; None where the name is read but has no single one."""

    @property
    def inchikey(self) -> str | None:
        """Its InChIKey."""

    @property
    def route(self) -> str:
        """How the name was read: zh-common or zh-grammar."""

    @property
    def confidence(self) -> float:
        """In [0, 1], as in `Mention`."""

    @property
    def ambiguous(self) -> bool:
        """Whether the name stands for several structures."""


class ChineseFound(Protocol):
    """A Chinese name in a text."""

    @property
    def start(self) -> int:
        """Where it begins, in characters."""

    @property
    def end(self) -> int:
        """Where it ends, in characters."""

    @property
    def text(self) -> str:
        """The name as it is written."""

    @property
    def kind(self) -> Kind:
        """What is named."""

    @property
    def reading(self) -> ChineseReading | None:
        """What it means, where that is known."""


class ChineseNames(Protocol):
    """The reader of Chinese names: ``duijie.chemistry.chinese``."""

    def read_name(self, name: str) -> ChineseReading | None:
        """Return the reading of a name, or None."""
        ...

    def find_names(self, text: str) -> Sequence[ChineseFound]:
        """Return the names in a text."""
        ...


@dataclass(frozen=True)
class NameReading:
    """What a name that stands alone means; everything None or 0 when unknown."""

    smiles: str | None = None
    inchikey: str | None = None
    route: str | None = None
    confidence: float = 0.0
    ambiguous: bool = False


UNKNOWN = NameReading()


class Recogniser:
    """Finds and reads chemical names.

    Parameters
    ----------
    index
        English names and CAS numbers; None: by the make of words alone, without structures.
    opsin
        Parser of systematic English names; None: looked up only.
    chinese
        Reader of Chinese names; None: Chinese text gives numbers, formulae and patterns only.
    missing
        What is known to be missing, to be told among the notices.
    """

    def __init__(
        self,
        index: NameIndex | None = None,
        opsin: Opsin | None = None,
        chinese: ChineseNames | None = None,
        missing: Sequence[Text] = (),
    ) -> None:
        self._missing = missing
        self._index = index
        self._opsin = opsin
        self._chinese = chinese
        self._english = EnglishRecogniser(index)
        self._read: dict[str, NameReading] = {}
        self._missed_opsin = False

    def __call__(self, text: str) -> list[Mention]:
        """Return the mentions of a text that stands alone."""
        return self.recognise(text)

    def recognise(self, text: str, short_forms: ShortForms | None = None) -> list[Mention]:
        """Return the mentions of `text` by place; they do not overlap.

        Parameters
        ----------
        text
            Anything, of any length.
        short_forms
            What earlier parts of the same document defined; goes on with this part's definitions.
        """
        forms = short_forms or ShortForms()
        mentions = [
            replace(
                mention,
                start=start + mention.start,
                end=start + mention.end,
                confidence=confidence_of(mention.route, mention.kind),
            )
            for start, piece in _pieces(text)
            for mention in self._recognise_piece(piece, forms)
        ]
        forms.grow_old()
        return mentions

    def read_name(self, name: str) -> NameReading:
        """Return what a name means: Chinese, English, CAS number, SMILES or formula.

        Line breaks, full-width characters and odd primes are mended; what is longer than any
        name is refused.
        """
        name = " ".join(unicodedata.normalize("NFKC", name).split())
        if not 0 < len(name) <= MOST_CHARACTERS or not name.isprintable():
            return UNKNOWN
        for route in (self._as_cas, self._as_formula, self._as_chinese, self._as_english):
            reading = route(name)
            if reading:
                return reading
        structure = read_smiles(name)
        return _reading(structure, "smiles", 0.98) if structure else UNKNOWN

    @property
    def notices(self) -> list[Text]:
        """What was missing so far and what that cost."""
        missing = [*self._missing] if has_rdkit() else [*self._missing, NO_RDKIT]
        if self._missed_opsin and self._opsin and self._opsin.problem:
            missing.append(self._opsin.problem)
        return missing

    def close(self) -> None:
        """End the Java process, if one runs; the next systematic name starts another."""
        if self._opsin:
            self._opsin.close()

    def _recognise_piece(self, text: str, forms: ShortForms) -> list[Mention]:
        found = [*self._find_all(text)]
        named = _without_overlaps(found)
        forms.read(text, named)
        short = [
            replace(long, start=start, end=end, text=text[start:end])
            for start, end, long in forms.find(text)
        ]
        return _without_overlaps([*short, *found])

    def _find_all(self, text: str) -> Iterator[Mention]:
        for start, end, number in find_cas(text):
            reading = self._as_cas(number) or UNKNOWN
            yield _mention(text, start, end, Kind.COMPOUND, replace(reading, route="cas"))
        for start, end, structure in find_smiles(text):
            yield _mention(text, start, end, Kind.COMPOUND, _reading(structure, "smiles", 0.97))
        yield from find_patterns(text)
        yield from self._find_chinese(text)
        for start, end, formula in find_formulae(text):
            reading = self._as_formula(formula) or UNKNOWN
            yield _mention(text, start, end, Kind.COMPOUND, replace(reading, route="formula"))
        for span in self._english.find(text):
            yield self._resolve(text, span)
        for start, end, symbol in find_symbols(text):
            yield _mention(text, start, end, Kind.ELEMENT, _read_element(symbol))

    def _find_chinese(self, text: str) -> Iterator[Mention]:
        if self._chinese is None or not _HAN.search(text):
            return
        for one in self._chinese.find_names(text):
            reading = one.reading
            yield Mention(
                one.start,
                one.end,
                one.text,
                Kind(one.kind),
                reading.route if reading else "pattern",
                reading.smiles if reading else None,
                reading.inchikey if reading else None,
                ambiguous=reading.ambiguous if reading else False,
            )

    def _resolve(self, text: str, span: Span) -> Mention:
        """Give an English span its structure."""
        name = " ".join(text[span.start : span.end].split())
        if name.lower() in SYMBOLS:
            reading = _read_element(SYMBOLS[name.lower()])
            return _mention(text, span.start, span.end, Kind.ELEMENT, reading)
        if span.kind is Kind.CLASS:
            reading = replace(UNKNOWN, route="pattern")
        else:
            reading = self._as_english(name) or replace(UNKNOWN, route="pattern")
        kind = Kind.CLASS if is_class(name) and not reading.smiles else span.kind
        if reading.ambiguous and lacks_locant(name):  # a class has no one structure
            kind, reading = Kind.CLASS, replace(reading, smiles=None, inchikey=None)
        return _mention(text, span.start, span.end, kind, reading)

    def _as_cas(self, name: str) -> NameReading | None:
        number = read_cas(
            re.sub(r"^CAS(?: ?(?:No\.?|号|RN))?[:： ]*", "", name, flags=re.IGNORECASE)
        )
        if number is None:
            return None
        compound = self._index.find_cas(number) if self._index else None
        if compound is None:
            return replace(UNKNOWN, route="cas")
        return _reading(_standard(*compound[1:]), "cas", 0.98)

    def _as_formula(self, name: str) -> NameReading | None:
        formula = plain(name)
        if formula in ENGLISH:
            return replace(_read_element(formula), confidence=0.8)
        known = find_known(formula)
        if known:
            return _reading(_standard(known, None), "formula", 0.97)
        return (
            replace(UNKNOWN, route="formula", confidence=0.5)
            if (read_formula(name) and not read_smiles(name))
            else None
        )

    def _as_chinese(self, name: str) -> NameReading | None:
        if self._chinese is None or not _HAN.search(name):
            return None
        reading = self._chinese.read_name(name)
        if reading is None:
            return None
        return NameReading(
            reading.smiles,
            reading.inchikey,
            reading.route,
            reading.confidence,
            reading.ambiguous,
        )

    def _as_english(self, name: str) -> NameReading | None:
        if len(name) > LONGEST_NAME or _HAN.search(name):
            return None
        if name not in self._read:
            if len(self._read) > _REMEMBERED:
                self._read.clear()
            self._read[name] = self._look_up(name) or self._parse(name) or UNKNOWN
        reading = self._read[name]
        return reading if reading.route else None

    def _look_up(self, name: str) -> NameReading | None:
        if self._index is None:
            return None
        known = self._index.find(name) or self._index.find(name.removesuffix("s"))
        if known is None or (is_ordinary(name.lower()) and not known.official):
            return None
        first = known.official or known.leading
        if is_class(name) and not (first and means_one(name)):
            return None
        ambiguous = known.ambiguous or lacks_locant(name)
        sure = 0.97 if first else 0.85
        structure = _standard(known.compound.smiles, known.compound.inchikey)
        return replace(_reading(structure, "en-index", sure), ambiguous=ambiguous)

    def _parse(self, name: str) -> NameReading | None:
        if self._opsin is None or not _SYSTEMATIC.search(name.lower()):
            return None
        if self._opsin.problem:
            self._missed_opsin = True
            return None
        smiles = self._opsin.read(name)
        if smiles is None or "*" in smiles:
            return None
        reading = _reading(_standard(smiles, None), "opsin", 0.97)
        return replace(reading, ambiguous=lacks_locant(name))


_REMEMBERED = 20_000


def recognise(
    text: str,
    *,
    index: NameIndex | None = None,
    opsin: Opsin | None = None,
    chinese: ChineseNames | None = None,
) -> list[Mention]:
    """Return the mentions of one text; a `Recogniser` does the same for many.

    >>> [(m.text, m.kind.value) for m in recognise("TiO2 photocatalysts and Pd/C, CAS 7732-18-5")]
    [('TiO2', 'compound'), ('Pd/C', 'catalyst'), ('7732-18-5', 'compound')]
    """
    return Recogniser(index, opsin, chinese).recognise(text)


def _standard(smiles: str, inchikey: str | None) -> Structure:
    """Return the canonical structure, or the source's own where it cannot be made canonical."""
    made = identify(smiles)
    return (
        Structure(made.smiles, made.inchikey or inchikey) if made else Structure(smiles, inchikey)
    )


def _reading(structure: Structure, route: str, confidence: float) -> NameReading:
    return NameReading(structure.smiles, structure.inchikey, route, confidence)


def _read_element(symbol: str) -> NameReading:
    return _reading(_standard(element_smiles(symbol), None), "element", 0.95)


def _mention(text: str, start: int, end: int, kind: Kind, reading: NameReading) -> Mention:
    return Mention(
        start,
        end,
        text[start:end],
        kind,
        reading.route or "pattern",
        reading.smiles,
        reading.inchikey,
        ambiguous=reading.ambiguous,
    )


def _without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """Return mentions that do not overlap: the longer stands, of two alike the first."""
    chosen: list[Mention] = []
    taken: set[int] = set()
    for one in sorted(mentions, key=lambda one: (one.start - one.end, one.start)):
        places = range(one.start, one.end)
        if not taken.intersection(places):
            taken.update(places)
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.start)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text that is too long at blanks."""
    start = 0
    while len(text) - start > MOST_AT_ONCE:
        cut = text.rfind(" ", start + MOST_AT_ONCE // 2, start + MOST_AT_ONCE) + 1
        cut = cut or start + MOST_AT_ONCE
        yield start, text[start:cut]
        start = cut
    yield start, text[start:]
