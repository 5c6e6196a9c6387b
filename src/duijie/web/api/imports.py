"""Imports: upload, what would come in, import, undo."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from duijie.domain.errors import BadData
from duijie.web.access.doors import access_own
from duijie.web.access.viewer import Viewer
from duijie.web.api.doors import behind, enter
from duijie.web.api.problems import Problem, reader_language
from duijie.web.imports import services
from duijie.web.imports.models import Import
from duijie.web.imports.preview import preview_import

router = Router(tags=["imports"])


class Finding(Schema):
    """What was found in one cell."""

    sheet: str
    row: int
    column: str
    severity: str
    found: str
    expected: str
    assumed: str


class Count(Schema):
    """How many records of a kind would come in, or came."""

    kind: str
    new: int
    changed: int
    same: int


class ImportOut(Schema):
    """An import: where it stands, what it brings, what is doubtful."""

    id: int
    file_name: str
    state: str
    counts: list[Count]
    findings: list[Finding]


@router.get("{slug}/imports", response=list[ImportOut], openapi_extra=behind("import", "run"))
def list_imports(request: HttpRequest, slug: str) -> Any:
    """List the latest imports, without their findings."""
    viewer = enter(request, slug, "import", "run")
    found = Import.objects.filter(event=viewer.event).defer("sheets")[:50]
    return [_show(one, []) for one in found]


@router.post("{slug}/imports", response={201: ImportOut}, openapi_extra=behind("import", "run"))
def upload(request: HttpRequest, slug: str, file: File[UploadedFile]) -> Any:
    """Take a sheet (.xlsx, .xls, .ods, .csv, .docx); nothing is written to the register yet."""
    viewer = enter(request, slug, "import", "run")
    if (file.size or 0) > services.MAX_UPLOAD_MB * 2**20:
        said = _("The file has more than %d MB. Split it, or delete pictures from it.")
        raise Problem(413, said % services.MAX_UPLOAD_MB)
    try:
        one = services.start_import(viewer, file.name or "upload", file.read())
    except BadData as error:
        raise Problem(422, error.describe(reader_language())) from None
    return Status(201, _preview(one))


@router.get("{slug}/imports/{int:pk}", response=ImportOut, openapi_extra=behind("import", "run"))
def read_import(request: HttpRequest, slug: str, pk: int) -> Any:
    """Say where an import stands; before it is run, what would come in and what is doubtful."""
    return _preview(_import(enter(request, slug, "import", "run"), pk))


@router.post(
    "{slug}/imports/{int:pk}/run",
    response={202: ImportOut},
    openapi_extra=behind("import", "run"),
)
def run_import(request: HttpRequest, slug: str, pk: int) -> Any:
    """Import it in the background, all or nothing; asking twice imports once."""
    one = _import(enter(request, slug, "import", "run"), pk)
    services.queue_import(one)
    one.refresh_from_db()
    return Status(202, _show(one, []))


@router.post(
    "{slug}/imports/{int:pk}/undo", response=ImportOut, openapi_extra=behind("import", "run")
)
def undo_import(request: HttpRequest, slug: str, pk: int) -> Any:
    """Take a whole import back; records that were changed since stay."""
    viewer = enter(request, slug, "import", "run")
    one = _import(viewer, pk)
    if one.state != Import.State.DONE:
        raise Problem(409, _("Only an import that is done can be undone."))
    services.undo_import(viewer.user, one)
    return _show(one, [])


def _import(viewer: Viewer, pk: int) -> Import:
    return access_own(viewer, Import.objects.select_related("event__organisation"), "import", pk)


def _preview(one: Import) -> dict[str, Any]:
    if one.state not in {Import.State.PREVIEW, Import.State.FAILED}:
        return _show(one, [])
    language = reader_language()
    findings = [
        {
            "sheet": finding.sheet,
            "row": finding.row,
            "column": finding.column,
            "severity": str(finding.severity),
            "found": finding.found,
            "expected": finding.expected.in_(language),
            "assumed": finding.assumed.in_(language),
        }
        for finding in preview_import(one).findings
    ]
    return _show(one, findings, services.plan_import(one).counts())


def _show(one: Import, findings: list[dict[str, Any]], planned: Any = None) -> dict[str, Any]:
    counts = planned if planned is not None else one.result.get("counts", [])
    return {
        "id": one.pk,
        "file_name": one.file_name,
        "state": one.state,
        "counts": [
            {"kind": kind, "new": new, "changed": changed, "same": same}
            for kind, new, changed, same in counts
        ],
        "findings": findings,
    }
