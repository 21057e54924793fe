"""Conflicts: found by joins, declared by the official, confirmed or dismissed by a chair who may see them."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from superconnector.apps.calls.facts.conflicts import (
    KINDS,
    entries_as_parties,
    officials_as_parties,
    public_domains,
)
from superconnector.apps.calls.models import Assignment, Call, Conflict, Entry, Official, Submission
from superconnector.apps.calls.queries.conflicts import conflicts_seen_by
from superconnector.apps.calls.wall import WALLS, entry_seen_by
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record
from superconnector.core.judging.conflicts import Conflict as Found
from superconnector.core.judging.conflicts import Kind, conflicts

log = logging.getLogger(__name__)
FOUND = "found"
ITSELF = "system"
"""Who acts, in the journal, where nobody asked."""
TAKEN = "conflict"
"""Why an assignment was taken back, so that a dismissal can give it back."""


class ConflictError(ValueError):
    """This cannot be done with a conflict. `code` names why; faces have the words."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@transaction.atomic
def find_conflicts(
    *,
    actor: User,
    now: datetime,
    call: Call,
    officials: QuerySet[Official] | None = None,
    entries: QuerySet[Entry] | None = None,
) -> int:
    """Look for conflicts of these officials with these entries (all, unless given); how many are new.

    A pair and reason that stands in the table stays as it was decided. New ones are suspected, and confirmed
    where the official is in the team. Raises ConflictError `too-many` where one key joins too many pairs.
    """
    new = _new(now, call, officials, entries)
    _keep(journal_name(actor), now, call, new)
    _take_away(call, now, entries)
    return len(new)


def look_after(*, now: datetime, submission: Submission) -> None:
    """After a hand-in: as `look_again`, unless nothing that could bring a conflict is new in this one.

    Changes of the team are looked at when they are made. So the rush before a deadline, when everybody hands
    in once more, costs one query each.
    """
    with _unheard(submission.entry_id):
        last = Submission.objects.filter(entry=submission.entry_id, number=submission.number - 1).first()
        if last is None or _organisation(last) != _organisation(submission):
            look_again(now=now, entry=submission.entry)


def _organisation(submission: Submission) -> object:
    return json.loads(submission.body).get("organisation")


def look_again(*, now: datetime, entry: Entry) -> None:
    """After the team of an entry that was handed in has changed: this entry with everybody in office.

    Nobody of the team learns of it: it raises nothing, and the journal names no person, whose own data would
    tell. It reads before it locks, so that a rush of entries is not held up where nothing is found.
    """
    received = Submission.objects.filter(entry=entry.pk)
    one = Entry.objects.filter(pk=entry.pk, pk__in=received.values("entry"))
    with _unheard(entry.pk):
        if one.exists() and (new := _new(now, entry.call, None, one)):
            with transaction.atomic():
                _keep(ITSELF, now, entry.call, new)
                _take_away(entry.call, now, one)


@contextmanager
def _unheard(entry: int) -> Iterator[None]:
    """The entry is in, whatever happens here; the chair's own search finds what this one missed."""
    try:
        yield
    except Exception:
        log.exception("No conflicts were looked for after a change of entry %s.", entry)


def _new(
    now: datetime, call: Call, officials: QuerySet[Official] | None, entries: QuerySet[Entry] | None
) -> list[Conflict]:
    """What is not in the table yet, of the pairs at hand alone."""
    known = Conflict.objects.filter(official__call=call)
    if officials is not None:
        known = known.filter(official__in=officials)
    if entries is not None:
        known = known.filter(entry__in=entries)
    of_call = Official.objects.filter(call=call, left_at__isnull=True)
    officials = of_call if officials is None else officials.filter(call=call)
    entries = Entry.objects.filter(call=call) if entries is None else entries.filter(call=call)
    try:
        found = conflicts(officials_as_parties(officials), entries_as_parties(entries), public_domains())
    except ValueError as error:
        raise ConflictError("too-many", detail=str(error)) from error
    if not found:
        return []
    fields = ("official_id", "entry_id", "kind", "key")
    standing = set(known.order_by("id").values_list(*fields))
    rows = (_row(each, now) for each in _told(found))
    return [row for row in rows if tuple(getattr(row, name) for name in fields) not in standing]


def _keep(actor: str, now: datetime, call: Call, new: list[Conflict]) -> None:
    if new:
        Conflict.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
        detail = {"new": len(new)}
        record(actor=actor, verb="conflicts.found", subject=f"call:{call.pk}", now=now, detail=detail)


