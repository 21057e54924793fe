"""The public pages of calls: all of them, and one, whether it runs or is on record only."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from superconnector.apps.calls.access import may_open_calls
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call
from superconnector.apps.calls.queries.entering import my_entries
from superconnector.apps.calls.queries.nominating import nominations_of
from superconnector.apps.calls.queries.public import offices_of, running_calls, seed_of
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.portal.calls.public_page import Line, criterion_rows, phase_rows, record, winners_of


@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """What runs now, what is yours, and the record of past editions."""
    now, ecosystem = timezone.now(), current_ecosystem()
    lines = [Line.of(each, now) for each in running_calls()]
    sees_rehearsals = settings.DEMO or may_open_calls(request.user)
    context = {
        "running": [line for line in lines if not line.call.rehearsal],
        "rehearsals": [line for line in lines if line.call.rehearsal and sees_rehearsals],
        "mine": my_entries(request.user)[:20] if request.user.is_authenticated else [],
        "offices": offices_of(request.user) if request.user.is_authenticated else [],
        "asked": nominations_of(request.user, now) if request.user.is_authenticated else [],
        "record": record(ecosystem),
        "may_open": may_open_calls(request.user),
        "room": "calls",
    }
    return render(request, "calls/public/calls.html", context)


@require_GET
def call(request: HttpRequest, call_id: str) -> HttpResponse:
    """A running call by its id; else the file of that id, with the calls that run from it."""
    ecosystem, now = current_ecosystem(), timezone.now()
    running = Call.objects.select_related("pinned").filter(pk=call_id).first()
    if running is None and call_id not in ecosystem.calls:
        raise Http404(call_id)
    file = definition_of(running) if running else ecosystem.calls[call_id]
    phases = phase_rows(file, running, now)
    context = {
        "call": running,
        "file": file,
        "programme": file,  # what citations look their sources up in
        "line": Line.of(running, now) if running else None,
        "siblings": [] if running else list(Call.objects.filter(definition=call_id, rehearsal=False)),
        "phases": phases,
        "dated": any(each.opens or each.closes for each in phases),
        "mine": my_entries(request.user, running) if running and request.user.is_authenticated else [],
        "seed": seed_of(running) if running else None,
        "criteria": criterion_rows(file, running),
        "winners": winners_of(running, now) if running else [],
        "part_of": ecosystem.programmes.get(file.programme) if file.programme else None,
        "room": "calls",
    }
    return render(request, "calls/public/call.html", context)
