"""Forms of trials. They check shapes; what may be is said by the actions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from superconnector.apps.calls.actions.prototypes import MOST_MB, TYPES, Built, Upload
from superconnector.apps.calls.actions.trials import Plan, Result
from superconnector.apps.calls.actions.trials_reuse import Reuse
from superconnector.apps.calls.models import Entry, Official, Trial, TrialIncident
from superconnector.apps.calls.queries.trials import plannable
from superconnector.apps.directory.models import Organisation
from superconnector.portal.calls.after.words import SEVERITIES, STATES

MOST_USERS = 1_000_000_000
RATINGS = [
    (5, lazy("Very well")),
    (4, lazy("Well")),
    (3, lazy("So-so")),
    (2, lazy("Badly")),
    (1, lazy("Not at all")),
]


def _day(label: object, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _value(label: object, help_text: object = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, max_digits=14, decimal_places=4, help_text=help_text
    )


def _plain(value: object) -> object:
    """A number without zeros behind the point; anything else as it is."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class HostForm(forms.Form):
    """An organisation of the directory, or one whose name is written out."""

    host = forms.ChoiceField(label=lazy("Host"), required=False)
    host_name = forms.CharField(
        label=lazy("Name of the host"), required=False, max_length=200,
        help_text=lazy("Only where it is not in the list."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = Organisation.objects.order_by("name_en", "id").values_list("id", "name_en")
        self._hosts = {"": _("Not in the list")} | dict(listed)
        host = self.fields["host"]
        assert isinstance(host, forms.ChoiceField)
        host.choices = list(self._hosts.items())

    def clean(self) -> dict[str, Any]:
        """A host of the list has the list's name."""
        data = super().clean() or {}
        if data.get("host"):
            data["host_name"] = self._hosts[data["host"]][:200]
        elif not data.get("host_name") and "host" in data:
            self.add_error("host_name", _("Choose the host, or write its name."))
        return data


class PlanForm(HostForm):
    """What is agreed before a trial."""

    entry = forms.ModelChoiceField(Entry.objects.none(), label=lazy("Entry"), to_field_name="number")
    site = forms.CharField(label=lazy("Site"), max_length=200)
    starts_on = _day(lazy("First day"))
    ends_on = _day(lazy("Last day"), required=False)
    planned_users = forms.IntegerField(label=lazy("Planned end users"), min_value=0, max_value=MOST_USERS)
    measure = forms.CharField(
        label=lazy("What is measured"), max_length=200, help_text=lazy("For instance: waiting time")
    )
    unit = forms.CharField(label=lazy("Unit"), max_length=40)
    direction = forms.ChoiceField(
        label=lazy("Better is"), choices=[("higher", lazy("more")), ("lower", lazy("less"))]
    )
    acceptance = _value(lazy("It is a success from"), lazy("In the unit above. Empty: not agreed."))
    before = _value(lazy("Measured before"))

    field_order = ("entry",)

    def __init__(self, chair: Official, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entry = self.fields["entry"]
        assert isinstance(entry, forms.ModelChoiceField)
        entry.queryset = plannable(chair)
        entry.label_from_instance = lambda each: each.title or each.number  # type: ignore[method-assign]

    def plan(self) -> Plan:
        """What was entered."""
        data = {
            name: value for name, value in self.cleaned_data.items() if name not in ("entry", "direction")
        }
        return Plan(**data, higher_is_better=self.cleaned_data["direction"] == "higher")


class ResultForm(forms.Form):
    """What was found, and the version of the trial that the chair looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_USERS)
    state = forms.ChoiceField(label=lazy("State"), choices=list(STATES.items()))
    ends_on = _day(lazy("Last day"), required=False)
    actual_users = forms.IntegerField(
        label=lazy("End users who took part"), required=False, min_value=0, max_value=MOST_USERS,
        help_text=lazy("Counted, not estimated. Empty: not counted yet."),
    )  # fmt: skip
    before = _value(lazy("Measured before"))
    after = _value(lazy("Measured after"))
    outcome = forms.CharField(
        label=lazy("Outcome"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    next_step = forms.CharField(label=lazy("Next step"), required=False, max_length=1000)

    @staticmethod
    def initial_of(trial: Trial) -> dict[str, Any]:
        """What is on record."""
        names = ("version", "state", "ends_on", "actual_users", "before", "after", "outcome", "next_step")
        return {name: _plain(getattr(trial, name)) for name in names}

    def result(self) -> Result:
        """What was entered."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Result(**data | {"state": Trial.State(data["state"])})


class RowForm(forms.Form):
    """A row beside a trial."""

    def said(self) -> dict[str, Any]:
        """What was entered, as the action takes it."""
        return self.cleaned_data


class IncidentForm(RowForm):
    """Something went wrong."""

    on = _day(lazy("Day"))
    severity = forms.ChoiceField(label=lazy("How bad"), choices=list(SEVERITIES.items()))
    text = forms.CharField(
        label=lazy("What happened"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def said(self) -> dict[str, Any]:
        """With the severity as the record knows it."""
        return self.cleaned_data | {"severity": TrialIncident.Severity(self.cleaned_data["severity"])}


class ResolveForm(RowForm):
    """It was put right."""

    on = _day(lazy("Day"))
    resolution = forms.CharField(label=lazy("What was done"), max_length=5000)


class PaymentForm(RowForm):
    """Money due at a milestone."""

    milestone = forms.CharField(label=lazy("Milestone"), max_length=200)
    dollars = forms.DecimalField(label=lazy("Amount"), max_digits=15, decimal_places=2)
    currency = forms.RegexField(
        "^[A-Z]{3}$", label=lazy("Currency"), initial="HKD", help_text=lazy("Three letters (ISO 4217)")
    )
    due_on = _day(lazy("Due on"))

    def said(self) -> dict[str, Any]:
        """The amount in cents."""
        data = dict(self.cleaned_data)
        return data | {"amount": int(data.pop("dollars") * 100)}


class PaidForm(RowForm):
    """When a milestone was reached, and when the money was paid."""

    reached_on = _day(lazy("Reached on"), required=False)
    paid_on = _day(lazy("Paid on"), required=False)


class ReuseForm(HostForm):
    """Another host uses the result."""

    on = _day(lazy("From"))
    purpose = forms.CharField(
        label=lazy("For what"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("host", "host_name", "on", "purpose")

    def said(self) -> dict[str, Any]:
        """What was entered."""
        return {"reuse": Reuse(**self.cleaned_data)}


class PrototypeForm(forms.Form):
    """One more state of what a team builds."""

    version = forms.CharField(
        label=lazy("Version"), max_length=40, help_text=lazy("As you count them, for instance 0.3")
    )
    made_on = _day(lazy("Made on"))
    changed = forms.CharField(
        label=lazy("What changed"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    file = forms.FileField(label=lazy("File"), required=False, max_length=255)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = ", ".join(each.upper() for each in TYPES)
        self.fields["file"].help_text = _("Optional, at most %(most)s MB: %(types)s") % {
            "most": MOST_MB,
            "types": types,
        }

    def built(self) -> Built:
        """What was entered."""
        return Built(**{name: self.cleaned_data[name] for name in ("version", "made_on", "changed")})

    def upload(self) -> Upload | None:
        """The file, if there is one."""
        found = self.cleaned_data["file"]
        return Upload(found.file, found.name) if found else None


class FeedbackForm(forms.Form):
    """What one end user says."""

    rating = forms.TypedChoiceField(
        label=lazy("How did it work for you?"), coerce=int, choices=RATINGS, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=lazy("In your words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("Optional. Leave out names and anything that tells who you are."),
    )
    consent = forms.BooleanField(
        label=lazy("I agree that what I say here is kept without my name and used to judge this trial.")
    )
