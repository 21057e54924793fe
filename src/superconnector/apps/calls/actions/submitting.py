"""Handing in: one row, written once, at the time the request was received. The last one received counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from superconnector.apps.calls.actions.entering import (
    EnteringError,
    check_editable,
    check_time,
    locked,
    place_of,
    tell,
)
from superconnector.apps.calls.facts.answers import Problem
from superconnector.apps.calls.facts.handing_in import body_of, digest_of, problems
from superconnector.apps.calls.models import Entry, Submission
from superconnector.apps.calls.phases import Timing
from superconnector.apps.calls.queries.entering import held, last_submission
from superconnector.base.accounts.models import User
from superconnector.base.pace import keep_pace


class IncompleteError(EnteringError):
    """Something is missing or wrong; `problems` says what, in the order of the task list."""

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__("incomplete")
        self.problems = tuple(found)


def submit(*, actor: User, now: datetime, entry: Entry) -> Submission:
    """Hand in what the team has saved. `now` is when the request was received, before any waiting.

    The same content again gives the same receipt. When this returns, the receipt is on the disk.
    Raises IncompleteError, and EnteringError `not-in-team` and as `check_editable`; late is `not-open` with
    the times. Raises TooOftenError for an account that hands in by script; its team-mates still can.
    """
    with _on_disk():
        return _submit(actor, now, entry)


@transaction.atomic
def _submit(actor: User, now: datetime, entry: Entry) -> Submission:
    entry = locked(entry)
    place_of(actor, entry)
    check_editable(entry, now)
    timing = check_time(entry.call, now)
    now_held = held(entry)
    if found := problems(now_held):
        raise IncompleteError(found)
    body = body_of(now_held)
    last = last_submission(entry)
    if last is not None and entry.state == Entry.State.SUBMITTED and last.digest == digest_of(body):
        return last
    keep_pace("submit", (entry.pk, actor.pk), now)
    receipt = Submission.objects.create(
        entry=entry,
        number=last.number + 1 if last else 1,
        received_at=now,
        received_from=actor,
        in_grace=timing is Timing.GRACE,
        body=body,
        digest=digest_of(body),
    )
    entry.state, entry.submitted_at = Entry.State.SUBMITTED, now
    entry.save(update_fields=["state", "submitted_at"])
    tell(entry, actor, now, "entry.submitted", number=receipt.number, sha256=receipt.digest)
    return receipt


@contextmanager
def _on_disk() -> Iterator[None]:
    """SQLite writes through to the disk before it says that it is done; PostgreSQL does so by itself.

    The rest of the site leaves that to the system, which is quicker and may lose the last moments when
    the power fails. A receipt may not. Within a transaction the setting cannot be changed.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
