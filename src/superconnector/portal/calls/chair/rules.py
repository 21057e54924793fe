"""What the file leaves open, set by the organiser before judging begins; and the days, which may move."""

from __future__ import annotations

from itertools import count

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from superconnector.apps.calls.actions.running import RunningError, add_phase, move_phase, set_rules
from superconnector.apps.calls.models import Official, Phase
from superconnector.apps.calls.opening import Times
from superconnector.apps.calls.queries.overview import missing_of
from superconnector.apps.calls.rounds import JUDGED
from superconnector.portal.calls.chair.guards import chair_context, in_chair
from superconnector.portal.calls.chair.rules_form import PhaseForm, RulesForm
from superconnector.portal.calls.chair.rules_rounds import round_rows
from superconnector.portal.calls.chair.words import in_words
from superconnector.portal.calls.public_page import phase_rows


@login_required
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, call_id: str) -> HttpResponse:
    """The rules with what is missing; a POST sets what the file leaves open."""
    chair = in_chair(request, call_id)
    form = RulesForm(chair.call, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_rules(
                actor=chair.user, now=timezone.now(), call_id=call_id,
                seen_version=form.cleaned_data["version"], chosen=form.chosen(),
            )  # fmt: skip
        except RunningError as error:
            form.add_error(None, in_words(error))
        else:
            messages.success(request, _("The rules are set."))
            return redirect("chair-rules", call_id)
    context = chair_context(chair, "chair") | {"form": form, "missing": missing_of(chair.call)}
    context["rows"] = round_rows(chair.call)
    return render(request, "calls/chair/rules.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def phases(request: HttpRequest, call_id: str) -> HttpResponse:
    """All phases with their days."""
    chair = in_chair(request, call_id)
    context = chair_context(chair, "chair")
    context["phases"] = phase_rows(context["file"], chair.call, timezone.now())
    context["addable"] = _addable(chair)
    return render(request, "calls/chair/phases.html", context)


@login_required
@require_POST
def add(request: HttpRequest, call_id: str) -> HttpResponse:
    """Add a phase that the file does not name; its days are set on the page that follows."""
    chair = in_chair(request, call_id)
    kind = request.POST.get("kind", "")
    if kind not in _addable(chair):
        messages.error(request, _("The call has this phase already, or there is none of this kind."))
        return redirect("chair-phases", call_id)
    name = _free_name(chair, kind)
    try:
        add_phase(
            actor=chair.user, now=timezone.now(), call_id=call_id, name=name,
            kind=Phase.Kind(kind), times=Times(None, None),
        )  # fmt: skip
    except RunningError as error:
        messages.error(request, in_words(error))
        return redirect("chair-phases", call_id)
    return redirect("chair-phase", call_id, name)


def _addable(chair: Official) -> list[str]:
    """The kinds of phase that the call has none of, and those that make another round."""
    held = set(chair.call.phases.values_list("kind", flat=True)) - {*JUDGED, Phase.Kind.DECISION}
    return [kind for kind in Phase.Kind.values if kind not in held]


def _free_name(chair: Official, kind: str) -> str:
    """The kind; where a phase is called so, the kind with a number, from 2."""
    held = set(chair.call.phases.values_list("name", flat=True))
    names = (kind if number == 1 else f"{kind}-{number}" for number in count(1))
    return next(name for name in names if name not in held)


@login_required
@require_http_methods(["GET", "POST"])
def phase(request: HttpRequest, call_id: str, name: str) -> HttpResponse:
    """Extend or shorten one phase."""
    chair = in_chair(request, call_id)
    found = chair.call.phases.filter(name=name).first()
    if found is None:
        raise Http404(name)
    form = PhaseForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            move_phase(actor=chair.user, now=timezone.now(), call_id=call_id, name=name, **form.times())
        except RunningError as error:
            form.add_error("closes_at", in_words(error))
        else:
            messages.success(request, _("The days are set. What was received in time stays received."))
            return redirect("chair-phases", call_id)
    context = chair_context(chair, "chair") | {"form": form, "phase": found}
    return render(request, "calls/chair/phase.html", context, status=422 if form.errors else 200)
