"""What happened on the day, as the organiser enters it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.domain.event import Absence, PairKey
from duijie.report.programme import Meeting, Programme
from duijie.web.timetable.repairs import Happening

ABSENCES = 3
"""So many people or tables can be entered at once."""
_SEPARATOR = "\n"
_CLOCK = "%H:%M"


def _clock(label: Any) -> forms.TimeField:
    widget = forms.TimeInput({"type": "time"}, format=_CLOCK)
    return forms.TimeField(label=label, widget=widget, required=False)


class RepairForm(forms.Form):
    """Who is away, what is cancelled and added, from which moment on."""

    now = forms.DateTimeField(
        label=gettext_lazy("everything before stays as it is"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        required=False,
        help_text=gettext_lazy("Empty when the event has not begun."),
    )
    cancel = forms.MultipleChoiceField(
        label=gettext_lazy("meetings cancelled"), required=False, widget=forms.SelectMultiple
    )
    add_need = forms.ChoiceField(label=gettext_lazy("meeting added: need"), required=False)
    add_expert = forms.ChoiceField(label=gettext_lazy("with expert"), required=False)
    allow_unplaced = forms.BooleanField(
        label=gettext_lazy("leave meetings out, as few as possible, if not all can be kept"),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, programme: Programme, happening: Happening, now: datetime
    ) -> None:
        super().__init__(data, initial=_initial(happening, programme, now))
        self._days = [day.date for day in programme.event.days]
        people = [("", _("nobody")), *_people(programme)]
        days = [("", _("every day")), *((f"{one}", f"{one:%m-%d}") for one in self._days)]
        for number in range(ABSENCES):
            self.fields[f"who_{number}"] = forms.ChoiceField(
                label=_("away"), choices=people, required=False
            )
            self.fields[f"from_{number}"] = _clock(_("from"))
            self.fields[f"to_{number}"] = _clock(_("to"))
            if len(self._days) > 1:
                self.fields[f"day_{number}"] = forms.ChoiceField(
                    label=_("day"), choices=days, required=False
                )
        fields: dict[str, Any] = self.fields
        fields["cancel"].choices = list(_meetings(programme))
        needs = ((one.need_id, f"{one.need_id} {one.title}") for one in programme.register.needs)
        experts = (
            (one.expert_id, f"{one.expert_id} {one.name}") for one in programme.register.experts
        )
        fields["add_need"].choices = [("", "—"), *needs]
        fields["add_expert"].choices = [("", "—"), *experts]

    @property
    def absences(self) -> list[list[Any]]:
        """The fields of each person away, for the page."""
        names = ("who", "from", "to", "day")
        return [
            [self[f"{name}_{number}"] for name in names if f"{name}_{number}" in self.fields]
            for number in range(ABSENCES)
        ]

    def clean(self) -> dict[str, Any]:
        """See to it that something happened, and that times make sense."""
        values: dict[str, Any] = super().clean() or {}
        for number in range(ABSENCES):
            start, end = values.get(f"from_{number}"), values.get(f"to_{number}")
            if start and end and end <= start:
                self.add_error(f"to_{number}", _("It ends before it begins."))
            if (start or end) and not values.get(f"who_{number}"):
                self.add_error(f"who_{number}", _("Say who."))
        if bool(values.get("add_need")) != bool(values.get("add_expert")):
            self.add_error("add_expert", _("A meeting needs a need and an expert."))
        happened = [values.get(f"who_{number}") for number in range(ABSENCES)]
        if not any((*happened, values.get("cancel"), values.get("add_need"))) and not self.errors:
            raise forms.ValidationError(
                _("Say what happened: somebody away, a meeting less or more.")
            )
        return values

    @property
    def happening(self) -> Happening:
        """What was entered."""
        values = self.cleaned_data
        add = (values["add_need"], values["add_expert"])
        return Happening(
            now=values["now"].replace(tzinfo=None) if values["now"] else None,
            absent=tuple(self._absent()),
            cancel=tuple(_key(one) for one in values["cancel"]),
            add=(add,) if all(add) else (),
            allow_unplaced=values["allow_unplaced"],
        )

    def _absent(self) -> Iterator[Absence]:
        values = self.cleaned_data
        for number in range(ABSENCES):
            if values[f"who_{number}"]:
                day = values.get(f"day_{number}", "")
                yield Absence(
                    values[f"who_{number}"],
                    values[f"from_{number}"],
                    values[f"to_{number}"],
                    datetime.fromisoformat(day).date() if day else None,
                )


def _key(words: str) -> PairKey:
    need, expert = words.split(_SEPARATOR)
    return need, expert


def _people(programme: Programme) -> Iterator[tuple[Any, list[tuple[str, str]]]]:
    """Yield experts, companies and tables, as ``event.toml`` calls them."""
    from duijie.timetable.people import People

    register = programme.register
    people = People(register.needs, register.experts, register.companies)
    hosts = dict.fromkeys(people.representatives.values())
    yield (
        _("Experts"),
        [(one.expert_id, f"{one.expert_id} {one.name}") for one in register.experts],
    )
    yield _("Companies"), [(one.id, f"{one.id} {one.name}") for one in hosts]
    yield _("Tables"), [(one.id, one.id) for one in programme.event.tables]


def _meetings(programme: Programme) -> Iterator[tuple[str, str]]:
    for one in programme.meetings:
        if one.placed:
            yield _SEPARATOR.join(one.key), _name(one)


def _name(one: Meeting) -> str:
    placed = one.placed
    when = f"{placed.start:%m-%d %H:%M} {placed.table}" if placed else ""
    return f"{when} · {one.expert.name} × {one.company.name}"


def _initial(happening: Happening, programme: Programme, now: datetime) -> dict[str, Any]:
    days = {day.date for day in programme.event.days}
    shown: dict[str, Any] = {
        "now": happening.now or (now if now.date() in days else None),
        "cancel": [_SEPARATOR.join(key) for key in happening.cancel],
        "allow_unplaced": happening.allow_unplaced,
    }
    for number, one in enumerate(happening.absent[:ABSENCES]):
        shown |= {f"who_{number}": one.id, f"from_{number}": one.start, f"to_{number}": one.end}
        shown[f"day_{number}"] = f"{one.date or ''}"
    for need, expert in happening.add:
        shown |= {"add_need": need, "add_expert": expert}
    return shown
