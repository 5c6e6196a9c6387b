"""Reading the register: lists, filters, search, counts. Nothing leaves here unmasked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils.translation import gettext as _

from duijie.web.access.masking import OPEN_OF_CONFIDENTIAL, Seen
from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event, Role
from duijie.web.register.kinds import KINDS, Kind
from duijie.web.register.searching import fold_for_search, search_terms

PER_PAGE = 50
_HITS_PER_KIND = 8
_MOST_ALIKE = 3


@dataclass(frozen=True)
class Choice:
    """A value that a list can be narrowed to."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """One menu above a list."""

    name: str
    heading: Any
    choices: list[Choice]


def list_records(viewer: Viewer, kind: Kind, query: Mapping[str, str]) -> Page[Any]:
    """Return one page of the records that the viewer may list, narrowed by `query`.

    `query` may hold ``q`` (words), the kind's filters, ``sort`` (a column, ``-`` for downwards)
    and ``page``.
    """
    found = _narrowed(viewer, kind, query).order_by(*_order(viewer, kind, query.get("sort", "")))
    page = Paginator(found.select_related(*kind.parents), PER_PAGE).get_page(query.get("page"))
    page.object_list = [Seen(record, viewer) for record in page.object_list]
    return page


def _narrowed(viewer: Viewer, kind: Kind, query: Mapping[str, str]) -> QuerySet[Any]:
    found = _search(viewer, kind, viewer.visible(kind.entity), query.get("q", ""))
    for name in kind.filters:
        value = query.get(name, "")
        if value and name == "confidential":
            found = found.filter(confidential=value == "yes")
        elif value:
            found = found.filter(**{name: value})
    return found


def _search(viewer: Viewer, kind: Kind, found: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Narrow to records with all words; of what is hidden from the viewer only the open part."""
    for term in search_terms(words):
        hit = Q(search__contains=term)
        if kind.entity == "need":
            readable = viewer.readable()
            hit = (hit & readable) if readable else hit
            hit |= Q(industry__icontains=term)
        found = found.filter(hit)
    return found


def _order(viewer: Viewer, kind: Kind, wanted: str) -> list[Any]:
    """Return what to sort by; where a hidden need stands tells nothing of its words."""
    column = wanted.removeprefix("-")
    if column not in kind.columns:
        return ["code", "pk"]
    path = {"company": "company__name", "expert": "expert__name"}.get(column, column)
    key: Any = F(path)
    if kind.entity == "need" and column not in OPEN_OF_CONFIDENTIAL:
        readable = viewer.readable()
        key = Case(When(readable, then=key)) if readable else key
    ordered = key.desc if wanted.startswith("-") else key.asc
    return [ordered(nulls_last=True), "pk"]


def list_filters(viewer: Viewer, kind: Kind, query: Mapping[str, str]) -> list[Filter]:
    """Return the menus of a list, each with the values that occur."""
    return [_filter(viewer, kind, name, query.get(name, "")) for name in kind.filters]


def _filter(viewer: Viewer, kind: Kind, name: str, chosen: str) -> Filter:
    heading = kind.heading(name)
    if name == "confidential":
        labels = {"yes": _("confidential"), "no": _("open")}
    else:
        shown: dict[str, Any] = dict(kind.model._meta.get_field(name).flatchoices)  # noqa: SLF001 - Django's documented API
        visible = viewer.visible(kind.entity).exclude(**{name: ""}).order_by(name)
        values = visible.values_list(name, flat=True).distinct()[:200]
        labels = {value: str(shown.get(value, value)) for value in values}
    choices = [Choice(value, label, value == chosen) for value, label in labels.items()]
    return Filter(name, heading, choices)


def count_records(viewer: Viewer) -> dict[str, int]:
    """Return how many records of each kind the viewer may list."""
    return {
        entity: viewer.visible(entity).count() for entity in KINDS if viewer.can(entity, "list")
    }


def search_everything(viewer: Viewer, words: str) -> list[tuple[Kind, list[Seen], int]]:
    """Return for every kind the first hits and how many there are."""
    if not search_terms(words):
        return []
    hits = []
    for entity, kind in KINDS.items():
        if viewer.can(entity, "list"):
            found = _search(viewer, kind, viewer.visible(entity), words)
            shown = [
                Seen(one, viewer) for one in found.select_related(*kind.parents)[:_HITS_PER_KIND]
            ]
            if shown:
                hits.append((kind, shown, found.count()))
    return hits


def related_records(viewer: Viewer, record: Any) -> list[tuple[Kind, list[Seen]]]:
    """Return what hangs on a company or expert, as far as the viewer may see it.

    Whose a confidential need is, is not open: it stands with its company for its readers only.
    """
    children = {"company": ("need", "innovation"), "expert": ("evidence",)}
    return [
        (
            KINDS[child],
            [
                Seen(one, viewer)
                for one in _children(viewer, child).filter(**{record.ENTITY: record})[:200]
            ],
        )
        for child in children.get(record.ENTITY, ())
        if viewer.can(child, "list")
    ]


def _children(viewer: Viewer, entity: str) -> QuerySet[Any]:
    found = viewer.visible(entity).select_related(*KINDS[entity].parents)
    return found.filter(viewer.readable()) if entity == "need" else found


def reusable(viewer: Viewer, kind: Kind, words: str) -> QuerySet[Any]:
    """Return the organisation's records that do not take part in the event yet.

    Of confidential needs only those of events that the viewer organises too: their words are open
    to no other organiser.
    """
    found = kind.model.objects.filter(organisation=viewer.event.organisation)
    found = found.exclude(events=viewer.event)
    if kind.entity == "need":
        organised = Event.objects.filter(
            memberships__user=viewer.user, memberships__role=Role.ORGANISER
        )
        found = found.filter(Q(confidential=False) | Q(events__in=organised)).distinct()
    for term in search_terms(words):
        found = found.filter(search__contains=term)
    return found.select_related(*kind.parents).order_by("code", "pk")


def evidence_gaps(viewer: Viewer) -> int:
    """Return how many experts have no evidence: matching cannot see them."""
    counted = viewer.visible("expert").annotate(pieces=Count("evidence"))
    return counted.filter(pieces=0).count()


def list_own_needs(viewer: Viewer) -> list[Seen]:
    """Return the needs of the companies that the viewer speaks for."""
    own = viewer.event.need_set.filter(company__in=viewer.company_ids)
    return [Seen(need, viewer) for need in own.select_related("company")]


def alike_records(viewer: Viewer, entity: str, names: Iterable[str]) -> dict[str, list[Seen]]:
    """Return for each name records of the organisation that may be the same company or person.

    Names are compared folded and by their sound, so 张三 and Zhang San meet.
    """
    words = {name: fold_for_search([name]).split()[:2] for name in names}
    wanted = {word for spoken in words.values() for word in spoken}
    if not wanted:
        return {}
    known = KINDS[entity].model.objects.filter(organisation=viewer.event.organisation)
    holders = defaultdict(list)
    for pk, search in known.values_list("pk", "search"):
        for word in wanted.intersection(search.split()):
            holders[word].append(pk)
    keys = {
        name: list(dict.fromkeys(pk for word in spoken for pk in holders[word]))[:_MOST_ALIKE]
        for name, spoken in words.items()
    }
    rows = known.in_bulk({pk for found in keys.values() for pk in found})
    return {name: [Seen(rows[pk], viewer) for pk in found] for name, found in keys.items()}
