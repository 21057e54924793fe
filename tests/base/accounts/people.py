"""People for tests: an account with a confirmed address, made in one line."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

from superconnector.base.accounts.models import User

PASSWORD = "correct horse battery staple"


def person(email: str = "ada@example.org", *, confirmed: bool = True, **fields: Any) -> User:
    """An account that can sign in with PASSWORD; `fields` are those of the model."""
    fields = {"name": email.partition("@")[0].title(), "password": PASSWORD, **fields}
    user = User.objects.create_user(email, **fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=confirmed)
    return user


def with_app(user: User) -> str:
    """Set up an authenticator app for the account; gives its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def app_code(secret: str) -> str:
    """The code that the app shows now."""
    counter = list(yield_hotp_counters_from_time())[1]  # the present one; its neighbours are tolerated
    return format_hotp_value(hotp_value(secret, counter))
