"""A small call whose decisions are published: three winners in the open group, one decline, one pending."""

from __future__ import annotations

from datetime import UTC, datetime

from allauth.account.models import EmailAddress

from superconnector.apps.calls.actions.running import open_call
from superconnector.apps.calls.models import Call, Decision, Entry, Member, Publication
from superconnector.base.accounts.models import User

OPENED = datetime(2026, 8, 20, 4, 0, tzinfo=UTC)
VOTING = datetime(2026, 10, 27, 4, 0, tzinfo=UTC)
VOTED = datetime(2026, 11, 10, 4, 0, 1, tzinfo=UTC)
"""The vote of tests/small closes at noon of 10 November in Hong Kong; that second still counts."""


def a_user(name: str, *, confirmed: bool = True) -> User:
    user = User.objects.create_user(f"{name}@example.org", name=name.title())
    if confirmed:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def a_published_call(chair: User) -> Call:
    call = open_call(actor=chair, now=OPENED, definition="town-hack", call_id="hack", seed="straw")
    publication = Publication.objects.create(call=call, at=VOTING, by=chair, preview="0" * 64)
    outcomes = {
        "A1": ("award", "gold"),
        "B2": ("award", "silver"),
        "C3": ("advance", ""),
        "D4": ("decline", ""),
    }
    for number, (outcome, prize) in outcomes.items():
        entry = an_entry(call, number)
        Decision.objects.create(
            entry=entry,
            stage="decision",
            outcome=outcome,
            prize=prize,
            reason="By hand, for a test.",
            made_at=VOTING,
            made_by=chair,
            publication=publication,
        )
    pending = an_entry(call, "E5")
    Decision.objects.create(
        entry=pending, stage="decision", outcome="award", prize="silver", made_at=VOTING, made_by=chair
    )
    return call


def an_entry(call: Call, number: str, group: str = "open") -> Entry:
    """A submitted entry whose leader is `leader-<number>`."""
    entry = Entry.objects.create(
        call=call,
        number=number,
        group=group,
        title=f"Entry {number}",
        state=Entry.State.SUBMITTED,
        created_at=OPENED,
        submitted_at=OPENED,
    )
    leader = a_user(f"leader-{number.lower()}")
    Member.objects.create(
        entry=entry, user=leader, name=leader.name, role="leader", leads=True, joined_at=OPENED
    )
    return entry
