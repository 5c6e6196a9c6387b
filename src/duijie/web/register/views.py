"""Pages of the register: thin, one per thing a person wants to do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duijie.web.access.doors import access_record
from duijie.web.access.guard import guarded
from duijie.web.access.masking import Seen
from duijie.web.access.viewer import Viewer
from duijie.web.core import history
from duijie.web.core.models import Comment
from duijie.web.core.undoing import offer_undo
from duijie.web.events.frame import event_page
from duijie.web.register import export, selectors, services
from duijie.web.register.forms import RecordForm, form_for
from duijie.web.register.industries import INDUSTRIES
from duijie.web.register.kinds import KINDS
from duijie.web.register.models import Expert, Need, Record
from duijie.web.register.table import make_lines


@guarded("record", "list")
def list_page(request: HttpRequest, viewer: Viewer, entity: str) -> HttpResponse:
    """Show the records of a kind; searching and filtering swap only the table."""
    kind = KINDS[entity]
    query = request.GET.dict()
    page = selectors.list_records(viewer, kind, query)
    carried = request.GET.copy()
    carried.pop("page", None)
    context = {
        "kind": kind,
        "page": page,
        "lines": make_lines(viewer.event.slug, kind, page.object_list),
        "query": query,
        "carried": carried.urlencode(),
        "narrowed": any(query.get(name) for name in ("q", *kind.filters)),
        "can_add": viewer.can(entity, "add"),
        "can_import": viewer.can("import", "run"),
    }
    if request.htmx and not request.htmx.boosted:  # type: ignore[attr-defined]  # django-htmx
        return render(request, "register/table.html", event_page(viewer, context))
    context["filters"] = selectors.list_filters(viewer, kind, query)
    return render(request, "register/list.html", event_page(viewer, context))


@guarded("record", "view")
def detail_page(request: HttpRequest, viewer: Viewer, entity: str, record: Record) -> HttpResponse:
    """Show one record as the viewer may see it."""
    seen = Seen(record, viewer)
    context: dict[str, Any] = {
        "kind": KINDS[entity],
        "seen": seen,
        "groups": _shown_groups(seen),
        "related": selectors.related_records(viewer, record),
    }
    if seen.open:
        context["comments"] = Comment.objects.filter(kind=entity, object_id=record.pk)
    if isinstance(record, Need):
        context |= _need_context(viewer, record)
    return render(request, "register/detail.html", event_page(viewer, context))


def _shown_groups(seen: Seen) -> list[tuple[Any, list[tuple[str, Any]]]]:
    groups = []
    for title, names in KINDS[seen.entity].groups:
        rows = [
            (name, seen)
            for name in names
            if seen.shows(name) and seen.value(name) not in {"", None}
        ]
        if rows:
            groups.append((title, rows))
    return groups


def _need_context(viewer: Viewer, need: Need) -> dict[str, Any]:
    from duijie.web.register.quality import missing_points

    context: dict[str, Any] = {}
    if viewer.may_read(need) and (viewer.may("edit", need) or viewer.can("need", "ask")):
        context["missing"] = missing_points(need)
        context["can_ask"] = viewer.may("ask", need)
        if context["can_ask"]:
            context["questions"] = need.questions.all()[:5]
    if need.confidential and viewer.may("release", need):
        context["releases"] = need.releases.select_related("expert", "accepted_by")
        context["releasable"] = (
            viewer.visible("expert", "view").exclude(releases__need=need).order_by("name")
        )
    if need.confidential and viewer.may("accept", need):
        mine = need.releases.filter(expert__account=viewer.user)
        context["to_accept"] = mine.filter(accepted_at__isnull=True).exists()
    return context


@guarded("record", "add", methods=("GET", "POST"))
def add_page(request: HttpRequest, viewer: Viewer, entity: str) -> HttpResponse:
    """Write down a new record."""
    form = form_for(KINDS[entity], viewer, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.save_form(viewer, form)
        if made and entity == "company" and not viewer.can("company", "delete"):
            form.instance.contacts.add(viewer.user)  # type: ignore[attr-defined]  # a company
        said = _("“%s” was added.") if made else _("“%s” is there already, just as you typed it.")
        offer_undo(request, made, said % form.instance.label)
        return redirect("record", viewer.event.slug, KINDS[entity].plural, form.instance.pk)
    return _form_page(request, viewer, entity, form)


@guarded("record", "edit", methods=("GET", "POST"))
def edit_page(request: HttpRequest, viewer: Viewer, entity: str, record: Record) -> HttpResponse:
    """Change a record; whoever saves second is shown what the first one did."""
    form = form_for(KINDS[entity], viewer, record, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.save_form(viewer, form)
        except services.SavedMeanwhile as clash:
            return _form_page(request, viewer, entity, _rebased(form, clash), clash)
        if made:
            offer_undo(request, made, _("“%s” was saved.") % form.instance.label)
        return redirect("record", viewer.event.slug, KINDS[entity].plural, record.pk)
    return _form_page(request, viewer, entity, form)


def _rebased(form: RecordForm, clash: services.SavedMeanwhile) -> RecordForm:
    """Return the form with the person's own words, ready to be saved over the newer version."""
    data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    data["version"] = clash.current.version
    return form_for(form.page, form.viewer, clash.current, data)


