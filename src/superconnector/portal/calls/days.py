"""The days of a call as a calendar (RFC 5545): when each phase opens and closes, as moments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from icalendar import Calendar, Event

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Call
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.portal.calls.public_page import PhaseRow, phase_rows
from superconnector.portal.localised import words


@require_GET
def calendar(request: HttpRequest, call_id: str) -> HttpResponse:
    """Of a running call its own days, of a file those that sources state. Raises Http404 where none are."""
    running = Call.objects.select_related("pinned").filter(pk=call_id).first()
    file = definition_of(running) if running else current_ecosystem().calls.get(call_id)
    now = timezone.now()
    rows = phase_rows(file, running, now) if file else []
    events = [event for row in rows for event in _events(row, call_id, _name(file, running))]
    if not events:
        raise Http404(call_id)
    made = Calendar()
    made.add("prodid", "-//Superconnector//call//EN")
    made.add("version", "2.0")
    for event in events:
        event.add("dtstamp", now)
        event.add("url", request.build_absolute_uri(reverse("call", args=[call_id])))
        made.add_component(event)
    response = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{call_id}.ics"'
    return response


def _name(file: CallFile | None, running: Call | None) -> str:
    name = words(file.names) if file else ""
    if running and running.rehearsal:
        return f"{name} · {_('Rehearsal: nothing here is real')}"
    return name


def _events(row: PhaseRow, call_id: str, call: str) -> Iterator[Event]:
    """A moment without length each, in UTC, so that every calendar shows it in its reader's own time."""
    said = {"phase": row.name, "call": call}
    if row.opens:
        yield _event(f"{call_id}.{row.file.id}.opens", row.opens, _("%(phase)s opens: %(call)s") % said)
    if row.closes:
        yield _event(f"{call_id}.{row.file.id}.closes", row.closes, _("%(phase)s closes: %(call)s") % said)


def _event(key: str, moment: datetime, title: str) -> Event:
    event = Event()
    event.add("uid", f"{key}@superconnector")
    event.add("dtstart", moment.astimezone(UTC))
    event.add("summary", title)
    return event
