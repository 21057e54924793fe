"""A judge's own severity, after publication; nobody else's."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from superconnector.apps.calls.access import call_or_not, office
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Official
from superconnector.apps.calls.queries.ranking_judges import own_severities
from superconnector.apps.calls.rounds import rounds_of


@login_required
@require_GET
def severity(request: HttpRequest, call_id: str) -> HttpResponse:
    """How strict this judge was, group by group."""
    judge = office(call_or_not(call_id), request.user, Official.Role.JUDGE)  # type: ignore[arg-type]
    context = {
        "call": judge.call,
        "file": definition_of(judge.call),
        "figures": own_severities(judge),
        "several": len(rounds_of(judge.call)) > 1,
        "room": "calls",
    }
    return render(request, "calls/chair/severity.html", context)
