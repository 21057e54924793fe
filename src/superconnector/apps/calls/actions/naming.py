"""Saying that a file names nobody, and that an entry names its team. Neither hides anything by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.actions.entering import EnteringError, check_editable, locked, place_of, tell
from superconnector.apps.calls.models import Assignment, Entry, EntryFile, Official
from superconnector.apps.calls.queries.flags import FLAGGED, has_flagged
from superconnector.apps.calls.wall import entry_seen_by
from superconnector.base.accounts.models import User
from superconnector.base.lines import one_line

LONGEST = 500


class NamingError(ValueError):
    """This cannot be said. `code` is `not-there`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def say_names_nobody(*, actor: User, now: datetime, entry: Entry, file_id: int, says: bool) -> EntryFile:
    """The team says that a film, sound or archive names nobody, or takes that back.

    Raises EnteringError `no-file`, `not-in-team` and those of check_editable.
    """
    entry = locked(entry)
    check_editable(entry, now)
    place_of(actor, entry)
    row = entry.files.filter(pk=file_id, removed_at__isnull=True).first()
    if row is None:
        raise EnteringError("no-file")
    return _said(row, entry, actor, now, says=says)


@transaction.atomic
def let_be_shown(
    *, actor: User, now: datetime, chair: Official, number: str, file_id: int, says: bool
) -> EntryFile:
    """A chair says it in the team's place, at any time, or takes it back. Raises NamingError `not-there`."""
    entry = entry_seen_by(chair, number)
    if entry is None:
        raise NamingError("not-there")
    entry = locked(entry)
    row = entry.files.filter(pk=file_id).first()
    if row is None or entry_seen_by(chair, number) is None:
        raise NamingError("not-there")
    return _said(row, entry, actor, now, says=says)


def _said(row: EntryFile, entry: Entry, actor: User, now: datetime, *, says: bool) -> EntryFile:
    """It holds for the bytes: also where the file was put away once and added again."""
    same = entry.files.filter(question=row.question, stored=row.stored_id)
    if same.exclude(names_nobody=says).update(names_nobody=says):
        row.names_nobody = says
        tell(entry, actor, now, "entry.file-names-nobody", file=row.pk, says=says)
    return row


@transaction.atomic
def flag_names_team(*, actor: User, now: datetime, assignment: Assignment, note: str) -> bool:
    """A judge tells the chairs that the entry names its team; whether that is new.

    Raises NamingError `not-there` where the entry is not on the judge's desk any more.
    """
    found = Assignment.objects.select_for_update(of=("self",)).select_related("judge__call", "entry")
    held = found.filter(pk=assignment.pk, removed_at__isnull=True).first()
    if held is None or entry_seen_by(held.judge, held.entry.number) is None:
        raise NamingError("not-there")
    if has_flagged(held.judge, held.entry.number):
        return False
    told = one_line(note, LONGEST)
    tell(held.entry, actor, now, FLAGGED, judge=held.judge_id, note=told)
    return True
