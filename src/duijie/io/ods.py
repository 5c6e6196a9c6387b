"""Read .ods workbooks, as LibreOffice and WPS write them."""

from __future__ import annotations

from pathlib import Path

from duijie.domain.sheet import Sheet
from duijie.domain.text import Text
from duijie.io.guard import Package, check_area, load
from duijie.io.scan import feed, new_parser
from duijie.io.xlsx import open_workbook

_CONTENT = "content.xml"
_ODS = Text("OpenDocument 工作簿 (.ods)", "an OpenDocument workbook (.ods)")


def read_ods(source: Path | bytes, name: str = "") -> list[Sheet]:
    """Read all sheets of an OpenDocument workbook, as `read_xlsx` does.

    Raises
    ------
    BadData
        When it is no .ods, damaged, encrypted, or made to exhaust memory.
    """
    data, name = load(source, name)
    package = Package(data, name, _CONTENT, _ODS)
    for sheet, (rows, columns) in _measure(package).items():
        check_area(name, rows, columns, sheet)
    return open_workbook(data, name, {})


class _Area:
    """Follows the XML of an .ods: one cell may stand for a million, so repeats are counted."""

    def __init__(self) -> None:
        self.filled: dict[str, tuple[int, int]] = {}
        self._sheet = ""
        self._row = self._column = 0
        self._row_repeats = self._column_repeats = 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take notice of the beginning of an element."""
        match tag.rpartition(":")[2]:
            case "table":
                self._sheet, self._row = attributes.get("table:name", ""), 0
            case "table-row":
                self._row_repeats = int(attributes.get("table:number-rows-repeated", 1))
                self._row += self._row_repeats
                self._column = 0
            case "table-cell" | "covered-table-cell":
                self._column += int(attributes.get("table:number-columns-repeated", 1))
                if "office:value-type" in attributes:
                    self._fill()
            case "p":
                self._fill()

    def _fill(self) -> None:
        rows, columns = self.filled.get(self._sheet, (0, 0))
        self.filled[self._sheet] = max(rows, self._row), max(columns, self._column)


def _measure(package: Package) -> dict[str, tuple[int, int]]:
    """Return how far the filled cells of each sheet reach, as (rows, columns)."""
    parser, area = new_parser(package), _Area()
    parser.StartElementHandler = area.start
    feed(package, _CONTENT, parser)
    return area.filled
