"""Who stands before an entry: the member of its team, loaded once; everybody else gets Http404."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from superconnector.apps.calls.access import call_or_not, membership
from superconnector.apps.calls.actions.entering import EnteringError
from superconnector.apps.calls.models import Entry, Member
from superconnector.apps.calls.moments import last_second
from superconnector.apps.calls.phases import Timing, entry_timing
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.portal.calls.entering.words import error_words
from superconnector.portal.calls.moments import Moments, moments_of


def mine(request: HttpRequest, call_id: str, number: str) -> Member:
    """This person's place in the team. Raises Http404 for strangers, officers and chairs alike."""
    return membership(call_or_not(call_id), number, request.user)


_SECONDS = re.compile(r"[0-9]{9,11}(\.[0-9]{1,6})?")
WAITED_AT_MOST = timedelta(seconds=60)
"""A request that waited longer for a free worker than this was not received when its proxy says so."""


def received_at(request: HttpRequest) -> datetime:
    """When the request was received: as our own proxy says (`X-Request-Start: t=<seconds>`), else now.

    Without a trusted proxy the header is anybody's and is not read. A crowd at the deadline may wait for
    a worker; nobody is late by that.
    """
    now = timezone.now()
    said = request.headers.get("X-Request-Start", "").removeprefix("t=")
    if not settings.TRUSTED_PROXIES or not _SECONDS.fullmatch(said):
        return now
    at = datetime.fromtimestamp(float(said), UTC)
    return at if now - WAITED_AT_MOST <= at <= now else now


def moments(request: HttpRequest) -> Moments:
    """How moments are said to this reader."""
    return moments_of(request.user, current_ecosystem())


def said(request: HttpRequest, error: Exception) -> str:
    """An action's refusal in words."""
    return error_words(error, moments(request))  # type: ignore[arg-type]


def done(request: HttpRequest, act: Callable[[], str | None], to: str, *at: object) -> HttpResponse:
    """The shape of most forms here: one action, what came of it in words, and on to the next page.

    `act` gives what to say, or nothing; an EnteringError is said in its place.
    """
    try:
        if happened := act():
            messages.success(request, happened)
    except EnteringError as error:
        messages.error(request, said(request, error))
    return redirect(to, *at)


def frame(entry: Entry, member: Member, now: datetime) -> dict[str, object]:
    """What every page of an entry shows: the entry, its call, the deadline, who one is."""
    phase, timing = entry_timing(entry.call, now)
    return {
        "entry": entry,
        "call": entry.call,
        "member": member,
        "closes": last_second(phase.closes_at) if phase and phase.closes_at else None,
        "opens": phase.opens_at if phase else None,
        "taking": timing in (Timing.OPEN, Timing.GRACE),
        "timing": str(Timing.LATE if timing is Timing.GRACE else timing),
        "room": "calls",
    }
