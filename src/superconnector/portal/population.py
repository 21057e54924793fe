"""What the rules do to everyone, for officers: the stored reports, one report, one programme in it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import remove_population_report
from superconnector.base.models import PopulationReport
from superconnector.base.population.access import may_see_population
from superconnector.base.population.results import as_bytes
from superconnector.base.queries import figures_of, population_reports, results_of
from superconnector.portal import population_page as page

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}


@never_cache
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """All stored reports, the newest first."""
    _guard(request)
    context = {"reports": population_reports()[: page.MOST_REPORTS], "room": "population"}
    return render(request, "population/reports.html", context)


@never_cache
@require_GET
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """All programmes of a report, for everyone or for one part of the population."""
    stored = _stored(request, report_id)
    found = figures_of(stored.digest)
    context = page.report_context(stored, found, current_ecosystem(), request.GET.get("part", ""))
    return render(request, "population/report.html", context)


@never_cache
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


@never_cache
@require_GET
def export(request: HttpRequest, report_id: int, kind: str) -> HttpResponse:
    """All numbers of a report as a file."""
    stored = _stored(request, report_id)
    response = HttpResponse(as_bytes(results_of(stored.digest), kind), content_type=FORMS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="population-{stored.pk}.{kind}"'
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, report_id: int) -> HttpResponse:
    """Ask once more, then take the report away."""
    stored = _stored(request, report_id)
    if request.method == "POST":
        actor = journal_name(request.user)  # type: ignore[arg-type]  # an officer, by _stored
        remove_population_report(report=stored, actor=actor, now=timezone.now())
        messages.success(request, _("The report is removed."))
        return redirect("population")
    return render(request, "population/remove.html", {"report": stored, "room": "population"})


def _guard(request: HttpRequest) -> None:
    """Raises Http404 for everybody but officers."""
    if not may_see_population(getattr(request, "user", None)):
        raise Http404


def _stored(request: HttpRequest, report_id: int) -> PopulationReport:
    _guard(request)
    return get_object_or_404(population_reports(), pk=report_id)
