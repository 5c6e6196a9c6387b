"""The import wizard: upload, meanings, mending, dry run, import, undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from duijie.domain.errors import BadData
from duijie.register.headings import fold_heading
from duijie.web.access.doors import access_own
from duijie.web.access.guard import guarded
from duijie.web.access.viewer import Viewer
from duijie.web.events.frame import event_page
from duijie.web.imports import services
from duijie.web.imports.models import Import
from duijie.web.imports.preview import Preview, SheetView, preview_import
from duijie.web.imports.words import beside_menu, field_menu, kind_menu, name_of
from duijie.web.register.kinds import KINDS

_ROWS_PER_PAGE = 50
_MOST_CELL_CHARS = 8000


@guarded("import", "run", methods=("GET", "POST"))
def imports(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Take a file, and list earlier imports."""
    refusal = None
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            refusal = _("Choose a file first.")
        elif (upload.size or 0) > services.MAX_UPLOAD_MB * 2**20:
            refusal = _("The file has more than %d MB. Split it, or delete pictures from it.") % (
                services.MAX_UPLOAD_MB
            )
        else:
            try:
                one = services.start_import(viewer, upload.name or "upload", upload.read())
                return redirect("import", viewer.event.slug, one.pk)
            except BadData as error:
                refusal = error.describe("zh" if (get_language() or "").startswith("zh") else "en")
    context = {
        "refusal": refusal,
        "limit": services.MAX_UPLOAD_MB,
        "earlier": Import.objects.filter(event=viewer.event).defer("sheets")[:20],
    }
    status = 422 if refusal else 200
    return render(request, "imports/list.html", event_page(viewer, context), status=status)


def _import(viewer: Viewer, pk: int) -> Import:
    return access_own(viewer, Import.objects.select_related("event__organisation"), "import", pk)


