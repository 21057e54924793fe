"""What a team builds after the decision, state by state: each is written once, the next is the next row."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import IO

from django.db import transaction
from django.utils import timezone

from superconnector.apps.calls.models import Entry, Prototype
from superconnector.apps.calls.queries.showcase import honoured
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record
from superconnector.base.files.keeping import MEGABYTE, keep_file
from superconnector.base.files.models import StoredFile
from superconnector.base.files.names import clean_name
from superconnector.base.pace import keep_pace

MOST = 40
"""States of one entry; with the next line, what its files may take of the disk."""
MOST_MB = 50
TYPES = ("pdf", "pptx", "docx", "png", "jpg", "mp4", "webm", "zip", "glb", "stl", "obj", "ply", "txt", "md")


class PrototypeError(ValueError):
    """Nothing was written. `code` names why; faces have the words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Built:
    """A state of the prototype: its version as the team counts, the day it was made, what changed."""

    version: str
    made_on: date
    changed: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrives."""

    content: IO[bytes]
    name: str


def record_prototype(
    *, actor: User, now: datetime, entry: Entry, built: Built, upload: Upload | None = None
) -> Prototype:
    """Write down one more state of what the team builds, with its file if there is one.

    Raises PrototypeError `not-in-team`, `not-honoured`, `empty`, `in-the-future`, `twice`, `too-many`, and
    FileRefusedError and TooOftenError.
    """
    keep_pace("upload", actor.pk, now)
    built = replace(built, version=built.version.strip(), changed=built.changed.strip())
    _check(actor, entry, built, timezone.localdate(now))
    stored = _kept(upload, now) if upload else None  # before the lock: it must not keep team-mates waiting
    with transaction.atomic():
        entry = Entry.objects.select_for_update().get(pk=entry.pk)
        _check(actor, entry, built, timezone.localdate(now))
        row = Prototype.objects.create(
            entry=entry,
            **asdict(built),
            stored=stored,
            name=clean_name(upload.name)[:200] if upload else "",
            recorded_at=now,
            recorded_by=actor,
        )
        _tell(row, actor, now)
    return row


def _check(actor: User, entry: Entry, built: Built, today: date) -> None:
    """Asked before a byte is kept, and again under the lock."""
    if not entry.members.filter(user=actor).exists():
        raise PrototypeError("not-in-team")
    if not Entry.objects.filter(honoured(), pk=entry.pk).exists():
        raise PrototypeError("not-honoured")
    if not built.version or not built.changed:
        raise PrototypeError("empty")
    if built.made_on > today:
        raise PrototypeError("in-the-future")
    versions = [each.casefold() for each in entry.prototypes.values_list("version", flat=True)]
    if built.version.casefold() in versions:
        raise PrototypeError("twice")
    if len(versions) >= MOST:
        raise PrototypeError("too-many")


def _kept(upload: Upload, now: datetime) -> StoredFile:
    return keep_file(
        upload=upload.content, name=upload.name, allowed=TYPES, most_bytes=MOST_MB * MEGABYTE, now=now
    )


def _tell(row: Prototype, actor: User, now: datetime) -> None:
    subject = f"entry:{row.entry.call_id}/{row.entry.number}"
    detail = {"version": row.version, "sha256": row.stored_id}
    record(actor=journal_name(actor), verb="prototype.recorded", subject=subject, now=now, detail=detail)
