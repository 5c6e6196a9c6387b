"""What surrounds every page of an event: its title, the rail of steps, the counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.register.kinds import KINDS, Kind


@dataclass(frozen=True)
class Step:
    """One of an event's nine steps: how far it is and what to do next.

    `state` is one of ``empty``, ``begun`` and ``done``; `action` is (words, address).
    """

    name: str
    verb: str
    state: str
    said: str
    action: tuple[str, str] | None


@dataclass(frozen=True)
class Shelf:
    """A kind of record with how many of it there are."""

    kind: Kind
    count: int


def event_page(viewer: Viewer, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context of a page of the viewer's event."""
    return {"event": viewer.event, "viewer": viewer, "frame": Frame(viewer), **context}


class Frame:
    """Computed when the template asks, so that a swapped table costs no counts."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self._counts: dict[str, int] | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many records of each kind the viewer may list, in one query."""
        if self._counts is None:
            listed = [entity for entity in KINDS if self.viewer.can(entity, "list")]
            columns: dict[str, Any] = {
                f"n_{entity}": _counted(self.viewer, entity) for entity in listed
            }
            row: Any = Event.objects.filter(pk=self.viewer.event.pk).values(**columns).get()
            self._counts = {entity: row[f"n_{entity}"] for entity in listed}
        return self._counts

    @property
    def shelves(self) -> list[Shelf]:
        """The kinds of record that the viewer may list."""
        return [Shelf(KINDS[entity], count) for entity, count in self.counts.items()]

    @property
    def steps(self) -> list[Step]:
        """The steps that the product has and the viewer takes part in."""
        return [_register_step(self.viewer, self.counts)] if self.counts else []

    @property
    def organises(self) -> bool:
        """Whether the viewer runs the event."""
        return self.viewer.can("event", "edit")


def _counted(viewer: Viewer, entity: str) -> Any:
    counted = (
        viewer.visible(entity).order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _register_step(viewer: Viewer, counts: Mapping[str, int]) -> Step:
    needs, experts = counts.get("need", 0), counts.get("expert", 0)
    state = "done" if needs and experts else "begun" if any(counts.values()) else "empty"
    slug = viewer.event.slug
    action = None
    if viewer.can("import", "run"):
        if not needs:
            action = (_("Import the needs"), reverse("imports", args=[slug]))
        elif not experts:
            action = (_("Import the experts"), reverse("imports", args=[slug]))
        elif not counts.get("evidence"):
            action = (_("Import the evidence"), reverse("imports", args=[slug]))
    said = " · ".join(
        f"{counts[entity]} {KINDS[entity].many}"
        for entity in ("need", "expert", "company")
        if entity in counts
    )
    return Step(_("Register"), "register", state, said, action)
