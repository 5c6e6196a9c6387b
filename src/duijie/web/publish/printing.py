"""Everything on paper and in files, made in the background once for each version."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duijie.domain.text import Text
from duijie.flow.staging import whole_or_not
from duijie.web.access.viewer import Viewer
from duijie.web.jobs.kinds import JobKind
from duijie.web.jobs.models import OPEN, Job
from duijie.web.jobs.report import Report
from duijie.web.jobs.services import start_job
from duijie.web.publish.models import Publication
from duijie.web.publish.opened import open_publication

_PRINTING = Text("排版并写出文件", "Setting pages and writing files")
EVERYTHING = "everything.zip"


@dataclass(frozen=True)
class Paper:
    """A file of a version: what it is called and for whom it is."""

    file: str
    words: Any
    use: Any


PAPERS = (
    Paper(
        "handbook.pdf",
        _("Handbook"),
        _("for everybody: programme, profiles, who meets whom, personal timetables"),
    ),
    Paper("personal.pdf", _("Personal sheets"), _("one page a person, with room for notes")),
    Paper("badges.pdf", _("Badges"), _("ten on a sheet, with cut marks")),
    Paper("cards.pdf", _("Name and table cards"), _("to be folded and put up")),
    Paper("signin.pdf", _("Sign-in sheets"), _("for the door, one set a day")),
    Paper("runsheet.pdf", _("Run sheet"), _("for the organiser only: names what is confidential")),
    Paper("event.xlsx", _("Workbook"), _("programme, tables, and a sheet for each person")),
    Paper(EVERYTHING, _("All of it"), _("with a calendar file for each person")),
)
"""What is made of a version, in the order of its page."""


def start_printing(viewer: Viewer, publication: Publication) -> Job:
    """Prepare the printed matter of a version in the background."""
    return start_job(viewer, KIND.name, {"publication": publication.pk})


def folder_of(publication: Publication) -> Path:
    """Return where the files of a version lie, once they are made.

    When a need has become confidential since, that is another folder: what names it is not handed
    out any more.
    """
    root: Path = settings.DATA.root / "published"
    return root / f"{publication.pk}-{open_publication(publication).mark}"


def find_file(publication: Publication, name: str) -> Path | None:
    """Return a file of a version; None when there is no such file, or not yet."""
    if name not in {one.file for one in PAPERS}:
        return None
    path = folder_of(publication) / name
    return path if path.exists() else None


def open_printing(publication: Publication) -> Job | None:
    """Return the work that prints the version, unless it is done."""
    found = Job.objects.filter(event=publication.event_id, kind=KIND.name)
    job = found.filter(params={"publication": publication.pk}).first()
    return job if job and (job.state in OPEN or job.state == Job.State.FAILED) else None


def _print(job: Job, report: Report) -> str:
    from duijie.flow.printing import print_all

    publication = Publication.objects.defer("document").get(pk=job.params["publication"])
    programme = open_publication(publication).full
    with whole_or_not(folder_of(publication)) as folder:
        with report.step(_PRINTING) as progress:
            missing = print_all(programme, folder, progress)
        _pack(folder)
        with report.keeping():
            publication.missing = [[one.character, one.context, one.mark] for one in missing]
            publication.save(update_fields=["missing"])
    slug = job.event.slug
    return reverse("publication", args=[slug, publication.version]) + "?show=print"


def _pack(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(folder / EVERYTHING, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in files:
            packed.write(path, path.relative_to(folder))


KIND = JobKind("print", _("Printed matter"), ("publication", "print"), (), _print)
