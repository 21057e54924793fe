"""Starting an entry, saying what it is, withdrawing it and taking that back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from superconnector.apps.calls.access import may_edit
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts import door
from superconnector.apps.calls.facts.team import role_ids
from superconnector.apps.calls.models import Call, Entry, Member
from superconnector.apps.calls.phases import Timing, entry_timing
from superconnector.apps.programmes.queries import current_ecosystem
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record
from superconnector.base.pace import keep_pace
from superconnector.core.rules.facts import Profile

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0, O, 1, I, L or U: a number is read out on the telephone."""
DIGITS = 8
MOST_ENTRIES = 20
"""Entries that one account may have in one call, so that nobody fills it by script."""
TAKEN = (Timing.OPEN, Timing.GRACE)


class EnteringError(ValueError):
    """The team cannot do this now. `code` names why; faces have the words."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def locked(entry: Entry) -> Entry:
    """The entry's row, alone in this transaction: every write of an entry begins here."""
    return Entry.objects.select_for_update(of=("self",)).select_related("call__pinned").get(pk=entry.pk)


def check_time(call: Call, now: datetime) -> Timing:
    """Raises EnteringError `not-open` unless the call takes entries now; `phase` and `timing` say why."""
    phase, timing = entry_timing(call, now)
    if timing not in TAKEN:
        raise EnteringError("not-open", timing=str(timing), phase=phase, received_at=now)
    return timing


def check_editable(entry: Entry, now: datetime) -> None:
    """Raises EnteringError `not-open`, `withdrawn` or `ineligible`."""
    check_time(entry.call, now)
    if not may_edit(entry):
        raise EnteringError(str(entry.state))


def place_of(actor: User, entry: Entry) -> Member:
    """The actor's place in the team as it is within the lock: who was just taken out writes nothing more.

    Raises EnteringError `not-in-team`.
    """
    place = entry.members.filter(user_id=actor.pk).first()
    if place is None:
        raise EnteringError("not-in-team")
    return place


def leads_now(actor: Member, entry: Entry) -> bool:
    """Whether the actor leads the team within the lock; the lead may have been handed over a moment ago."""
    return entry.members.filter(pk=actor.pk, leads=True, user__isnull=False).exists()


def tell(entry: Entry, actor: User, now: datetime, verb: str, **detail: object) -> None:
    """Write the journal."""
    subject = f"entry:{entry.call_id}/{entry.number}"
    record(actor=journal_name(actor), verb=verb, subject=subject, now=now, detail=detail)


@transaction.atomic
def start_entry(*, actor: User, now: datetime, call: Call, group_id: str, profile: Profile) -> Entry:
    """Start an entry that the actor leads. What the group's clauses need of the profile is kept with it.

    A clause that is unknown lets one in and is noted for the organiser. Raises EnteringError `not-open`,
    `no-group`, `not-for-you`, `too-many-entries`, and TooOftenError.
    """
    keep_pace("change", actor.pk, now)
    User.objects.select_for_update().get(pk=actor.pk)  # two clicks are one after the other
    check_time(call, now)
    facts, unsettled = _let_in(call, group_id, profile, now)
    if Member.objects.filter(entry__call=call, user=actor).count() >= MOST_ENTRIES:
        raise EnteringError("too-many-entries", most=MOST_ENTRIES)
    entry = Entry.objects.create(
        call=call,
        number=_free_number(call),
        group=group_id,
        language=actor.language or settings.LANGUAGE_CODE,
        organisation=actor.organisation,
        organisation_name=actor.organisation_name,
        created_at=now,
        facts=facts,
        unsettled=unsettled,
    )
    Member.objects.create(
        entry=entry,
        user=actor,
        name=str(actor),
        email=actor.email,
        role=role_ids(definition_of(call))[0],
        leads=True,
        joined_at=now,
    )
    tell(entry, actor, now, "entry.started", group=group_id, unsettled=unsettled)
    return entry


