"""A ranking with other weights, and where one more reading tells most."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from superconnector.apps.calls.actions.ranking_extras import assign_extras
from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Official, RankingRun
from superconnector.apps.calls.queries.ranking import latest_run
from superconnector.apps.calls.queries.ranking_tries import extras, other_weights
from superconnector.apps.calls.wall import entries_seen_by
from superconnector.portal.calls.chair.guards import chair_context, group_of, in_chair, round_asked
from superconnector.portal.calls.chair.words import in_words


@login_required
@require_GET
def what_if(request: HttpRequest, call_id: str, group_id: str) -> HttpResponse:
    """Who would win if a weight were ten points of a hundred more or less."""
    chair = in_chair(request, call_id)
    group, judged = group_of(chair, group_id), round_asked(request, chair)
    run = _scored(chair, group_id, judged.stage)
    entries = entries_seen_by(chair).filter(group=group_id).order_by("number")
    names = {number: title or number for number, title in entries.values_list("number", "title")}
    changes = [
        (change, [names[each] for each in change.enter], [names[each] for each in change.leave])
        for change in other_weights(run)
    ]
    context = chair_context(chair, "ranking", judged) | {"group": group, "run": run, "changes": changes}
    return render(request, "calls/chair/what_if.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def next_readings(request: HttpRequest, call_id: str, group_id: str) -> HttpResponse:
    """Where the next readings should go; a POST gives them to the judges named."""
    chair = in_chair(request, call_id)
    group, judged = group_of(chair, group_id), round_asked(request, chair)
    run = _scored(chair, group_id, judged.stage)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            count = assign_extras(actor=chair.user, now=timezone.now(), chair=chair, run=run, seen=seen)
        except DecidingError as error:
            messages.error(request, in_words(error))
        else:
            said = ngettext("%(n)s reading is given out.", "%(n)s readings are given out.", count)
            messages.success(request, said % {"n": count})
        return redirect(request.get_full_path())
    context = chair_context(chair, "ranking", judged) | {"group": group, "run": run}
    context["extras"] = extras(chair, run)
    return render(request, "calls/chair/next_readings.html", context)


def _scored(chair: Official, group: str, stage: str) -> RankingRun:
    """The last ranking of the round by scores. Raises Http404 without one."""
    run = latest_run(chair, group, stage)
    if run is None or run.settings["mode"] != "scores":
        raise Http404(group)
    return run
