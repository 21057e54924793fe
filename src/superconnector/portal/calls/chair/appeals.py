"""Appeals: the log, and the answers of chairs without a conflict."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from superconnector.apps.calls.actions.appeals import answer
from superconnector.apps.calls.actions.revising import revise
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Official
from superconnector.apps.calls.queries.appeals import case_of, log_before, version_of
from superconnector.portal.calls.chair.deciding_forms import RevisionForm
from superconnector.portal.calls.chair.guards import chair_context, deciding_context, group_of, in_chair
from superconnector.portal.calls.chair.words import in_words


@login_required
@require_GET
def appeals(request: HttpRequest, call_id: str) -> HttpResponse:
    """The log of appeals that the chair may answer."""
    chair = in_chair(request, call_id)
    context = chair_context(chair, "appeals") | {"appeals": log_before(chair)}
    return render(request, "calls/chair/appeals.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def revision(request: HttpRequest, call_id: str, appeal_id: int) -> HttpResponse:
    """What was appealed against is decided anew; it stays pending until its letters are published."""
    chair = in_chair(request, call_id)
    case = case_of(chair, appeal_id)
    if case is None:
        raise Http404(appeal_id)
    group = group_of(chair, case.old.entry.group)
    form = RevisionForm(chair.call, group, case.pending, request.POST or None)
    if request.method == "POST" and form.is_valid() and _revised(request, chair, appeal_id, form):
        return redirect("chair-letters", call_id, group.id, case.old.stage)
    context = deciding_context(chair, group, case.old.stage)
    context |= {"case": case, "form": form, "seen": version_of(case.pending)}
    return render(request, "calls/chair/revision.html", context, status=422 if form.errors else 200)


def _revised(request: HttpRequest, chair: Official, appeal_id: int, form: RevisionForm) -> bool:
    """Keep it, or say on the form why not."""
    given = {"appeal_id": appeal_id, "seen": request.POST.get("seen", ""), "choice": form.choice()}
    try:
        revise(actor=chair.user, now=timezone.now(), chair=chair, **given)
    except DecidingError as error:
        form.add_error(None, in_words(error))
        return False
    return True


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
