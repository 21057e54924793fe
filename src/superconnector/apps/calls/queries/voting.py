"""The count of the public vote. There is none before the close, for nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from superconnector.apps.calls.definitions import definition_of
from superconnector.apps.calls.models import Ballot, Call, Entry, Phase
from superconnector.apps.calls.phases import Timing, timing


@dataclass(frozen=True, slots=True)
class Counted:
    """Votes of one entry; `new` of them by accounts that were made while the vote was open."""

    entry: Entry
    votes: int
    first: bool
    new: int


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


def count_is_known(call: Call, now: datetime) -> bool:
    """Whether the vote is over and somebody voted: then everybody reads the count, and it must not go on."""
    return vote_ended(call, now) and Ballot.objects.filter(call=call, choice__isnull=False).exists()


def tally(call: Call, group: str, now: datetime) -> list[Counted] | None:
    """Votes by entry, most first; equals share the first place. None before the close."""
    if not vote_ended(call, now):
        return None
    began = call.phases.filter(kind=Phase.Kind.VOTE).aggregate(at=Min("opens_at"))["at"]
    new = Count("pk", filter=Q(user__date_joined__gte=began))
    votes = list(_counting(call, group).values("choice").annotate(all=Count("pk"), new=new))
    entries = Entry.objects.in_bulk([each["choice"] for each in votes])
    most = max((each["all"] for each in votes), default=0)
    counted = [
        Counted(entries[each["choice"]], each["all"], each["all"] == most, each["new"]) for each in votes
    ]
    return sorted(counted, key=lambda each: (-each.votes, each.entry.title, each.entry.number))


def turnout(call: Call, group: str) -> tuple[int, int]:
    """How many ballots were issued and how many count."""
    return Ballot.objects.filter(call=call, group=group).count(), _counting(call, group).count()


def _counting(call: Call, group: str) -> QuerySet[Ballot]:
    """What was cast. A vote whose account was given up before the close does not count: its address is free
    for another account, which votes again."""
    closes = call.phases.filter(kind=Phase.Kind.VOTE).aggregate(at=Max("closes_at"))["at"]
    cast = Ballot.objects.filter(call=call, group=group, choice__isnull=False)
    return cast.filter(Q(user__removed_at__isnull=True) | Q(user__removed_at__gte=closes)) if closes else cast
