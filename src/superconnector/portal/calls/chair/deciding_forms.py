"""Forms of decisions: one entry, and how a whole group is to be decided by its ranking."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from superconnector.apps.calls.actions.deciding import Choice
from superconnector.apps.calls.definitions import definition_of, rules_of
from superconnector.apps.calls.models import Call, Decision
from superconnector.apps.calls.queries.deciding import Plan
from superconnector.apps.calls.rounds import Round, rounds_of
from superconnector.ecosystem.schema import Group
from superconnector.portal.calls.chair.words import OUTCOMES
from superconnector.portal.localised import words

MOST = 100_000


class PlanForm(forms.Form):
    """How many get what, from the ranking."""

    outcome = forms.ChoiceField(
        label=lazy("The first of the ranking"),
        choices=[(each, OUTCOMES[each]) for each in ("award", "advance")],
    )
    top = forms.IntegerField(label=lazy("How many"), min_value=1, max_value=MOST)
    reserve = forms.IntegerField(label=lazy("Then in reserve"), min_value=0, max_value=MOST)

    def __init__(self, call: Call, group: Group, judged: Round, data: Any = None) -> None:
        last = judged == rounds_of(call)[-1]
        prizes = definition_of(call).prizes_for(group.id)
        start = {
            "outcome": "award" if prizes and last else "advance",
            "top": rules_of(call, judged.stage).top.get(group.id, 1),
            "reserve": 0,
        }
        super().__init__(data, initial=start)

    def plan(self) -> Plan:
        """What was chosen."""
        return Plan(self.cleaned_data["outcome"], self.cleaned_data["top"], self.cleaned_data["reserve"])


class DecisionForm(forms.Form):
    """What becomes of one entry."""

    outcome = forms.ChoiceField(
        label=lazy("What becomes of the entry"),
        choices=[(each, OUTCOMES[each]) for each in Decision.Outcome.values],
        widget=forms.RadioSelect,
    )
    prize = forms.ChoiceField(label=lazy("Prize"), required=False)
    place = forms.IntegerField(
        label=lazy("Place"), required=False, min_value=1, max_value=MOST,
        help_text=lazy("Only if it is to be told."),
    )  # fmt: skip
    reason = forms.CharField(
        label=lazy("Reason"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("Stands in the letter. Needed where there is no ranking."),
    )  # fmt: skip

    def __init__(self, call: Call, group: Group, decision: Decision | None, data: Any = None) -> None:
        names = ("outcome", "prize", "place", "reason")
        super().__init__(data, initial={name: getattr(decision, name) for name in names} if decision else {})
        field = self.fields["prize"]
        assert isinstance(field, forms.ChoiceField)
        prizes = definition_of(call).prizes_for(group.id)
        field.choices = [("", "–"), *((each.id, words(each.names)) for each in prizes)]
        if not prizes:
            del self.fields["prize"]

    def choice(self) -> Choice:
        """What was chosen; a prize goes with an award only."""
        data = self.cleaned_data
        prize = data.get("prize", "") if data["outcome"] == Decision.Outcome.AWARD else ""
        return Choice(data["outcome"], prize, data["place"], data["reason"])


class RevisionForm(DecisionForm):
    """What becomes of an entry whose appeal was upheld."""

    def __init__(self, call: Call, group: Group, pending: Decision | None, data: Any = None) -> None:
        super().__init__(call, group, pending, data)
        self.fields["reason"].required = True
        self.fields["reason"].help_text = lazy("Stands in the letter, which names the appeal.")
