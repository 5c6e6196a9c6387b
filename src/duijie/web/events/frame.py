"""What surrounds every page of an event: its title, the rail of steps, the counts.

How far the steps are takes many questions, and every page asks. The answer is kept until the log or
the background work of the event moves on, and at most for `_HELD_S`, for what is not logged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.db.models import Count, IntegerField, Max, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.core.models import Activity
from duijie.web.jobs.models import Job
from duijie.web.register.kinds import KINDS

VERBS = (
    *("register", "match", "assign", "timetable", "meet", "visit", "engage", "place", "report"),
)
"""The nine steps in their order."""
_HELD_S = 2


@dataclass(frozen=True)
class Link:
    """A page of a step, with how many things it shows where that can be counted."""

    words: Any
    address: str
    count: int | None = None


@dataclass(frozen=True)
class Step:
    """One of an event's nine steps: how far it is and what to do next.

    `state` is one of ``empty``, ``begun``, ``running``, ``done`` and ``stale``; `said` sums it up;
    `action` is (words, address); `links` are its pages, which stand in the rail.
    """

    name: str
    verb: str
    state: str
    said: str
    action: tuple[str, str] | None
    links: tuple[Link, ...] = ()


StepMaker = Callable[["Frame"], Step | None]
"""Says how far a step is, for the viewer of a frame; None when the viewer takes no part in it."""


def add_step(verb: str, maker: StepMaker) -> None:
    """Let the rail show a step; called once by the ``ready`` of the step's app."""
    _MAKERS[verb] = maker


def event_page(viewer: Viewer, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context of a page of the viewer's event."""
    return {"event": viewer.event, "viewer": viewer, "frame": Frame(viewer), **context}


class Frame:
    """Computed when the template asks, so that a swapped table costs no counts."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many records of each kind the viewer may list, in one query."""
        listed = [entity for entity in KINDS if self.viewer.can(entity, "list")]
        columns: dict[str, Any] = {
            f"n_{entity}": _counted(self.viewer, entity) for entity in listed
        }
        row: Any = Event.objects.filter(pk=self.viewer.event.pk).values(**columns).get()
        return {entity: row[f"n_{entity}"] for entity in listed}

    @cached_property
    def steps(self) -> list[Step]:
        """The steps that the product has and the viewer takes part in."""
        viewer = self.viewer
        whose = viewer.event.pk, viewer.user.pk, *sorted(viewer.roles), get_language()
        key = "-".join(map(str, ("steps", *whose, *_pulse(viewer.event)))).replace(" ", "T")
        return cache.get_or_set(key, self._make_steps, _HELD_S) or []

    def _make_steps(self) -> list[Step]:
        made = (_MAKERS[verb](self) for verb in VERBS if verb in _MAKERS)
        return [step for step in made if step]

    @property
    def organises(self) -> bool:
        """Whether the viewer runs the event."""
        return self.viewer.can("event", "edit")


def _pulse(event: Event) -> tuple[Any, ...]:
    """Return what differs whenever something was logged, or work was begun or ended."""
    logged = Activity.objects.filter(event=event).order_by().values("event")
    worked = Job.objects.filter(event=event).order_by().values("event")
    columns = {
        "logged": logged.annotate(n=Max("pk")).values("n"),
        "queued": worked.annotate(n=Max("pk")).values("n"),
        "started": worked.annotate(n=Max("started_at")).values("n"),
        "finished": worked.annotate(n=Max("finished_at")).values("n"),
    }
    found = Event.objects.filter(pk=event.pk)
    return found.values_list(*(Subquery(one) for one in columns.values())).get()


def _counted(viewer: Viewer, entity: str) -> Any:
    counted = (
        viewer.visible(entity).order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _register_step(frame: Frame) -> Step | None:
    counts, viewer = frame.counts, frame.viewer
    if not counts:
        return None
    slug = viewer.event.slug
    needs, experts = counts.get("need", 0), counts.get("expert", 0)
    state = "done" if needs and experts else "begun" if any(counts.values()) else "empty"
    said = " · ".join(
        f"{counts[entity]} {KINDS[entity].many}"
        for entity in ("need", "expert", "company")
        if entity in counts
    )
    links = [
        Link(KINDS[entity].many, reverse("records", args=[slug, KINDS[entity].plural]), count)
        for entity, count in counts.items()
    ]
    if frame.organises:
        links += [
            Link(_("Import"), reverse("imports", args=[slug])),
            Link(_("Self-registration"), reverse("registrations", args=[slug])),
        ]
    action = _next_import(viewer, counts)
    return Step(_("Register"), "register", state, said, action, tuple(links))


def _next_import(viewer: Viewer, counts: Mapping[str, int]) -> tuple[str, str] | None:
    if not viewer.can("import", "run"):
        return None
    to = reverse("imports", args=[viewer.event.slug])
    if not counts.get("need"):
        return _("Import the needs"), to
    if not counts.get("expert"):
        return _("Import the experts"), to
    if not counts.get("evidence"):
        return _("Import the evidence"), to
    return None


_MAKERS: dict[str, StepMaker] = {"register": _register_step}
