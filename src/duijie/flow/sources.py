"""Finding and reading the files of a command."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

from duijie.domain.diagnosis import Diagnosis
from duijie.domain.errors import BadData
from duijie.domain.records import Register
from duijie.domain.sheet import Sheet
from duijie.domain.text import Text
from duijie.io.sheets import SUFFIXES, read_sheets
from duijie.register.reader import read_register
from duijie.register.vocabulary import Kind

STDIN = Path("-")


def require_file(path: Path) -> Path:
    """Return `path`; a missing one is refused with the nearest name beside it."""
    if path == STDIN or path.is_file():
        return path
    if path.is_dir():
        raise BadData(
            Text(f"{path} 是文件夹，这里需要一个文件", f"{path} is a folder; a file is needed here")
        )
    beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
    near = difflib.get_close_matches(path.name, beside, n=1)
    hint = (
        Text(f"是不是 {path.with_name(near[0])}？", f"did you mean {path.with_name(near[0])}?")
        if near
        else Text("请检查文件名和所在文件夹", "check the name and the folder")
    )
    raise BadData(Text(f"找不到文件：{path}", f"no such file: {path}"), [hint])


def read_files(paths: Sequence[Path]) -> list[Sheet]:
    """Read every sheet of every file; the first refused file raises BadData."""
    return [sheet for path in paths for sheet in read_sheets(require_file(path))]


def read_tables(files: Mapping[Path, Kind]) -> tuple[Register, list[Diagnosis]]:
    """Read files whose kind is known into one register."""
    kinds = {path.name: kind for path, kind in files.items()}
    return read_register(read_files(list(files)), kinds)


def read_one(path: Path) -> Sheet:
    """Read a file that has to hold exactly one table, such as ``affinity.csv``."""
    sheets = read_files([path])
    filled = [sheet for sheet in sheets if sheet.rows]
    if len(filled) > 1:
        named = [sheet for sheet in filled if sheet.name == path.stem]
        if len(named) != 1:
            names = ", ".join(sheet.name for sheet in filled)
            raise BadData(
                Text(
                    f"{path.name} 有多个工作表（{names}），无法确定用哪一个",
                    f"{path.name} has several sheets ({names}) and none is named {path.stem}",
                )
            )
        return named[0]
    return (filled or sheets)[0]


def find_table(folder: Path, name: str) -> Path | None:
    """Return the file of `folder` that holds the table `name`, whatever its suffix.

    Raises
    ------
    BadData
        When two files claim the same table: which one counts is the user's to say.
    """
    found = sorted(
        path
        for path in folder.iterdir()
        if path.stem.lower() == name and path.suffix.lower() in SUFFIXES
    )
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise BadData(
            Text(
                f"{folder} 里有多个 {name} 表：{names}",
                f"several {name} tables in {folder}: {names}",
            ),
            [Text("请只留下一个", "leave only one there")],
        )
    return found[0] if found else None
