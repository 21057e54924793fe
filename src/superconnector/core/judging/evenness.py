"""An assignment that spreads the load: nobody reads ten entries while another reads none.

A judge's share is what falls to the judge where every entry is read evenly by all who read its track and its
languages. Nobody reads more than the share, or than one must (a floor, what was read before) or may (a cap).
Where conflicts or caps make that cost a reading or a link across tracks, all shares grow by doubling steps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from math import ceil

from superconnector.core.judging.affinity import Affinity
from superconnector.core.judging.assignment import assign
from superconnector.core.judging.assignment_problem import (
    Assignment,
    Entry,
    Judge,
    Problem,
    is_home,
    reads_language,
)


def assign_evenly(problem: Problem, affinity: Affinity | None = None) -> Assignment:
    """The best assignment within the least shares tried at which no reading and no link is missing.

    Where something is missing whatever the shares, the best assignment by the judges' own caps.
    """
    for limit in limits(problem):
        found = assign(limited(problem, limit), affinity)
        if not found.shortages and all(each.made >= each.wanted for each in found.links):
            return found
    return assign(problem, affinity)


def shares(problem: Problem) -> dict[str, int]:
    """Readings that fall to each judge, rounded up; those that nobody may read fall to nobody."""
    alike: Counter[Entry] = Counter()
    for entry in problem.entries:
        alike[Entry("", entry.track, languages=entry.languages)] += entry.readings
    found = {judge.id: Fraction(0) for judge in problem.judges}
    for entry, readings in alike.items():
        able = [each.id for each in problem.judges if is_home(entry, each) and reads_language(entry, each)]
        for judge in able:
            found[judge] += Fraction(readings, len(able))
    return {judge: ceil(share) for judge, share in found.items()}


def limits(problem: Problem) -> Iterator[dict[str, int]]:
    """The limits to try by judge, rising, as long as one is below the judge's cap."""
    first, more, step = shares(problem), 0, 1
    while any(first[judge.id] + more < judge.at_most for judge in problem.judges):
        yield {judge: share + more for judge, share in first.items()}
        more, step = more + step, 2 * step


def limited(problem: Problem, limit: Mapping[str, int]) -> Problem:
    """The problem with caps lowered to the limits; what a judge reads already is never too much."""
    load = Counter(judge for judge, _ in problem.before | problem.fixed)
    judges = (_limited(judge, max(limit[judge.id], load[judge.id])) for judge in problem.judges)
    return replace(problem, judges=tuple(judges))


def _limited(judge: Judge, limit: int) -> Judge:
    return replace(judge, at_most=max(judge.at_least, min(judge.at_most, limit)))
