"""Organisations and sources."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from superconnector.apps.calls.queries.trials import hosted_by
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.portal.errors import missing


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """All organisations by kind."""
    every = sorted(current_ecosystem().organisations.values(), key=lambda o: (o.kind, o.names.en.casefold()))
    groups = [(kind, list(members)) for kind, members in groupby(every, key=lambda o: o.kind)]
    return render(request, "directory/organisations.html", {"groups": groups, "room": "organisations"})


@require_GET
def organisation(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """One organisation with what it runs or funds, the trials that it hosts and the results that it uses."""
    ecosystem = current_ecosystem()
    if organisation_id not in ecosystem.organisations:
        return missing(request, organisation_id)
    runs = [
        programme
        for programme in ecosystem.programmes.values()
        if organisation_id in {role.id for role in (programme.operator, programme.funder) if role}
    ]
    context = {
        "organisation": ecosystem.organisations[organisation_id],
        "runs": sorted(runs, key=lambda p: p.names.en.casefold()),
        "hosted": hosted_by(organisation_id),
        "room": "organisations",
    }
    return render(request, "directory/organisation.html", context)


@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    """Everything that was read."""
    ecosystem = current_ecosystem()
    shared = [{"source": source, "programme": None} for source in ecosystem.sources.values()]
    own = [
        {"source": source, "programme": programme}
        for programme in sorted(ecosystem.programmes.values(), key=lambda p: p.names.en.casefold())
        for source in programme.sources.values()
    ]
    return render(request, "directory/sources.html", {"entries": shared + own})
