"""Draft answers and files. A change names the version it was made from: nobody overwrites a team-mate."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import IO

from django.db import transaction
from django.db.models import QuerySet, Sum

from superconnector.apps.calls.actions.entering import (
    EnteringError,
    check_editable,
    locked,
    place_of,
    tell,
)
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts import answers
from superconnector.apps.calls.facts.handing_in import TITLE
from superconnector.apps.calls.models import Answer, Entry, EntryFile
from superconnector.base.accounts.models import User
from superconnector.base.files.keeping import MEGABYTE, keep_file
from superconnector.base.files.models import StoredFile
from superconnector.base.files.names import clean_name
from superconnector.base.files.refusals import FileRefusedError
from superconnector.base.lines import one_line
from superconnector.base.pace import check_pace, keep_pace
from superconnector.ecosystem.schema import FileQuestion, ModelQuestion, Question

MOST_MB = 50
"""Of a file where the call states no size."""
MOST_REMOVED = 200
"""Files that one entry may have put away; beyond that somebody is filling the disk."""
MOST_OF_ENTRY = 2048 * MEGABYTE
"""Bytes of all files that one entry ever held: what is put away still lies on the disk."""
MOST_OF_PERSON = 5120 * MEGABYTE
"""Bytes of all files that one account has brought, in all its entries."""
MODELS = ("glb", "gltf", "obj", "stl", "ply", "usdz")
FILES = (
    "pdf",
    "pptx",
    "docx",
    "xlsx",
    "jpg",
    "png",
    "mp4",
    "mov",
    "webm",
    "mp3",
    "wav",
    "txt",
    "md",
    "csv",
    "zip",
)
LICENCES = (
    "CC0-1.0",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-ND-4.0",
    "public-domain",
    "this-call-only",
    "all-rights-reserved",
)
"""What may be done with a file, by its SPDX name where there is one."""


class AnswerConflictError(EnteringError):
    """A team-mate saved this answer meanwhile; `theirs` is the row as it is now."""

    def __init__(self, theirs: Answer) -> None:
        super().__init__("changed-meanwhile")
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Rights:
    """What an archive needs to know of a file; `licence` is one of LICENCES or empty."""

    rights_holder: str = ""
    licence: str = ""
    creator: str = ""
    made_on: str = ""
    description: str = ""


def question_of(entry: Entry, question_id: str) -> Question:
    """The question, if the entry's group is asked it. Raises EnteringError `no-question`."""
    asked = definition_of(entry.call).questions_for(entry.group)
    found = next((each for each in asked if each.id == question_id), None)
    if found is None:
        raise EnteringError("no-question")
    return found


@transaction.atomic
def save_answer(
    *, actor: User, now: datetime, entry: Entry, question_id: str, raw: Sequence[str], seen_version: int
) -> Answer:
    """Keep a draft answer as it was typed. The same again is no change.

    `seen_version` is that of the answer it was made from, 0 where there was none. Drafts are not in the
    journal: they are saved every few seconds, and the row says who was the last.
    Raises AnswerConflictError, EnteringError as `check_editable`, `not-in-team`, `no-question`, and
    UnkeepableError.
    """
    entry = locked(entry)
    place_of(actor, entry)
    check_editable(entry, now)
    question = question_of(entry, question_id)
    value = answers.kept(question, raw)
    found = Answer.objects.select_related("changed_by").filter(entry=entry, question=question_id).first()
    if found is not None and found.value == value:
        return found
    if (found.version if found else 0) != seen_version:
        raise AnswerConflictError(found or Answer(entry=entry, question=question_id, value=None, version=0))
    answer = found or Answer(entry=entry, question=question_id, version=0)
    answer.value, answer.version = value, answer.version + 1
    answer.changed_at, answer.changed_by = now, actor
    answer.save()
    if question_id == TITLE and isinstance(value, str):
        Entry.objects.filter(pk=entry.pk).update(title=one_line(value))
    return answer


# --- files -----------------------------------------------------------------------------------------------


def types_of(question: FileQuestion | ModelQuestion) -> tuple[str, ...]:
    """The kinds of file that a question takes."""
    return tuple(question.types) or (MODELS if isinstance(question, ModelQuestion) else FILES)


def most_mb_of(question: FileQuestion | ModelQuestion) -> int:
    """The most megabytes of each file."""
    return question.most_mb or MOST_MB


def _file_question(entry: Entry, question_id: str) -> FileQuestion | ModelQuestion:
    question = question_of(entry, question_id)
    if not isinstance(question, (FileQuestion, ModelQuestion)):
        raise EnteringError("takes-no-files")
    return question


