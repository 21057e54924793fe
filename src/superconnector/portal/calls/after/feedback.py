"""What end users of a trial say, reached by a signed link or its QR code at the site. No account, no name."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from superconnector.apps.calls.actions.trials import TrialError, give_feedback
from superconnector.apps.calls.models import Trial
from superconnector.base.pace import within
from superconnector.portal.calls.after.forms import FeedbackForm
from superconnector.portal.calls.after.guards import frame
from superconnector.portal.calls.after.words import in_words

SALT = "superconnector.trial-feedback"
RATE = "30/h"
"""From one address of the net for one link: a room with one connection, not a script."""


def feedback_address(trial: Trial) -> str:
    """The path of the trial's page of feedback; nobody finds it by counting."""
    return reverse("trial-feedback", args=[signing.Signer(salt=SALT).sign(str(trial.pk))])


@never_cache
@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest, token: str) -> HttpResponse:
    """One question, some words, consent."""
    trial = _trial(token)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not within(request, f"feedback:{trial.pk}", RATE):
            form.add_error(None, _("Too much was said from here within the hour. Try again later."))
            return _page(request, trial, form, 429)
        try:
            give_feedback(now=timezone.now(), trial=trial, **form.cleaned_data)
        except TrialError as error:
            form.add_error(None, in_words(error))
        else:
            return redirect(f"{request.path}?thanks")
    return _page(request, trial, form, 422 if form.is_bound else 200)


def _page(request: HttpRequest, trial: Trial, form: FeedbackForm, status: int) -> HttpResponse:
    taking = trial.state in (Trial.State.RUNNING, Trial.State.ENDED)
    found = {"trial": trial, "form": form, "thanks": "thanks" in request.GET, "taking": taking}
    return render(request, "calls/after/feedback.html", frame(trial.entry.call) | found, status=status)


def _trial(token: str) -> Trial:
    """The trial of a link. Raises Http404 for one that was changed."""
    try:
        key = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        raise Http404(token) from None
    trial = Trial.objects.select_related("entry__call__pinned").filter(pk=key).first()
    if trial is None:
        raise Http404(token)
    return trial
