"""The team of an entry: invitation links, members without an account, consent, leaving, leading."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from superconnector.apps.calls.actions.entering import EnteringError, check_editable, locked, tell
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.team import most_members, role_ids
from superconnector.apps.calls.models import Certificate, Entry, Invitation, Member
from superconnector.base.accounts.models import User

LASTS = timedelta(days=7)
"""How long an invitation can be used."""
MOST_OPEN = 30
"""Unused invitations and people of one team where no source states its size."""


class TeamError(EnteringError):
    """The team cannot be changed so. `code` names why; faces have the words."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a team as the form says it. `minor`: None is not said; `guardian` consents if named."""

    name: str
    role: str
    email: str = ""
    minor: bool | None = None
    guardian: str = ""


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _led(actor: Member, entry: Entry, now: datetime) -> Entry:
    """The entry's row for a change that only the leader may make."""
    entry = locked(entry)
    if not Member.objects.filter(pk=actor.pk, entry=entry, leads=True).exists():
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

    Raises TeamError `leader-only`, `no-role`, `team-full` (open invitations count).
    """
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

    Raises TeamError as `check_invitation`, and `in-team`, `team-full`, `guardian-needed`.
    """
    entry = locked(invitation.entry)
    check_invitation(Invitation.objects.select_for_update().filter(pk=invitation.pk).first(), now)
    if entry.members.filter(user=actor).exists():
        raise TeamError("in-team")
    check_editable(entry, now)
    _check_room(entry, entry.members.count())
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

    Raises TeamError `leader-only`, `no-role`, `team-full`, `no-name`.
    """
    entry = _led(actor, entry, now)
    _check_role(entry, person.role)
    if not person.name:
        raise TeamError("no-name")
    _check_room(entry, entry.members.count())
    member = _member(entry, person, person.role, now)
    member.email = person.email
    member.save()
    _bump(entry)
    _tell(entry, actor, now, "entry.person-added", member=member.pk)
    return member


@transaction.atomic
def change_person(*, actor: Member, now: datetime, entry: Entry, member_id: int, person: Person) -> Member:
    """Correct a name, a role, an age or a guardian's consent: the leader for all, others for themselves.

    Raises TeamError `not-yours`, `no-role`, `no-name`.
    """
    entry = locked(entry)
    check_editable(entry, now)
    member = entry.members.filter(pk=member_id).first()
    if member is None or not (actor.leads or actor.pk == member.pk):
        raise TeamError("not-yours")
    if not person.name:
        raise TeamError("no-name")
    if actor.leads:
        _check_role(entry, person.role, leads=member.leads)
        member.role = person.role
    member.name = person.name
    _set_age(member, person, now)
    member.save()
    _bump(entry)
    _tell(entry, actor, now, "entry.person-changed", member=member.pk, consent=str(member.consent))
    return member


@transaction.atomic
def remove_person(*, actor: Member, now: datetime, entry: Entry, member_id: int) -> None:
    """Take somebody out: the leader anybody but the leader, others themselves.

    Raises TeamError `not-yours`, `leader-stays`, `certified` for somebody who holds a certificate.
    """
    entry = locked(entry)
    check_editable(entry, now)
    member = entry.members.filter(pk=member_id).first()
    if member is None or not (actor.leads or actor.pk == member.pk):
        raise TeamError("not-yours")
    if member.leads:
        raise TeamError("leader-stays")
    if Certificate.objects.filter(member=member).exists():
        raise TeamError("certified")
    _tell(entry, actor, now, "entry.person-removed", member=member.pk, user=member.user_id)
    member.delete()
    _bump(entry)


@transaction.atomic
def hand_over(*, actor: Member, now: datetime, entry: Entry, member_id: int) -> None:
    """Give the lead to a team-mate with an account. Raises TeamError `leader-only`, `no-account`."""
    entry = _led(actor, entry, now)
    heir = entry.members.filter(pk=member_id, user__isnull=False, leads=False).first()
    if heir is None:
        raise TeamError("no-account")
    roles = role_ids(definition_of(entry.call))
    entry.members.filter(pk=actor.pk).update(leads=False, role=heir.role)
    entry.members.filter(pk=heir.pk).update(leads=True, role=roles[0])
    _bump(entry)
    _tell(entry, actor, now, "entry.handed-over", to=heir.pk)


def _member(entry: Entry, person: Person, role: str, now: datetime) -> Member:
    member = Member(entry=entry, name=person.name, role=role, joined_at=now)
    _set_age(member, person, now)
    return member


def _set_age(member: Member, person: Person, now: datetime) -> None:
    """Consent is given by a named guardian, at a time; it falls away with the reason for it."""
    member.minor = person.minor
    if not person.minor:
        member.consent, member.guardian, member.consent_at = Member.Consent.NOT_NEEDED, "", None
    elif not person.guardian:
        member.consent, member.guardian, member.consent_at = Member.Consent.NEEDED, "", None
    elif member.consent != Member.Consent.GIVEN or member.guardian != person.guardian:
        member.consent, member.guardian, member.consent_at = Member.Consent.GIVEN, person.guardian, now


def _bump(entry: Entry) -> None:
    entry.version += 1
    entry.save(update_fields=["version"])


def _tell(entry: Entry, actor: Member, now: datetime, verb: str, **detail: object) -> None:
    if actor.user is not None:
        tell(entry, actor.user, now, verb, **detail)
