"""The judge's desk: how far the judge is, what comes next, and the whole pile."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from superconnector.apps.calls.queries.comparing import standing_of
from superconnector.apps.calls.queries.reading import pile_of
from superconnector.apps.calls.queries.slates import latest_slate
from superconnector.apps.calls.seeing import judge_sees
from superconnector.portal.calls.desk.guards import desk_context, judge_of


@login_required
@require_GET
def desk(request: HttpRequest, call_id: str) -> HttpResponse:
    """Progress, the next entry and all of them."""
    judge = judge_of(request, call_id)
    context = desk_context(judge)
    if not judge_sees(judge.call, timezone.now()):
        return render(request, "calls/desk/unseen.html", context)
    mode, stage = context["file"].judging.mode, context["opening"].stage
    context |= {
        "pile": pile_of(judge, stage),
        "mode": mode,
        "slate": latest_slate(judge, stage) if mode == "slate" else None,
        "pairs": standing_of(judge, stage) if mode == "pairs" else None,
    }
    return render(request, "calls/desk/judging.html", context)
