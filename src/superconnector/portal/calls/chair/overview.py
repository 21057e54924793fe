"""The chair's desk: what is to be done now, how far the entries are, and who is late."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from superconnector.apps.calls.queries.overview import funnels, late, progress
from superconnector.apps.calls.rounds import round_now
from superconnector.portal.calls.chair.guards import chair_context, in_chair, round_asked
from superconnector.portal.calls.chair.tasks import tasks_of
from superconnector.portal.calls.public_page import phase_rows


@login_required
@require_GET
def overview(request: HttpRequest, call_id: str) -> HttpResponse:
    """Tasks, figures, and the judges who have still to read."""
    chair = in_chair(request, call_id)
    judged, now = round_asked(request, chair), timezone.now()
    context = chair_context(chair, "chair", judged)
    figures, groups = progress(chair, judged.stage), funnels(chair, judged)
    context |= {
        "tasks": tasks_of(chair, judged, figures, groups),
        "funnels": groups,
        "late": late(chair, round_now(chair.call, now).stage),
        "phases": phase_rows(context["file"], chair.call, now),
    }
    return render(request, "calls/chair/overview.html", context)
