"""The register: what an organisation knows of experts and companies, from event to event.

A record belongs to an organisation and takes part in any number of events. Lists (keywords,
products) are kept as people write them, parts separated by ``; ``. `search` holds all words of
a record folded for searching, Chinese names also as pinyin.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from duijie.web.register.searching import fold_for_search

LONG = 4000
_MATURITY = [MinValueValidator(1), MaxValueValidator(9)]


def _line(label: Any, length: int = 200, **options: Any) -> models.CharField:
    return models.CharField(label, max_length=length, blank=True, **options)


def _text(label: Any, **options: Any) -> models.TextField:
    return models.TextField(label, blank=True, max_length=LONG, **options)


class Record(models.Model):
    """What all records share.

    `code` is the id that sheets use, unique within the organisation. `extra` keeps columns that
    duijie has no name for, as [heading, value] pairs. `version` counts changes: who saves an
    older version is told.
    """

    ENTITY: ClassVar[str]
    SEARCHED: ClassVar[tuple[str, ...]]

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="%(class)s_set"
    )
    code = models.CharField(_("number"), max_length=60)
    events = models.ManyToManyField("accounts.Event", related_name="%(class)s_set", blank=True)
    extra = models.JSONField(default=list, blank=True)
    search = models.TextField(editable=False, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"], name="%(app_label)s_%(class)s_code_once"
            )
        ]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **options: Any) -> None:
        """Save, with `search` brought up to date."""
        self.index()
        super().save(*args, **options)

    @property
    def label(self) -> str:
        """What people call it."""
        return str(getattr(self, "title", "") or getattr(self, "name", ""))

    def index(self) -> None:
        """Bring `search` up to date."""
        self.search = fold_for_search(str(getattr(self, name)) for name in self.SEARCHED)


class Company(Record):
    """A company of the park; `contacts` are the users who speak for it."""

    ENTITY = "company"
    SEARCHED = ("code", "name", "short_name", "uscc", "industry", "products", "intro")

    name = models.CharField(_("full name"), max_length=200)
    short_name = _line(_("short name"), 60)
    uscc = _line(_("credit code"), 18)
    nature = _line(_("kind of body"), 60)
    industry = _line(_("industry"))
    products = _text(_("products"))
    contact = _line(_("contact person"), 100)
    phone = _line(_("phone"), 60)
    email = _line(_("e-mail"), 120)
    address = _line(_("address"), 300)
    intro = _text(_("introduction"))
    contacts = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="companies", blank=True
    )


class Need(Record):
    """What a company cannot do yet; the parts of its text follow the usual form."""

    ENTITY = "need"
    SEARCHED = (
        "code",
        "title",
        "text",
        "problem",
        "key_technology",
        "goal",
        "indicators",
        "basis",
        "keywords",
        "industry",
        "company_name",
    )

    company = models.ForeignKey(
        Company,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="needs",
        verbose_name=_("company"),
    )
    title = models.CharField(_("need"), max_length=300)
    text = _text(_("description"))
    problem = _text(_("main problem"))
    key_technology = _text(_("key technology, with figures"))
    goal = _text(_("expected result"))
    indicators = _text(_("figures to accept by"))
    basis = _text(_("what is there already"))
    keywords = _line(_("keywords"))
    industry = _line(_("industry"))
    budget_low = models.DecimalField(
        _("budget from (yuan)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    budget_high = models.DecimalField(
        _("budget to (yuan)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    mode = _line(_("way of cooperation"))
    partners = _line(_("partners in mind"))
    owner = _line(_("person in charge"), 100)
    wanted_meetings = models.PositiveSmallIntegerField(_("meetings wanted"), null=True, blank=True)
    wanted_maturity = models.PositiveSmallIntegerField(
        _("maturity wanted (1-9)"), null=True, blank=True, validators=_MATURITY
    )
    confidential = models.BooleanField(_("confidential"), default=False)

    @property
    def company_name(self) -> str:
        """The company's full name."""
        return self.company.name if self.company else ""


class Expert(Record):
    """A professor or engineer who can be met; `account` is the user who is this person."""

    ENTITY = "expert"
    SEARCHED = (
        "code",
        "name",
        "employer",
        "department",
        "title",
        "directions",
        "keywords",
        "services",
    )

    name = models.CharField(_("person's name"), max_length=100)
    employer = _line(_("employer"))
    department = _line(_("department"))
    position = _line(_("position"), 100)
    title = _line(_("academic title"), 100)
    degree = _line(_("degree"), 60)
    directions = _text(_("research directions"))
    keywords = _text(_("special skills"))
    services = _text(_("services offered"))
    industries = _line(_("industries to serve"))
    phone = _line(_("phone"), 60)
    email = _line(_("e-mail"), 120)
    orcid = _line(_("ORCID"), 19)
    min_meetings = models.PositiveSmallIntegerField(_("meetings at least"), null=True, blank=True)
    max_meetings = models.PositiveSmallIntegerField(_("meetings at most"), null=True, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="experts",
    )

    @property
    def label(self) -> str:
        """The name, not the academic title."""
        return self.name


