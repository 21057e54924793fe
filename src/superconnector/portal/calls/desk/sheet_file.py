"""A file of the sheet, as its judge may have it: where judging is blind only through blind_files."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from superconnector.apps.calls.models import Assignment, Official
from superconnector.apps.calls.queries.blind_files import given_blind, shown_blind
from superconnector.apps.calls.queries.reading_sheet import HeldFile, file_of, sheet_of
from superconnector.portal.calls.desk.guards import at_desk, desk_context
from superconnector.portal.calls.desk.sheet import on_desk
from superconnector.portal.files import send, send_copy
from superconnector.portal.localised import words


@login_required
@require_GET
def file(request: HttpRequest, call_id: str, number: str, digest: str) -> HttpResponseBase:
    """A file that stands on the judge's sheet."""
    judge = at_desk(request, call_id)
    assignment = on_desk(judge, number)
    found = file_of(assignment, judge, digest)
    if found is None:
        raise Http404(digest)
    if sheet_of(assignment, judge).blind:
        return _blind(request, judge, assignment, found)
    return send(found.stored, found.shown.name, inline="show" in request.GET)


def _blind(
    request: HttpRequest, judge: Official, assignment: Assignment, found: HeldFile
) -> HttpResponseBase:
    """A copy under a name that says only what was asked; a page where there is none."""
    entry, question = assignment.entry, found.question
    copy = given_blind(entry, question.id, found.stored)
    if copy is None:
        why = shown_blind(entry, question.id, found.stored)
        context = desk_context(judge) | {"number": entry.number, "question": question, "showing": why}
        return render(request, "calls/desk/kept_back.html", context, status=403)
    name = f"{entry.number} {words(question.names)} {found.place}.{copy.kind}"
    return send_copy(copy.path, copy.kind, name, inline="show" in request.GET)
