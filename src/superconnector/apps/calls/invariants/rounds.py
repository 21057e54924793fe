"""What was judged belongs to a round of the call, and later rounds judge who was let through."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from django.db.models import Exists, F, OuterRef

from superconnector.apps.calls.models import (
    Assignment,
    Call,
    Comparison,
    Decision,
    RankingRun,
    Reading,
    Skip,
    Slate,
)
from superconnector.apps.calls.passing import GOES_ON
from superconnector.apps.calls.rounds import rounds_of


def judged_in_a_round(call: Call) -> Iterator[str]:
    """Assignments, slates, comparisons and skips are of a phase in which a round of the call is judged."""
    stages = {each.stage for each in rounds_of(call)}
    for model in (Assignment, Slate, Comparison, Skip):
        rows = model.objects.filter(judge__call=call).exclude(stage__in=stages).order_by("pk")
        yield from (f"{model.__name__.lower()} {each.pk}: {each.stage}" for each in rows)
    runs = RankingRun.objects.filter(call=call).exclude(stage__in=stages).order_by("pk")
    yield from (f"ranking {each.pk}: {each.stage}" for each in runs)


def later_rounds_read_who_went_on(call: Call) -> Iterator[str]:
    """Before a reading of a later round became final, a decision had let its entry go on from the one before.

    Whether that decision stands today is not asked: one that was revised since let the judges read.
    """
    for before, later in pairwise(rounds_of(call)):
        went_on = Decision.objects.filter(
            entry=OuterRef("assignment__entry"),
            stage=before.ends,
            outcome__in=GOES_ON,
            publication__at__lte=OuterRef("final_at"),
        )
        rows = Reading.objects.filter(
            ~Exists(went_on), final=True, assignment__judge__call=call, assignment__stage=later.stage
        )
        for each in rows.select_related("assignment__entry").order_by("pk"):
            yield f"reading {each.pk} of entry {each.assignment.entry.number} in {later.stage}"


def rankings_name_what_is_of_their_round(call: Call) -> Iterator[str]:
    """A ranking was computed from readings, slates or comparisons of its own round."""
    for run in RankingRun.objects.filter(call=call).order_by("pk"):
        if _stages_of(run) - {run.stage}:
            yield f"ranking {run.pk} of {run.group} in {run.stage}"


def _stages_of(run: RankingRun) -> set[str]:
    """The rounds of what the ranking names."""
    mode, ids = run.settings.get("mode"), run.readings
    if mode == "slate":
        return {each.stage for each in Slate.objects.filter(pk__in=ids).only("stage")}
    if mode == "pairs":
        return {each.stage for each in Comparison.objects.filter(pk__in=ids).only("stage")}
    read = Assignment.objects.filter(readings__in=ids).order_by("stage")
    return set(read.values_list("stage", flat=True).distinct())


def decisions_rest_on_their_round(call: Call) -> Iterator[str]:
    """A decision rests on a ranking of the round that it ends."""
    for each in rounds_of(call):
        rows = Decision.objects.filter(entry__call=call, stage=each.ends, ranking__isnull=False)
        other = rows.exclude(ranking__stage=each.stage).annotate(number=F("entry__number")).order_by("pk")
        yield from (f"entry {row.number}: ranking {row.ranking_id}" for row in other)


RULES = {
    "judged-in-a-round": judged_in_a_round,
    "later-rounds-read-who-went-on": later_rounds_read_who_went_on,
    "rankings-of-their-round": rankings_name_what_is_of_their_round,
    "decisions-of-their-round": decisions_rest_on_their_round,
}
