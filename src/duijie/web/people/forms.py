"""Forms by which people come in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MinValueValidator, validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duijie.web.access.viewer import Viewer
from duijie.web.accounts.models import Role, User
from duijie.web.people.models import Invitation
from duijie.web.register.forms import clean_credit_code
from duijie.web.register.models import Company, Expert


class InviteForm(forms.ModelForm):  # type: ignore[type-arg]  # the stubs are generic, Django is not
    """Whom to invite as what."""

    class Meta:
        model = Invitation
        fields = ["role", "expert", "company", "max_uses", "note"]
        help_texts = {"note": _("for yourself: whom it is for")}

    def __init__(self, viewer: Viewer, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        experts: Any = self.fields["expert"]
        companies: Any = self.fields["company"]
        experts.queryset = Expert.objects.filter(events=viewer.event).order_by("name")
        companies.queryset = Company.objects.filter(events=viewer.event).order_by("name")
        self.fields["expert"].help_text = _("for an expert: whose profile it will be")
        self.fields["company"].help_text = _("for a company contact: which company")
        self.fields["max_uses"].widget.attrs |= {"min": 1, "max": 500}

    def clean(self) -> dict[str, Any]:
        """Check that a contact has a company, and that an expert or organiser is one person."""
        values = super().clean() or {}
        role = values.get("role")
        if role == Role.COMPANY and not values.get("company"):
            self.add_error("company", _("Choose the company that this person speaks for."))
        if role != Role.COMPANY:
            values["company"] = None
        if role != Role.EXPERT:
            values["expert"] = None
        if values.get("expert") or role == Role.ORGANISER:
            values["max_uses"] = 1
        uses = values.get("max_uses")
        if uses is not None and not 1 <= uses <= 500:  # noqa: PLR2004 - a class of students
            self.add_error("max_uses", _("From 1 to 500."))
        return values


class JoinForm(forms.ModelForm):  # type: ignore[type-arg]  # the stubs are generic, Django is not
    """A new account."""

    password = forms.CharField(
        label=_("password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("at least 8 characters, not only figures"),
    )

    class Meta:
        model = User
        fields = ["name", "username"]
        labels = {"username": _("user name"), "name": _("your name")}
        help_texts = {"username": _("for signing in: letters and figures")}

    def clean_username(self) -> str:
        """Let allauth judge the name."""
        return str(get_adapter().clean_username(self.cleaned_data["username"]))

    def clean_password(self) -> str:
        """Refuse a password that is easily guessed."""
        validate_password(self.cleaned_data["password"], self.instance)
        return str(self.cleaned_data["password"])

    def save(self, commit: bool = True) -> User:
        """Make the account."""
        user: User = super().save(commit=False)
        user.set_password(self.cleaned_data["password"])
        user.save()
        return user


class CodeForm(forms.Form):
    """A code from a chat or from paper."""

    code = forms.CharField(label=_("Invitation code"), max_length=40)


class SelfForm(forms.Form):
    """What an expert or a company says of itself, without an account."""

    def __init__(self, kind: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        model: Any = Expert if kind == "expert" else Company
        names = {
            "expert": (
                "name",
                "employer",
                "department",
                "title",
                "directions",
                "services",
                "phone",
                "email",
            ),
            "company": (
                "name",
                "uscc",
                "industry",
                "products",
                "intro",
                "contact",
                "phone",
                "email",
            ),
        }[kind]
        for name in names:
            field = model._meta.get_field(name).formfield()  # noqa: SLF001 - Django's documented API
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
            self.fields[name] = field
        self.fields["email"].validators.append(validate_email)

    def clean_uscc(self) -> str:
        """Check the last character of a credit code."""
        return clean_credit_code(self.cleaned_data["uscc"])


class AnswerForm(forms.Form):
    """One field for each question about a need."""

    def __init__(self, points: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for point in points:
            self.fields[point.key] = self._field(point)

    def _field(self, point: Any) -> forms.Field:
        if point.key == "deadline":
            return forms.DateField(
                label=point.question,
                required=False,
                widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
                validators=[MinValueValidator(timezone.localdate, _("This day is over."))],
            )
        if point.key == "budget":
            return forms.DecimalField(
                label=point.question, required=False, min_value=0, max_digits=14, decimal_places=2
            )
        if point.key == "owner":
            return forms.CharField(label=point.question, required=False, max_length=100)
        return forms.CharField(
            label=point.question,
            required=False,
            max_length=2000,
            widget=forms.Textarea({"rows": 3}),
        )
