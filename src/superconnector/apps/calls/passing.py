"""Who goes on from round to round: a round judges and decides on those whom the one before let through."""

from __future__ import annotations

from django.db.models import QuerySet

from superconnector.apps.calls.models import Call, Decision, Entry, Official
from superconnector.apps.calls.rounds import round_before
from superconnector.apps.calls.wall import entries_seen_by

GOES_ON = (Decision.Outcome.AWARD, Decision.Outcome.ADVANCE)


def standing(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Of these decisions those that count: a published one stands until a published one revises it."""
    return decisions.filter(publication__isnull=False, revised_by__publication__isnull=True)


def entries_in_round(official: Official, stage: str) -> QuerySet[Entry]:
    """What is judged in this phase, as far as the official sees it: handed in, and let through before.

    Each entry is in or out by its own decision alone, so that nothing here tells of one behind the wall.
    """
    handed_in = entries_seen_by(official).filter(state=Entry.State.SUBMITTED)
    before = round_before(official.call, stage)
    return handed_in if before is None else handed_in.filter(pk__in=let_through(official.call, before.ends))


def let_through(call: Call, ends: str) -> QuerySet[Decision, int]:
    """The ids of the entries that the decisions of this phase let go on, or win."""
    decided = standing(Decision.objects.filter(entry__call=call, stage=ends))
    return decided.filter(outcome__in=GOES_ON).order_by("entry_id").values_list("entry_id", flat=True)
