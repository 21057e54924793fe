"""The chair runs trials: plan, result, incidents, payments.

A trial of an entry behind the wall is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from superconnector.apps.calls.actions import trials as actions
from superconnector.apps.calls.actions.trials import TrialError
from superconnector.apps.calls.models import Official, Trial
from superconnector.apps.calls.queries.trials import trials_seen_by, unpaid
from superconnector.portal.calls.after.feedback import feedback_address
from superconnector.portal.calls.after.forms import (
    IncidentForm,
    PaidForm,
    PaymentForm,
    PlanForm,
    ResolveForm,
    ResultForm,
)
from superconnector.portal.calls.after.guards import frame, in_chair, trial_of
from superconnector.portal.calls.after.qr import qr
from superconnector.portal.calls.after.words import in_words


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def trials(request: HttpRequest, call_id: str) -> HttpResponse:
    """All trials and what is to be paid; a POST plans one more."""
    chair = in_chair(request, call_id)
    form = PlanForm(chair, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        planned = _try(
            form,
            lambda: actions.plan_trial(
                actor=chair.user, now=timezone.now(), entry=form.cleaned_data["entry"], plan=form.plan()
            ),
        )
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
    if request.method != "POST":
        return _page(request, chair, found, ResultForm(initial=ResultForm.initial_of(found)))
    form = ResultForm(request.POST)
    if form.is_valid():
        written = _try(
            form,
            lambda: actions.record_result(
                actor=chair.user,
                now=timezone.now(),
                trial_id=found.pk,
                seen_version=form.cleaned_data["version"],
                result=form.result(),
            ),
        )
        if written:
            messages.success(request, _("The result is on record."))
            return redirect("chair-trial", call_id, trial_id)
    return _page(request, chair, found, form)


def _page(request: HttpRequest, chair: Official, found: Trial, form: ResultForm) -> HttpResponse:
    address = request.build_absolute_uri(feedback_address(found))
    context = frame(chair.call) | {
        "form": form,
        "trial": found,
        "incidents": found.incidents.order_by("on", "pk"),
        "payments": found.payments.order_by("due_on", "pk"),
        "incident_form": IncidentForm(auto_id="incident_%s"),
        "payment_form": PaymentForm(auto_id="payment_%s"),
        "feedback": found.feedback.order_by("-given_at", "-pk")[:200],
        "address": address,
        "qr": qr(address),
        "tab": "trials",
    }
    return render(request, "calls/after/chair_trial.html", context, status=_status(form))


@login_required
@require_POST
def report(request: HttpRequest, call_id: str, trial_id: int) -> HttpResponse:
    """An incident."""
    chair = in_chair(request, call_id)
    found, form = trial_of(chair, trial_id), IncidentForm(request.POST)
    return _then(
        request, found, form, _("The incident is on record."),
        lambda how: actions.report_incident(**how, trial=found, **form.reported()), chair,
    )  # fmt: skip


@login_required
@require_POST
def resolve(request: HttpRequest, call_id: str, trial_id: int, incident_id: int) -> HttpResponse:
    """An incident is put right."""
    chair = in_chair(request, call_id)
    found, form = trial_of(chair, trial_id), ResolveForm(request.POST)
    incident = _of(found.incidents.filter(resolved_on__isnull=True), incident_id)
    return _then(
        request, found, form, _("The incident is closed."),
        lambda how: actions.resolve_incident(**how, incident=incident, **form.cleaned_data), chair,
    )  # fmt: skip


@login_required
@require_POST
def agree(request: HttpRequest, call_id: str, trial_id: int) -> HttpResponse:
    """A payment at a milestone."""
    chair = in_chair(request, call_id)
    found, form = trial_of(chair, trial_id), PaymentForm(request.POST)
    return _then(
        request, found, form, _("The payment is agreed."),
        lambda how: actions.agree_payment(**how, trial=found, **form.agreed()), chair,
    )  # fmt: skip


@login_required
@require_POST
def pay(request: HttpRequest, call_id: str, trial_id: int, payment_id: int) -> HttpResponse:
    """A milestone was reached, or its money was paid."""
    chair = in_chair(request, call_id)
    found, form = trial_of(chair, trial_id), PaidForm(request.POST)
    payment = _of(found.payments.all(), payment_id)
    return _then(
        request, found, form, _("The payment is on record."),
        lambda how: actions.mark_payment(**how, payment=payment, **form.cleaned_data), chair,
    )  # fmt: skip


def _of(rows: Any, key: int) -> Any:
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404(key)
    return found


def _then(
    request: HttpRequest,
    trial: Trial,
    form: forms.Form,
    done: str,
    act: Callable[[dict[str, Any]], object],
    chair: Official,
) -> HttpResponse:
    """Act if the form is whole; say what came of it; back to the trial."""
    how = {"actor": chair.user, "now": timezone.now()}
    if form.is_valid() and _try(form, lambda: act(how)):
        messages.success(request, done)
    for name, errors in form.errors.items():
        label = f"{form.fields[name].label}: " if name in form.fields else ""
        messages.error(request, f"{label}{' '.join(map(str, errors))}")
    return redirect("chair-trial", chair.call_id, trial.pk)


def _try(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What the action gives; its refusal becomes an error of the form."""
    try:
        return act()
    except TrialError as error:
        form.add_error(None, in_words(error))
        return None


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound else 200
