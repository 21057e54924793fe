"""Appeals: the log, and the answers of chairs without a conflict."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from superconnector.apps.calls.actions.appeals import answer
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.queries.appeals import appeals_before
from superconnector.portal.calls.chair.guards import chair_context, in_chair
from superconnector.portal.calls.chair.words import in_words


@login_required
@require_GET
def appeals(request: HttpRequest, call_id: str) -> HttpResponse:
    """The log of appeals that the chair may answer."""
    chair = in_chair(request, call_id)
    context = chair_context(chair, "appeals") | {"appeals": appeals_before(chair)}
    return render(request, "calls/chair/appeals.html", context)


@login_required
@require_POST
def reply(request: HttpRequest, call_id: str, appeal_id: int) -> HttpResponse:
    """Uphold or reject, with words."""
    chair = in_chair(request, call_id)
    try:
        answer(
            actor=chair.user, now=timezone.now(), chair=chair, appeal_id=appeal_id,
            upheld="uphold" in request.POST, text=request.POST.get("text", ""),
        )  # fmt: skip
    except DecidingError as error:
        messages.error(request, in_words(error))
    else:
        messages.success(request, _("Answered. The team reads it on the page of its letter."))
    return redirect("chair-appeals", call_id)
