"""The finished plan on paper and in files: PDF, workbook, calendars."""

from __future__ import annotations

from pathlib import Path

from duijie.domain.progress import Progress, silent
from duijie.io.atomic import write_atomically
from duijie.io.glyphs import Missing, make_printable
from duijie.io.ical import write_calendars
from duijie.io.typst import compile_document
from duijie.io.workbook import write_workbook
from duijie.report.calendars import agendas
from duijie.report.documents import DOCUMENTS, FONTS
from duijie.report.programme import Programme
from duijie.report.workbook import workbook


def print_all(
    programme: Programme, folder: Path, progress: Progress = silent
) -> tuple[Missing, ...]:
    """Write every PDF, ``event.xlsx`` and ``ics/ID.ics`` into `folder`.

    Returns
    -------
    The characters that no font could draw and that stand in print as a visible mark.
    """
    missing: set[Missing] = set()
    total = len(DOCUMENTS) + 2
    for done, document in enumerate(DOCUMENTS, start=1):
        printable = make_printable(document.build(programme), FONTS)
        missing.update(printable.missing)
        [pdf] = compile_document(
            document.template, printable.data, fonts=FONTS, system_fonts=printable.system_fonts
        )
        with write_atomically(folder / f"{document.name}.pdf") as temporary:
            temporary.write_bytes(pdf)
        progress(done, total)
    write_workbook(folder / "event.xlsx", list(workbook(programme)), programme.generated)
    progress(total - 1, total)
    write_calendars(folder / "ics", agendas(programme), programme.generated)
    progress(total, total)
    return tuple(sorted(missing))
