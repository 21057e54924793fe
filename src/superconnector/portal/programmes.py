"""Programmes: the page of one, the catalogue, what is new, and the feed."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from superconnector.apps.programmes import finder
from superconnector.apps.programmes.queries import Entry, current_ecosystem
from superconnector.apps.programmes.queries import catalogue as entries
from superconnector.base.codes import STATES
from superconnector.ecosystem import today_in
from superconnector.ecosystem.schema import NOT_APPLIED_FOR, Programme
from superconnector.portal import syndication
from superconnector.portal.errors import chosen_day, missing
from superconnector.portal.filters import chosen, filter_fields
from superconnector.portal.visitor import visitor

RECENT = timedelta(days=400)


@require_GET
def programme(request: HttpRequest, programme_id: str) -> HttpResponse:
    """The terms as of a day, what changed over time, and the visitor's own answer if there is a profile."""
    ecosystem = current_ecosystem()
    if programme_id in ecosystem.aliases:
        return redirect("programme", ecosystem.aliases[programme_id], permanent=True)
    if programme_id not in ecosystem.programmes:
        return missing(request, programme_id)
    now = today_in(ecosystem)
    on, problem = chosen_day(request.GET.get("on"), now)
    whole = ecosystem.programmes[programme_id]
    view = finder.terms_as_of(ecosystem, whole, on)
    profile = visitor(request, ecosystem).profile
    asked = bool(profile) and programme_id in ecosystem.terms
    canonical = request.build_absolute_uri(reverse("programme", args=[programme_id]))
    context = {
        "programme": whole,
        "terms": view.programme,
        "standing": view.standing,
        "past_who": past_clauses(whole, view.programme),
        "timeline": view.timeline,
        "on": on,
        "today": on == now,
        "errors": [("on", problem)] if problem else [],
        "answer": finder.answer(ecosystem, programme_id, profile, on) if asked else None,
        "received_fact": ecosystem.terms[programme_id].received if asked else "",
        "canonical": canonical,
        "json_ld": syndication.json_ld(ecosystem, whole, canonical),
        "room": "programmes",
    }
    return render(request, "programmes/programme.html", context, status=400 if problem else 200)


def past_clauses(whole: Programme, held: Programme) -> list[object]:
    """Clauses that hold on another day than the one shown."""
    return [term for term in whole.who if term not in held.who]


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """All programmes, filtered and searched; htmx swaps only the list."""
    ecosystem = current_ecosystem()
    filters = chosen(request)
    context = {
        "filters": filters,
        "fields": filter_fields(filters, ecosystem),
        "listed": sorted(entries(filters, today_in(ecosystem)), key=_usefulness),
        "room": "programmes",
    }
    return render(request, "programmes/catalogue.html", context)


def _usefulness(entry: Entry) -> tuple[bool, int]:
    """What one can apply for first, and what is open before what is not; by name within that."""
    return entry.programme.kind in NOT_APPLIED_FOR, list(STATES).index(entry.status)


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """What opened, closed or changed between two days."""
    ecosystem = current_ecosystem()
    now = today_in(ecosystem)
    until, wrong_until = chosen_day(request.GET.get("until"), now)
    since, wrong_since = chosen_day(request.GET.get("since"), until - RECENT)
    errors = [(name, text) for name, text in (("since", wrong_since), ("until", wrong_until)) if text]
    if not errors and since > until:
        errors = [("since", _("The first day is after the last. Swap them."))]
    found = [] if errors else finder.changes(ecosystem, since, until)
    context = {
        "changes": found,
        "since": since,
        "until": until,
        "errors": errors,
        "now": now,
        "room": "changes",
    }
    return render(request, "programmes/changes.html", context, status=400 if errors else 200)


@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """Changes of the last 400 days as an Atom feed (RFC 4287)."""
    ecosystem = current_ecosystem()
    now = today_in(ecosystem)
    found = finder.changes(ecosystem, now - RECENT, now)
    text = syndication.atom(ecosystem, found, request.build_absolute_uri, now)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
