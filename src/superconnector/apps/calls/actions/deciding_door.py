"""The check at the door: a chair rules an entry out, for a reason that the team reads, or lets it in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.facts.deciding_error import DecidingError
from superconnector.apps.calls.models import Decision, Entry, Official
from superconnector.apps.calls.wall import entries_seen_by, entry_seen_by
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record

LONGEST = 1000


@transaction.atomic
def rule_out(*, actor: User, now: datetime, chair: Official, number: str, reason: str) -> Entry:
    """The entry may not take part.

    Raises DecidingError `not-there`, `no-reason`, `not-screened`, `published`.
    """
    entry = _locked(chair, number)
    if not reason.strip():
        raise DecidingError("no-reason")
    if entry.state != Entry.State.SUBMITTED:
        raise DecidingError("not-screened")
    if Decision.objects.filter(entry=entry, publication__isnull=False).exists():
        raise DecidingError("published")
    entry.state, entry.state_reason = Entry.State.INELIGIBLE, reason.strip()[:LONGEST]
    entry.version += 1
    entry.save(update_fields=["state", "state_reason", "version"])
    _tell(actor, now, "entry.ruled-out", entry, reason=entry.state_reason)
    return entry


@transaction.atomic
def let_in(*, actor: User, now: datetime, chair: Official, number: str) -> Entry:
    """Take that back. Raises DecidingError `not-there`, `not-screened`."""
    entry = _locked(chair, number)
    if entry.state != Entry.State.INELIGIBLE:
        raise DecidingError("not-screened")
    entry.state, entry.state_reason = Entry.State.SUBMITTED, ""
    entry.version += 1
    entry.save(update_fields=["state", "state_reason", "version"])
    _tell(actor, now, "entry.let-in", entry)
    return entry


@transaction.atomic
def settle(*, actor: User, now: datetime, chair: Official, number: str) -> Entry:
    """The questions that stayed open at the door are settled: the entry may take part.

    Raises DecidingError `not-there`.
    """
    entry = _locked(chair, number)
    clauses, entry.unsettled = entry.unsettled, []
    entry.save(update_fields=["unsettled"])
    _tell(actor, now, "entry.settled", entry, clauses=clauses)
    return entry


def _locked(chair: Official, number: str) -> Entry:
    seen = entry_seen_by(chair, number)
    if seen is None:
        raise DecidingError("not-there")
    Entry.objects.select_for_update().get(pk=seen.pk)
    return entries_seen_by(chair).get(pk=seen.pk)


def _tell(actor: User, now: datetime, verb: str, entry: Entry, **detail: object) -> None:
    detail |= {"entry": entry.number}
    record(actor=journal_name(actor), verb=verb, subject=f"call:{entry.call_id}", now=now, detail=detail)
