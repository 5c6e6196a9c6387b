"""A programme as one document that stays readable, and back: what a version keeps.

The names of tables, people and needs are kept as they were: what is renamed later changes no
version. Left out is what is never printed: abstracts, decisions about pairs, all affinities.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from pydantic import TypeAdapter

from duijie.domain.event import Event, PairKey
from duijie.domain.plans import AssignedPair, PlacedMeeting, PlannedTurn
from duijie.domain.records import Register
from duijie.domain.text import Text
from duijie.report.programme import Programme


@dataclass(frozen=True)
class _Document:
    event: Event
    register: Register
    assigned: tuple[AssignedPair, ...]
    placed: tuple[PlacedMeeting, ...]
    turns: tuple[PlannedTurn, ...]
    reasons: tuple[tuple[PairKey, Text], ...]
    pictures: tuple[tuple[PairKey, str], ...]
    generated: datetime


def freeze(programme: Programme) -> bytes:
    """Return what is printed of `programme` as compressed JSON."""
    return zlib.compress(_adapter().dump_json(_document(programme)))


def thaw(frozen: bytes) -> Programme:
    """Return the programme that was frozen.

    Raises
    ------
    ValueError
        When these bytes are no frozen programme.
    """
    document = _adapter().validate_json(zlib.decompress(frozen))
    return Programme(
        event=document.event,
        register=document.register,
        assigned=document.assigned,
        placed=document.placed,
        turns=document.turns,
        reasons=dict(document.reasons),
        pictures=dict(document.pictures),
        generated=document.generated,
    )


def digest(programme: Programme) -> str:
    """Return a hash of what `programme` says, whenever it was made."""
    timeless = replace(_document(programme), generated=datetime.min)  # noqa: DTZ901 - no moment at all
    return hashlib.sha256(_adapter().dump_json(timeless)).hexdigest()


def _document(programme: Programme) -> _Document:
    register = programme.register
    return _Document(
        event=programme.event,
        register=replace(
            register,
            evidence=tuple(replace(one, text="", extra=()) for one in register.evidence),
            conflicts=(),
            pins=(),
            decisions=(),
        ),
        assigned=programme.assigned,
        placed=programme.placed,
        turns=programme.turns,
        reasons=tuple(programme.reasons.items()),
        pictures=tuple(programme.pictures.items()),
        generated=programme.generated,
    )


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[_Document]:
    return TypeAdapter(_Document)
