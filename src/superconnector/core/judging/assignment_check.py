"""Whether an assignment keeps the rules and tells the truth about itself.

It knows the rules only, not how assignments are made: plain loops over the pairs. Whether there is a better
one it does not say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from superconnector.core.judging.affinity import Affinity, TopicAffinity
from superconnector.core.judging.assignment_problem import (
    Assignment,
    Entry,
    Judge,
    Pair,
    Problem,
    crosses,
    is_home,
    links_wanted,
    reads_language,
)


class Rule(StrEnum):
    """What can be broken."""

    UNKNOWN = "unknown"
    """A pair of an entry or a judge that is not there, and is not fixed."""
    CONFLICT = "conflict"
    LANGUAGE = "language"
    TRACK = "track"
    """More judges from other tracks than readings across tracks are wanted, not counting those of before."""
    AT_MOST = "at most"
    READINGS = "readings"
    """More readings than the entry asks for, and not all of them fixed."""
    FIXED = "fixed"
    """A fixed reading is gone."""
    TOLD = "told"
    """What the assignment says of itself is not so."""


class Violation(NamedTuple):
    """A broken rule and the id, the pair or the field that breaks it."""

    rule: Rule
    what: str


@dataclass(frozen=True)
class _Case:
    problem: Problem
    made: Assignment
    entries: dict[str, Entry] = field(default_factory=dict)
    judges: dict[str, Judge] = field(default_factory=dict)

    @property
    def known(self) -> list[tuple[Judge, Entry]]:
        """The new pairs whose ids are known."""
        new = sorted(self.made.pairs - self.problem.fixed)
        return [(self.judges[j], self.entries[e]) for j, e in new if j in self.judges and e in self.entries]


def check(problem: Problem, made: Assignment, affinity: Affinity | None = None) -> list[Violation]:
    """Every broken rule. The affinity must be the one that the assignment was made with."""
    entries = {entry.id: entry for entry in problem.entries}
    judges = {judge.id: judge for judge in problem.judges}
    case = _Case(problem, made, entries, judges)
    affinity = affinity or TopicAffinity(problem.entries, problem.judges)
    return [*_pairs(case), *_counts(case), *_told(case, affinity)]


def _pairs(case: _Case) -> Iterator[Violation]:
    known = {(judge.id, entry.id) for judge, entry in case.known}
    for pair in sorted(case.made.pairs - case.problem.fixed - known):
        yield Violation(Rule.UNKNOWN, _name(pair))
    for pair in sorted(case.problem.fixed - case.made.pairs):
        yield Violation(Rule.FIXED, _name(pair))
    for judge, entry in case.known:
        pair = (judge.id, entry.id)
        if pair in case.problem.conflicts:
            yield Violation(Rule.CONFLICT, _name(pair))
        if not reads_language(entry, judge):
            yield Violation(Rule.LANGUAGE, _name(pair))


def _counts(case: _Case) -> Iterator[Violation]:
    load, read = _loads(case)
    done = Counter(entry for _, entry in case.problem.fixed)
    did = Counter(judge for judge, _ in case.problem.fixed)
    for judge in case.problem.judges:
        if load[judge.id] > max(judge.at_most, did[judge.id]):
            yield Violation(Rule.AT_MOST, judge.id)
    for entry in case.problem.entries:
        if read[entry.id] > max(entry.readings, done[entry.id]):
            yield Violation(Rule.READINGS, entry.id)
    wanted = links_wanted(case.problem)
    guests = Counter(
        entry.track
        for judge, entry in case.known
        if not is_home(entry, judge) and (judge.id, entry.id) not in case.problem.before
    )
    for track, count in sorted(guests.items()):
        if count > wanted.get(track, 0):
            yield Violation(Rule.TRACK, track)


def _told(case: _Case, affinity: Affinity) -> Iterator[Violation]:
    """Each field of the assignment, counted again."""
    problem, made = case.problem, case.made
    before = problem.before
    load, read = _loads(case)
    missing = {(each.id, each.readings - read[each.id]) for each in problem.entries}
    idle = {(each.id, each.at_least - load[each.id]) for each in problem.judges}
    scores = _scores(case, affinity)
    crossing = Counter(
        case.entries[e].track
        for j, e in made.pairs
        if j in case.judges and e in case.entries and crosses(case.entries[e], case.judges[j])
    )
    links = {(track, count, crossing[track]) for track, count in links_wanted(problem).items() if count}
    truths = {
        "added": made.added == made.pairs - before,
        "removed": made.removed == before - made.pairs,
        "kept": made.kept == made.pairs & before,
        "lowest": made.lowest == min(scores, default=None),
        "total": made.total == sum(scores),
        "bound": made.bound >= made.total and (made.bound == made.total or not made.proven),
        "shortages": sorted(each for short in made.shortages for each in short.entries)
        == sorted(each for each in missing if each[1] > 0),
        "idle": sorted(made.idle) == sorted(each for each in idle if each[1] > 0),
        "links": {(each.track, each.wanted, each.made) for each in made.links} == links,
    }
    yield from (Violation(Rule.TOLD, name) for name, true in truths.items() if not true)


def _loads(case: _Case) -> tuple[Counter[str], Counter[str]]:
    """Readings by judge and by entry."""
    pairs = case.made.pairs
    return Counter(judge for judge, _ in pairs), Counter(entry for _, entry in pairs)


def _scores(case: _Case, affinity: Affinity) -> list[int]:
    entry_at = {entry.id: number for number, entry in enumerate(case.problem.entries)}
    judge_at = {judge.id: number for number, judge in enumerate(case.problem.judges)}
    return [
        int(affinity.block(np.array([entry_at[entry.id]]), np.array([judge_at[judge.id]]))[0, 0])
        for judge, entry in case.known
    ]


def _name(pair: Pair) -> str:
    return f"{pair[0]} on {pair[1]}"
