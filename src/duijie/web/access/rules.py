"""The permission matrix: role x object x action, the only place that says who may do what.

``docs/permissions.md`` is made from it, and a test tries every cell of it on every route.
"""

from __future__ import annotations

from enum import IntEnum

from duijie.web.accounts.models import Role


class Scope(IntEnum):
    """How far a right reaches; of several roles the widest counts."""

    NONE = 0
    OWN = 1
    ALL = 2


ORGANISER, EXPERT, COMPANY = Role.ORGANISER, Role.EXPERT, Role.COMPANY
STUDENT, OFFICIAL, VIEWER = Role.STUDENT, Role.OFFICIAL, Role.VIEWER

_ALL = dict.fromkeys(Role, Scope.ALL)
_ORGANISER = {ORGANISER: Scope.ALL}
_READERS = {ORGANISER: Scope.ALL, OFFICIAL: Scope.ALL, VIEWER: Scope.ALL}


def _and(base: dict[Role, Scope], **more: Scope) -> dict[Role, Scope]:
    return {**base, **{Role(name): scope for name, scope in more.items()}}


MATRIX: dict[tuple[str, str], dict[Role, Scope]] = {
    ("event", "view"): _ALL,
    ("event", "edit"): _ORGANISER,
    ("event", "search"): _ALL,
    ("event", "export"): _ORGANISER,
    ("member", "list"): _ORGANISER,
    ("member", "invite"): _ORGANISER,
    ("member", "remove"): _ORGANISER,
    ("member", "reset"): _ORGANISER,
    ("registration", "list"): _ORGANISER,
    ("registration", "decide"): _ORGANISER,
    ("import", "run"): _ORGANISER,
    ("job", "view"): _ORGANISER,
    ("job", "cancel"): _ORGANISER,
    ("match", "view"): {ORGANISER: Scope.ALL, OFFICIAL: Scope.ALL},
    ("match", "run"): _ORGANISER,
    ("match", "export"): _ORGANISER,
    ("proposal", "list"): _and(_ORGANISER, expert=Scope.OWN, company=Scope.OWN),
    ("proposal", "send"): _ORGANISER,
    ("proposal", "withdraw"): _ORGANISER,
    ("proposal", "ask"): {EXPERT: Scope.OWN, COMPANY: Scope.OWN},
    ("proposal", "answer"): {EXPERT: Scope.OWN, COMPANY: Scope.OWN},
    ("activity", "list"): _ORGANISER,
    ("activity", "undo"): dict.fromkeys(Role, Scope.OWN) | _ORGANISER,
    ("need", "list"): _and(_READERS, expert=Scope.ALL, company=Scope.OWN),
    ("need", "view"): _and(_READERS, expert=Scope.ALL, company=Scope.OWN),
    ("need", "read"): _and(_ORGANISER, expert=Scope.OWN, company=Scope.OWN),
    ("need", "add"): _and(_ORGANISER, company=Scope.OWN),
    ("need", "edit"): _and(_ORGANISER, company=Scope.OWN),
    ("need", "delete"): _ORGANISER,
    ("need", "comment"): _and(_ORGANISER, expert=Scope.ALL, company=Scope.OWN),
    ("need", "release"): _and(_ORGANISER, company=Scope.OWN),
    ("need", "accept"): {EXPERT: Scope.ALL},
    ("need", "ask"): _ORGANISER,
    ("need", "match"): _and(_ORGANISER, official=Scope.ALL, company=Scope.OWN),
    ("need", "decide"): _ORGANISER,
    ("expert", "list"): _and(_READERS, expert=Scope.ALL, company=Scope.ALL),
    ("expert", "view"): _and(_READERS, expert=Scope.ALL, company=Scope.ALL),
    ("expert", "contact"): _and(_ORGANISER, expert=Scope.OWN),
    ("expert", "add"): _ORGANISER,
    ("expert", "edit"): _and(_ORGANISER, expert=Scope.OWN),
    ("expert", "delete"): _ORGANISER,
    ("expert", "comment"): _and(_ORGANISER, expert=Scope.OWN),
    ("expert", "match"): _and(_ORGANISER, official=Scope.ALL, expert=Scope.OWN),
    ("evidence", "list"): _and(_READERS, expert=Scope.ALL, company=Scope.ALL),
    ("evidence", "view"): _and(_READERS, expert=Scope.ALL, company=Scope.ALL),
    ("evidence", "add"): _and(_ORGANISER, expert=Scope.OWN),
    ("evidence", "edit"): _and(_ORGANISER, expert=Scope.OWN),
    ("evidence", "delete"): _and(_ORGANISER, expert=Scope.OWN),
    ("evidence", "comment"): _and(_ORGANISER, expert=Scope.OWN),
    ("company", "list"): _and(_READERS, expert=Scope.ALL, company=Scope.OWN, student=Scope.ALL),
    ("company", "view"): _and(_READERS, expert=Scope.ALL, company=Scope.OWN, student=Scope.ALL),
    ("company", "contact"): _and(_ORGANISER, company=Scope.OWN),
    ("company", "add"): _ORGANISER,
    ("company", "edit"): _and(_ORGANISER, company=Scope.OWN),
    ("company", "delete"): _ORGANISER,
    ("company", "comment"): _and(_ORGANISER, company=Scope.OWN),
    ("innovation", "list"): _and(_READERS, expert=Scope.ALL, company=Scope.OWN),
    ("innovation", "view"): _and(_READERS, expert=Scope.ALL, company=Scope.OWN),
    ("innovation", "add"): _and(_ORGANISER, company=Scope.OWN),
    ("innovation", "edit"): _and(_ORGANISER, company=Scope.OWN),
    ("innovation", "delete"): _and(_ORGANISER, company=Scope.OWN),
    ("innovation", "comment"): _and(_ORGANISER, company=Scope.OWN),
    ("resource", "list"): _and(_READERS, expert=Scope.ALL, company=Scope.ALL),
    ("resource", "view"): _and(_READERS, expert=Scope.ALL, company=Scope.ALL),
    ("resource", "contact"): _and(_ORGANISER, expert=Scope.ALL, company=Scope.ALL),
    ("resource", "add"): _ORGANISER,
    ("resource", "edit"): _ORGANISER,
    ("resource", "delete"): _ORGANISER,
    ("resource", "comment"): _ORGANISER,
}
"""Who may do what at an event. A role that is not listed may not.

``need read``: the title and text of a confidential need; OWN means for an expert "released by
the company and silence promised", for a company "its own". ``contact``: phone, e-mail and name
of a contact person.
"""


def scope_of(roles: frozenset[Role], entity: str, action: str) -> Scope:
    """Return how far `roles` together may do `action` to objects of the kind `entity`.

    Raises
    ------
    KeyError
        When the matrix does not know the pair: a right has to be written down before it is asked.
    """
    rights = MATRIX[entity, action]
    return max((rights.get(role, Scope.NONE) for role in roles), default=Scope.NONE)
