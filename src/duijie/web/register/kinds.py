"""The kinds of record and how their pages are laid out: columns, filters, form groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duijie.web.register.models import MODELS

Words = str | Promise


@dataclass(frozen=True)
class Kind:
    """How one kind of record is listed, shown and filled in.

    `columns` stand in the list, the first one as the link; `filters` offer the values in use;
    `groups` are the parts of the form and of the page; `long` fields take a whole line.
    """

    entity: str
    plural: str
    one: Words
    many: Words
    teach: Words
    columns: tuple[str, ...]
    groups: tuple[tuple[Words, tuple[str, ...]], ...]
    filters: tuple[str, ...] = ()
    numbers: frozenset[str] = field(default=frozenset())

    @property
    def model(self) -> Any:
        """The table behind it."""
        return MODELS[self.entity]

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields of the form, in order."""
        return tuple(name for _, names in self.groups for name in names)

    @property
    def parents(self) -> tuple[str, ...]:
        """The fields that name another record."""
        return tuple(name for name in ("company", "expert") if name in self.fields)

    def heading(self, name: str) -> Any:
        """Return what a field is called."""
        return self.model._meta.get_field(name).verbose_name  # noqa: SLF001 - Django's documented API

    @property
    def headings(self) -> list[tuple[str, Any]]:
        """The columns of the list with what they are called."""
        return [(name, self.heading(name)) for name in self.columns]


KINDS: dict[str, Kind] = {
    kind.entity: kind
    for kind in (
        Kind(
            "need",
            "needs",
            _("Need"),
            _("Needs"),
            _(
                "A need is what a company cannot do yet and would pay for. Import the sheet that "
                "companies filled in, or write the first one down."
            ),
            ("title", "company", "industry", "budget_low", "deadline"),
            (
                (_("What is needed"), ("title", "company", "industry", "keywords")),
                (
                    _("In detail"),
                    ("problem", "key_technology", "goal", "indicators", "basis", "text"),
                ),
                (
                    _("Terms"),
                    ("budget_low", "budget_high", "deadline", "mode", "partners", "owner"),
                ),
                (_("For the event"), ("wanted_meetings", "wanted_maturity", "confidential")),
            ),
            ("industry", "confidential"),
            frozenset({"budget_low"}),
        ),
        Kind(
            "expert",
            "experts",
            _("Expert"),
            _("Experts"),
            _(
                "An expert is known by evidence: papers, patents, achievements, projects. Import "
                "the list of names first; evidence can follow."
            ),
            ("name", "title", "employer", "department", "directions"),
            (
                (_("Person"), ("name", "employer", "department", "position", "title", "degree")),
                (_("Expertise"), ("directions", "keywords", "services", "industries")),
                (_("Contact"), ("phone", "email", "orcid")),
                (_("For the event"), ("min_meetings", "max_meetings")),
            ),
            ("department", "title"),
        ),
        Kind(
            "evidence",
            "evidence",
            _("Evidence"),
            _("Evidence"),
            _(
                "Evidence shows what an expert knows and is what matching reads. Import a list of "
                "publications or achievements with a column for the expert."
            ),
            ("title", "expert", "kind", "year"),
            (
                (_("What it is"), ("expert", "kind", "title", "text")),
                (_("Particulars"), ("year", "maturity", "doi")),
            ),
            ("kind",),
            frozenset({"year"}),
        ),
        Kind(
            "company",
            "companies",
            _("Company"),
            _("Companies"),
            _(
                "Companies are kept from event to event. A sheet of needs that names its "
                "companies fills this list as well."
            ),
            ("name", "short_name", "industry", "products"),
            (
                (_("Company"), ("name", "short_name", "uscc", "nature", "industry")),
                (_("What it does"), ("products", "intro")),
                (_("Contact"), ("contact", "phone", "email", "address")),
            ),
            ("industry",),
        ),
        Kind(
            "innovation",
            "innovations",
            _("Innovation"),
            _("Innovations"),
            _("An innovation is what a company can do already and wants to show at the event."),
            ("title", "company", "stage", "industry"),
            (
                (_("What it is"), ("title", "company", "text")),
                (_("Particulars"), ("stage", "level", "patents", "transfer", "industry")),
            ),
            ("stage",),
        ),
        Kind(
            "resource",
            "resources",
            _("Resource"),
            _("Resources"),
            _("A resource is an instrument, a laboratory or a pilot plant that others may use."),
            ("name", "kind", "owner", "place"),
            (
                (_("What it is"), ("name", "kind", "text")),
                (_("Where and how"), ("owner", "place", "terms", "contact")),
            ),
            ("kind",),
        ),
    )
}
PLURALS = {kind.plural: kind.entity for kind in KINDS.values()}


class PluralConverter:
    """A kind of record in a URL."""

    regex = "|".join(PLURALS)

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return value
