"""Trials in public: what they come to, counted from the records, and the report of each."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from superconnector.apps.calls.access import call_or_not
from superconnector.apps.calls.queries.trials import totals_of, trials_told
from superconnector.apps.calls.queries.trials_report import report_of
from superconnector.portal.calls.after.guards import frame, in_chair, trial_of


@require_GET
def public(request: HttpRequest, call_id: str) -> HttpResponse:
    """Figures, one sentence, and a table."""
    call = call_or_not(call_id)
    found = {"trials": list(trials_told(call)), "totals": totals_of(call)}
    return render(request, "calls/after/trials.html", frame(call) | found)


@require_GET
def report(request: HttpRequest, call_id: str, trial_id: int) -> HttpResponse:
    """Plan, acceptance test and result of one trial, to be printed or kept. Raises Http404."""
    call = call_or_not(call_id)
    trial = trials_told(call).filter(pk=trial_id).first()
    if trial is None:
        raise Http404(trial_id)
    found = {"trial": trial, "report": report_of(trial), "full": False}
    return render(request, "calls/after/trial_report.html", frame(call) | found)


@never_cache
@login_required
@require_GET
def whole_report(request: HttpRequest, call_id: str, trial_id: int) -> HttpResponse:
    """The same with what is not public: what went wrong in words, what end users wrote, payments."""
    chair = in_chair(request, call_id)
    trial = trial_of(chair, trial_id)
    found = {"trial": trial, "report": report_of(trial), "full": True}
    return render(request, "calls/after/trial_report.html", frame(chair.call) | found)
