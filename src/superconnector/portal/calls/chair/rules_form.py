"""Forms of what the file leaves open: weights, scales, readings, blind, places, lots; and of a phase."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from superconnector.apps.calls.actions.running import Chosen
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call, Phase
from superconnector.portal.localised import words

MOST = 100_000
SECOND = timedelta(seconds=1)
YES_NO = [("", lazy("Not set")), ("yes", lazy("Yes")), ("no", lazy("No"))]
SCALE = ("least", "most", "step")


class RulesForm(forms.Form):
    """Only what the file does not state is asked."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, call: Call, data: Any = None) -> None:
        super().__init__(data, initial={"version": call.settings_version, "lottery": call.lottery})
        self._call, self._file = call, definition_of(call)
        if self._file.judging.mode == "scores":
            for criterion in self._file.criteria:
                self._ask_criterion(criterion.id, words(criterion.names))
        if self._file.judging.readings is None:
            self._number("readings", lazy("Judges for each entry"), call.readings, 1, 1000)
        if self._file.judging.blind is None:
            start = {None: "", True: "yes", False: "no"}[call.blind]
            label = lazy("Judges do not see who is behind an entry")
            self.fields["blind"] = forms.ChoiceField(
                label=label, choices=YES_NO, required=False, initial=start
            )
        for group in self._file.groups:
            if group.places is None:
                label = _("Places: %(group)s") % {"group": words(group.names)}
                self._number(f"top-{group.id}", label, call.top.get(group.id), 1, MOST)
        self.fields["lottery"] = forms.BooleanField(
            label=lazy("Draw lots among entries near the last place that the scores cannot tell apart"),
            required=False,
        )

    def _ask_criterion(self, id_: str, name: str) -> None:
        criterion = next(each for each in self._file.criteria if each.id == id_)
        if criterion.weight is None:
            label = _("Weight: %(criterion)s") % {"criterion": name}
            self._number(f"weight-{id_}", label, self._call.weights.get(id_), 0, MOST)
        if criterion.scale is None:
            labels = {
                "least": _("Least score: %(criterion)s"),
                "most": _("Most: %(criterion)s"),
                "step": _("Step: %(criterion)s"),
            }
            stored = self._call.scales.get(id_) or (None, None, None)
            for part, value in zip(SCALE, stored, strict=True):
                label = labels[part] % {"criterion": name}
                self._number(f"{part}-{id_}", label, value, 1 if part == "step" else -1000, 1000)

    def _number(self, name: str, label: Any, value: int | None, least: int, most: int) -> None:
        self.fields[name] = forms.IntegerField(
            label=label, required=False, initial=value, min_value=least, max_value=most,
            widget=forms.NumberInput(attrs={"class": "count"}),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A scale rises by steps that lead from its least score to its most."""
        data = super().clean() or {}
        for id_ in [name.removeprefix("least-") for name in self.fields if name.startswith("least-")]:
            least, most, step = (data.get(f"{part}-{id_}") for part in SCALE)
            if least is None or most is None or step is None:
                if (least, most, step) != (None, None, None):
                    said = _("Give all three: the least score, the most and the step.")
                    self.add_error(f"least-{id_}", said)
            elif least >= most or (most - least) % step:
                self.add_error(f"most-{id_}", _("The steps must lead from the least score to the most."))
        return data

    def chosen(self) -> Chosen:
        """What was set; an empty field is not set."""
        data = self.cleaned_data
        return Chosen(
            weights=self._by("weight-"),
            scales={
                id_: (least, data[f"most-{id_}"], data[f"step-{id_}"])
                for id_, least in self._by("least-").items()
            },
            readings=data.get("readings"),
            blind={"yes": True, "no": False}.get(data.get("blind", "")),
            top=self._by("top-"),
            lottery=data["lottery"],
        )

    def _by(self, prefix: str) -> dict[str, int]:
        given = self.cleaned_data.items()
        return {
            name.removeprefix(prefix): value
            for name, value in given
            if name.startswith(prefix) and value is not None
        }


class PhaseForm(forms.Form):
    """The days of a phase, in the ecosystem's time."""

    opens_at = forms.DateTimeField(label=lazy("Opens"), required=False)
    closes_at = forms.DateTimeField(
        label=lazy("Closes"), required=False, help_text=lazy("The last second that counts.")
    )
    grace = forms.IntegerField(
        label=lazy("Minutes of grace after the close"), min_value=0, max_value=14 * 24 * 60,
        help_text=lazy("Taken and marked; not announced."),
        widget=forms.NumberInput(attrs={"class": "count"}),
    )  # fmt: skip

    def __init__(self, phase: Phase, data: Any = None) -> None:
        closes = phase.closes_at - SECOND if phase.closes_at else None
        start = {"opens_at": phase.opens_at, "closes_at": closes, "grace": phase.grace_seconds // 60}
        super().__init__(data, initial=start)
        for name in ("opens_at", "closes_at"):
            self.fields[name].widget = forms.DateTimeInput(
                attrs={"type": "datetime-local", "step": 1}, format="%Y-%m-%dT%H:%M:%S"
            )

    def clean(self) -> dict[str, Any]:
        """Years that a calendar has, and a close that does not lie before the opening."""
        data = super().clean() or {}
        for name in ("opens_at", "closes_at"):
            if data.get(name) and not 2000 <= data[name].year <= 2199:
                self.add_error(name, _("Enter a day and a time, for example 2027-03-31 23:59."))
        return data

    def times(self) -> dict[str, Any]:
        """What was entered, as rows keep it: the close is the first moment that does not count."""
        closes: datetime | None = self.cleaned_data["closes_at"]
        return {
            "opens_at": self.cleaned_data["opens_at"],
            "closes_at": closes + SECOND if closes else None,
            "grace_seconds": self.cleaned_data["grace"] * 60,
        }
