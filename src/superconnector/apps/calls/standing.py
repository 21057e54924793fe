"""Which decision counts: a published one stands until another one, published too, revises it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from superconnector.apps.calls.models import Call, Decision
from superconnector.apps.calls.rounds import rounds_of


def standing(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Of these decisions those that count now. Whatever reads published decisions reads them through this."""
    return decisions.filter(publication__isnull=False, revised_by__publication__isnull=True)


def replaced() -> Exists:
    """Of letters: whether another decision was published in place of the one that the letter tells of."""
    return Exists(Decision.objects.filter(revises=OuterRef("decision"), publication__isnull=False))


def last_told(call: Call, entries: Collection[int] | QuerySet[int]) -> dict[int, Decision]:
    """What was decided last on each of these entries of the call, by entry: that of the latest round.

    One query, and another one where an entry was decided on in several rounds.
    """
    rows = list(
        standing(Decision.objects.filter(entry__call=call, entry__in=entries)).order_by("made_at", "pk")
    )
    if len({each.entry_id for each in rows}) < len(rows):
        place = {each.ends: number for number, each in enumerate(rounds_of(call))}
        rows.sort(key=lambda each: place.get(each.stage, -1))
    return {each.entry_id: each for each in rows}
