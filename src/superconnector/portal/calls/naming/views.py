"""Saying that a file names nobody (team and chair), and that an entry names its team (judge)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from superconnector.apps.calls.actions.entering import EnteringError
from superconnector.apps.calls.actions.naming import (
    NamingError,
    flag_names_team,
    let_be_shown,
    say_names_nobody,
)
from superconnector.portal.calls.chair.guards import in_chair
from superconnector.portal.calls.desk.guards import at_desk
from superconnector.portal.calls.desk.sheet import on_desk
from superconnector.portal.calls.entering.guards import mine, received_at, said


@never_cache
@login_required
@require_POST
def of_team(request: HttpRequest, call_id: str, number: str, file_id: int) -> HttpResponse:
    """The team says that a file names nobody, or takes that back."""
    now, member, says = received_at(request), mine(request, call_id, number), "yes" in request.POST
    try:
        row = say_names_nobody(actor=request.user, now=now, entry=member.entry, file_id=file_id, says=says)
    except EnteringError as error:
        if error.code == "no-file":
            raise Http404(file_id) from None
        messages.error(request, said(request, error))
        return redirect("entry", call_id, number)
    messages.success(request, _told(says=says))
    return redirect("entry-question", call_id, number, row.question)


@login_required
@require_POST
def of_chair(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """A chair says it in the team's place."""
    chair, says, file_id = in_chair(request, call_id), "yes" in request.POST, request.POST.get("file", "")
    if not (file_id.isascii() and file_id.isdigit() and len(file_id) < 18):
        raise Http404(file_id)
    try:
        let_be_shown(
            actor=chair.user, now=timezone.now(), chair=chair, number=number, file_id=int(file_id), says=says
        )
    except NamingError:
        raise Http404(file_id) from None
    messages.success(request, _told(says=says))
    return redirect("chair-entry", call_id, number)


@login_required
@require_POST
def of_judge(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """A judge tells the chairs that the entry names its team."""
    judge = at_desk(request, call_id)
    assignment, note = on_desk(judge, number), request.POST.get("note", "")
    try:
        flag_names_team(actor=judge.user, now=timezone.now(), assignment=assignment, note=note)
    except NamingError:
        raise Http404(number) from None
    messages.success(request, _("Thank you. The chairs of the call read it."))
    return redirect("judging-entry", call_id, number)


def _told(*, says: bool) -> str:
    return _("Judges will be given this file.") if says else _("Judges will not be given this file.")
