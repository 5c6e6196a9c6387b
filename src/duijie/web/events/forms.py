"""The form of an event."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from duijie.web.accounts.models import Event

_FIELDS = ["title", "title_en", "slug", "place", "starts_on", "ends_on"]


class EventForm(forms.ModelForm):  # type: ignore[type-arg]  # the stubs are generic, Django is not
    """What an event is called, where and when it is.

    `version` is that of the event when the form was opened.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Event
        fields = [*_FIELDS, "registration_open"]
        widgets = {
            name: forms.DateInput({"type": "date"}, format="%Y-%m-%d")
            for name in ("starts_on", "ends_on")
        }
        help_texts = {
            "slug": _("letters, figures and hyphens, as in docking-2027; part of the address"),
            "registration_open": _(
                "Companies and experts can enter themselves by a link; you decide on each."
            ),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        else:
            del self.fields["registration_open"], self.fields["version"]

    def clean_slug(self) -> str:
        """Refuse what is a page of its own among the events."""
        slug: str = self.cleaned_data["slug"]
        if resolve(reverse("event", args=[slug])).url_name != "event":
            raise forms.ValidationError(_("This address is taken."))
        return slug

    def clean(self) -> dict[str, Any]:
        """Check that the last day is not before the first."""
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first."))
        return values
