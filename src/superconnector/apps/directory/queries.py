"""Reads of the directory."""

from django.db.models import QuerySet

from superconnector.apps.directory.models import Organisation
from superconnector.base.search import NOTHING, words_of


def organisations(*, text: str = "", kind: str = "") -> QuerySet[Organisation]:
    """Organisations by English name; `text` must occur in the names or aliases; empty means any."""
    rows = Organisation.objects.order_by("name_en", "id")
    if NOTHING in kind:
        return rows.none()
    for word in words_of(text):
        rows = rows.filter(search__contains=word)
    return rows.filter(kind=kind) if kind else rows


def kinds() -> list[str]:
    """The kinds of organisation that occur, sorted."""
    return list(Organisation.objects.order_by("kind").values_list("kind", flat=True).distinct())
