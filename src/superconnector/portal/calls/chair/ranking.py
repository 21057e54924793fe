"""The ranking of a group: computed, shown with how sure it is, and tried with other weights."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from superconnector.apps.calls.actions.ranking import compute_ranking
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.queries.ranking import lacking_for_ranking, latest_run, shown
from superconnector.apps.calls.queries.ranking_judges import judges_of_run
from superconnector.portal.calls.chair.guards import chair_context, group_of, in_chair
from superconnector.portal.calls.chair.words import in_words


@login_required
@require_GET
def ranking(request: HttpRequest, call_id: str, group_id: str) -> HttpResponse:
    """The last ranking that the chair may see."""
    chair = in_chair(request, call_id)
    group, run = group_of(chair, group_id), latest_run(chair, group_id)
    context = chair_context(chair, "ranking") | {"group": group, "run": run}
    context["lacking"] = lacking_for_ranking(chair, group_id)
    if run is not None:
        context["shown"] = shown(chair, run)
        context["severities"] = judges_of_run(chair, context["shown"].told)
    return render(request, "calls/chair/ranking.html", context)


@login_required
@require_POST
def compute(request: HttpRequest, call_id: str, group_id: str) -> HttpResponse:
    """Compute the ranking from what is handed in now."""
    chair = in_chair(request, call_id)
    group = group_of(chair, group_id)
    try:
        compute_ranking(actor=chair.user, now=timezone.now(), chair=chair, group=group.id)
    except DecidingError as error:
        messages.error(request, in_words(error))
    else:
        messages.success(request, _("The ranking is computed and kept with all it was computed from."))
    return redirect("chair-ranking", call_id, group_id)
