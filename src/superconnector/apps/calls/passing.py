"""Who goes on from round to round: a round judges and decides on those whom the one before let through."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from django.db.models import QuerySet

from superconnector.apps.calls.models import Assignment, Call, Decision, Entry, Official
from superconnector.apps.calls.rounds import Round, round_before, rounds_of
from superconnector.apps.calls.standing import standing
from superconnector.apps.calls.wall import entries_seen_by

NO_ROUND = Round("", "")
GOES_ON = (Decision.Outcome.AWARD, Decision.Outcome.ADVANCE)


def entries_in_round(official: Official, stage: str) -> QuerySet[Entry]:
    """What is judged in this phase, as far as the official sees it: handed in, and let through before.

    Each entry is in or out by its own decision alone, so that nothing here tells of one behind the wall.
    """
    handed_in = entries_seen_by(official).filter(state=Entry.State.SUBMITTED)
    before = round_before(official.call, stage)
    return handed_in if before is None else handed_in.filter(pk__in=let_through(official.call, before.ends))


def keeps_rounds(call: Call, before: Sequence[Round]) -> bool:
    """Whether what was assigned and decided under these rounds is still of the same ones, in their places."""
    assigned = Assignment.objects.filter(judge__call=call).order_by("stage").distinct()
    judged = set(assigned.values_list("stage", flat=True))
    made = Decision.objects.filter(entry__call=call).order_by("stage").distinct()
    decided = set(made.values_list("stage", flat=True))
    after = rounds_of(Call.objects.get(pk=call.pk))
    return all(
        (each.stage not in judged or each.stage == now.stage)
        and (each.ends not in decided or each.ends == now.ends)
        for each, now in zip_longest(before, after, fillvalue=NO_ROUND)
    )


def let_through(call: Call, ends: str) -> QuerySet[Decision, int]:
    """The ids of the entries that the decisions of this phase let go on, or win."""
    decided = standing(Decision.objects.filter(entry__call=call, stage=ends))
    return decided.filter(outcome__in=GOES_ON).order_by("entry_id").values_list("entry_id", flat=True)