@transaction.atomic
def declare_conflict(*, actor: User, now: datetime, judge: Official, number: str, reason: str) -> None:
    """The official says that there is a conflict: it holds at once, and the entry is gone from the desk.

    Raises ConflictError `not-there` for an entry that the official does not see.
    """
    entry = entry_seen_by(judge, number)
    if entry is None:
        raise ConflictError("not-there")
    Conflict.objects.update_or_create(
        official=judge,
        entry=entry,
        kind=Conflict.Kind.DECLARED,
        key="self",
        defaults={
            "source": journal_name(actor),
            "reason": reason.strip()[:1000],
            "state": Conflict.State.CONFIRMED,
            "decided_by": actor,
            "decided_at": now,
        },
        create_defaults={
            "source": journal_name(actor),
            "reason": reason.strip()[:1000],
            "state": Conflict.State.CONFIRMED,
            "found_at": now,
            "decided_by": actor,
            "decided_at": now,
        },
    )
    _take_away(judge.call, now)
    _tell(actor, now, "conflict.declared", entry, official=judge.pk)


@transaction.atomic
def decide_conflicts(
    *, actor: User, now: datetime, chair: Official, ids: Collection[int], state: Conflict.State
) -> int:
    """Confirm or dismiss; how many changed. Assignments that a dismissed one took come back.

    Raises ConflictError `not-there` where one of them is not the chair's to see, `own` where it is about the
    chair in person.
    """
    if state not in (Conflict.State.CONFIRMED, Conflict.State.DISMISSED):
        raise ConflictError("not-there")
    seen = conflicts_seen_by(chair).filter(pk__in=ids).select_related("entry", "official")
    rows = list(seen.order_by("id"))
    if not rows or len(rows) != len(set(ids)):
        raise ConflictError("not-there")
    if any(row.official.user_id == actor.pk for row in rows):
        raise ConflictError("own")
    changed = [row for row in rows if row.state != state]
    for row in changed:
        row.state, row.decided_by, row.decided_at = state, actor, now
        _tell(actor, now, f"conflict.{state}", row.entry, official=row.official_id, kind=row.kind)
    Conflict.objects.bulk_update(changed, ["state", "decided_by", "decided_at"], batch_size=500)
    _take_away(chair.call, now)
    _give_back(chair.call, [row for row in changed if row.state == Conflict.State.DISMISSED])
    return len(changed)


def _told(found: list[Found]) -> list[Found]:
    """Without the reasons that follow from a stronger one: who is in the team shares everything with it,
    and one organisation is a family of its own."""
    by_kind = {kind: {(f.judge, f.entry) for f in found if f.kind is kind} for kind in Kind}
    return [
        each
        for each in found
        if each.kind is Kind.PERSON
        or (
            (each.judge, each.entry) not in by_kind[Kind.PERSON]
            and not (each.kind is Kind.FAMILY and (each.judge, each.entry) in by_kind[Kind.ORGANISATION])
        )
    ]


def _row(found: Found, now: datetime) -> Conflict:
    certain = found.kind is Kind.PERSON
    return Conflict(
        official_id=int(found.judge),
        entry_id=int(found.entry),
        kind=KINDS[found.kind],
        key=found.key[:200],
        source=FOUND,
        state=Conflict.State.CONFIRMED if certain else Conflict.State.SUSPECTED,
        found_at=now,
        decided_at=now if certain else None,
    )


def _walled(call: Call, entries: QuerySet[Entry] | None = None) -> set[tuple[int, int]]:
    """Pairs of a person and an entry that a conflict keeps apart."""
    rows = Conflict.objects.filter(official__call=call, state__in=WALLS)
    if entries is not None:
        rows = rows.filter(entry__in=entries)
    return set(rows.order_by("id").values_list("official__user_id", "entry_id"))


def _take_away(call: Call, now: datetime, entries: QuerySet[Entry] | None = None) -> None:
    """No judge keeps an entry of a conflict, be it read or not; what was written stays for the record."""
    walled = _walled(call, entries)
    active = Assignment.objects.filter(judge__call=call, removed_at__isnull=True)
    if entries is not None:
        active = active.filter(entry__in=entries)
    rows = active.order_by("id").values_list("pk", "judge__user_id", "entry_id")
    gone = [pk for pk, user, entry in rows if (user, entry) in walled]
    Assignment.objects.filter(pk__in=gone).update(removed_at=now, removed_because=TAKEN)


def _give_back(call: Call, dismissed: list[Conflict]) -> None:
    """What was taken for a conflict comes back once no other keeps the two apart."""
    walled = _walled(call)
    for row in dismissed:
        if row.official.left_at is not None or (row.official.user_id, row.entry_id) in walled:
            continue
        pair = Assignment.objects.filter(entry=row.entry_id, judge__call=call)
        pair = pair.filter(judge__user_id=row.official.user_id)
        last = {each.stage: each for each in pair.order_by("made_at", "id")}  # of each round
        taken = [each.pk for each in last.values() if each.removed_because == TAKEN]
        Assignment.objects.filter(pk__in=taken).update(removed_at=None, removed_because="")


def _tell(actor: User, now: datetime, verb: str, entry: Entry, **detail: object) -> None:
    record(actor=journal_name(actor), verb=verb, subject=f"entry:{entry.pk}", now=now, detail=detail)