class Evidence(Record):
    """One piece that shows what an expert knows."""

    ENTITY = "evidence"
    SEARCHED = ("title", "text", "doi", "expert_name")

    class Kind(models.TextChoices):
        """What it is."""

        PAPER = "paper", _("Paper")
        PATENT = "patent", _("Patent")
        ACHIEVEMENT = "achievement", _("Achievement")
        AWARD = "award", _("Award")
        PROJECT = "project", _("Project")
        SERVICE = "service", _("Service")

    expert = models.ForeignKey(
        Expert, on_delete=models.CASCADE, related_name="evidence", verbose_name=_("expert")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.PAPER)
    title = models.CharField(_("title"), max_length=500)
    text = _text(_("abstract"))
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    maturity = models.PositiveSmallIntegerField(
        _("maturity (1-9)"), null=True, blank=True, validators=_MATURITY
    )
    doi = _line(_("DOI"), 120)

    @property
    def expert_name(self) -> str:
        """Whose it is."""
        return self.expert.name


class Innovation(Record):
    """What a company can do already and shows."""

    ENTITY = "innovation"
    SEARCHED = ("code", "title", "text", "industry", "patents", "company_name")

    class Stage(models.TextChoices):
        """How far it is, in the words of the forms; GB/T 37264 levels stand behind them."""

        RESEARCH = "research", _("In research")
        SAMPLE = "sample", _("Sample made")
        BENCH = "bench", _("Bench scale passed")
        PILOT = "pilot", _("Pilot scale passed")
        PRODUCTION = "production", _("Ready for production")

    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="innovations", verbose_name=_("company")
    )
    title = models.CharField(_("innovation"), max_length=300)
    text = _text(_("description"))
    stage = _line(_("stage"), 12, choices=Stage.choices)
    level = _line(_("technical level"), 60)
    patents = _line(_("patent numbers"))
    transfer = _line(_("way of transfer"), 100)
    industry = _line(_("industry"))

    @property
    def company_name(self) -> str:
        """The company's full name."""
        return self.company.name


class Resource(Record):
    """An instrument or laboratory that others may use."""

    ENTITY = "resource"
    SEARCHED = ("code", "name", "owner", "place", "text")

    class Kind(models.TextChoices):
        """What it is."""

        INSTRUMENT = "instrument", _("Instrument")
        LABORATORY = "laboratory", _("Laboratory")
        PILOT_PLANT = "pilot_plant", _("Pilot plant")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.INSTRUMENT)
    owner = _line(_("owner"))
    place = _line(_("place"))
    terms = _line(_("terms of use"), 300)
    contact = _line(_("contact person"), 100)
    text = _text(_("description"))


class Conflict(models.Model):
    """A pair that must not meet at an event: of a need, or of all needs of a company."""

    ENTITY = "conflict"

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="conflicts")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="conflicts")
    need = models.ForeignKey(Need, null=True, on_delete=models.CASCADE, related_name="conflicts")
    company = models.ForeignKey(
        Company, null=True, on_delete=models.CASCADE, related_name="conflicts"
    )
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.expert} x {self.need or self.company}"


class Pin(models.Model):
    """What a person decided about a pair: it must meet, or never."""

    ENTITY = "pin"

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="pins")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="pins")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="pins")
    rule = models.CharField(max_length=5, choices=[("must", "must"), ("never", "never")])
    by = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.need} {self.rule} {self.expert}"


class Decision(models.Model):
    """What came of a proposed pair: accepted, declined, or met, and how good that was."""

    event = models.ForeignKey("accounts.Event", on_delete=models.CASCADE, related_name="decisions")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="decisions")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="decisions")
    decision = models.CharField(
        max_length=8,
        choices=[(what, what) for what in ("accepted", "declined", "met")],
    )
    rating = models.PositiveSmallIntegerField(
        null=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=200, blank=True)
    date = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.need} {self.decision} {self.expert}"


class Release(models.Model):
    """A company lets an expert read a confidential need, once the expert promises silence.

    Until `accepted_at` is set the expert sees the industry only.
    """

    ENTITY = "release"
    GOES_ALONG = True
    """Deleted, and brought back, with its need or expert."""
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="releases")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="releases")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_at = models.DateTimeField(auto_now_add=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "expert"], name="one_release_a_pair")
        ]

    def __str__(self) -> str:
        return f"{self.need_id} -> {self.expert_id}"


MODELS: dict[str, Any] = {
    model.ENTITY: model for model in (Need, Expert, Company, Evidence, Innovation, Resource)
}
