"""People for tests: an account with a confirmed address, made in one line."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress

from superconnector.base.accounts.models import User

PASSWORD = "correct horse battery staple"


def person(email: str = "ada@example.org", *, confirmed: bool = True, **fields: Any) -> User:
    """An account that can sign in with PASSWORD; `fields` are those of the model."""
    fields = {"name": email.partition("@")[0].title(), "password": PASSWORD, **fields}
    user = User.objects.create_user(email, **fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=confirmed)
    return user
