"""Reads of the public pages: which calls there are, and what somebody does in them."""

from __future__ import annotations

from superconnector.apps.calls.models import Call, Official
from superconnector.base.accounts.models import User


def running_calls() -> list[Call]:
    """Every call that was opened, with its phases, the latest first. Two queries."""
    calls = Call.objects.select_related("pinned").prefetch_related("phases")
    return list(calls.order_by("-opened_at", "id"))


def offices_of(user: User) -> list[Official]:
    """The offices that somebody holds today."""
    held = Official.objects.filter(user_id=user.pk, left_at__isnull=True)
    return list(held.select_related("call__pinned").order_by("-since", "id"))
