"""Records of the register: the routes of each kind, made from its forms."""

# No "from __future__ import annotations" here: the schemas of each kind are made as the module is
# read, and annotations must be these classes themselves.

from typing import Any

from django.http import HttpRequest, QueryDict
from ninja import ModelSchema, Path, Router, Schema, Status
from ninja.orm import create_schema

from duijie.web.access.doors import access_record
from duijie.web.access.masking import Seen
from duijie.web.access.viewer import Viewer
from duijie.web.api.bodies import Body, RecordBody
from duijie.web.api.doors import behind, enter
from duijie.web.api.problems import Clash, Invalid, Problem
from duijie.web.core import history
from duijie.web.core.models import Comment
from duijie.web.register import selectors, services
from duijie.web.register.forms import form_for
from duijie.web.register.kinds import KINDS, Kind
from duijie.web.register.models import Record


class CommentOut(ModelSchema):
    """A remark."""

    class Meta:
        model = Comment
        fields = ["id", "author_name", "text", "at"]


class CommentIn(Body):
    """What is to be said."""

    text: str


def make_router(kind: Kind) -> Router:
    """Return the routes of a kind: list, read, add, change, delete, comments."""
    router = Router(tags=[kind.plural])
    names = list(kind.fields)
    read: Any = create_schema(
        kind.model,
        name=f"{kind.entity.title()}Out",
        fields=["id", "code", *names],
        optional_fields=["id", "code", *names],
        custom_fields=[("version", int, 1), ("open", bool, True)],
        base_class=Schema,
    )
    written: Any = create_schema(
        kind.model,
        name=f"{kind.entity.title()}In",
        fields=names,
        optional_fields=names,
        custom_fields=[("version", int | None, None)],
        base_class=RecordBody,
    )
    listed: Any = type(
        f"{kind.entity.title()}Page",
        (Schema,),
        {"__annotations__": {"items": list[read], "total": int, "page": int, "pages": int}},
    )

    @router.get(
        "",
        response=listed,
        openapi_extra=behind(kind.entity, "list"),
        operation_id=f"list_{kind.plural}",
    )
    def list_records(request: HttpRequest, slug: Path[str], q: str = "", page: int = 1) -> Any:
        """List the records that you may see, fifty a page; `q` searches, also by pinyin."""
        viewer = enter(request, slug, kind.entity, "list")
        query = {**request.GET.dict(), "q": q, "page": str(page)}
        found = selectors.list_records(viewer, kind, query)
        return {
            "items": [_show(seen, kind) for seen in found.object_list],
            "total": found.paginator.count,
            "page": found.number,
            "pages": found.paginator.num_pages,
        }

    @router.post(
        "",
        response={201: read},
        openapi_extra=behind(kind.entity, "add"),
        operation_id=f"add_{kind.entity}",
    )
    def add_record(request: HttpRequest, slug: Path[str], record: written) -> Any:
        """Write down a new record."""
        viewer = enter(request, slug, kind.entity, "add")
        made = _save(viewer, kind, None, record.dict(exclude_unset=True))
        return Status(201, _show(Seen(made, viewer), kind))

    @router.get(
        "{int:pk}",
        response=read,
        openapi_extra=behind(kind.entity, "view"),
        operation_id=f"read_{kind.entity}",
    )
    def read_record(request: HttpRequest, slug: Path[str], pk: int) -> Any:
        """Return one record, without what is hidden from you."""
        viewer = enter(request, slug, kind.entity, "view")
        return _show(Seen(access_record(viewer, kind.entity, pk, "view"), viewer), kind)

    @router.patch(
        "{int:pk}",
        response=read,
        openapi_extra=behind(kind.entity, "edit"),
        operation_id=f"change_{kind.entity}",
    )
    def change_record(request: HttpRequest, slug: Path[str], pk: int, record: written) -> Any:
        """Change the fields that are sent; with a `version`, only if nobody changed it since."""
        viewer = enter(request, slug, kind.entity, "edit")
        found = access_record(viewer, kind.entity, pk, "edit")
        made = _save(viewer, kind, found, record.dict(exclude_unset=True))
        return _show(Seen(made, viewer), kind)

    @router.delete(
        "{int:pk}",
        response={204: None},
        openapi_extra=behind(kind.entity, "delete"),
        operation_id=f"delete_{kind.entity}",
    )
    def delete_record(request: HttpRequest, slug: Path[str], pk: int) -> Any:
        """Delete a record on which no others hang; the activity log can bring it back.

        One that other events use leaves this one only.
        """
        viewer = enter(request, slug, kind.entity, "delete")
        found = access_record(viewer, kind.entity, pk, "delete")
        if history.has_dependents(found, viewer.event):
            raise Problem.has_dependents()
        history.take_out(viewer.user, viewer.event, found)
        return Status(204, None)

    @router.get(
        "{int:pk}/comments",
        response=list[CommentOut],
        openapi_extra=behind(kind.entity, "view"),
        operation_id=f"list_{kind.entity}_comments",
    )
    def list_comments(request: HttpRequest, slug: Path[str], pk: int) -> Any:
        """List what was said of a record, oldest first."""
        viewer = enter(request, slug, kind.entity, "view")
        found = access_record(viewer, kind.entity, pk, "view")
        if not viewer.may_read(found):
            return []
        return Comment.objects.filter(kind=kind.entity, object_id=pk)

    @router.post(
        "{int:pk}/comments",
        response={201: list[CommentOut]},
        openapi_extra=behind(kind.entity, "comment"),
        operation_id=f"add_{kind.entity}_comment",
    )
    def add_comment(request: HttpRequest, slug: Path[str], pk: int, comment: CommentIn) -> Any:
        """Say something of a record."""
        viewer = enter(request, slug, kind.entity, "comment")
        services.add_comment(
            viewer, access_record(viewer, kind.entity, pk, "comment"), comment.text
        )
        return Status(201, Comment.objects.filter(kind=kind.entity, object_id=pk))

    return router


def _show(seen: Seen, kind: Kind) -> dict[str, Any]:
    """Return what the viewer may see; what is hidden is left out."""
    record: Any = seen.record
    shown = {"id": seen.pk, "code": record.code, "version": record.version, "open": seen.open}
    for name in kind.fields:
        if seen.shows(name):
            value = getattr(record, name)
            shown[f"{name}_id" if hasattr(value, "pk") else name] = getattr(value, "pk", value)
    return shown


def _save(viewer: Viewer, kind: Kind, record: Record | None, sent: dict[str, Any]) -> Record:
    """Save what was sent through the form of the pages, so that the same checks hold.

    Raises
    ------
    Invalid
        When a field is not accepted.
    Clash
        When `sent` holds an older version than the record has.
    """
    blank = form_for(kind, viewer, record)
    data = QueryDict(mutable=True)
    for name in kind.fields:
        value = sent.get(name, sent.get(f"{name}_id", blank[name].initial))
        if value is not None and value is not False:
            data[name] = str(getattr(value, "pk", value))
    data["version"] = str(sent.get("version") or blank.instance.version)
    form = form_for(kind, viewer, record, data)
    if not form.is_valid():
        raise Invalid({name: [str(one) for one in said] for name, said in form.errors.items()})
    try:
        services.save_form(viewer, form)
    except services.SavedMeanwhile as clash:
        raise Clash(clash.current.version) from None
    saved: Record = form.instance
    saved.refresh_from_db()  # figures as the database rounds them
    return saved


ROUTERS = {kind.plural: make_router(kind) for kind in KINDS.values()}
