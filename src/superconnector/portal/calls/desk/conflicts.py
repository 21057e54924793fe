"""The chair reviews conflicts, as far as the chair may know of them."""

from __future__ import annotations

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from superconnector.apps.calls.actions.conflicts import ConflictError, decide_conflicts, find_conflicts
from superconnector.apps.calls.models import Conflict, Official
from superconnector.apps.calls.queries.conflicts import counts, grounds
from superconnector.portal.calls.desk.guards import desk_context, in_chair
from superconnector.portal.calls.desk.words import in_words

_ID = re.compile("[0-9]{1,18}")


@login_required
@require_http_methods(["GET", "POST"])
def conflicts(request: HttpRequest, call_id: str) -> HttpResponse:
    """The conflicts of one state by reason; a POST decides about those that are ticked."""
    chair = in_chair(request, call_id)
    asked = request.GET.get("state", "")
    state = asked if asked in Conflict.State.values else str(Conflict.State.SUSPECTED)
    if request.method == "POST":
        _decide(request, chair)
        return redirect(f"{reverse('chair-conflicts', args=[call_id])}?state={state}")
    found = {"state": state, "grounds": grounds(chair, state), "counts": counts(chair)}
    return render(request, "calls/desk/conflicts.html", desk_context(chair) | found)


def _decide(request: HttpRequest, chair: Official) -> None:
    ids = {int(each) for each in request.POST.getlist("conflict") if _ID.fullmatch(each)}
    wanted = Conflict.State.DISMISSED if "dismiss" in request.POST else Conflict.State.CONFIRMED
    try:
        number = decide_conflicts(actor=chair.user, now=timezone.now(), chair=chair, ids=ids, state=wanted)
    except ConflictError as error:
        messages.error(request, in_words(error))
        return
    said = ngettext("%(number)s conflict is decided.", "%(number)s conflicts are decided.", number)
    messages.success(request, said % {"number": number})


@login_required
@require_POST
def find(request: HttpRequest, call_id: str) -> HttpResponse:
    """Look for conflicts of everybody with every entry."""
    chair = in_chair(request, call_id)
    try:
        find_conflicts(actor=chair.user, now=timezone.now(), call=chair.call)
    except ConflictError as error:
        messages.error(request, in_words(error))
    else:
        messages.success(request, _("All officials were compared with all entries."))
    return redirect("chair-conflicts", call_id)
