"""Made-up people: names that nobody bears, addresses that no mail can reach, no passwords."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from superconnector.apps.calls.rehearsal.plan import Plan
from superconnector.base.accounts.models import User

FIRST = ("Amber", "Birch", "Cobalt", "Damask", "Ebony", "Fern", "Ginger", "Hazel", "Indigo", "Jade", "Kelp")
LAST = ("Anchor", "Bobbin", "Compass", "Drum", "Easel", "Funnel", "Gadget", "Hinge", "Inkwell", "Kettle")
ZH_FIRST, ZH_LAST = "藍綠橙紫金銀青白", ("茶壺", "羅盤", "燈籠", "算盤", "風箏", "沙漏", "紙鳶", "竹筒")
LANGUAGES = ("en", "zh-hant", "en", "zh-hans", "zh-hant", "en")
"""Of entrants, in turn."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person to be made. `house` is the part of the address that people of one house share."""

    role: str
    house: str
    organisation: str = ""
    language: str = ""


def domain_of(plan: Plan, house: str) -> str:
    """A domain of their own under `.example`, which is reserved: no mail leaves for it (RFC 2606)."""
    return f"{house}.{plan.call_id.replace('_', '-')}.example"


def name_of(number: int, language: str) -> str:
    """A name that is clearly made up and different for every number."""
    turn = number // len(FIRST)
    if language.startswith("zh"):
        return f"{ZH_FIRST[number % len(ZH_FIRST)]}{ZH_LAST[turn % len(ZH_LAST)]}{number}"
    return f"{FIRST[number % len(FIRST)]} {LAST[turn % len(LAST)]} {number}"


@transaction.atomic
def make_people(plan: Plan, now: datetime, wanted: Iterable[Somebody]) -> list[User]:
    """Accounts with confirmed addresses and without a usable password, in the order asked for."""
    users = [
        User(
            email=f"{each.role}-{number:05}@{domain_of(plan, each.house)}",
            name=name_of(number, each.language),
            organisation_name=each.organisation,
            language=each.language,
            password=make_password(None),
            date_joined=now,
        )
        for number, each in enumerate(wanted)
    ]
    User.objects.bulk_create(users, batch_size=200)
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users],
        batch_size=200,
    )
    return users
