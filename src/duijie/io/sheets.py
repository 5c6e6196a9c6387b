"""One door for all sheets: .csv, .tsv, .txt, .xlsx and .xlsm."""

from __future__ import annotations

from pathlib import Path

from duijie.domain.sheet import Sheet
from duijie.domain.text import Text
from duijie.io.csv import read_csv
from duijie.io.guard import SAVE_AS_XLSX, load, refuse
from duijie.io.xlsx import read_xlsx

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")
SUFFIXES = TEXT_SUFFIXES + WORKBOOK_SUFFIXES


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
    is_workbook = suffix in WORKBOOK_SUFFIXES or (not suffix and data.startswith(b"PK"))
    return read_xlsx(data, shown) if is_workbook else [read_csv(data, shown)]
