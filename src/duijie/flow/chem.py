"""Chemical names on their own: ``duijie chem``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from duijie.chemistry import chinese
from duijie.chemistry.english.abbreviations import ShortForms
from duijie.chemistry.english.index import IndexUnavailable, open_index
from duijie.chemistry.english.opsin import Opsin
from duijie.chemistry.identify import has_rdkit
from duijie.chemistry.recognise import ChineseNames, Recogniser
from duijie.domain.errors import BadData
from duijie.domain.progress import Progress, Steps, silent, silent_steps
from duijie.domain.text import Text
from duijie.flow.cache import default_cache
from duijie.flow.sources import STDIN, read_text
from duijie.io.atomic import write_atomically

FOLDER = "chemistry"
"""Where in the cache the index of names lies."""
_OPENING = Text("打开名称索引", "Opening the index of names")


@dataclass(frozen=True)
class ChemOutcome:
    """Rows as the contract has them, and what was missing here."""

    rows: tuple[dict[str, Any], ...]
    notices: tuple[Text, ...]


def read_names(
    names: Sequence[str], *, cache: Path | None = None, steps: Steps = silent_steps
) -> ChemOutcome:
    """Return the structure of each name; of ``-`` those of the lines of standard input.

    Returns
    -------
    ChemOutcome
        Rows of input, smiles, inchikey, route (each None when unknown), confidence in [0, 1] and
        ambiguous, in the order of the names; blank lines are no names.
    """
    given = list(_names(names))
    with closing(_open(cache, steps)) as recogniser:
        with steps(Text("识别名称", "Reading names")) as progress:
            rows = []
            for done, name in enumerate(given, start=1):
                rows.append({"input": name} | asdict(recogniser.read_name(name)))
                progress(done, len(given))
        return ChemOutcome(tuple(rows), tuple(recogniser.notices))


def _names(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        lines = read_text(STDIN).splitlines() if name == str(STDIN) else [name]
        yield from (line.strip() for line in lines if line.strip())


def read_mentions(
    path: Path, *, cache: Path | None = None, steps: Steps = silent_steps
) -> ChemOutcome:
    """Return the chemical names in a text file.

    Short forms that a line defines hold for the lines after it.

    Returns
    -------
    ChemOutcome
        Rows of line (from 1), start and end (characters of that line, from 0), text, kind,
        smiles, inchikey, confidence. A name that goes on in the next line, as after a hyphen or
        after 硝基, counts the break as one character.

    Raises
    ------
    BadData
        When the file cannot be read.
    """
    parts = list(_join_hyphened(read_text(path).replace("\r\n", "\n").split("\n")))
    with closing(_open(cache, steps)) as recogniser:
        forms = ShortForms()
        rows: list[dict[str, Any]] = []
        with steps(Text("识别文本", "Reading text")) as progress:
            for done, (number, text) in enumerate(parts, start=1):
                rows += _mention_rows(recogniser, number, text, forms)
                progress(done, len(parts))
        return ChemOutcome(tuple(rows), tuple(recogniser.notices))


def _join_hyphened(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the number of a line and its text, with the next ones while a name goes on."""
    held: list[str] = []
    first = 1
    for number, line in enumerate(lines, start=1):
        if not held:
            first = number
        held.append(line)
        if not _GOES_ON.search(line) or len(held) >= _MOST_JOINED:
            yield first, "\n".join(held)
            held = []
    if held:
        yield first, "\n".join(held)


_GOES_ON = re.compile(r"(?:[-－基\d]|[邻间对二三四五六][氯溴氟碘])$")
_MOST_JOINED = 4
"""Lines that one name may stand on."""


def _mention_rows(
    recogniser: Recogniser, number: int, text: str, forms: ShortForms
) -> Iterator[dict[str, Any]]:
    for mention in recogniser.recognise(text, forms):
        start = mention.start - (text.rfind("\n", 0, mention.start) + 1)
        yield {
            "line": number + text.count("\n", 0, mention.start),
            "start": start,
            "end": start + mention.end - mention.start,
            "text": mention.text,
            "kind": str(mention.kind),
            "smiles": mention.smiles,
            "inchikey": mention.inchikey,
            "confidence": mention.confidence,
        }


def draw_names(
    names: Sequence[str], out: Path, *, cache: Path | None = None, steps: Steps = silent_steps
) -> ChemOutcome:
    """Draw one substance, or two side by side with what they share marked, as SVG into `out`.

    Returns
    -------
    ChemOutcome
        Rows as of `read_names`.

    Raises
    ------
    BadData
        When a name has no structure that can be drawn, or RDKit is missing.
    """
    from duijie.chemistry.drawing import MISSING, draw_molecules  # noqa: PLC0415 - loads RDKit

    if not has_rdkit():
        raise BadData(MISSING)
    outcome = read_names(names, cache=cache, steps=steps)
    for row in outcome.rows:
        if not row["smiles"]:
            raise BadData(_unknown(row["input"]), [*outcome.notices, _TRY])
    drawing = draw_molecules(*(row["smiles"] for row in outcome.rows))
    if drawing is None:
        raise BadData(Text("结构过大，无法绘制", "a structure is too large to be drawn"))
    with write_atomically(out) as temporary:
        temporary.write_text(drawing.as_file(), encoding="utf-8")
    return outcome


def _unknown(name: str) -> Text:
    shown = name if len(name) <= _SHOWN else name[:_SHOWN] + "…"
    return Text(f"不认识这个名称：{shown}", f"no structure is known for {shown!r}")


_SHOWN = 60
_TRY = Text(
    "换一个名称，或直接给出 CAS 号或 SMILES",
    "try another name, its CAS number or its SMILES",
)


def make_recogniser(cache: Path, progress: Progress = silent) -> Recogniser:
    """Return a recogniser with every part that is here; its notices name those that are not.

    The index of names is built in the folder `cache` when it is not there yet, which takes some
    ten seconds.
    """
    try:
        return Recogniser(open_index(cache / FOLDER, progress), Opsin(), _chinese())
    except IndexUnavailable as error:
        return Recogniser(None, Opsin(), _chinese(), missing=[error.reason])


def _chinese() -> ChineseNames | None:
    """Return the reader of Chinese names, which builds structures and so needs RDKit."""
    return chinese if has_rdkit() else None


def _open(cache: Path | None, steps: Steps) -> Recogniser:
    with steps(_OPENING) as progress:
        return make_recogniser(cache or default_cache(), progress)
