"""Reads of the public pages: which calls there are, and what somebody does in them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from superconnector.apps.calls.models import Call, Decision, Entry, Official
from superconnector.apps.calls.queries.ranking import published_runs
from superconnector.base.accounts.models import User


def running_calls() -> list[Call]:
    """Every call that was opened, with its phases, the latest first. Two queries."""
    calls = Call.objects.select_related("pinned").prefetch_related("phases")
    return list(calls.order_by("-opened_at", "id"))


def offices_of(user: User) -> list[Official]:
    """The offices that somebody holds today."""
    held = Official.objects.filter(user_id=user.pk, left_at__isnull=True)
    return list(held.select_related("call__pinned").order_by("-since", "id"))


@dataclass(frozen=True, slots=True)
class Seed:
    """What lots, draws and orders of a call are made from. `known` is empty until nothing hangs on it.

    `commitment` is its SHA-256 in hexadecimal, public from the opening on: so nobody can choose the seed
    after having seen what it does (Blum, Coin flipping by telephone, 1981).
    """

    commitment: str
    known: str
    draws: tuple[str, ...]
    """The seeds of the published rankings, which begin with it; none while it is not known."""


def seed_of(call: Call) -> Seed:
    """The seed of a call as the public may know it. Three queries at most.

    It is told once an outcome is published for every entry that was handed in, but for letting it go on to
    a next round: before, somebody could foresee the lots.
    """
    commitment = sha256(call.seed.encode()).hexdigest()
    if not _all_is_published(call):
        return Seed(commitment, "", ())
    return Seed(commitment, call.seed, tuple(dict.fromkeys(each.seed for each in published_runs(call.pk))))


def _all_is_published(call: Call) -> bool:
    last = Decision.objects.filter(publication__isnull=False).exclude(outcome=Decision.Outcome.ADVANCE)
    entries = Entry.objects.filter(call=call, state=Entry.State.SUBMITTED)
    decided = entries.filter(pk__in=last.values("entry_id"))
    return decided.exists() and not entries.exclude(pk__in=last.values("entry_id")).exists()
