"""The team of an entry: invitation links, members without an account, consent, leaving, leading."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from superconnector.apps.calls.actions.entering import (
    EnteringError,
    check_editable,
    leads_now,
    locked,
    tell,
)
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.team import most_members, role_ids
from superconnector.apps.calls.models import Certificate, Entry, Invitation, Member
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import mailbox_of
from superconnector.base.pace import keep_pace

LASTS = timedelta(days=7)
"""How long an invitation can be used."""
MOST_OPEN = 30
"""Unused invitations and people of one team where no source states its size."""


class TeamError(EnteringError):
    """The team cannot be changed so. `code` names why; faces have the words."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a team as the form says it. `minor`: None is not said; the guardian consents by a link."""

    name: str
    role: str
    email: str = ""
    minor: bool | None = None
    guardian: str = ""
    guardian_email: str = ""


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _led(actor: Member, entry: Entry, now: datetime) -> Entry:
    """The entry's row for a change that only the leader may make."""
    keep_pace("change", actor.user_id, now)
    entry = locked(entry)
    if not leads_now(actor, entry):
        raise TeamError("leader-only")
    check_editable(entry, now)
    return entry


def _check_role(entry: Entry, role: str, *, leads: bool = False) -> None:
    """The first role is the leader's, where there is another."""
    first, *others = role_ids(definition_of(entry.call))
    if role not in ([first] if leads else others or [first]):
        raise TeamError("no-role")


def _check_room(entry: Entry, taken: int) -> None:
    most = most_members(definition_of(entry.call).group(entry.group))
    limit = MOST_OPEN if most is None else most
    if taken >= limit:
        raise TeamError("team-full", most=limit)


@transaction.atomic
def invite(*, actor: Member, now: datetime, entry: Entry, role: str) -> tuple[Invitation, str]:
    """Make an invitation; its secret is returned here and nowhere else.

    Raises TeamError `leader-only`, `no-role`, `team-full` (open invitations count), and TooOftenError for a
    script that makes and takes back.
    """
    keep_pace("invite", actor.user_id, now)
    entry = _led(actor, entry, now)
    _check_role(entry, role)
    waiting = entry.invitations.filter(used_at__isnull=True, revoked_at__isnull=True, ends_at__gt=now)
    _check_room(entry, entry.members.count() + waiting.count())
    secret = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        entry=entry,
        secret=digest_of(secret),
        role=role,
        made_at=now,
        made_by_id=actor.user_id,
        ends_at=now + LASTS,
    )
    _tell(entry, actor, now, "entry.invited", invitation=made.pk, role=role)
    return made, secret


@transaction.atomic
def revoke(*, actor: Member, now: datetime, entry: Entry, invitation_id: int) -> None:
    """Take an invitation back. Raises TeamError `leader-only`, `no-invitation`, `invitation-used`."""
    entry = _led(actor, entry, now)
    found = entry.invitations.select_for_update().filter(pk=invitation_id).first()
    if found is None:
        raise TeamError("no-invitation")
    if found.used_at is not None:
        raise TeamError("invitation-used")
    if found.revoked_at is None:
        found.revoked_at = now
        found.save(update_fields=["revoked_at"])
        _tell(entry, actor, now, "entry.invitation-revoked", invitation=found.pk)


def check_invitation(invitation: Invitation | None, now: datetime) -> Invitation:
    """The invitation if it can be used.

    Raises TeamError `no-invitation`, `invitation-used`, `invitation-revoked`, `invitation-ended`.
    """
    if invitation is None:
        raise TeamError("no-invitation")
    if invitation.used_at is not None:
        raise TeamError("invitation-used")
    if invitation.revoked_at is not None:
        raise TeamError("invitation-revoked")
    if invitation.ends_at <= now:
        raise TeamError("invitation-ended", ended_at=invitation.ends_at)
    return invitation


@transaction.atomic
def join(*, actor: User, now: datetime, invitation: Invitation, person: Person) -> Member:
    """Use an invitation, once. The role is the invitation's, the address is the account's.

    Raises TeamError as `check_invitation` and `_check_guardian`, `in-team`, `team-full`, and TooOftenError.
    """
    keep_pace("join", actor.pk, now)
    entry = locked(invitation.entry)
    check_invitation(Invitation.objects.select_for_update().filter(pk=invitation.pk).first(), now)
    if entry.members.filter(user=actor).exists():
        raise TeamError("in-team")
    check_editable(entry, now)
    _check_room(entry, entry.members.count())
    _check_guardian(entry, person, actor.email)
    member = _member(entry, person, invitation.role, now)
    member.user, member.email = actor, actor.email
    member.save()
    Invitation.objects.filter(pk=invitation.pk).update(used_at=now, used_by=actor)
    _bump(entry)
    tell(entry, actor, now, "entry.joined", member=member.pk, invitation=invitation.pk)
    return member


