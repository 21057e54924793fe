"""Somebody deletes the account: what calls hold of the person goes, or stays without saying who it was.

What was handed in, judged, decided and certified stays, because others rely on it; receipts are pinned by
their digest and keep the names that were handed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from superconnector.apps.calls.actions.entering import locked, tell
from superconnector.apps.calls.actions.running import leave
from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.facts.team import role_ids
from superconnector.apps.calls.models import (
    Ballot,
    Call,
    Conflict,
    Entry,
    Member,
    Nomination,
    Official,
    Reading,
    Slate,
)
from superconnector.apps.calls.queries.leaving import (
    addresses_of,
    heir_of,
    obstacles,
    places_of,
)
from superconnector.base.accounts.leaving import LeavingError
from superconnector.base.accounts.models import User

REMOVED = "account deleted"


@transaction.atomic
def leave_calls(user: User, now: datetime) -> None:
    """Let go of everything in all calls. Raises LeavingError where a running call would have no chair."""
    _hold(user)
    if found := list(obstacles(user, now)):
        raise LeavingError(found)
    _leave_teams(user, now)
    _leave_offices(user, now)
    Ballot.objects.filter(user=user, choice__isnull=True).delete()
    _forget_addresses(addresses_of(user), user, now)


def _hold(user: User) -> None:
    """Two chairs who leave at once are one after the other; so are a team-mate who hands in and this."""
    calls = Official.objects.filter(user=user, left_at__isnull=True).values("call")
    list(Call.objects.select_for_update().filter(pk__in=calls).order_by("pk"))
    entries = Member.objects.filter(user=user).values("entry")
    list(Entry.objects.select_for_update().filter(pk__in=entries).order_by("pk"))


def _leave_teams(user: User, now: datetime) -> None:
    places = places_of(user)
    for each in (*places.shared, *places.handed_in):
        _pass_on(each, user, now)
    for each in places.shared:
        tell(each.entry, user, now, "entry.person-removed", member=each.pk, user=user.pk)
        Member.objects.filter(pk=each.pk).delete()
    for each in places.handed_in:
        _unname(each)
    for each in places.alone:
        _delete(each.entry, user, now)


def _pass_on(member: Member, user: User, now: datetime) -> None:
    """Somebody who stays leads from now on; the two change roles, as when the lead is handed over."""
    heir = heir_of(member) if member.leads else None
    if heir is None:
        return
    entry = locked(member.entry)
    Member.objects.filter(pk=member.pk).update(leads=False, role=heir.role)
    Member.objects.filter(pk=heir.pk).update(leads=True, role=role_ids(definition_of(entry.call))[0])
    Entry.objects.filter(pk=entry.pk).update(version=entry.version + 1)
    member.leads, member.role = False, heir.role
    tell(entry, user, now, "entry.handed-over", to=heir.pk)


def _unname(member: Member) -> None:
    """The role stands for the person, and *guardian* for whoever consented."""
    language = member.entry.language
    roles = {each.id: each.names.text(language) for each in definition_of(member.entry.call).roles}
    with translation.override(language):
        guardian = _("Guardian") if member.guardian else ""
    Member.objects.filter(pk=member.pk).update(
        name=roles.get(member.role, member.role),
        email="",
        guardian=guardian,
        guardian_email="",
        consent_secret=None,
    )


def _delete(entry: Entry, user: User, now: datetime) -> None:
    """An entry that nobody else can go on with. Bytes that no other names go with the next sweep of files."""
    tell(entry, user, now, "entry.deleted")
    entry.delete()


def _leave_offices(user: User, now: datetime) -> None:
    """Readings that were handed in stay; drafts of others, which only the judge could see, go."""
    for official in Official.objects.filter(user=user, left_at__isnull=True).select_related("call"):
        leave(actor=user, now=now, official=official, because=REMOVED)
    Reading.objects.filter(assignment__judge__user=user, final=False).delete()
    Slate.objects.filter(judge__user=user, final=False).delete()
    Official.objects.filter(user=user).update(ties=[])


def _forget_addresses(addresses: Iterable[str], user: User, now: datetime) -> None:
    """Nothing tells of the addresses any more: not what was asked at them, not why two were kept apart."""
    known, gone = list(addresses), f"removed-{token_hex(16)}@removed.invalid"
    asked = Nomination.objects.filter(email__in=known) | Nomination.objects.filter(official__user=user)
    for each in asked.order_by("pk"):
        each.email, each.desk, each.ended_at = gone, {**each.desk, "ties": []}, each.ended_at or now
        each.save(update_fields=["email", "desk", "ended_at"])
    for address in known:
        Conflict.objects.filter(key=f"mail:{address}"[:200]).update(key=f"removed:{token_hex(16)}")