def add_file(
    *,
    actor: User,
    now: datetime,
    entry: Entry,
    question_id: str,
    upload: IO[bytes],
    name: str,
    rights: Rights,
) -> EntryFile:
    """Check, keep and show a file. The same bytes twice are one file.

    Raises FileRefusedError, and EnteringError `takes-no-files`, `too-many-files`, `too-many-removed`,
    `too-much-kept`, `no-licence`, `not-in-team`, those of `check_editable`, and TooOftenError. Rights may be
    said later; without them, where they are asked, nothing is handed in.
    """
    question = _file_question(entry, question_id)
    _check_licence(rights)
    check_editable(entry, now)
    keep_pace("upload", actor.pk, now)
    check_pace("upload-refused", actor.pk, now)
    try:
        check_room(actor, entry, question)
    except EnteringError:
        if same := _same(entry, question, upload):  # sent again, because the first answer was lost
            return same
        raise
    stored = _kept(actor, now, question, upload, name)  # before the lock: it must not keep team-mates waiting
    return _attach(actor, now, entry, question, stored, clean_name(name), rights)


def _kept(
    actor: User, now: datetime, question: FileQuestion | ModelQuestion, upload: IO[bytes], name: str
) -> StoredFile:
    """Check and keep the bytes. What is refused has cost its check, so refusals have a pace of their own."""
    try:
        return keep_file(
            upload=upload,
            name=name,
            allowed=types_of(question),
            most_bytes=most_mb_of(question) * MEGABYTE,
            most_pages=question.most_pages if isinstance(question, FileQuestion) else None,
            now=now,
        )
    except FileRefusedError:
        keep_pace("upload-refused", actor.pk, now)
        raise


def check_room(actor: User, entry: Entry, question: FileQuestion | ModelQuestion) -> None:
    """Asked before a byte is kept as well: bytes that no row names would fill the disk unseen.

    Raises EnteringError `too-many-files`, `too-many-removed`, `too-much-kept`.
    """
    files = entry.files.filter(question=question.id, removed_at__isnull=True)
    if files.count() >= question.most_files:
        raise EnteringError("too-many-files", most=question.most_files)
    if entry.files.filter(removed_at__isnull=False).count() >= MOST_REMOVED:
        raise EnteringError("too-many-removed", most=MOST_REMOVED)
    brought = EntryFile.objects.filter(added_by=actor)
    if _bytes(entry.files.all()) >= MOST_OF_ENTRY or _bytes(brought) >= MOST_OF_PERSON:
        raise EnteringError("too-much-kept", most=MOST_OF_ENTRY // MEGABYTE)


def _same(entry: Entry, question: FileQuestion | ModelQuestion, upload: IO[bytes]) -> EntryFile | None:
    digest = hashlib.file_digest(upload, "sha256").hexdigest()  # type: ignore[arg-type]  # reads as any file
    return entry.files.filter(question=question.id, removed_at__isnull=True, stored=digest).first()


def _bytes(rows: QuerySet[EntryFile]) -> int:
    """Each content counts once for each time it was brought."""
    return rows.aggregate(all=Sum("stored__size"))["all"] or 0


@transaction.atomic
def _attach(
    actor: User,
    now: datetime,
    entry: Entry,
    question: FileQuestion | ModelQuestion,
    stored: StoredFile,
    name: str,
    rights: Rights,
) -> EntryFile:
    entry = locked(entry)
    place_of(actor, entry)
    check_editable(entry, now)
    files = entry.files.filter(question=question.id, removed_at__isnull=True)
    if same := files.filter(stored=stored).first():
        return same
    check_room(actor, entry, question)
    row = EntryFile.objects.create(
        entry=entry,
        question=question.id,
        stored=stored,
        name=name[:200],
        added_at=now,
        added_by=actor,
        **asdict(rights),
    )
    tell(entry, actor, now, "entry.file-added", question=question.id, sha256=stored.pk)
    return row


@transaction.atomic
def say_rights(*, actor: User, now: datetime, entry: Entry, file_id: int, rights: Rights) -> EntryFile:
    """Say who holds the rights in a file. Raises EnteringError `no-file`, `no-licence`, `not-in-team`."""
    keep_pace("change", actor.pk, now)
    entry = locked(entry)
    place_of(actor, entry)
    check_editable(entry, now)
    _check_licence(rights)
    row = _file(entry, file_id)
    for name, value in asdict(rights).items():
        setattr(row, name, value)
    row.save()
    tell(entry, actor, now, "entry.file-rights", file=row.pk, **asdict(rights))
    return row


@transaction.atomic
def remove_file(*, actor: User, now: datetime, entry: Entry, file_id: int) -> None:
    """Put a file away; its bytes stay, because a receipt may name them.

    Raises EnteringError `no-file`, `not-in-team`.
    """
    entry = locked(entry)
    place_of(actor, entry)
    check_editable(entry, now)
    row = _file(entry, file_id)
    row.removed_at = now
    row.save(update_fields=["removed_at"])
    tell(entry, actor, now, "entry.file-removed", file=row.pk, sha256=row.stored_id)


def _file(entry: Entry, file_id: int) -> EntryFile:
    row = entry.files.filter(pk=file_id, removed_at__isnull=True).first()
    if row is None:
        raise EnteringError("no-file")
    return row


def _check_licence(rights: Rights) -> None:
    if rights.licence and rights.licence not in LICENCES:
        raise EnteringError("no-licence")
