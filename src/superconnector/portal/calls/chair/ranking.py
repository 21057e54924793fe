"""The ranking of a group: computed, shown with how sure it is, and tried with other weights."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from superconnector.apps.calls.actions.ranking import compute_ranking
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.queries.ranking import lacking_for_ranking, latest_run, shown
from superconnector.apps.calls.queries.ranking_judges import judges_of_run
from superconnector.apps.calls.rounds import rounds_of
from superconnector.portal.calls.chair.guards import (
    chair_context,
    group_of,
    in_chair,
    round_asked,
    stage_query,
)
from superconnector.portal.calls.chair.words import in_words


@login_required
@require_GET
def ranking(request: HttpRequest, call_id: str, group_id: str) -> HttpResponse:
    """The last ranking of the round that the chair may see."""
    chair = in_chair(request, call_id)
    group, judged = group_of(chair, group_id), round_asked(request, chair)
    run = latest_run(chair, group_id, judged.stage)
    context = chair_context(chair, "ranking", judged) | {"group": group, "run": run}
    context["lacking"] = lacking_for_ranking(chair, group_id, judged.stage)
    if run is not None:
        context["shown"] = shown(chair, run)
        context["severities"] = judges_of_run(chair, context["shown"].told)
    return render(request, "calls/chair/ranking.html", context)


@login_required
@require_POST
def compute(request: HttpRequest, call_id: str, group_id: str) -> HttpResponse:
    """Compute the ranking from what is handed in now."""
    chair = in_chair(request, call_id)
    group, judged = group_of(chair, group_id), round_asked(request, chair)
    now, stage = timezone.now(), judged.stage
    try:
        compute_ranking(actor=chair.user, now=now, chair=chair, group=group.id, stage=stage)
    except DecidingError as error:
        messages.error(request, in_words(error))
    else:
        messages.success(request, _("The ranking is computed and kept with all it was computed from."))
    here = stage_query(rounds_of(chair.call), judged)
    return redirect(reverse("chair-ranking", args=[call_id, group_id]) + here)
