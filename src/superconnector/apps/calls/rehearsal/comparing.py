"""Judges who do not score: some put the entries of their desk in order, others compare two at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from superconnector.apps.calls.actions.comparing import compare, skip
from superconnector.apps.calls.actions.slates import reopen_slate, save_slate
from superconnector.apps.calls.models import Assignment, Official
from superconnector.apps.calls.queries.comparing import standing_of
from superconnector.apps.calls.queries.slates import latest_slate
from superconnector.apps.calls.wall import assignments_of

Seen = Callable[[int, int], float]
"""How good a judge finds an entry, both by their keys."""
When = Callable[[int, int], datetime]
"""The moment of one of so many acts."""
EQUAL = 0.15
"""Impressions nearer than this to the one before are equal in a slate."""
ROUNDS = 2
"""Comparisons of a judge for each entry on the desk; half of them by half-time."""
SKIPPED = 3
"""Of so many judges one finds a table without anybody, and passes over it."""


def put_in_order(rows: Sequence[Assignment], when: When, seen: Seen) -> int:
    """Whoever has these rows puts them in order; handed in where the desk is done. How many rows."""
    desks = _desks(rows)
    for index, (judge, own) in enumerate(desks.items()):
        with transaction.atomic():
            _order(judge, own, when(index, len(desks)), seen)
    return len(rows)


def _order(judge: Official, rows: Sequence[Assignment], now: datetime, seen: Seen) -> None:
    stage = rows[0].stage
    desk = list(assignments_of(judge, stage).select_related("entry").order_by("id"))
    left = [each for each in desk if not each.readings.filter(final=True).exists()]
    finish = {each.pk for each in left} <= {each.pk for each in rows}
    placed = desk if finish else rows
    slate = latest_slate(judge, stage)
    if slate is not None and slate.final:
        slate = reopen_slate(actor=judge.user, now=now, judge=judge)
    version = (slate.number, slate.version) if slate else (1, 0)
    order = _equals([(seen(judge.pk, each.entry_id), each.entry.number) for each in placed])
    save_slate(actor=judge.user, now=now, judge=judge, seen=version, order=order, finish=finish)


def _equals(judged: list[tuple[float, str]]) -> list[list[str]]:
    """Entry numbers, best first; those that can hardly be told apart together."""
    order: list[list[str]] = []
    above = 0.0
    for worth, number in sorted(judged, reverse=True):
        if order and above - worth < EQUAL:
            order[-1].append(number)
        else:
            order.append([number])
        above = worth
    return order


def compare_two(rows: Sequence[Assignment], when: When, seen: Seen) -> int:
    """Whoever has these rows walks from table to table; how many comparisons were made.

    For each row as many comparisons as a desk has for each entry, beside what was compared before.
    """
    desks, made = _desks(rows), 0
    for index, (judge, own) in enumerate(desks.items()):
        with transaction.atomic():
            now = when(index, len(desks))
            if index % SKIPPED == SKIPPED - 1:
                _pass_over(judge, own[0].stage, now)
            made += sum(_next(judge, own[0].stage, now, seen) for _ in range(ROUNDS * len(own)))
    return made


def _next(judge: Official, stage: str, now: datetime, seen: Seen) -> bool:
    """The next two on offer; False where none are left."""
    pair = standing_of(judge, stage).pair
    if pair is None:
        return False
    worse, better = sorted(pair, key=lambda each: (seen(judge.pk, each.assignment.entry_id), each.number))
    compare(actor=judge.user, now=now, judge=judge, better=better.number, worse=worse.number)
    return True


def _pass_over(judge: Official, stage: str, now: datetime) -> None:
    standing = standing_of(judge, stage)
    if standing.pair is not None and standing.entries > 3:
        skip(actor=judge.user, now=now, judge=judge, number=standing.pair[1].number)


def _desks(rows: Sequence[Assignment]) -> dict[Official, list[Assignment]]:
    found: dict[Official, list[Assignment]] = defaultdict(list)
    for row in rows:
        found[row.judge].append(row)
    return found
