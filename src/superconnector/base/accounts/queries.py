"""Reads of accounts."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from superconnector.base.accounts.models import User


def by_email(email: str) -> User | None:
    """The account that signs in with this address, however its letters are written; None if there is none."""
    return User.objects.filter(email=email.strip().lower()).first()


def shown_name(user: User) -> str:
    """What others read: the name, or the address of somebody who gave none."""
    return str(user)


def journal_name(user: User) -> str:
    """Who acts, as the journal writes it: a number, so that a deleted account leaves no address behind."""
    return f"account:{user.pk}"


def is_confirmed(user: User) -> bool:
    """Whether the person has opened the link that was sent to the address of the account."""
    return EmailAddress.objects.filter(user_id=user.pk, email=user.email, verified=True).exists()


def mailbox_of(address: str) -> str:
    """`ivy+pa@example.org` is read by who reads `ivy@example.org`."""
    name, _, domain = address.strip().lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def confirmed_addresses(user: User) -> list[str]:
    """Every address that the person has confirmed, in lower case; none of somebody who is not signed in."""
    if not user.is_active:
        return []
    rows = EmailAddress.objects.filter(user_id=user.pk, verified=True).order_by("pk")
    return [email.strip().lower() for email in rows.values_list("email", flat=True)]
