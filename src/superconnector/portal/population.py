"""What the rules do to everyone, for officers: the stored reports, one report, one programme in it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.base.models import PopulationReport
from superconnector.base.population.access import may_see_population
from superconnector.base.queries import figures_of, population_reports
from superconnector.portal import population_page as page


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """All stored reports, the newest first."""
    _guard(request)
    context = {"reports": population_reports()[: page.MOST_REPORTS], "room": "population"}
    return render(request, "population/reports.html", context)


@require_GET
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """All programmes of a report, for everyone or for one part of the population."""
    stored = _stored(request, report_id)
    found = figures_of(stored.digest)
    context = page.report_context(stored, found, current_ecosystem(), request.GET.get("part", ""))
    return render(request, "population/report.html", context)


@require_GET
def programme(request: HttpRequest, report_id: int, programme_id: str) -> HttpResponse:
    """One programme: who fails where, what it costs, the parts of the population, two versions."""
    stored = _stored(request, report_id)
    found = figures_of(stored.digest)
    if programme_id not in found.tallies:
        raise Http404
    chosen = page.Chosen(request.GET.get("by", ""), request.GET.get("give", ""))
    context = page.programme_context(stored, found, current_ecosystem(), programme_id, chosen)
    return render(request, "population/programme.html", context)


def _guard(request: HttpRequest) -> None:
    """Raises Http404 for everybody but officers."""
    if not may_see_population(getattr(request, "user", None)):
        raise Http404


def _stored(request: HttpRequest, report_id: int) -> PopulationReport:
    _guard(request)
    return get_object_or_404(population_reports(), pk=report_id)
