"""Trials in public: what they come to, counted from the records, and each with what was found."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from superconnector.apps.calls.access import call_or_not
from superconnector.apps.calls.queries.trials import totals_of, trials_of
from superconnector.portal.calls.after.guards import frame


@require_GET
def public(request: HttpRequest, call_id: str) -> HttpResponse:
    """Figures, one sentence, and a table."""
    call = call_or_not(call_id)
    counted = {
        "incident_count": Count("incidents"),
        "open_count": Count("incidents", filter=Q(incidents__resolved_on__isnull=True)),
    }
    found = {"trials": list(trials_of(call).annotate(**counted)), "totals": totals_of(call)}
    return render(request, "calls/after/trials.html", frame(call) | found)
