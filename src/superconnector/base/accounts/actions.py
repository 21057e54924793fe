"""Every write of accounts, but for those of allauth: passwords, addresses, passkeys."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError

from superconnector.base.accounts.leaving import LeavingError, digest_of, leave_all, told_of
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.accounts.sessions import end_sessions
from superconnector.base.actions import record

EDITABLE = frozenset({"name", "organisation", "organisation_name", "language", "time_zone"})
NOWHERE = "removed.invalid"
"""No mail leaves for it: `.invalid` is reserved (RFC 2606)."""


@transaction.atomic
def update_profile(*, user: User, changes: Mapping[str, str], actor: str, now: datetime) -> None:
    """Set some of EDITABLE; the journal says which, not what.

    Raises ValidationError for a value that a field does not take, ValueError for anything else.
    """
    if strange := set(changes) - EDITABLE:
        raise ValueError(f"Not part of a profile: {', '.join(sorted(strange))}.")
    row = User.objects.select_for_update().get(pk=user.pk)
    changed = sorted(name for name, value in changes.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, changes[name])
    if row.organisation and row.organisation_name:
        raise ValueError("An organisation is in the directory or written out, not both.")
    row.full_clean(exclude=["password", "email"], validate_constraints=False)
    if changed:
        row.save(update_fields=changed)
        record(
            actor=actor,
            verb="account.changed",
            subject=journal_name(user),
            now=now,
            detail={"fields": changed},
        )
    for name in changed:
        setattr(user, name, changes[name])


def delete_account(*, user: User, actor: str, now: datetime, seen: str | None = None) -> bool:
    """Delete the account, or empty its row where rows of others need it; False if it was gone already.

    Every app lets go of the person first (leaving.py). `seen`: the digest of what the person was told; None
    asks nothing. Raises LeavingError where something stands in the way, or what was seen has changed.
    """
    if not _deleted(user, actor, now, seen):
        return False
    end_sessions(user.pk)
    return True


@transaction.atomic
def _deleted(user: User, actor: str, now: datetime, seen: str | None) -> bool:
    row = User.objects.select_for_update().filter(pk=user.pk, removed_at__isnull=True).first()
    if row is None:
        return False
    told = told_of(row)
    if seen is not None and seen != digest_of(told):
        raise LeavingError()
    leave_all(row, now)
    subject, needed = journal_name(row), _is_needed(row)
    if needed:
        _empty(row, now)
    detail = {"row_kept": needed, **{each.code: each.count for each in told}}
    record(actor=actor, verb="account.deleted", subject=subject, now=now, detail=detail)
    return True


def _is_needed(row: User) -> bool:
    """Delete the row unless others need it: an app keeps it by a foreign key with on_delete=PROTECT."""
    try:
        with transaction.atomic():
            User.objects.filter(pk=row.pk).delete()
    except (ProtectedError, RestrictedError):
        return True
    return False


def _empty(row: User, now: datetime) -> None:
    """Leave nothing in the row by which one could know the person, and nobody who can sign in with it.

    What would have been deleted with the row (addresses, keys) is deleted.
    """
    for relation in User._meta.related_objects:
        if relation.on_delete is models.CASCADE:
            relation.related_model._base_manager.filter(**{relation.field.name: row}).delete()
    for name in ("name", "organisation", "organisation_name", "language", "time_zone"):
        setattr(row, name, "")
    row.email = f"removed-{secrets.token_hex(16)}@{NOWHERE}"
    row.set_unusable_password()
    row.is_active = row.is_staff = False
    row.last_login, row.removed_at = None, now
    row.save()


@transaction.atomic
def remove_second_factors(*, user: User, actor: str, now: datetime) -> int:
    """Take away all passkeys, apps and recovery codes of somebody who lost them; gives how many there were.

    Whoever calls this has made sure by other means who is asking.
    """
    removed, _by_model = Authenticator.objects.filter(user=user).delete()
    detail = {"removed": removed}
    record(actor=actor, verb="account.factors-removed", subject=journal_name(user), now=now, detail=detail)
    return removed
