"""Two entries at an expo: which is better?"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from superconnector.apps.calls.actions.comparing import compare, skip
from superconnector.apps.calls.actions.reading import ReadingError
from superconnector.apps.calls.queries.comparing import standing_of
from superconnector.apps.calls.queries.reading_sheet import sheet_of
from superconnector.portal.calls.desk.guards import at_desk, desk_context
from superconnector.portal.calls.desk.words import in_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pairs(request: HttpRequest, call_id: str) -> HttpResponse:
    """The two that are offered; a POST says which is better, or passes one over."""
    judge = at_desk(request, call_id)
    context = desk_context(judge)
    if context["file"].judging.mode != "pairs":
        raise Http404(call_id)
    if request.method == "POST":
        return _decided(request, call_id)
    standing = standing_of(judge, context["opening"].stage)
    sheets = [sheet_of(task.assignment, judge) for task in standing.pair or ()]
    return render(request, "calls/desk/pairs.html", context | {"standing": standing, "sheets": sheets})


def _decided(request: HttpRequest, call_id: str) -> HttpResponse:
    judge = at_desk(request, call_id)
    now, post = timezone.now(), request.POST
    try:
        if "skip" in post:
            skip(actor=judge.user, now=now, judge=judge, number=post["skip"])
            messages.success(request, _("Skipped. It will not be offered to you again."))
        else:
            left, right, better = post.get("left", ""), post.get("right", ""), post.get("better", "")
            worse = right if better == left else left
            compare(actor=judge.user, now=now, judge=judge, better=better, worse=worse)
    except ReadingError as error:
        messages.error(request, in_words(error))
    return redirect("judging-pairs", call_id)
