"""Look through a workbook's XML piece by piece before the real reader loads it.

Finds what the real reader would stumble over or not tell: cells so far away that a dense table
cannot hold them, entities, merged ranges that overlap, and formulas that carry no value.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import cache
from xml.parsers import expat

from duijie.domain.text import Text
from duijie.io.guard import (
    MAX_CHARACTERS,
    MAX_TAG_BYTES,
    MIB,
    SAVE_AS_XLSX,
    Package,
    check_area,
    refuse,
)

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_SHARED_TEXTS = "xl/sharedStrings.xml"
_REFERENCE = re.compile(r"([A-Z]{1,7})(\d{1,9})")

Position = tuple[int, int]
Start = Callable[[str, dict[str, str]], None]


def scan_workbook(package: Package) -> dict[str, frozenset[Position]]:
    """Check all XML of a workbook; return each sheet's cells that were not computed.

    Not computed: a formula that carries no value, or an error such as #DIV/0!.

    Raises
    ------
    BadData
        When a part is not well-formed XML, declares entities, or a sheet is too large.
    """
    sheets = _sheet_parts(package)
    lengths = _text_lengths(package)
    read = {*sheets.values(), _SHARED_TEXTS.lower()}
    for part in package.xml_parts():
        if part not in read:
            feed(package, part, new_parser(package))
    return {
        name: _scan_sheet(package, name, part, lengths)
        for name, part in sheets.items()
        if package.has(part)
    }


def _sheet_parts(package: Package) -> dict[str, str]:
    """Return the lower-case part name of each sheet."""
    names: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            names[attributes.get("name", "")] = relation

    def relationship(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            path = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            targets[attributes.get("Id", "")] = path.lstrip("/").lower()

    _parse(package, _WORKBOOK, sheet)
    if package.has(_RELATIONS):
        _parse(package, _RELATIONS, relationship)
    return {name: targets[relation] for name, relation in names.items() if relation in targets}


class _SheetScan:
    """Follows one sheet's XML: where its filled cells end, which cells were not computed.

    Only cells that hold something count: people format whole rows out to the last column.
    """

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.last_row = 0
        self.last_column = 0
        self.merged_cells = 0
        self.shared_texts = 0
        self.uncomputed: set[Position] = set()
        self._row = 0
        self._column = 0
        self._value: list[str] = []
        self._parser = parser
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._fill,
            "is": self._fill,
            "f": self._start_formula,
            "mergeCell": self._merge,
        }
        parser.StartElementHandler = self._start

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        handle = self._starts.get(tag.rpartition(":")[2])
        if handle:
            handle(attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._column = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        match = _REFERENCE.fullmatch(attributes.get("r", ""))
        if match:
            self._row, self._column = int(match[2]), column_number(match[1])
        else:
            self._column += 1
        kind = attributes.get("t")
        self.shared_texts += kind == "s"
        if kind == "e":
            self.uncomputed.add((self._row - 1, self._column - 1))

    def _fill(self, _: dict[str, str]) -> None:
        self.last_row = max(self.last_row, self._row)
        self.last_column = max(self.last_column, self._column)

    def _start_formula(self, attributes: dict[str, str]) -> None:
        # Ends and texts are listened to within formula cells only: most sheets have none.
        self._fill(attributes)
        self._value.clear()
        self._parser.EndElementHandler = self._end_in_formula_cell

    def _end_in_formula_cell(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "f":
            self._parser.CharacterDataHandler = self._value.append
        elif tag == "c":
            if not "".join(self._value).strip():
                self.uncomputed.add((self._row - 1, self._column - 1))
            self._parser.EndElementHandler = None
            self._parser.CharacterDataHandler = None

    def _merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if start and end:
            rows = min(int(end[2]), self.last_row) - int(start[2]) + 1
            columns = min(column_number(end[1]), self.last_column) - column_number(start[1]) + 1
            self.merged_cells += max(rows, 0) * max(columns, 0)


def _scan_sheet(package: Package, name: str, part: str, lengths: list[int]) -> frozenset[Position]:
    parser = new_parser(package)
    scan = _SheetScan(parser)
    feed(package, part, parser)
    check_area(package.file, scan.last_row, scan.last_column, name)
    if scan.merged_cells > scan.last_row * scan.last_column:
        raise refuse(
            package.file,
            Text("合并单元格互相重叠", "merged cells overlap each other"),
            SAVE_AS_XLSX,
            sheet=name,
        )
    if scan.shared_texts * max(lengths, default=0) > MAX_CHARACTERS:
        _check_expanded(package, name, part, lengths)
    return frozenset(scan.uncomputed)


def _text_lengths(package: Package) -> list[int]:
    """Return how many characters each shared text has; cells refer to them by number."""
    lengths: list[int] = []
    if package.has(_SHARED_TEXTS):
        parser = new_parser(package)

        def start(tag: str, _: dict[str, str]) -> None:
            if tag.rpartition(":")[2] == "si":
                lengths.append(0)

        def text(characters: str) -> None:
            if lengths:
                lengths[-1] += len(characters)

        parser.StartElementHandler = start
        parser.CharacterDataHandler = text
        feed(package, _SHARED_TEXTS, parser)
    return lengths


def _check_expanded(package: Package, name: str, part: str, lengths: list[int]) -> None:
    """Refuse a sheet whose cells repeat long shared texts until no memory could hold them."""
    parser = new_parser(package)
    characters = 0
    value: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            shared = attributes.get("t") == "s"
            parser.EndElementHandler = end if shared else None
        elif tag == "v":
            value.clear()
            parser.CharacterDataHandler = value.append

    def end(tag: str) -> None:
        nonlocal characters
        number = "".join(value)
        if tag.rpartition(":")[2] == "v" and number.isdecimal() and int(number) < len(lengths):
            characters += lengths[int(number)]

    parser.StartElementHandler = start
    feed(package, part, parser)
    if characters > MAX_CHARACTERS:
        reason = Text("文字重复展开后过大，未打开", "its repeated texts are too large; not opened")
        raise refuse(package.file, reason, sheet=name)


def _parse(package: Package, part: str, start: Start) -> None:
    parser = new_parser(package)
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
    feed(package, part, parser)


def new_parser(package: Package) -> expat.XMLParserType:
    """Return a parser that refuses entities."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def no_doctype(*_: object) -> None:
        raise refuse(
            package.file,
            Text("文件里有 XML 实体声明，未打开", "the file declares XML entities; not opened"),
        )

    parser.StartDoctypeDeclHandler = no_doctype
    return parser


def feed(package: Package, part: str, parser: expat.XMLParserType) -> None:
    """Parse a part piece by piece.

    Raises
    ------
    BadData
        When it is not well-formed, or unpacks beyond the limits.
    """
    fed = 0
    try:
        for chunk in package.stream(part):
            parser.Parse(chunk, False)
            fed += len(chunk)
            _check_tag(fed - max(parser.CurrentByteIndex, 0))
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise refuse(
            package.file,
            Text(f"文件已损坏（{part}）", f"the file is damaged ({part}: {error})"),
            SAVE_AS_XLSX,
        ) from None


def _check_tag(unfinished_bytes: int) -> None:
    """Give up on a tag without an end: the parser looks at it anew with every piece."""
    if unfinished_bytes > MAX_TAG_BYTES:
        raise ValueError(f"a tag of over {MAX_TAG_BYTES // MIB} MB")


@cache
def column_number(letters: str) -> int:
    """Return the 1-based number of a column.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
