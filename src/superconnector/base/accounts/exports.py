"""What this site keeps of a person, as JSON can hold it. Other apps add their part when they are loaded."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import journal_name
from superconnector.base.models import JournalEntry

Part = Callable[[User], object]
_parts: dict[str, Part] = {}


def add_part(name: str, part: Part) -> None:
    """Have `part(user)` in every export under this name. Raises ValueError if the name is taken."""
    if _parts.setdefault(name, part) is not part:
        raise ValueError(f"There is a part {name!r} already.")


def everything(user: User) -> dict[str, object]:
    """The whole export: dates as ISO 8601, no secret."""
    return {
        "profile": _profile(user),
        "email_addresses": _addresses(user),
        "ways_to_sign_in": _ways(user),
        "journal": _journal(user),
        **{name: part(user) for name, part in sorted(_parts.items())},
    }


def _profile(user: User) -> dict[str, object]:
    return {
        "email": user.email,
        "name": user.name,
        "organisation": user.organisation,
        "organisation_name": user.organisation_name,
        "language": user.language,
        "time_zone": user.time_zone,
        "joined": user.date_joined.isoformat(),
        "last_sign_in": user.last_login.isoformat() if user.last_login else None,
        "officer": user.is_staff,
    }


def _addresses(user: User) -> list[dict[str, object]]:
    rows = EmailAddress.objects.filter(user=user).order_by("pk")
    return [{"email": row.email, "confirmed": row.verified, "primary": row.primary} for row in rows]


def _ways(user: User) -> list[dict[str, object]]:
    password = [{"kind": "password"}] if user.has_usable_password() else []
    rows = Authenticator.objects.filter(user=user).order_by("pk")
    return [
        *password,
        *(
            {
                "kind": row.type,
                "name": row.data.get("name", ""),
                "added": row.created_at.isoformat(),
                "last_used": row.last_used_at.isoformat() if row.last_used_at else None,
            }
            for row in rows
        ),
    ]


def _journal(user: User) -> list[dict[str, object]]:
    rows = JournalEntry.objects.filter(actor=journal_name(user)).order_by("at", "pk")
    return [{"at": row.at.isoformat(), "did": row.verb, "to": row.subject} for row in rows]
