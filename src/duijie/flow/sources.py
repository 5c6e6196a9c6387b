"""Finding and reading the files of a command."""

from __future__ import annotations

import difflib
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from duijie.domain.diagnosis import Diagnosis, Severity
from duijie.domain.errors import BadData, BadUsage
from duijie.domain.records import Register
from duijie.domain.sheet import Sheet
from duijie.domain.text import Text
from duijie.io.encoding import decode_text
from duijie.io.guard import load
from duijie.io.oserrors import describe_os_error
from duijie.io.sheets import SUFFIXES, read_sheets
from duijie.register.forms import as_list
from duijie.register.reader import read_register
from duijie.register.vocabulary import CALLED, Kind

STDIN = Path("-")
BINDING: frozenset[Kind] = frozenset({"conflicts", "pins"})
"""Tables in which an unreadable row stops the work."""


def require_file(path: Path) -> Path | bytes:
    """Return `path`, or all of standard input for ``-``, as the readers of ``io`` take it.

    Raises
    ------
    BadData
        When there is no such file; the nearest name beside it is suggested.
    """
    if path == STDIN:
        return sys.stdin.buffer.read()
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except OSError as error:
        raise BadData(Text("打不开 ", "cannot open ") + describe_os_error(error)) from None
    if is_folder:
        raise BadData(
            Text(f"{path} 是文件夹，这里需要一个文件", f"{path} is a folder; a file is needed here")
        )
    if not is_there:
        raise BadData(Text(f"找不到文件：{path}", f"no such file: {path}"), [_near(path)])
    return path


def _near(path: Path) -> Text:
    beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
    near = difflib.get_close_matches(path.name, [name for name in beside if name != path.name], n=1)
    if near:
        other = path.with_name(near[0])
        return Text(f"是不是 {other}？", f"did you mean {other}?")
    return Text("请检查文件名和所在文件夹", "check the name and the folder")


def refuse_overwriting(given: Iterable[Path | None], made: Iterable[Path | None]) -> None:
    """Stop before a file that was read is written over: nothing of anybody's is lost.

    Raises
    ------
    BadUsage
        Naming the file.
    """
    read = {path.resolve() for path in given if path and path != STDIN}
    for path in made:
        if path and path.resolve() in read:
            raise BadUsage(
                Text(
                    f"输出 {path} 也是输入文件，写出后原来的内容就没有了",
                    f"{path} is to be written and was given to be read: it would be lost",
                ),
                [Text("请给输出换一个名字", "give what is written another name")],
            )


def open_sheets(source: Path | bytes, name: str) -> list[Sheet]:
    """Read every sheet of a file; a form that somebody filled in as a list of one row."""
    return [as_list(sheet) for sheet in read_sheets(source, name)]


def read_text(path: Path) -> str:
    """Read a file that holds plain text, in any of the usual encodings."""
    return decode_text(*load(require_file(path), path.name))


def shown_names(paths: Iterable[Path]) -> dict[Path, str]:
    """Return the name by which messages call each file: its path where the name is not enough."""
    distinct = dict.fromkeys(paths)
    times = Counter(path.name for path in distinct)
    return {path: path.name if times[path.name] == 1 else str(path) for path in distinct}


def read_tables(
    files: Iterable[tuple[Path, Kind]], known: Register | None = None
) -> tuple[Register, list[Diagnosis]]:
    """Read files whose kind is known into one register.

    A file that stands for several kinds is read once; its headings tell what each sheet holds.
    `known` are people whom the files may name though none of them lists them; who is neither
    listed nor known is an error then.

    Raises
    ------
    BadData
        When a file is refused, or nothing in it can be read, or a row of conflicts or pins cannot
        be read: a plan that ignores it would be wrong.
    """
    kinds: dict[Path, set[Kind]] = {}
    for path, kind in files:
        kinds.setdefault(path, set()).add(kind)
    names = shown_names(kinds)
    sheets = [
        sheet for path, name in names.items() for sheet in open_sheets(require_file(path), name)
    ]
    hints = {names[path]: kind for path, (kind, *others) in kinds.items() if not others}
    register, diagnoses = read_register(sheets, hints, known=known)
    refuse_unread(diagnoses, {names[path] for path, several in kinds.items() if several & BINDING})
    for name, kind in hints.items():
        _refuse_without_records(name, kind, register, diagnoses)
    return register, diagnoses


def _refuse_without_records(
    file: str, kind: Kind, register: Register, diagnoses: Sequence[Diagnosis]
) -> None:
    """Stop when a file gave nothing of what it was named for; one that is empty is as it is."""
    wrong = [one for one in diagnoses if one.file == file and one.severity is Severity.ERROR]
    if wrong and not getattr(register, kind):
        called = CALLED[kind]
        words = Text(f"{file} 里没有读到任何{called.zh}", f"no {called} were read in {file}")
        raise BadData(words, diagnoses=wrong)


def refuse_unread(diagnoses: Sequence[Diagnosis], binding: Collection[str]) -> None:
    """Raise BadData with all that could not be read of the files that bind a plan."""
    grave = [one for one in diagnoses if one.severity is Severity.ERROR and one.file in binding]
    if grave:
        raise BadData(
            Text(
                f"有 {len(grave)} 条回避、指定或设置读不懂；"
                "不理会它们的方案会是错的，所以没有往下算",
                f"{len(grave)} of the conflicts, pins or settings cannot be read; a plan that "
                "ignores them would be wrong, so nothing was computed",
            ),
            [Text("请修改下列各处后再运行", "mend these and run again")],
            grave,
        )


def read_one(path: Path) -> Sheet:
    """Read a file that has to hold exactly one table, such as ``affinity.csv``."""
    sheets = open_sheets(require_file(path), path.name)
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
