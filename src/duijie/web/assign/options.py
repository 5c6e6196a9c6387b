"""What the organiser asks of an assignment: method, limits; as a form and as a job keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.assign.plan import Floor
from duijie.domain.bounds import Bounds
from duijie.domain.event import Event as Setting

_MOST = 1000
GREATEST, FAIREST, FLOOR = "greatest", "fairest", "floor"
METHODS = (
    (GREATEST, gettext_lazy("the greatest total affinity")),
    (FAIREST, gettext_lazy("first the worst-served need as well as possible, then the total")),
    (FLOOR, gettext_lazy("the greatest total with every need getting at least")),
)


@dataclass(frozen=True)
class Options:
    """How to assign; a bound left open is what the programme says, else the usual.

    `per_company` and `per_department` (experts of one department for one need) are the most, None
    for no limit.
    """

    floor: Floor = None
    per_need: Bounds | None = None
    per_expert: Bounds | None = None
    per_company: int | None = None
    per_department: int | None = None
    allow_unplaced: bool = False
    note: str = ""

    def as_params(self) -> dict[str, Any]:
        """Return the options as a job keeps them."""
        return {
            "floor": self.floor,
            "per_need": _pair(self.per_need),
            "per_expert": _pair(self.per_expert),
            "per_company": self.per_company,
            "per_department": self.per_department,
            "allow_unplaced": self.allow_unplaced,
            "note": self.note,
        }

    @classmethod
    def of_params(cls, params: Mapping[str, Any]) -> Options:
        """Return the options that a job kept."""
        return cls(
            floor=params["floor"],
            per_need=_bounds(params["per_need"]),
            per_expert=_bounds(params["per_expert"]),
            per_company=params["per_company"],
            per_department=params["per_department"],
            allow_unplaced=params["allow_unplaced"],
            note=params["note"],
        )


def _pair(bounds: Bounds | None) -> list[int] | None:
    return None if bounds is None else [bounds.low, bounds.high]


def _bounds(pair: list[int] | None) -> Bounds | None:
    return None if pair is None else Bounds(*pair)


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=_MOST, required=False)


class OptionsForm(forms.Form):
    """The options as a person enters them."""

    method = forms.ChoiceField(
        label=gettext_lazy("what is sought"), choices=METHODS, widget=forms.RadioSelect
    )
    floor = forms.FloatField(
        label=gettext_lazy("every need gets at least"),
        min_value=0,
        max_value=_MOST,
        required=False,
        widget=forms.NumberInput({"step": "any"}),
        help_text=gettext_lazy("sum of the affinities of its experts"),
    )
    need_low = _count(gettext_lazy("fewest meetings per need"))
    need_high = _count(gettext_lazy("most meetings per need"))
    expert_low = _count(gettext_lazy("fewest meetings per expert"))
    expert_high = _count(gettext_lazy("most meetings per expert"))
    per_company = _count(gettext_lazy("most meetings per company"))
    per_department = _count(gettext_lazy("most experts of one department for one need"))
    allow_unplaced = forms.BooleanField(
        label=gettext_lazy("a company may be given more meetings than it has slots for"),
        required=False,
        help_text=gettext_lazy("The timetable then says which are left out."),
    )
    note = forms.CharField(
        label=gettext_lazy("what to call it"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("for example: fewer meetings for professors"),
    )

    def __init__(self, data: Any = None, *, options: Options, setting: Setting | None) -> None:
        super().__init__(data, initial=_initial(options, setting))

    def clean(self) -> dict[str, Any]:
        """See to it that the numbers fit each other."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("method") == FLOOR and values.get("floor") is None:
            self.add_error("floor", _("Say how much."))
        for side in ("need", "expert"):
            low, high = values.get(f"{side}_low"), values.get(f"{side}_high")
            if low is not None and high is not None and low > high:
                self.add_error(f"{side}_high", _("The most is less than the fewest."))
        return values

    @property
    def options(self) -> Options:
        """What was entered."""
        values = self.cleaned_data
        floors: dict[str, Floor] = {GREATEST: None, FAIREST: "auto", FLOOR: values["floor"]}
        return Options(
            floor=floors[values["method"]],
            per_need=self._range("need"),
            per_expert=self._range("expert"),
            per_company=values["per_company"],
            per_department=values["per_department"],
            allow_unplaced=values["allow_unplaced"],
            note=values["note"],
        )

    def _range(self, side: str) -> Bounds | None:
        """Return the bounds of a side; one end left open is the other, or nothing is asked."""
        low, high = self.cleaned_data[f"{side}_low"], self.cleaned_data[f"{side}_high"]
        if low is None and high is None:
            return None
        if high is None:
            high = max(low, self.initial[f"{side}_high"] or low)
        return Bounds(min(low or 0, high), high)


def _initial(options: Options, setting: Setting | None) -> dict[str, Any]:
    from duijie.assign.build import PER_EXPERT, PER_NEED

    limits = setting.limits if setting else None
    per_need = options.per_need or (limits and limits.per_need) or PER_NEED
    per_expert = options.per_expert or (limits and limits.per_expert) or PER_EXPERT
    method = {None: GREATEST, "auto": FAIREST}.get(options.floor, FLOOR)  # type: ignore[call-overload,arg-type]  # a number is no key of it
    return {
        "method": method,
        "floor": options.floor if method == FLOOR else None,
        "need_low": per_need.low,
        "need_high": per_need.high,
        "expert_low": per_expert.low,
        "expert_high": per_expert.high,
        "per_company": options.per_company,
        "per_department": options.per_department,
        "allow_unplaced": options.allow_unplaced,
    }
