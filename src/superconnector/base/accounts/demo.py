"""The people of the demo: one for each part that is played in a call."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import by_email

DEMO_PASSWORD = "superconnector-demo"  # noqa: S105 - known to everybody; the demo answers to its own machine
PEOPLE = {
    "entrant@example.org": "Ivy Entrant",
    "team-mate@example.org": "Tom Team-Mate",
    "judge@example.org": "Jo Judge",
    "chair@example.org": "Cai Chair",
    "officer@example.org": "Olu Officer",
}


class NotADemoError(RuntimeError):
    """Accounts with a known password are made in the demo only."""


@transaction.atomic
def make_demo_accounts() -> list[str]:
    """Make those that are missing, leave the others as they are; gives all addresses.

    Raises NotADemoError.
    """
    if not settings.DEMO:
        raise NotADemoError("Accounts with a known password are made in the demo only (./run demo).")
    for email, name in PEOPLE.items():
        if by_email(email) is None:
            user = User.objects.create_user(
                email, DEMO_PASSWORD, name=name, is_staff=email.startswith("officer")
            )
            EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return list(PEOPLE)
