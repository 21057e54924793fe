"""Reads of the base."""

from superconnector.base.models import Edition, EditionFile


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
