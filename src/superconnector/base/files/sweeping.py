"""Sweeping: what interrupted uploads left, bytes that nobody names, and what was made of bytes that are gone.

An upload of the same content may come at that very moment. It and the sweep both hold the row of the content
while they touch its bytes, and an upload makes the bytes new: what is young is never swept.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from superconnector.base.files.keeping import held
from superconnector.base.files.models import StoredFile

UNFINISHED = timedelta(hours=1)
"""Nobody sends, and no program makes a preview, for as long."""
UNNAMED = timedelta(days=1)
"""Between keeping a file and naming it lie seconds."""
ASIDE = ".swept-"
_FOLDER, _REST = re.compile(r"[0-9a-f]{2}"), re.compile(r"[0-9a-f]{62}")
_PREVIEW = re.compile(r"([0-9a-f]{64})\.[a-z0-9.]+")


@dataclass(frozen=True, slots=True)
class Swept:
    """What was removed, or would be: paths below the root of the files, and their bytes in all."""

    unfinished: tuple[str, ...]
    unnamed: tuple[str, ...]
    previews: tuple[str, ...]
    size: int


class _StaysError(Exception):
    """The content is named or young after all; ends the transaction."""


def sweep(*, now: datetime, named: Collection[str], apply: bool) -> Swept:
    """Find what can go, and remove it where `apply` says so.

    `now`: by the clock of the machine, with which the times of files are compared. `named`: digests that some
    text names; rows that point to a file are found here. What was named once and is not any more goes too.
    """
    root = Path(settings.FILES_ROOT)
    left = [each for each in _unfinished(root) if _age(each, now) > UNFINISHED]
    seen = sorted(_digests(root) - _pointed_to() - set(named))
    sizes = {each: _bytes(_place(each)) for each in seen if _can_go(each, named, now)}
    gone = [each for each in sizes if not apply or _removed(each, named, now)]
    kept = set(_rows()) - set(gone)
    stale = [
        each for each in _previews(root) if _digest_of(each) not in kept and _age(each, now) > UNFINISHED
    ]
    size = sum(map(_bytes, left)) + sum(sizes[each] for each in gone) + sum(map(_bytes, stale))
    for each in (*left, *stale) if apply else ():
        _drop(each)
    return Swept(_below(root, left), _below(root, map(_place, gone)), _below(root, stale), size)


def _below(root: Path, paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(str(each.relative_to(root)) for each in paths)


# --- what lies there -------------------------------------------------------------------------------------


def _inside(folder: Path) -> list[Path]:
    """Sorted; no link is followed or listed."""
    return sorted(each for each in folder.iterdir() if not each.is_symlink()) if folder.is_dir() else []


def _unfinished(root: Path) -> Iterator[Path]:
    yield from (
        each for each in _inside(root) if each.name.startswith((".arriving-", ASIDE)) and each.is_file()
    )
    yield from (each for each in _inside(root / "previews") if each.is_dir())


def _digests(root: Path) -> set[str]:
    """Of all contents: those with a row and those with bytes."""
    folders = [each for each in _inside(root) if _FOLDER.fullmatch(each.name)]
    lying = {
        folder.name + each.name
        for folder in folders
        for each in _inside(folder)
        if _REST.fullmatch(each.name) and each.is_file()
    }
    return lying | set(_rows())


def _rows() -> Iterator[str]:
    return StoredFile.objects.order_by("digest").values_list("digest", flat=True).iterator()


def _previews(root: Path) -> list[Path]:
    return [each for each in _inside(root / "previews") if each.is_file() and _PREVIEW.fullmatch(each.name)]


def _digest_of(preview: Path) -> str:
    return preview.name.partition(".")[0]


def _place(digest: str) -> Path:
    return Path(settings.FILES_ROOT) / digest[:2] / digest[2:]


def _age(path: Path, now: datetime) -> timedelta:
    """Of what is gone meanwhile: none."""
    try:
        return now - datetime.fromtimestamp(path.stat().st_mtime, now.tzinfo)
    except FileNotFoundError:
        return timedelta(0)


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:
        return 0


# --- what can go -----------------------------------------------------------------------------------------


def _can_go(digest: str, named: Collection[str], now: datetime) -> bool:
    if digest in named or _is_pointed_to(digest):
        return False
    place = _place(digest)
    if place.exists():
        return _age(place, now) > UNNAMED
    row = StoredFile.objects.filter(digest=digest).first()
    return row is not None and now - row.kept_at > UNNAMED


def _relations() -> list[Any]:
    """From every table that points to contents, of apps that this one does not know too."""
    fields = StoredFile._meta.get_fields(include_hidden=True)
    return [each for each in fields if each.auto_created and not each.concrete]


def _pointed_to() -> set[str]:
    found: set[str] = set()
    for each in _relations():
        rows = each.related_model._base_manager.order_by().values_list(each.field.attname, flat=True)
        found.update(rows.distinct().iterator())
    return found


def _is_pointed_to(digest: str) -> bool:
    rows = (each.related_model._base_manager.filter(**{each.field.name: digest}) for each in _relations())
    return any(each.exists() for each in rows)


def _removed(digest: str, named: Collection[str], now: datetime) -> bool:
    """Remove row and bytes, unless somebody came before; whether they are gone.

    Bytes without a row get one, so that there is something to hold; it does not outlive the transaction. The
    bytes are put aside first and removed once the row is gone for good.
    """
    place, aside = _place(digest), Path(settings.FILES_ROOT) / f"{ASIDE}{digest}"
    try:
        with transaction.atomic():
            row = held(StoredFile(digest=digest, size=1, kind="none", kept_at=now))
            if not _can_go(digest, named, now):
                raise _StaysError
            row.delete()
            if place.exists():
                place.replace(aside)
    except _StaysError:
        return False
    except BaseException:
        if aside.exists() and not place.exists():
            aside.replace(place)
        raise
    aside.unlink(missing_ok=True)
    return True


def _drop(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
