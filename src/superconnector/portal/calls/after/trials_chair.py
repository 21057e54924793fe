"""The chair runs trials: all of them, and one with what was found and what stands beside it.

A trial of an entry behind the wall is not there.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from superconnector.apps.calls.actions.trials import plan_trial, record_result
from superconnector.apps.calls.models import Trial
from superconnector.apps.calls.queries.trials import trials_seen_by, unpaid
from superconnector.portal.calls.after.feedback import feedback_address
from superconnector.portal.calls.after.forms import (
    IncidentForm,
    PaymentForm,
    PlanForm,
    ResultForm,
    ReuseForm,
)
from superconnector.portal.calls.after.guards import frame, in_chair, trial_of
from superconnector.portal.calls.after.qr import qr
from superconnector.portal.calls.after.trials_rows import attempt


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def trials(request: HttpRequest, call_id: str) -> HttpResponse:
    """All trials and what is to be paid; a POST plans one more."""
    chair = in_chair(request, call_id)
    form = PlanForm(chair, request.POST or None)
    how = {"actor": chair.user, "now": timezone.now()}
    planned = attempt(form, lambda: plan_trial(**how, entry=form.cleaned_data["entry"], plan=form.plan()))
    if planned:
        messages.success(request, _("The trial is planned."))
        return redirect("chair-trial", call_id, planned.pk)
    found = {
        "form": form,
        "trials": list(trials_seen_by(chair)),
        "unpaid": list(unpaid(chair)),
        "today": timezone.localdate(),
        "tab": "trials",
    }
    return render(request, "calls/after/chair_trials.html", frame(chair.call) | found, status=_status(form))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def trial(request: HttpRequest, call_id: str, trial_id: int) -> HttpResponse:
    """One trial; a POST writes its result, unless somebody else wrote meanwhile."""
    chair = in_chair(request, call_id)
    found = trial_of(chair, trial_id)
    form = ResultForm(request.POST or None, initial=ResultForm.initial_of(found))
    how = {"actor": chair.user, "now": timezone.now(), "trial_id": found.pk}
    written = attempt(
        form,
        lambda: record_result(**how, seen_version=form.cleaned_data["version"], result=form.result()),
    )
    if written:
        messages.success(request, _("The result is on record."))
        return redirect("chair-trial", call_id, trial_id)
    shown = frame(chair.call) | _beside(request, found) | {"form": form, "trial": found, "tab": "trials"}
    return render(request, "calls/after/chair_trial.html", shown, status=_status(form))


def _beside(request: HttpRequest, trial: Trial) -> dict[str, Any]:
    address = request.build_absolute_uri(feedback_address(trial))
    return {
        "incidents": trial.incidents.order_by("on", "pk"),
        "payments": trial.payments.order_by("due_on", "pk"),
        "reuses": trial.reuses.order_by("on", "pk"),
        "incident_form": IncidentForm(auto_id="incident_%s"),
        "payment_form": PaymentForm(auto_id="payment_%s"),
        "reuse_form": ReuseForm(auto_id="reuse_%s"),
        "feedback": trial.feedback.order_by("-given_at", "-pk")[:200],
        "address": address,
        "qr": qr(address),
    }


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound else 200
