"""Every write of accounts, but for those of allauth: passwords, addresses, passkeys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.actions import record

EDITABLE = frozenset({"name", "organisation", "organisation_name", "language", "time_zone"})


class AccountInUseError(Exception):
    """The account cannot be deleted: rows of others need it. `held` counts them by their kind."""

    def __init__(self, held: Mapping[str, int]) -> None:
        super().__init__(", ".join(f"{count} {kind}" for kind, count in held.items()))
        self.held = dict(held)


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


@transaction.atomic
def delete_account(*, user: User, actor: str, now: datetime) -> None:
    """Delete the account and all that is its own. Raises AccountInUseError where rows of others need it.

    An app keeps an account by a foreign key with on_delete=PROTECT; the words are the model's verbose names.
    """
    subject = journal_name(user)
    try:
        with transaction.atomic():
            user.delete()
    except (ProtectedError, RestrictedError) as error:
        held = Counter(str(row._meta.verbose_name_plural) for row in error.args[1])
        raise AccountInUseError(held) from None
    record(actor=actor, verb="account.deleted", subject=subject, now=now)


@transaction.atomic
def remove_second_factors(*, user: User, actor: str, now: datetime) -> int:
    """Take away all passkeys, apps and recovery codes of somebody who lost them; gives how many there were.

    Whoever calls this has made sure by other means who is asking.
    """
    removed, _by_model = Authenticator.objects.filter(user=user).delete()
    detail = {"removed": removed}
    record(actor=actor, verb="account.factors-removed", subject=journal_name(user), now=now, detail=detail)
    return removed
