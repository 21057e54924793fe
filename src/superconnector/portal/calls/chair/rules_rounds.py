"""What each round has of its own, beside the rules of the whole call: readings of an entry, and places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from superconnector.apps.calls.actions.rounds import set_round
from superconnector.apps.calls.actions.running import RunningError
from superconnector.apps.calls.definitions import Rules, definition_of, rules_of, stated_of
from superconnector.apps.calls.models import Call, Phase
from superconnector.apps.calls.rounds import Round, rounds_of
from superconnector.ecosystem.schema import Group
from superconnector.portal.calls.chair.guards import chair_context, in_chair
from superconnector.portal.calls.chair.words import in_words
from superconnector.portal.localised import words

MOST = 100_000
PLACES = "places-"


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round with the rules that hold in it. `together`: places of all groups, as the file states them."""

    round: Round
    rules: Rules
    places: tuple[tuple[Group, int | None], ...]
    together: int | None


def round_rows(call: Call) -> list[RoundRow]:
    """The rounds of a call that has several; none of one that has one."""
    rounds, file = rounds_of(call), definition_of(call)
    stated = {each.id: each.places for each in file.phases}
    rows = []
    for each in rounds if len(rounds) > 1 else ():
        rules = rules_of(call, each.stage)
        places = tuple((group, rules.top.get(group.id)) for group in file.groups)
        rows.append(RoundRow(each, rules, places, stated.get(each.stage)))
    return rows


class RoundForm(forms.Form):
    """Only what the file does not state of the round is asked."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, call: Call, phase: Phase, data: Any = None) -> None:
        super().__init__(data, initial={"version": call.settings_version})
        file, stated = definition_of(call), stated_of(definition_of(call), phase.name)
        if stated.readings is None:
            self._number("readings", lazy("Judges for each entry"), phase.readings, 1000)
        for group in file.groups:
            if group.id not in stated.places:
                label = _("Places: %(group)s") % {"group": words(group.names)}
                self._number(f"{PLACES}{group.id}", label, phase.top.get(group.id), MOST)

    def _number(self, name: str, label: Any, value: int | None, most: int) -> None:
        self.fields[name] = forms.IntegerField(
            label=label, required=False, initial=value, min_value=1, max_value=most,
            widget=forms.NumberInput(attrs={"class": "count"}),
        )  # fmt: skip

    def places(self) -> Mapping[str, int]:
        """What was set, by group; an empty field is not set."""
        given = self.cleaned_data.items()
        return {n.removeprefix(PLACES): value for n, value in given if n.startswith(PLACES) and value}


@login_required
@require_http_methods(["GET", "POST"])
def round_rules(request: HttpRequest, call_id: str, stage: str) -> HttpResponse:
    """One round of several; a POST sets what it has of its own."""
    chair = in_chair(request, call_id)
    row = next((each for each in round_rows(chair.call) if each.round.stage == stage), None)
    if row is None:
        raise Http404(stage)
    form = RoundForm(chair.call, chair.call.phases.get(name=stage), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_round(
                actor=chair.user, now=timezone.now(), call_id=call_id, stage=stage, places=form.places(),
                seen_version=form.cleaned_data["version"], readings=form.cleaned_data.get("readings"),
            )  # fmt: skip
        except RunningError as error:
            form.add_error(None, in_words(error))
        else:
            messages.success(request, _("The rules are set."))
            return redirect("chair-rules", call_id)
    context = chair_context(chair, "chair", row.round) | {"form": form, "row": row}
    return render(request, "calls/chair/round.html", context, status=422 if form.errors else 200)