@guarded("import", "run")
def preview(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Show the sheet as its owner knows it, with what is wrong in each cell."""
    one = _import(viewer, pk)
    if one.state not in {Import.State.PREVIEW, Import.State.FAILED}:
        return _progress_page(request, viewer, one)
    return _preview_page(request, viewer, one)


def _progress_page(request: HttpRequest, viewer: Viewer, one: Import) -> HttpResponse:
    template = "imports/progress.html" if request.htmx else "imports/state.html"  # type: ignore[attr-defined]  # django-htmx
    counts = [
        (name_of(entity), new, changed, same)
        for entity, new, changed, same in one.result.get("counts", [])
    ]
    kept = [{**row, "plural": KINDS[row["entity"]].plural} for row in one.result.get("kept", [])]
    context = {"one": one, "counts": counts, "kept": kept}
    answer = render(request, template, event_page(viewer, context))
    if request.htmx and one.state not in {Import.State.QUEUED, Import.State.RUNNING}:  # type: ignore[attr-defined]  # django-htmx
        answer.headers["HX-Refresh"] = "true"  # the rail counts anew
    return answer


def _preview_page(
    request: HttpRequest, viewer: Viewer, one: Import, *, grid_only: bool = False
) -> HttpResponse:
    whole = preview_import(one)
    view = _chosen_sheet(whole, request.GET.get("sheet", ""))
    show = request.GET.get("show", "all")
    rows = view.numbers(show)
    page = Paginator(rows, _ROWS_PER_PAGE).get_page(request.GET.get("page"))
    plan = services.plan_import(one)
    known = beside_menu(view.kind)
    context = {
        "one": one,
        "sheets": whole.sheets,
        "view": view,
        "show": show,
        "page": page,
        "rows": [view.row(index) for index in page.object_list],
        "sheet_findings": view.findings if view.plain else view.by_row.get(0, []),
        "plain": KINDS[view.plain.entity].many if view.plain else "",
        "bar": view.count(),
        "fields": field_menu(view.kind),
        "beside": {
            column.index: known[heading]
            for column in view.columns
            if not column.field and (heading := fold_heading(column.heading)) in known
        },
        "kinds": kind_menu(),
        "plan": [(name_of(what), new, changed, same) for what, new, changed, same in plan.counts()],
        "alike": plan.alike,
        "merges": one.result.get("merges", {}),
        "nothing": not any(new or changed for _e, new, changed, _s in plan.counts()),
        "carried": f"sheet={view.index}&show={show}",
    }
    template = "imports/grid.html" if grid_only else "imports/preview.html"
    return render(request, template, event_page(viewer, context))


def _chosen_sheet(whole: Preview, wanted: str) -> SheetView:
    if wanted.isdigit() and int(wanted) < len(whole.sheets):
        return whole.sheets[int(wanted)]
    return next((view for view in whole.sheets if view.found), whole.sheets[0])


@guarded("import", "run", methods=("POST",))
def mend(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Keep a mended cell, the meaning of a column, or the kind of a sheet."""
    one = _import(viewer, pk)
    if one.state in {Import.State.PREVIEW, Import.State.FAILED}:
        _keep_change(one, request.POST)
    if request.htmx:  # type: ignore[attr-defined]  # django-htmx
        return _preview_page(request, viewer, one, grid_only=True)
    return redirect("import", viewer.event.slug, one.pk)


def _keep_change(one: Import, sent: Any) -> None:
    sheet, column, row = (sent.get(name, "") for name in ("of_sheet", "column", "row"))
    if not (sheet.isdigit() and int(sheet) < len(one.sheets)):
        return
    choice = dict(one.choices.get(sheet, {}))
    view = preview_import(one).sheets[int(sheet)]
    if row.isdigit() and column.isdigit():
        value = sent.get("value", "")[:_MOST_CELL_CHARS]
        services.change_preview(one, mends={**one.mends, f"{sheet}/{row}/{column}": value})
    elif column.isdigit() and sent.get("field", "") in {
        "",
        *(n for n, _l in field_menu(view.kind)),
    }:
        fields = {**choice.get("fields", {}), column: sent.get("field", "")}
        choice |= {"kind": choice.get("kind") or view.kind, "fields": fields}
        services.change_preview(one, choices={**one.choices, sheet: choice})
    elif sent.get("kind", "") in {"", "none", *(n for n, _l in kind_menu())}:
        choice = {"kind": sent.get("kind", ""), "fields": {}}
        services.change_preview(one, choices={**one.choices, sheet: choice})


@guarded("import", "run", methods=("POST",))
def run(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Import it: all or nothing, in the background."""
    one = _import(viewer, pk)
    said = {
        key.removeprefix("same-"): str(value)
        for key, value in request.POST.dict().items()
        if key.startswith("same-")
    }
    merges = {
        key: value for key, value in said.items() if value[:1] == "=" or _knows(viewer, key, value)
    }
    if one.state in {Import.State.PREVIEW, Import.State.FAILED} and merges:
        services.change_preview(one, result={**one.result, "merges": merges})
    services.queue_import(one)
    return redirect("import", viewer.event.slug, one.pk)


def _knows(viewer: Viewer, key: str, pk: str) -> bool:
    """Whether the record that a person named belongs to the organisation."""
    kind = KINDS.get(key.partition(":")[0])
    if kind is None or not pk.isdigit():
        return False
    own = {"organisation": viewer.event.organisation, "pk": int(pk)}
    return bool(kind.model.objects.filter(**own).exists())


@guarded("import", "run", methods=("POST",))
def undo(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    """Take the whole import back."""
    one = _import(viewer, pk)
    if one.state == Import.State.DONE:
        kept = services.undo_import(viewer.user, one)
        if kept:
            text = ngettext(
                "%d record stays because it was changed since.",
                "%d records stay because they were changed since.",
                len(kept),
            )
            messages.warning(request, text % len(kept))
    return redirect("import", viewer.event.slug, one.pk)
