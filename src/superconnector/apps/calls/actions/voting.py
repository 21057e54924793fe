"""The public vote: the server offers a ballot, keeps what it offered, and takes one choice of it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Ballot, Call, Phase
from superconnector.apps.calls.phases import open_phase
from superconnector.apps.calls.queries.showcase import shown_entries
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import is_confirmed, journal_name, mailbox_of
from superconnector.base.actions import record
from superconnector.base.pace import keep_pace


class VotingError(ValueError):
    """Not taken.

    `code`: `closed`, `no-vote`, `unconfirmed`, `same-mailbox`, `nothing-offered`, `not-offered`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def issue_ballot(*, actor: User, now: datetime, call: Call, group: str) -> Ballot:
    """This person's ballot of the group; asked for again it is the same one, in the same order.

    One's own entries are not offered. One mailbox has one ballot, under however many addresses it is read.
    Raises VotingError.
    """
    _check(actor, now, call, group)
    held = Ballot.objects.filter(call=call, group=group, user=actor).first()
    if held is not None:
        return held
    entries = shown_entries(call, now, group).exclude(members__user=actor)
    numbers = sorted(entries.values_list("number", flat=True), key=lambda number: _lot(call, actor, number))
    if not numbers:
        raise VotingError("nothing-offered")
    try:
        with transaction.atomic():
            _check_mailbox(actor, Call.objects.select_for_update().get(pk=call.pk), group)
            return Ballot.objects.create(call=call, group=group, user=actor, offered=numbers, issued_at=now)
    except IntegrityError:  # the same person asked twice at once
        return Ballot.objects.get(call=call, group=group, user=actor)


@transaction.atomic
def cast_vote(*, actor: User, now: datetime, call: Call, group: str, number: str) -> Ballot:
    """Choose an entry that was offered. Until the close the choice may be changed; the last one counts.

    The journal says that somebody voted, not for what. Raises VotingError and TooOftenError.
    """
    keep_pace("vote", actor.pk, now)
    _check(actor, now, call, group)
    ballot = Ballot.objects.select_for_update().filter(call=call, group=group, user=actor).first()
    if ballot is None or number not in ballot.offered:
        raise VotingError("not-offered")
    entry = shown_entries(call, now, group).exclude(members__user=actor).filter(number=number).first()
    if entry is None:  # withdrawn, disqualified or become one's own after the ballot was issued
        raise VotingError("not-offered")
    ballot.choice, ballot.cast_at = entry, now
    ballot.save(update_fields=["choice", "cast_at"])
    record(
        actor=journal_name(actor),
        verb="vote.cast",
        subject=f"call:{call.pk}",
        now=now,
        detail={"group": group},
    )
    return ballot


def _check(actor: User, now: datetime, call: Call, group: str) -> None:
    file = definition_of(call)
    if file.vote is None or (file.vote.groups and group not in file.vote.groups):
        raise VotingError("no-vote")
    if group not in {each.id for each in file.groups}:
        raise VotingError("no-vote")
    if open_phase(call, Phase.Kind.VOTE, now) is None:
        raise VotingError("closed")
    if not is_confirmed(actor):
        raise VotingError("unconfirmed")


def _check_mailbox(actor: User, call: Call, group: str) -> None:
    """Under the lock of the call: ivy+1@ and ivy+2@ asked at once are two requests."""
    mailbox = mailbox_of(actor.email)
    name, _, domain = mailbox.rpartition("@")
    alike = Ballot.objects.filter(
        call=call, group=group, user__email__startswith=name, user__email__endswith=f"@{domain}"
    )
    others = alike.exclude(user=actor).filter(user__removed_at__isnull=True)
    if any(mailbox_of(each) == mailbox for each in others.values_list("user__email", flat=True)):
        raise VotingError("same-mailbox")


def _lot(call: Call, actor: User, number: str) -> bytes:
    """An order of its own for everybody, so that no entry is always first; stable, so that none moves."""
    return hashlib.sha256(f"{call.seed}|ballot|{actor.pk}|{number}".encode()).digest()