def _form_page(
    request: HttpRequest,
    viewer: Viewer,
    entity: str,
    form: RecordForm,
    clash: services.SavedMeanwhile | None = None,
) -> HttpResponse:
    context = {
        "kind": KINDS[entity],
        "form": form,
        "clash": clash,
        "theirs": _differences(form, clash) if clash else [],
        "industries": INDUSTRIES,
    }
    status = 409 if clash else 200
    return render(request, "register/form.html", event_page(viewer, context), status=status)


def _differences(form: RecordForm, clash: services.SavedMeanwhile) -> list[tuple[Any, Any, Any]]:
    """Return (heading, their value, your value) of the fields that differ."""
    rows = []
    for name in form.page.fields:
        theirs = form.fields[name].prepare_value(getattr(clash.current, name)) or ""
        yours = form.data.get(name, "")
        if str(getattr(theirs, "pk", theirs)) != str(yours) and name != "confidential":
            rows.append((form.page.heading(name), theirs, yours))
    return rows


@guarded("record", "delete", methods=("POST",))
def delete(request: HttpRequest, viewer: Viewer, entity: str, record: Record) -> HttpResponse:
    """Delete a record, unless others hang on it; one that other events use leaves this one."""
    if history.has_dependents(record, viewer.event):
        messages.error(
            request,
            _("“%s” cannot be deleted: other records belong to it. Delete those first.")
            % record.label,
        )
        return redirect("record", viewer.event.slug, KINDS[entity].plural, record.pk)
    said = _("“%s” was deleted.")
    if history.takes_part_elsewhere(record, viewer.event):
        said = _("“%s” was taken out of this event. Other events keep it.")
    said %= record.label
    offer_undo(request, history.take_out(viewer.user, viewer.event, record), said)
    return redirect("records", viewer.event.slug, KINDS[entity].plural)


@guarded("record", "comment", methods=("POST",))
def comment(request: HttpRequest, viewer: Viewer, entity: str, record: Record) -> HttpResponse:
    """Say something about a record."""
    services.add_comment(viewer, record, request.POST.get("text", ""))
    return redirect("record", viewer.event.slug, KINDS[entity].plural, record.pk)


@guarded("record", "delete", methods=("GET", "POST"))
def reuse_page(request: HttpRequest, viewer: Viewer, entity: str) -> HttpResponse:
    """Bring records of earlier events into this one."""
    kind = KINDS[entity]
    if request.method == "POST":
        chosen = [int(pk) for pk in request.POST.getlist("pk") if pk.isdigit()]
        added = services.reuse(viewer, kind, chosen)
        text = ngettext("%d record takes part now.", "%d records take part now.", added) % added
        messages.success(request, text)
        return redirect("records", viewer.event.slug, kind.plural)
    found = selectors.reusable(viewer, kind, request.GET.get("q", ""))
    rows = [Seen(one, viewer) for one in found[:200]]
    context = {"kind": kind, "rows": rows, "total": found.count(), "query": request.GET.dict()}
    return render(request, "register/reuse.html", event_page(viewer, context))


@guarded("need", "release", methods=("POST",))
@transaction.atomic
def release(request: HttpRequest, viewer: Viewer, record: Record) -> HttpResponse:
    """Release a confidential need to an expert, or take the release back."""
    need = _as_need(record)
    expert_id = request.POST.get("expert", "")
    if request.POST.get("withdraw", "").isdigit():
        services.withdraw(viewer, need, int(request.POST["withdraw"]))
    elif expert_id.isdigit():
        expert = access_record(viewer, "expert", int(expert_id), "view")
        services.release(viewer, need, _as_expert(expert))
    return redirect("record", viewer.event.slug, "needs", need.pk)


@guarded("need", "accept", methods=("POST",))
def accept(request: HttpRequest, viewer: Viewer, record: Record) -> HttpResponse:
    """Promise silence about a need that was released to the viewer."""
    if services.promise_silence(viewer, _as_need(record)):
        messages.success(request, _("Your promise is recorded. You can read the need now."))
    return redirect("record", viewer.event.slug, "needs", record.pk)


@guarded("event", "search")
def search_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Search every kind at once."""
    words = request.GET.get("q", "")
    context = {"words": words, "hits": selectors.search_everything(viewer, words)}
    return render(request, "register/search.html", event_page(viewer, context))


@guarded("event", "export")
def export_workbook(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Send everything that the register holds of the event, as one workbook."""
    response = HttpResponse(export.make_workbook(viewer), content_type=export.XLSX)
    response["Content-Disposition"] = f'attachment; filename="{viewer.event.slug}.xlsx"'
    return response


def _as_need(record: Record) -> Need:
    return get_object_or_404(Need, pk=record.pk)


def _as_expert(record: Record) -> Expert:
    return get_object_or_404(Expert, pk=record.pk)
