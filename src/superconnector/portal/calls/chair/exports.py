"""Tables for a spreadsheet. A cell that a spreadsheet would run as a formula is kept as text."""

from __future__ import annotations

import csv

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from superconnector.apps.calls.queries.overview_export import TABLES
from superconnector.portal.calls.chair.guards import in_chair

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@login_required
@require_GET
def export(request: HttpRequest, call_id: str, table: str) -> HttpResponse:
    """One of the tables as CSV in UTF-8, with the mark that spreadsheets look for."""
    chair = in_chair(request, call_id)
    if table not in TABLES:
        raise Http404(table)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{call_id}-{table}.csv"'
    writer = csv.writer(response, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([safe(cell) for cell in row] for row in TABLES[table](chair))
    return response


def safe(cell: object) -> object:
    """A text that begins as a formula does gets an apostrophe before it; figures stay figures."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(RUNS):
        return f"'{cell}"
    return "" if cell is None else cell
