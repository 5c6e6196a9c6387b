"""What a program is told when something cannot be done, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duijie.domain.text import Language


def reader_language() -> Language:
    """Return which language of a text of the engines the caller asked for."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


class Problem(Exception):
    """An answer with a status, a sentence and more."""

    def __init__(self, status: int, said: str, **more: Any) -> None:
        super().__init__(said)
        self.status = status
        self.body = {"detail": said, **more}

    @classmethod
    def has_dependents(cls) -> Problem:
        """Others hang on the record."""
        return cls(409, _("It cannot be deleted: other records belong to it. Delete those first."))


class Invalid(Problem):
    """Fields that are not accepted, each with what is wrong."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        super().__init__(422, _("Some fields are not accepted."), fields=fields)


class Clash(Problem):
    """Somebody saved the record meanwhile."""

    def __init__(self, version: int) -> None:
        said = _("Somebody changed it meanwhile. Read it again, then send your change again.")
        super().__init__(409, said, version=version)
