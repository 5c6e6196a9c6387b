"""One door for all sheets: .csv, .tsv, .txt, .xlsx, .xlsm, .xls, .ods, and tables of .docx."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from duijie.domain.sheet import Sheet
from duijie.domain.text import Text
from duijie.io.csv import read_csv
from duijie.io.docx import read_docx
from duijie.io.guard import SAVE_AS_XLSX, load, refuse
from duijie.io.ods import read_ods
from duijie.io.xls import read_xls
from duijie.io.xlsx import read_xlsx

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")
READERS: Mapping[str, Callable[[bytes, str], list[Sheet]]] = {
    **dict.fromkeys(WORKBOOK_SUFFIXES, read_xlsx),
    ".xls": read_xls,
    ".ods": read_ods,
    ".docx": read_docx,
}
SUFFIXES = (*TEXT_SUFFIXES, *READERS)


def read_sheets(source: Path | bytes, name: str = "") -> list[Sheet]:
    """Read every sheet of a file, hidden ones too, just as they are.

    What has no ending (standard input) is told by its content.

    Raises
    ------
    BadData
        When the file is missing, of another kind than its ending says, or hostile.
    """
    shown = name or (source.name if isinstance(source, Path) else "-")
    suffix = Path(shown).suffix.lower()
    if suffix and suffix not in SUFFIXES:
        known = " ".join(SUFFIXES)
        raise refuse(
            shown,
            Text(
                f"不读 {suffix} 文件（只读 {known}）", f"{suffix} files are not read (only {known})"
            ),
            SAVE_AS_XLSX,
        )
    data, shown = load(source, name)
    if not suffix and data.startswith(b"PK"):
        suffix = ".xlsx"
    read = READERS.get(suffix)
    return read(data, shown) if read else [read_csv(data, shown)]
