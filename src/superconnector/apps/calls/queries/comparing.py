"""Reads of pairs at an expo: which two a judge compares next, and how far the judge is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from superconnector.apps.calls.models import Comparison, Official, Skip
from superconnector.apps.calls.queries.reading import Task, pile_of


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a judge is. `pair` is offered next; none is left when it is None. `seen` counts entries."""

    pair: tuple[Task, Task] | None
    compared: int
    seen: int
    skipped: int
    entries: int


def standing_of(judge: Official, stage: str) -> Standing:
    """How far the judge is in this round. Three queries.

    Decided by what is stored alone, so that a page loaded twice offers the same two.
    One of the last two is offered again, with the entry that this judge has compared least: the judge walks
    to one new table at a time. What was skipped never comes again.
    """
    tasks = pile_of(judge, stage).tasks
    made = Comparison.objects.filter(judge=judge, stage=stage).order_by("-id")
    pairs = list(made.values_list("better__number", "worse__number"))
    passed_over = Skip.objects.filter(judge=judge, stage=stage).order_by("id")
    skipped = set(passed_over.values_list("entry__number", flat=True))
    left = {task.number: task for task in tasks if task.number not in skipped}
    pair = _next_pair({number: task.group for number, task in left.items()}, pairs)
    return Standing(
        pair=(left[pair[0]], left[pair[1]]) if pair else None,
        compared=len(pairs),
        seen=len({number for each in pairs for number in each} & {task.number for task in tasks}),
        skipped=len(skipped & {task.number for task in tasks}),
        entries=len(tasks),
    )


def _next_pair(groups: Mapping[str, str], made: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Two that compete, of one group; `groups` by number in the judge's order, `made` the latest first."""
    done = {frozenset(each) for each in made}
    count = Counter(number for each in made for number in each)
    rarest = sorted(groups, key=lambda number: count[number])
    last = sorted(made[0], key=lambda number: (count[number], number)) if made else []
    for first in [number for number in last if number in groups] + rarest:
        for second in rarest:
            new = second != first and frozenset((first, second)) not in done
            if new and groups[first] == groups[second]:
                return first, second
    return None
