"""One entry on one page: everything of it, and what the judge says of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from superconnector.apps.calls.actions.conflicts import declare_conflict
from superconnector.apps.calls.actions.reading import (
    ReadingError,
    finish_reading,
    reopen_reading,
    save_reading,
)
from superconnector.apps.calls.models import Assignment, Official
from superconnector.apps.calls.queries.reading import pile_of
from superconnector.apps.calls.queries.reading_sheet import assignment_of, sheet_of
from superconnector.apps.calls.rounds import round_now
from superconnector.portal.calls.desk.guards import at_desk, desk_context
from superconnector.portal.calls.desk.reading_form import Sent, marks, sent, told, wants_json
from superconnector.portal.calls.desk.words import in_words

STATUS = {"not-yours": 404, "changed-meanwhile": 409, "final": 409, "incomplete": 422, "out-of-scale": 422}
STATUS |= {"no-criterion": 422, "too-long": 422}


@login_required
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """The sheet; a POST saves the draft, or hands it in."""
    judge = at_desk(request, call_id)
    assignment = on_desk(judge, number)
    if request.method == "POST":
        return _written(request, judge, assignment)
    return render(request, "calls/desk/sheet.html", _page(judge, assignment))


@login_required
@require_POST
def reopen(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """Begin a new version of what was handed in."""
    judge = at_desk(request, call_id)
    try:
        reopen_reading(actor=judge.user, now=timezone.now(), judge=judge, number=number)
    except ReadingError as error:
        if error.code == "not-yours":
            raise Http404(number) from None
        messages.error(request, in_words(error))
    return redirect("judging-entry", call_id, number)


@login_required
@require_POST
def conflict(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """The judge has a conflict: the entry is gone at once."""
    judge = at_desk(request, call_id)
    on_desk(judge, number)
    reason = request.POST.get("reason", "")
    declare_conflict(actor=judge.user, now=timezone.now(), judge=judge, number=number, reason=reason)
    messages.success(request, _("Thank you. The entry is no longer on your desk."))
    return redirect("judging", call_id)


def on_desk(judge: Official, number: str) -> Assignment:
    """In the round that counts now: what was read in another one is not there any more. Raises Http404."""
    found = assignment_of(judge, number, round_now(judge.call, timezone.now()).stage)
    if found is None:
        raise Http404(number)
    return found


def _written(request: HttpRequest, judge: Official, assignment: Assignment) -> HttpResponse:
    form = sent(request.POST)
    finishing = request.POST.get("do") == "finish"
    write = finish_reading if finishing else save_reading
    number = assignment.entry.number
    try:
        if form.given is None:
            raise ReadingError("out-of-scale")
        reading = write(
            actor=judge.user, now=timezone.now(), judge=judge, number=number, seen=form.seen, given=form.given
        )
    except ReadingError as error:
        return _refused(request, judge, assignment, form, error)
    following = pile_of(judge, assignment.stage).after(number) if finishing else None
    if wants_json(request):
        return told(reading, following, call_id=judge.call_id)
    if not finishing:
        messages.success(request, _("Saved. Nothing is handed in yet."))
        return redirect("judging-entry", judge.call_id, number)
    messages.success(request, _("Handed in."))
    here = ("judging-entry", judge.call_id, following.number) if following else ("judging", judge.call_id)
    return redirect(*here)


def _refused(
    request: HttpRequest, judge: Official, assignment: Assignment, form: Sent, error: ReadingError
) -> HttpResponse:
    status = STATUS.get(error.code, 403)
    if wants_json(request):
        return told(error.stored, None, call_id=judge.call_id, problem=in_words(error), status=status)
    if error.stored is not None and not error.stored.final:
        seen = replace(form.seen, number=error.stored.number, version=error.stored.version)
        form = replace(form, seen=seen)
    context = _page(judge, assignment, form)
    context |= {"errors": [("scores", in_words(error))], "stored": error.stored}
    return render(request, "calls/desk/sheet.html", context, status=status)


def _page(judge: Official, assignment: Assignment, form: Sent | None = None) -> dict[str, Any]:
    return desk_context(judge) | {
        "sheet": sheet_of(assignment, judge),
        "pile": pile_of(judge, assignment.stage),
        "errors": [],
        "stored": None,
        **marks(assignment, form),
    }
