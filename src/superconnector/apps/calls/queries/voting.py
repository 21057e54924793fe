"""The count of the public vote. There is none before the close, for nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Ballot, Call, Entry, Phase
from superconnector.apps.calls.phases import Timing, timing


@dataclass(frozen=True, slots=True)
class Counted:
    """Votes of one entry."""

    entry: Entry
    votes: int
    first: bool


def vote_groups(call: Call) -> list[str]:
    """The groups that the public votes on, in the order of the file."""
    file = definition_of(call)
    if file.vote is None:
        return []
    return [each.id for each in file.groups if not file.vote.groups or each.id in file.vote.groups]


def vote_ended(call: Call, now: datetime) -> bool:
    """Whether every phase of voting is over."""
    phases = list(call.phases.filter(kind=Phase.Kind.VOTE))
    return bool(phases) and all(timing(each, now) in (Timing.GRACE, Timing.LATE) for each in phases)


def tally(call: Call, group: str, now: datetime) -> list[Counted] | None:
    """Votes by entry, most first; equals share the first place. None before the close."""
    if not vote_ended(call, now):
        return None
    entries = (
        Entry.objects.filter(votes__call=call, votes__group=group)
        .annotate(count=Count("votes"))
        .order_by("-count", "title", "number")
    )
    most = max((entry.count for entry in entries), default=0)
    return [Counted(entry, entry.count, entry.count == most) for entry in entries]


def turnout(call: Call, group: str) -> tuple[int, int]:
    """How many ballots were issued and how many were cast."""
    ballots = Ballot.objects.filter(call=call, group=group)
    return ballots.count(), ballots.filter(cast_at__isnull=False).count()
