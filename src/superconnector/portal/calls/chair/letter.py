"""The letter on a page of the entrant's own, and the appeal against the decision."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from superconnector.apps.calls.access import call_or_not, membership
from superconnector.apps.calls.actions.appeals import appeal
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Phase
from superconnector.apps.calls.moments import last_second
from superconnector.apps.calls.phases import open_phase
from superconnector.apps.calls.queries.appeals import appeals_of
from superconnector.apps.calls.queries.letters import letters_to
from superconnector.portal.calls.chair.words import in_words


@login_required
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """The letters to this member, the latest first; a POST appeals against the decision of one."""
    member = membership(call_or_not(call_id), number, request.user)  # type: ignore[arg-type]
    entry, now = member.entry, timezone.now()
    found = list(letters_to(request.user, entry))  # type: ignore[arg-type]
    if not found:
        raise Http404(number)
    if request.method == "POST":
        stage, text = request.POST.get("stage", ""), request.POST.get("text", "")
        try:
            appeal(actor=request.user, now=now, member=member, stage=stage, text=text)  # type: ignore[arg-type]
        except DecidingError as error:
            messages.error(request, in_words(error))
        else:
            messages.success(request, _("Your appeal is received. The answer will stand on this page."))
        return redirect("entry-letter", call_id, number)
    phase = open_phase(entry.call, Phase.Kind.APPEAL, now)
    context = {
        "call": entry.call,
        "entry": entry,
        "file": definition_of(entry.call),
        "letters": found,
        "appeals": appeals_of(entry),
        "appealing": phase is not None,
        "until": last_second(phase.closes_at) if phase and phase.closes_at else None,
        "room": "calls",
    }
    return render(request, "calls/chair/letter.html", context)