def _let_in(
    call: Call, group_id: str, profile: Profile, now: datetime
) -> tuple[dict[str, object], list[str]]:
    """What the door keeps: the facts that the group needs, and the clauses that they do not settle."""
    file = definition_of(call)
    if door.group_or_none(file, group_id) is None:
        raise EnteringError("no-group", group=group_id)
    ecosystem = current_ecosystem()
    opened = door.door_of(ecosystem, file, profile, now.astimezone(ZoneInfo(ecosystem.file.time_zone)).date())
    if not opened.readable:
        return {}, [clause.id for clause in file.group(group_id).who]
    answer = opened.of(group_id)
    if answer.may_enter is False:
        raise EnteringError("not-for-you", group=group_id)
    return door.plain(door.needed(profile, answer.verdict)), door.unsettled(answer.verdict)


def _free_number(call: Call) -> str:
    while True:
        number = "".join(secrets.choice(LETTERS) for _ in range(DIGITS))
        if not Entry.objects.filter(call=call, number=number).exists():
            return number


@dataclass(frozen=True, slots=True)
class About:
    """What the page about an entry asks. `organisation` is in the team's own words."""

    title: str
    track: str
    language: str
    organisation: str


@transaction.atomic
def describe_entry(*, actor: User, now: datetime, entry: Entry, seen_version: int, about: About) -> Entry:
    """Set title, track, language and organisation.

    Raises EnteringError `changed-meanwhile` if a team-mate was quicker, `no-track`, `no-language`,
    `not-in-team`, those of `check_editable`, and TooOftenError.
    """
    keep_pace("change", actor.pk, now)
    entry = locked(entry)
    place_of(actor, entry)
    check_editable(entry, now)
    if entry.version != seen_version:
        raise EnteringError("changed-meanwhile")
    if about.track and about.track not in [
        each.id for each in definition_of(entry.call).tracks_for(entry.group)
    ]:
        raise EnteringError("no-track")
    if about.language not in dict(settings.LANGUAGES):
        raise EnteringError("no-language")
    entry.title, entry.track, entry.language = about.title, about.track, about.language
    if about.organisation != entry.organisation_name:
        entry.organisation, entry.organisation_name = "", about.organisation
    entry.version += 1
    entry.save()
    tell(entry, actor, now, "entry.described", version=entry.version)
    return entry


@transaction.atomic
def withdraw(*, actor: Member, now: datetime, entry: Entry, because: str) -> Entry:
    """Withdraw the entry; its submissions stay on record. Only the leader, only while entries are taken.

    Raises EnteringError `leader-only` and those of `check_editable`, and TooOftenError.
    """
    keep_pace("change", actor.user_id, now)
    entry = locked(entry)
    if not leads_now(actor, entry) or actor.user is None:
        raise EnteringError("leader-only")
    check_editable(entry, now)
    entry.state, entry.state_reason = Entry.State.WITHDRAWN, because
    entry.version += 1
    entry.save()
    tell(entry, actor.user, now, "entry.withdrawn")
    return entry


@transaction.atomic
def take_back_withdrawal(*, actor: Member, now: datetime, entry: Entry) -> Entry:
    """Make a withdrawn entry a draft again: it counts once it is handed in anew.

    Raises EnteringError `leader-only`, `not-withdrawn`, `not-open`, and TooOftenError.
    """
    keep_pace("change", actor.user_id, now)
    entry = locked(entry)
    if not leads_now(actor, entry) or actor.user is None:
        raise EnteringError("leader-only")
    if entry.state != Entry.State.WITHDRAWN:
        raise EnteringError("not-withdrawn")
    check_time(entry.call, now)
    entry.state, entry.state_reason = Entry.State.DRAFT, ""
    entry.version += 1
    entry.save()
    tell(entry, actor.user, now, "entry.withdrawal-taken-back")
    return entry
