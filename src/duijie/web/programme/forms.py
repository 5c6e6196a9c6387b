"""The usual of a programme as a form; the rest of event.toml stays as it is."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.domain.event import Event as Setting
from duijie.web.accounts.models import Event

_DAY_FIELDS = ("date", "start", "minutes", "pause", "count")
_MOST = 1000
_ROOM = re.compile(r"\s*(\S.*?)\s*[:：]\s*(\d{1,4})\s*")
_USUAL = {"minutes": 20, "pause": 5, "count": 9, "start": "09:00", "rooms": "A: 8"}


class ProgrammeForm(forms.Form):
    """Day, slots, tables and limits of a programme with one day and one run of slots."""

    date = forms.DateField(
        label=gettext_lazy("date"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    start = forms.TimeField(
        label=gettext_lazy("first meeting begins"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("minutes per meeting"), min_value=1, max_value=_MOST
    )
    pause = forms.IntegerField(
        label=gettext_lazy("minutes between meetings"), min_value=0, max_value=_MOST
    )
    count = forms.IntegerField(label=gettext_lazy("number of slots"), min_value=1)
    rooms = forms.CharField(
        label=gettext_lazy("rooms and their tables"),
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("one room a line, with the number of its tables: A: 8"),
    )
    per_expert_most = forms.IntegerField(
        label=gettext_lazy("most meetings per expert"), min_value=0, max_value=_MOST, required=False
    )

    def __init__(self, data: Any = None, *, setting: Setting | None, event: Event) -> None:
        super().__init__(data, initial=_initial(setting, event))
        self.several = setting is not None and not _is_simple(setting)
        if self.several:
            for name in _DAY_FIELDS:
                del self.fields[name]

    def clean_rooms(self) -> list[tuple[str, int]]:
        """Return the rooms as (name, tables)."""
        rooms = []
        for line in filter(str.strip, self.cleaned_data["rooms"].splitlines()):
            found = _ROOM.fullmatch(line)
            if not found:
                raise forms.ValidationError(_("“%s” is not a room and a number: A: 8") % line)
            rooms.append((found[1], int(found[2])))
        return rooms


def _is_simple(setting: Setting) -> bool:
    return len(setting.days) == 1 and len(setting.days[0].slots) == 1


def _initial(setting: Setting | None, event: Event) -> dict[str, Any]:
    if setting is None:
        return _USUAL | {"date": event.starts_on}
    shown: dict[str, Any] = {
        "rooms": "\n".join(f"{room.name}: {room.tables}" for room in setting.rooms)
    }
    if setting.limits.per_expert:
        shown["per_expert_most"] = setting.limits.per_expert.high
    if _is_simple(setting):
        [day] = setting.days
        [plan] = day.slots
        shown |= {"date": day.date, "start": plan.start, "minutes": plan.minutes}
        shown |= {"pause": plan.pause, "count": plan.count}
    return shown


def merge_form(text: str, values: dict[str, Any], event: Event) -> str:
    """Return `text` with the values of the form in it; what the form does not know is kept."""
    import tomlkit

    document: Any = tomlkit.parse(text)
    if not text:
        document["title"] = {"zh": event.title, "en": event.title_en or event.title}
        if event.place:
            document["place"] = event.place
        document["days"] = tomlkit.aot()
        document["days"].append(tomlkit.table())
    if "date" in values:
        document["days"][0]["date"] = values["date"]
        document["days"][0]["slots"] = _merge_slots(document["days"][0].get("slots"), values)
    old = [(str(room["name"]), int(room["tables"])) for room in document.get("rooms", [])]
    if values["rooms"] != old:
        rooms = tomlkit.aot()
        for name, tables in values["rooms"]:
            rooms.append(tomlkit.item({"name": name, "tables": tables}))
        document["rooms"] = rooms
    _merge_limit(document, values.get("per_expert_most"))
    return tomlkit.dumps(document)


def _merge_slots(old: Any, values: dict[str, Any]) -> Any:
    import tomlkit

    plan = old[0] if isinstance(old, list) else old
    plan = tomlkit.inline_table() if plan is None else plan
    plan["start"] = f"{values['start']:%H:%M}"
    for name in ("minutes", "count", "pause"):
        plan[name] = values[name]
    return plan


def _merge_limit(document: Any, most: int | None) -> None:
    from duijie.domain.bounds import parse_bounds

    limits = document.get("limits", {})
    standing = limits.get("per_expert")
    if most is None:
        if standing is not None:
            del limits["per_expert"]
        return
    low = parse_bounds(str(standing)).low if standing is not None else 0
    document.setdefault("limits", {})["per_expert"] = f"{min(low, most)}:{most}"
