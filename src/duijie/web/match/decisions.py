"""What people decide about a pair: must meet, never, conflict. One mark a pair, undoable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Event
from duijie.web.core import history
from duijie.web.core.models import Activity
from duijie.web.register.models import Conflict, Expert, Need, Pin

MARKS = ("must", "never", "conflict")


class NotPossible(Exception):
    """A decision contradicts another one that stands; the words say which."""


@dataclass(frozen=True)
class Marks:
    """The marks of all pairs of an event, by (need key, expert key).

    `whole` holds the pairs whose conflict is one with the need's whole company.
    """

    of: dict[tuple[int, int], str]
    whole: frozenset[tuple[int, int]]

    def get(self, need_id: int, expert_id: int) -> str:
        """Return the mark of a pair, empty when there is none."""
        return self.of.get((need_id, expert_id), "")


def read_marks(event: Event, need: Need | None = None) -> Marks:
    """Return the marks at an event, on request of one need only."""
    about = {"need": need} if need else {}
    found: dict[tuple[int, int], str] = {}
    whole = set()
    of_companies = event.conflicts.exclude(company=None).values_list("expert_id", "company_id")
    if of_companies:
        needs = event.need_set.filter(**({"pk": need.pk} if need else {}))
        companies = list(needs.exclude(company=None).values_list("pk", "company_id"))
        for expert_id, company_id in of_companies:
            pairs = [(pk, expert_id) for pk, company in companies if company == company_id]
            whole.update(pairs)
            found.update(dict.fromkeys(pairs, "conflict"))
    pins = event.pins.filter(**about).values_list("need_id", "expert_id", "rule")
    found.update({(need_id, expert_id): rule for need_id, expert_id, rule in pins})
    conflicts = event.conflicts.filter(need__isnull=False, **about)
    found.update(dict.fromkeys(conflicts.values_list("need_id", "expert_id"), "conflict"))
    return Marks(found, frozenset(whole))


@transaction.atomic
def decide(viewer: Viewer, need: Need, expert: Expert, mark: str) -> list[Activity]:
    """Give a pair `mark`; an empty one, or the one it has, takes it away. Return what was logged.

    Raises
    ------
    NotPossible
        When a pair is to meet whose expert has a conflict with the need's whole company.
    """
    event = Event.objects.select_for_update().get(pk=viewer.event.pk)
    before = read_marks(event, need)
    has_whole = (need.pk, expert.pk) in before.whole
    if mark == "must" and has_whole:
        raise NotPossible(
            _("%(expert)s has a conflict with all of %(company)s. Lift that first.")
            % {"expert": expert.name, "company": need.company_name}
        )
    if mark == "conflict" and has_whole:
        raise NotPossible(
            _("The conflict of %(expert)s with all of %(company)s stands already.")
            % {"expert": expert.name, "company": need.company_name}
        )
    old = before.get(need.pk, expert.pk)
    pair: dict[str, Any] = {"event": event, "need": need, "expert": expert}
    standing = [*Pin.objects.filter(**pair), *Conflict.objects.filter(**pair)]
    logged = [history.delete(viewer.user, event, one) for one in standing]
    if mark in MARKS and (mark != old or not standing):
        made: Any = Conflict(**pair) if mark == "conflict" else Pin(**pair, rule=mark)
        if mark != "conflict":
            made.by = str(viewer.user)
        logged.append(history.create(viewer.user, event, made))
    return logged
