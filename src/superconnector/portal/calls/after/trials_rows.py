"""What a chair writes beside a trial, all in one shape: guard, form, one act, what came of it, the trial.

A trial of an entry behind the wall is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from superconnector.apps.calls.actions import trials as actions
from superconnector.apps.calls.actions.trials import TrialError
from superconnector.apps.calls.actions.trials_reuse import record_reuse, strike_reuse
from superconnector.apps.calls.models import Trial
from superconnector.portal.calls.after.forms import (
    IncidentForm,
    PaidForm,
    PaymentForm,
    ResolveForm,
    ReuseForm,
    RowForm,
)
from superconnector.portal.calls.after.guards import in_chair, trial_of
from superconnector.portal.calls.after.words import in_words

Act = Callable[[dict[str, Any], Any, dict[str, Any]], object]
"""Who and when; the trial, or its row; what the form says."""


def attempt(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What the action gives; None where the form is not whole. A refusal becomes an error of the form."""
    if not form.is_valid():
        return None
    try:
        return act()
    except TrialError as error:
        form.add_error(None, in_words(error))
        return None


def _writes(
    form_of: Callable[[Any], RowForm],
    done: Promise,
    act: Act,
    rows: Callable[[Trial], QuerySet[Any]] | None = None,
) -> Callable[..., HttpResponse]:
    """A view that writes one row of a trial, or with `rows` changes one that is there."""

    @login_required
    @require_POST
    def view(request: HttpRequest, call_id: str, trial_id: int, row_id: int = 0) -> HttpResponse:
        chair = in_chair(request, call_id)
        trial, form = trial_of(chair, trial_id), form_of(request.POST)
        subject = _row(rows(trial), row_id) if rows else trial
        how = {"actor": chair.user, "now": timezone.now()}
        attempt(form, lambda: act(how, subject, form.said()))
        _tell(request, form, done)
        return redirect("chair-trial", call_id, trial_id)

    return view


def _row(rows: QuerySet[Any], key: int) -> Model:
    found: Model | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404(key)
    return found


def _tell(request: HttpRequest, form: forms.Form, done: Promise) -> None:
    """What was done, or each error with its label."""
    if not form.errors:
        messages.success(request, str(done))
    for name, errors in form.errors.items():
        label = f"{form.fields[name].label}: " if name in form.fields else ""
        messages.error(request, f"{label}{' '.join(map(str, errors))}")


report = _writes(
    IncidentForm,
    lazy("The incident is on record."),
    lambda how, trial, said: actions.report_incident(**how, trial=trial, **said),
)
resolve = _writes(
    ResolveForm,
    lazy("The incident is closed."),
    lambda how, incident, said: actions.resolve_incident(**how, incident=incident, **said),
    lambda trial: trial.incidents.filter(resolved_on__isnull=True),
)
agree = _writes(
    PaymentForm,
    lazy("The payment is agreed."),
    lambda how, trial, said: actions.agree_payment(**how, trial=trial, **said),
)
pay = _writes(
    PaidForm,
    lazy("The payment is on record."),
    lambda how, payment, said: actions.mark_payment(**how, payment=payment, **said),
    lambda trial: trial.payments.all(),
)
reuse = _writes(
    ReuseForm,
    lazy("It is on record that another organisation uses the result."),
    lambda how, trial, said: record_reuse(**how, trial=trial, **said),
)
strike = _writes(
    RowForm,
    lazy("The use of the result is struck from the record."),
    lambda how, found, _said: strike_reuse(**how, reuse=found),
    lambda trial: trial.reuses.all(),
)
