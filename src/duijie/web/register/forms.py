"""Forms that speak the field lists of real forms, with checks at the field that is wrong."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duijie.register.normalise.contact import is_uscc
from duijie.web.access.viewer import Viewer
from duijie.web.register.kinds import Kind
from duijie.web.register.models import Company, Expert, Record

_LINES = {"problem": 3, "key_technology": 3, "goal": 3, "indicators": 3, "basis": 3, "text": 5}
_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)$", re.IGNORECASE)
_HELP = {
    "keywords": _("parts separated by ;"),
    "products": _("parts separated by ;"),
    "directions": _("parts separated by ;"),
    "budget_low": _("in yuan; one figure is enough"),
    "industry": _("a code or words; GB/T 4754 is suggested"),
    "wanted_maturity": _("1 principle seen … 9 in production (GB/T 37264)"),
    "maturity": _("1 principle seen … 9 in production (GB/T 37264)"),
    "confidential": _(
        "Title and text are then shown to the organiser and to experts whom the company releases."
    ),
    "indicators": _("what will be measured, and which figure counts as done"),
    "uscc": _("18 characters; the last one is checked"),
    "orcid": _("as in 0000-0002-1825-0097"),
}


def clean_credit_code(typed: str) -> str:
    """Return a credit code as it is kept; its last character is checked."""
    value = typed.strip().upper()
    if value and not is_uscc(value):
        raise forms.ValidationError(_("18 characters are needed, and the last one must fit."))
    return value


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]  # one base for all kinds
    """The form of any kind of record; `version` tells what the person started from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    page: Kind

    def __init__(self, viewer: Viewer, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.viewer = viewer
        self.fields["version"].initial = self.instance.version
        for name, field in self.fields.items():
            field.help_text = _HELP.get(name, "")
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = _LINES.get(name, 2)
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
            if name == "industry":
                field.widget.attrs["list"] = "industries"
        self._limit_choices()

    def _limit_choices(self) -> None:
        for name, entity in (("company", "company"), ("expert", "expert")):
            if name in self.fields:
                choice: Any = self.fields[name]
                choice.queryset = self.viewer.visible(entity, "edit").order_by("name")
                if choice.queryset.count() == 1 and not self.instance.pk:
                    self.initial[name] = choice.queryset.first()
                if not self.viewer.can(entity, "add"):
                    choice.required = True

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The parts of the form."""
        return [(title, [self[name] for name in names]) for title, names in self.page.groups]

    def clean_uscc(self) -> str:
        """Check the last character of a credit code."""
        value = self.cleaned_data["uscc"]
        return value if value == self.initial.get("uscc") else clean_credit_code(value)

    def clean_orcid(self) -> str:
        """Check the last character of an ORCID."""
        value = self.cleaned_data["orcid"].strip().upper().removeprefix("HTTPS://ORCID.ORG/")
        if value and not is_orcid(value):
            raise forms.ValidationError(_("This is no ORCID: the last character does not fit."))
        return str(value)

    def clean_doi(self) -> str:
        """Keep the bare DOI."""
        value = self.cleaned_data["doi"].strip()
        found = _DOI.match(value)
        if value and not found:
            raise forms.ValidationError(_("A DOI looks like 10.1021/acs.iecr.0c00001."))
        return found[1] if found else ""

    def clean(self) -> dict[str, Any]:
        """Check figures that belong together."""
        values = super().clean() or {}
        for low, high in (("budget_low", "budget_high"), ("min_meetings", "max_meetings")):
            least, most = values.get(low), values.get(high)
            if least is not None and most is not None and least > most:
                self.add_error(high, _("This is less than the figure before it."))
        return values


def is_orcid(value: str) -> bool:
    """Whether the last character fits the others (ISO 7064, MOD 11-2).

    >>> is_orcid("0000-0002-1825-0097"), is_orcid("0000-0002-1825-0098")
    (True, False)
    """
    if not re.fullmatch(r"(?:\d{4}-){3}\d{3}[\dX]", value):
        return False
    total = 0
    for digit in value.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return value[-1] == ("X" if rest == 10 else str(rest))  # noqa: PLR2004 - ten is written X


def form_for(
    kind: Kind, viewer: Viewer, record: Record | None = None, data: Any = None
) -> RecordForm:
    """Return the form of a kind, filled from `record`, or from what was sent."""
    base = type(f"{kind.entity.title()}Form", (RecordForm,), {"page": kind})
    form_class = forms.modelform_factory(kind.model, form=base, fields=list(kind.fields))
    instance = record or kind.model(organisation=viewer.event.organisation)
    form: RecordForm = form_class(viewer, data, instance=instance)  # type: ignore[assignment, arg-type]  # made of RecordForm
    return form


def owner_field(record: Record) -> Company | Expert | None:
    """Return the company or expert that a record hangs on."""
    return getattr(record, "company", None) or getattr(record, "expert", None)
