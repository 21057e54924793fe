"""One click reminds a judge, or all who were not reminded within a day."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from superconnector.apps.calls.actions.reminders import remind, remind_all
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.portal.calls.chair.guards import in_chair
from superconnector.portal.calls.chair.words import in_words


@login_required
@require_POST
def reminder(request: HttpRequest, call_id: str) -> HttpResponse:
    """Remind the judge of this office; without one, all who are due."""
    chair, judge = in_chair(request, call_id), request.POST.get("judge", "")
    how = {
        "actor": chair.user,
        "now": timezone.now(),
        "chair": chair,
        "address": request.build_absolute_uri(reverse("judging", args=[call_id])),
    }
    try:
        if judge.isascii() and judge.isdigit() and len(judge) < 18:
            remind(judge_id=int(judge), **how)
            messages.success(request, _("A reminder is on its way."))
        else:
            count = remind_all(**how)
            said = ngettext("%(n)s judge is reminded.", "%(n)s judges are reminded.", count)
            messages.success(request, said % {"n": count})
    except DecidingError as error:
        messages.error(request, in_words(error))
    return redirect("chair", call_id)
