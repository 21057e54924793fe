"""Keeping a file: written beside its place while it is counted and hashed, checked, then moved there.

A file that is refused, cut off or killed in the middle leaves nothing behind that anybody can reach.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from django.conf import settings
from django.db import transaction

from superconnector.base.files.archives import OFFICE, check_archive
from superconnector.base.files.documents import PICTURES, check_pdf, check_picture, check_text
from superconnector.base.files.media import check_media
from superconnector.base.files.models import StoredFile
from superconnector.base.files.names import clean_name, ending
from superconnector.base.files.refusals import FileRefusedError
from superconnector.base.files.shapes import check_shape

log = logging.getLogger(__name__)
BLOCK = 1024 * 1024
MEGABYTE = 1024 * 1024


def keep_file(
    *,
    upload: IO[bytes],
    name: str,
    allowed: Sequence[str],
    most_bytes: int,
    most_pages: int | None = None,
    now: datetime,
) -> StoredFile:
    """Keep what `upload` gives, if it is one of the `allowed` kinds (endings as of the call's file).

    The same bytes are kept once. Raises FileRefusedError; then nothing was kept.
    """
    name, kind = clean_name(name), ending(name)
    if kind not in allowed:
        raise FileRefusedError("kind", name=name, allowed=tuple(allowed))
    root = Path(settings.FILES_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=root, prefix=".arriving-", delete=False) as arriving:
        path = Path(arriving.name)
        try:
            digest = _copy(upload, arriving, most_bytes, name)
            facts = _checked(path, kind, name)
            _check_pages(facts, most_pages, name)
            return _place(path, digest, kind, facts, now)
        finally:
            path.unlink(missing_ok=True)


def path_of(stored: StoredFile) -> Path:
    """Where the bytes lie."""
    return Path(settings.FILES_ROOT) / stored.digest[:2] / stored.digest[2:]


def is_whole(stored: StoredFile) -> bool:
    """Whether the bytes are there and still the ones that were handed in."""
    path = path_of(stored)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == stored.digest


def _copy(upload: IO[bytes], to: IO[bytes], most: int, name: str) -> str:
    sha, size = hashlib.sha256(), 0
    while block := upload.read(BLOCK):
        size += len(block)
        if size > most:
            raise FileRefusedError("too-big", name=name, most=most // MEGABYTE)
        sha.update(block)
        to.write(block)
    if not size:
        raise FileRefusedError("empty", name=name)
    to.flush()
    os.fsync(to.fileno())
    return sha.hexdigest()


def _checked(path: Path, kind: str, name: str) -> dict[str, object]:
    """What a file that is made to hurt brings a library to raise is nobody's fault but the file's."""
    try:
        return _check(path, kind, name)
    except FileRefusedError:
        raise
    except TimeoutError as error:
        raise FileRefusedError("busy", name=name) from error
    except Exception as error:
        log.warning("A file of kind %s brought its check to raise.", kind, exc_info=True)
        raise FileRefusedError("broken", name=name) from error


def _check(path: Path, kind: str, name: str) -> dict[str, object]:
    if kind == "pdf":
        return check_pdf(path, name)
    if kind in PICTURES:
        return check_picture(path, kind, name)
    if kind in OFFICE or kind in ("zip", "usdz"):
        return check_archive(path, kind, name)
    if kind in ("txt", "md", "csv"):
        return check_text(path, kind, name)
    if kind in ("glb", "gltf", "stl", "obj", "ply"):
        return check_shape(path, kind, name)
    return check_media(path, kind, name)


def _check_pages(facts: dict[str, object], most: int | None, name: str) -> None:
    """A format whose pages cannot be counted passes: unknown is not too many. The page says so."""
    pages = facts.get("pages")
    if most is not None and isinstance(pages, int) and pages > most:
        raise FileRefusedError("pages", name=name, pages=pages, most=most)


def _place(path: Path, digest: str, kind: str, facts: dict[str, object], now: datetime) -> StoredFile:
    """Row and bytes together, under the lock of the row: a sweep of files that nobody names takes neither.

    The bytes come anew even where they lie there, so that their time is now.
    """
    row = StoredFile(digest=digest, size=path.stat().st_size, kind=kind, facts=facts, kept_at=now)
    path.chmod(0o440)
    with transaction.atomic():
        stored = held(row)
        place = path_of(stored)
        place.parent.mkdir(exist_ok=True)
        path.replace(place)
    return stored


def held(row: StoredFile) -> StoredFile:
    """The row of this content, locked to the end of the transaction; this one where there is none yet."""
    while True:
        StoredFile.objects.bulk_create([row], ignore_conflicts=True)
        found = StoredFile.objects.select_for_update().filter(digest=row.digest).first()
        if found is not None:  # else a sweep took the one that was there between the two
            return found
