"""What of a record a viewer may see: the one place that hides words and contacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from duijie.web.access.viewer import Viewer
from duijie.web.register.models import Need, Record

OPEN_OF_CONFIDENTIAL = frozenset({"code", "industry", "confidential"})
"""All that others see of a confidential need."""
CONTACT = frozenset({"contact", "phone", "email"})


@dataclass(frozen=True)
class Seen:
    """A record as one viewer sees it; templates get this and never the record alone."""

    record: Record
    viewer: Viewer

    @property
    def pk(self) -> int:
        """The record's key."""
        return self.record.pk

    @property
    def entity(self) -> str:
        """What kind of record it is."""
        return self.record.ENTITY

    @property
    def open(self) -> bool:
        """Whether its words may be read."""
        return self.viewer.may_read(self.record)

    @property
    def label(self) -> str:
        """What to call it."""
        return self.record.label if self.open else confidential_label(self.record)

    @property
    def marked(self) -> bool:
        """Whether it is to be marked as confidential."""
        return isinstance(self.record, Need) and self.record.confidential

    def shows(self, field: str) -> bool:
        """Whether the viewer may see `field`."""
        if not self.open:
            return field in OPEN_OF_CONFIDENTIAL
        if field in CONTACT and self.entity in {"company", "expert", "resource"}:
            return self.viewer.may("contact", self.record)
        return True

    def value(self, field: str) -> Any:
        """Return the value of `field`, empty when it is not for the viewer."""
        if not self.shows(field):
            return ""
        value = getattr(self.record, field)
        return value or _open_industry(self.record) if field == "industry" else value

    @property
    def extra(self) -> list[tuple[str, str]]:
        """The columns without a name of ours, for the organiser and the owner only."""
        entitled = self.viewer.may("edit", self.record)
        return [(heading, value) for heading, value in self.record.extra] if entitled else []

    @property
    def can_edit(self) -> bool:
        """Whether the viewer may change it."""
        return self.viewer.may("edit", self.record)

    @property
    def can_delete(self) -> bool:
        """Whether the viewer may delete it."""
        return self.viewer.may("delete", self.record)

    @property
    def can_match(self) -> bool:
        """Whether the viewer may see who or what suits it."""
        able = self.entity in {"need", "expert"} and self.viewer.may("match", self.record)
        return able and self.open

    @property
    def can_comment(self) -> bool:
        """Whether the viewer may say something about it."""
        return self.open and self.viewer.may("comment", self.record)


def confidential_label(record: Record) -> str:
    """Return what a confidential need is called before others."""
    hidden = _("Confidential need")
    industry = _open_industry(record)
    return f"{hidden} · {industry}" if industry else hidden


def _open_industry(record: Record) -> str:
    """Return the industry of a record; of a need that names none, its company's."""
    own = str(getattr(record, "industry", ""))
    if own or not isinstance(record, Need) or record.company is None:
        return own
    return str(record.company.industry)
