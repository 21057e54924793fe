"""Reads of the base."""

from functools import lru_cache

from django.db.models import F, QuerySet

from superconnector.base.models import Content, Edition, EditionFile, PopulationReport
from superconnector.base.population.figures import Figures, figures
from superconnector.base.population.results import Results
from superconnector.base.population.stored import from_json


def current_edition() -> Edition | None:
    """The edition in use, or None before the first load."""
    return Edition.objects.filter(current=True).first()


def locked_edition() -> Edition | None:
    """The edition in use, in a transaction that nobody else who asks this way is in.

    All editions are locked first and the current one is read after the wait, so that the edition of a load
    that ended meanwhile is seen. On SQLite a transaction is alone from its start.
    """
    list(Edition.objects.select_for_update().order_by("id").values_list("id", flat=True))
    return current_edition()


def files_of(edition: Edition) -> dict[str, str]:
    """Path → text of every file of an edition."""
    rows = EditionFile.objects.filter(edition=edition).order_by("path")
    return dict(rows.values_list("path", "content__text"))


def population_reports() -> QuerySet[PopulationReport]:
    """The stored reports without their numbers, the newest first; `about` says of what each is."""
    reports = PopulationReport.objects.defer("body").annotate(about=F("body__about"))
    return reports.order_by("-created_at", "-id")


def results_of(digest: str) -> Results:
    """The results that a stored report holds. Raises PopulationReport.DoesNotExist."""
    return from_json(digest, PopulationReport.objects.values_list("body", flat=True).get(digest=digest))


@lru_cache(maxsize=4)
def figures_of(digest: str) -> Figures:
    """The same, read. A body never changes under its digest, so the last few are kept."""
    return figures(results_of(digest))


def pinned_text(path: str) -> Content | None:
    """The content of a file of the current edition, to be pinned; None where the edition has none."""
    row = EditionFile.objects.select_related("content").filter(edition__current=True, path=path).first()
    return row.content if row else None