@transaction.atomic
def add_person(*, actor: Member, now: datetime, entry: Entry, person: Person) -> Member:
    """Name somebody who has no account: a pupil, a mentor.

    Raises TeamError `leader-only`, `no-role`, `team-full`, `no-name`, and as `_check_guardian`.
    """
    entry = _led(actor, entry, now)
    _check_role(entry, person.role)
    if not person.name:
        raise TeamError("no-name")
    _check_guardian(entry, person, person.email)
    _check_room(entry, entry.members.count())
    member = _member(entry, person, person.role, now)
    member.email = person.email
    member.save()
    _bump(entry)
    _tell(entry, actor, now, "entry.person-added", member=member.pk)
    return member


@transaction.atomic
def change_person(*, actor: Member, now: datetime, entry: Entry, member_id: int, person: Person) -> Member:
    """Correct a name, a role, an age or who the guardian is: the leader for all, others for themselves.

    Raises TeamError `not-yours`, `no-role`, `no-name`, and as `_check_guardian`.
    """
    entry, member, leads = _in_reach(actor, entry, member_id, now)
    if not person.name:
        raise TeamError("no-name")
    _check_guardian(entry, person, member.email)
    if leads:
        _check_role(entry, person.role, leads=member.leads)
        member.role = person.role
    _set_age(member, person)
    member.save()
    _bump(entry)
    _tell(entry, actor, now, "entry.person-changed", member=member.pk, consent=str(member.consent))
    return member


@transaction.atomic
def remove_person(*, actor: Member, now: datetime, entry: Entry, member_id: int) -> None:
    """Take somebody out: the leader anybody but the leader, others themselves.

    Raises TeamError `not-yours`, `leader-stays`, `certified` for somebody who holds a certificate.
    """
    entry, member, _ = _in_reach(actor, entry, member_id, now)
    if member.leads:
        raise TeamError("leader-stays")
    if Certificate.objects.filter(member=member).exists():
        raise TeamError("certified")
    _tell(entry, actor, now, "entry.person-removed", member=member.pk, user=member.user_id)
    member.delete()
    _bump(entry)


def _in_reach(actor: Member, entry: Entry, member_id: int, now: datetime) -> tuple[Entry, Member, bool]:
    """The entry's row, the person, and whether the actor leads: all as they are within the lock."""
    keep_pace("change", actor.user_id, now)
    entry = locked(entry)
    check_editable(entry, now)
    member, leads = entry.members.filter(pk=member_id).first(), leads_now(actor, entry)
    if member is None or not (leads or actor.pk == member.pk):
        raise TeamError("not-yours")
    return entry, member, leads


@transaction.atomic
def hand_over(*, actor: Member, now: datetime, entry: Entry, member_id: int) -> None:
    """Give the lead to a team-mate with an account. Raises TeamError `leader-only`, `no-account`."""
    entry = _led(actor, entry, now)
    heirs = entry.members.filter(user__isnull=False, user__removed_at__isnull=True, leads=False)
    heir = heirs.filter(pk=member_id).first()
    if heir is None:
        raise TeamError("no-account")
    roles = role_ids(definition_of(entry.call))
    entry.members.filter(pk=actor.pk).update(leads=False, role=heir.role)
    entry.members.filter(pk=heir.pk).update(leads=True, role=roles[0])
    _bump(entry)
    _tell(entry, actor, now, "entry.handed-over", to=heir.pk)


def _member(entry: Entry, person: Person, role: str, now: datetime) -> Member:
    member = Member(entry=entry, role=role, joined_at=now)
    _set_age(member, person)
    return member


def _check_guardian(entry: Entry, person: Person, own: str) -> None:
    """A guardian's address is one of mail, and nobody's of the team, who could answer for the guardian.

    Raises TeamError `guardian-address`, `guardian-in-team`.
    """
    address = tidy(person.guardian_email)
    if not (person.minor and address):
        return
    try:
        validate_email(address)
    except ValidationError:
        raise TeamError("guardian-address") from None
    rows = entry.members.order_by("id").values_list("email", "user__email")
    theirs = {mailbox_of(each) for row in rows for each in row if each} | {mailbox_of(own)}
    if mailbox_of(address) in theirs:
        raise TeamError("guardian-in-team")


def tidy(address: str) -> str:
    """An address as it is kept and compared."""
    return address.strip().lower()


def _set_age(member: Member, person: Person) -> None:
    """A consent is one guardian's, for one minor: it ends, and the link with it, when either is another."""
    asked = (member.minor is True, member.name, member.guardian_email)
    member.minor, member.name = person.minor, person.name
    address = tidy(person.guardian_email) if person.minor else ""
    if asked != (bool(person.minor), person.name, address):
        member.guardian_email = address
        member.consent = Member.Consent.NEEDED if person.minor else Member.Consent.NOT_NEEDED
        member.consent_secret = member.consent_asked_at = member.consent_at = None
    if member.consent != Member.Consent.GIVEN:  # then it is the name under which the consent was given
        member.guardian = person.guardian if person.minor else ""


def _bump(entry: Entry) -> None:
    entry.version += 1
    entry.save(update_fields=["version"])


def _tell(entry: Entry, actor: Member, now: datetime, verb: str, **detail: object) -> None:
    if actor.user is not None:
        tell(entry, actor.user, now, verb, **detail)
