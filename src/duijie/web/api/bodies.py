"""What programs send: a field that nobody knows is refused, or a slip would pass for success."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, model_validator

_READ_ONLY = {"id", "code", "open"}
_PARENTS = ("company", "expert")


class Body(Schema):
    """Something sent, of which every field has to be known."""

    model_config = ConfigDict(extra="forbid")


class RecordBody(Body):
    """A record as it is sent; one may be sent as it was read."""

    @model_validator(mode="before")
    @classmethod
    def _as_it_was_read(cls, sent: Any) -> Any:
        given = getattr(sent, "_obj", sent)  # ninja looks a second time, through a getter
        if not isinstance(given, dict):
            return sent
        kept = {name: value for name, value in given.items() if name not in _READ_ONLY}
        for name in _PARENTS:
            if name in kept:  # the schema calls it by its column when it is sent
                kept.setdefault(f"{name}_id", kept.pop(name))
        return kept
