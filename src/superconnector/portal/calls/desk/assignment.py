"""The chair has an assignment proposed, sees what would change, and applies it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from superconnector.apps.calls.actions import assigning
from superconnector.apps.calls.actions.conflicts import ConflictError
from superconnector.apps.calls.models import Official
from superconnector.apps.calls.queries.assigning import coverage, latest_run
from superconnector.apps.calls.rounds import Round
from superconnector.portal.calls.desk.guards import desk_context, in_chair, round_asked, round_context
from superconnector.portal.calls.desk.proposal import shown
from superconnector.portal.calls.desk.words import STALE_PROPOSAL, in_words


@login_required
@require_GET
def assignment(request: HttpRequest, call_id: str) -> HttpResponse:
    """How the entries are covered, and this chair's last proposal with what it would change."""
    chair = in_chair(request, call_id)
    judged = round_asked(request, chair)
    run = latest_run(chair, judged.stage)
    context = desk_context(chair) | round_context(chair, judged)
    context |= {
        "coverage": coverage(chair, judged.stage),
        "run": run,
        "proposal": shown(chair, run) if run else None,
    }
    return render(request, "calls/desk/assignment.html", context)


@login_required
@require_POST
def propose(request: HttpRequest, call_id: str) -> HttpResponse:
    """Compute a proposal; nothing is assigned yet."""
    chair = in_chair(request, call_id)
    judged = round_asked(request, chair)
    try:
        assigning.propose(actor=chair.user, now=timezone.now(), chair=chair, stage=judged.stage)
    except (assigning.AssigningError, ConflictError) as error:
        messages.error(request, in_words(error))
    return _back(chair, judged)


@login_required
@require_POST
def apply(request: HttpRequest, call_id: str, run_id: int) -> HttpResponse:
    """Assign as proposed, unless something changed since."""
    chair = in_chair(request, call_id)
    judged = round_asked(request, chair)
    try:
        assigning.apply(actor=chair.user, now=timezone.now(), chair=chair, run_id=run_id)
    except assigning.AssigningError as error:
        stale = error.code == "changed-meanwhile"
        messages.error(request, str(STALE_PROPOSAL) if stale else in_words(error))
    else:
        messages.success(request, _("Assigned. Judges see their entries now."))
    return _back(chair, judged)


def _back(chair: Official, judged: Round) -> HttpResponse:
    return redirect(
        reverse("chair-assignment", args=[chair.call_id]) + round_context(chair, judged)["in_round"]
    )
