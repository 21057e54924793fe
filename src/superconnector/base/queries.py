"""Reads of the base."""

from superconnector.base.models import Edition, EditionFile


def current_edition() -> Edition | None:
    """The edition in use, or None before the first load."""
    return Edition.objects.filter(current=True).first()


def files_of(edition: Edition) -> dict[str, str]:
    """Path → text of every file of an edition."""
    rows = EditionFile.objects.filter(edition=edition).order_by("path")
    return dict(rows.values_list("path", "content__text"))
