"""The public vote of a group: the ballot while it is open, the count after its close, nothing in between."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from superconnector.apps.calls.access import call_or_not
from superconnector.apps.calls.actions.voting import VotingError, cast_vote, issue_ballot
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call, Entry, Phase
from superconnector.apps.calls.moments import last_second
from superconnector.apps.calls.phases import open_phase
from superconnector.apps.calls.queries.shown import shown_all
from superconnector.apps.calls.queries.voting import tally, turnout, vote_ended, vote_groups
from superconnector.portal.calls.after.guards import frame
from superconnector.portal.calls.after.words import in_words


@never_cache
@require_GET
def vote(request: HttpRequest, call_id: str, group: str) -> HttpResponse:
    """The ballot of a voter, which is the same each time; for others, when and how one votes."""
    call = _voting(call_id, group)
    now = timezone.now()
    open_now = open_phase(call, Phase.Kind.VOTE, now)
    context = frame(call) | {
        "group": definition_of(call).group(group),
        "closes": last_second(open_now.closes_at) if open_now and open_now.closes_at else None,
        "opens": call.phases.filter(kind=Phase.Kind.VOTE, opens_at__gt=now).order_by("opens_at").first(),
        "state": "open" if open_now else "ended" if vote_ended(call, now) else "early",
    }
    if open_now and request.user.is_authenticated:
        context |= _ballot(request, call, group)
    elif context["state"] == "ended":
        context |= _count(call, group)
    return render(request, "calls/after/vote.html", context)


@login_required
@require_POST
def cast(request: HttpRequest, call_id: str, group: str) -> HttpResponse:
    """Choose; until the close the choice may be changed."""
    call, number = _voting(call_id, group), request.POST.get("choice", "")
    try:
        issue_ballot(actor=request.user, now=timezone.now(), call=call, group=group)
        cast_vote(actor=request.user, now=timezone.now(), call=call, group=group, number=number)
    except VotingError as error:
        messages.error(request, in_words(error))
    else:
        messages.success(request, _("Your vote is counted. You can change it until the close."))
    return redirect("vote", call_id, group)


def _voting(call_id: str, group: str) -> Call:
    """The call, if the public votes on the group. Raises Http404."""
    call = call_or_not(call_id)
    if group not in vote_groups(call):
        raise Http404(group)
    return call


def _ballot(request: HttpRequest, call: Call, group: str) -> dict[str, Any]:
    try:
        ballot = issue_ballot(actor=request.user, now=timezone.now(), call=call, group=group)  # type: ignore[arg-type]
    except VotingError as error:
        return {"why": error.code, "said": in_words(error)}
    entries = Entry.objects.filter(call=call, number__in=ballot.offered, state=Entry.State.SUBMITTED)
    cards = {card.entry.number: card for card in shown_all(call, list(entries.order_by("pk")))}
    return {"ballot": ballot, "cards": [cards[number] for number in ballot.offered if number in cards]}


def _count(call: Call, group: str) -> dict[str, Any]:
    counted = tally(call, group, timezone.now()) or []
    issued, given = turnout(call, group)
    titles = {card.entry.pk: card.title for card in shown_all(call, [each.entry for each in counted])}
    rows = [(titles[each.entry.pk], each) for each in counted]
    return {
        "rows": rows,
        "most": max((each.votes for each in counted), default=0),
        "issued": issued,
        "given": given,
    }
