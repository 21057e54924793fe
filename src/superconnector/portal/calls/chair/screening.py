"""The check at the door: every entry, with the questions that nobody could settle there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from superconnector.apps.calls.actions import deciding_door
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Entry
from superconnector.apps.calls.queries.deciding_door import clauses_of, entries_at_door
from superconnector.apps.calls.wall import entry_seen_by
from superconnector.portal.calls.chair.guards import chair_context, in_chair
from superconnector.portal.calls.chair.words import in_words

PAGE = 50


@login_required
@require_GET
def entries(request: HttpRequest, call_id: str) -> HttpResponse:
    """The entries of one state, those with an open question first."""
    chair = in_chair(request, call_id)
    state = request.GET.get("state", "")
    state = state if state in Entry.State.values else str(Entry.State.SUBMITTED)
    pages = Paginator(entries_at_door(chair, state), PAGE)
    context = chair_context(chair, "screening") | {
        "state": state,
        "states": Entry.State.values,
        "page": pages.get_page(request.GET.get("page")),
    }
    return render(request, "calls/chair/entries.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, call_id: str, number: str) -> HttpResponse:
    """One entry at the door; a POST rules it out, lets it in, or settles its open questions."""
    chair = in_chair(request, call_id)
    found = entry_seen_by(chair, number)
    if found is None:
        raise Http404(number)
    how = {"actor": chair.user, "now": timezone.now(), "chair": chair, "number": number}
    if request.method == "POST":
        try:
            if "out" in request.POST:
                deciding_door.rule_out(reason=request.POST.get("reason", ""), **how)
            elif "in" in request.POST:
                deciding_door.let_in(**how)
            else:
                deciding_door.settle(**how)
        except DecidingError as error:
            messages.error(request, in_words(error))
        else:
            messages.success(request, _("Done. It is in the journal."))
        return redirect("chair-entry", call_id, number)
    minors = found.members.filter(minor=True).order_by("joined_at", "id")
    context = chair_context(chair, "screening") | {
        "entry": found,
        "clauses": clauses_of(found),
        "minors": minors,
    }
    return render(request, "calls/chair/entry.html", context)
