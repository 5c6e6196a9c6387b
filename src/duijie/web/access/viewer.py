"""Somebody looking at an event: roles, and what is theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from duijie.web.access.rules import Scope, scope_of
from duijie.web.accounts.models import Event, Role, User
from duijie.web.register.models import MODELS, Need, Record


@dataclass(frozen=True)
class Viewer:
    """A user at one event, as the rules see them; made anew for every request.

    `memo` holds what both a page and its frame need, so that it is read once.
    """

    user: User
    event: Event
    roles: frozenset[Role]
    memo: dict[str, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def expert_ids(self) -> frozenset[int]:
        """Records of experts who are this user."""
        return frozenset(self.user.experts.values_list("pk", flat=True))

    @cached_property
    def company_ids(self) -> frozenset[int]:
        """Companies this user speaks for."""
        return frozenset(self.user.companies.values_list("pk", flat=True))

    @cached_property
    def released_ids(self) -> frozenset[int]:
        """Confidential needs released to this user, who promised silence."""
        if Role.EXPERT not in self.roles:
            return frozenset()
        accepted = Need.objects.filter(
            releases__expert__account=self.user, releases__accepted_at__isnull=False
        )
        return frozenset(accepted.values_list("pk", flat=True))

    def scope(self, entity: str, action: str) -> Scope:
        """Return how far this viewer may do `action` to objects of a kind."""
        return scope_of(self.roles, entity, action)

    def can(self, entity: str, action: str) -> bool:
        """Whether there may be an object of the kind that the viewer may do `action` to."""
        return self.scope(entity, action) > Scope.NONE

    def may(self, action: str, record: Record) -> bool:
        """Whether the viewer may do `action` to `record`."""
        scope = self.scope(record.ENTITY, action)
        return scope is Scope.ALL or (scope is Scope.OWN and self.owns(record))

    def owns(self, record: Record) -> bool:
        """Whether `record` is the viewer's own."""
        match record.ENTITY:
            case "expert":
                return record.pk in self.expert_ids
            case "evidence":
                return getattr(record, "expert_id", None) in self.expert_ids
            case "company":
                return record.pk in self.company_ids
            case "need" | "innovation":
                return getattr(record, "company_id", None) in self.company_ids
        return False

    def may_read(self, record: Record) -> bool:
        """Whether the words of `record` are open to the viewer: see ``need read``."""
        if not isinstance(record, Need) or not record.confidential:
            return True
        return self.may("read", record) or record.pk in self.released_ids

    def visible(self, entity: str, action: str = "list") -> QuerySet[Any]:
        """Return the records of a kind at this event that the viewer may do `action` to."""
        found = MODELS[entity].objects.filter(events=self.event)
        match self.scope(entity, action):
            case Scope.ALL:
                return found
            case Scope.OWN:
                return found.filter(self._own(entity))
        return found.none()

    def readable(self) -> Q:
        """Return the condition under which the words of a need are open to the viewer."""
        scope = self.scope("need", "read")
        if scope is Scope.ALL:
            return Q()
        readable = Q(confidential=False) | Q(pk__in=self.released_ids)
        return readable | self._own("need") if scope is Scope.OWN else readable

    def _own(self, entity: str) -> Q:
        conditions = {
            "expert": Q(account=self.user),
            "evidence": Q(expert__account=self.user),
            "company": Q(pk__in=self.company_ids),
            "need": Q(company__in=self.company_ids),
            "innovation": Q(company__in=self.company_ids),
        }
        return conditions.get(entity, Q(pk__in=()))
