"""Forgetting files that nothing names any more. The bytes go once the rows are gone for good."""

from __future__ import annotations

import logging
from collections.abc import Collection
from pathlib import Path
from time import time

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from superconnector.base.files.keeping import path_of
from superconnector.base.files.models import StoredFile

log = logging.getLogger(__name__)
ARRIVING = 60
"""Seconds: so young a file may be somebody's who is just handing in the same bytes, before there is a row."""


def forget_unused(digests: Collection[str]) -> int:
    """Forget those of these files that no row names; how many. Needs a transaction.

    A file that is needed is kept by a foreign key with on_delete=PROTECT.
    """
    gone = [each for each in StoredFile.objects.filter(pk__in=digests).order_by("pk") if _is_unused(each)]
    transaction.on_commit(lambda: _unlink_all(gone))
    return len(gone)


def _is_unused(stored: StoredFile) -> bool:
    try:
        with transaction.atomic():
            StoredFile.objects.filter(pk=stored.pk).delete()
    except ProtectedError:
        return False
    return True


def _unlink_all(gone: Collection[StoredFile]) -> None:
    for each in gone:
        _unlink(each)


def _unlink(stored: StoredFile) -> None:
    """The bytes and the previews made of them, unless somebody has handed in the same ones meanwhile."""
    place = path_of(stored)
    if StoredFile.objects.filter(pk=stored.digest).exists() or not place.is_file():
        return
    if time() - place.stat().st_mtime < ARRIVING:
        log.warning("The bytes of a forgotten file were just written; nothing names them: %s", place)
        return
    for each in [place, *(Path(settings.FILES_ROOT) / "previews").glob(f"{stored.digest}.*")]:
        each.unlink(missing_ok=True)
