"""Who may read what, and the answer: the plain data of an assignment of judges to entries.

A pair is always (judge, entry), both by id. See docs/algorithms/assignment.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

Pair = tuple[str, str]
"""A judge's id and an entry's id."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be read `readings` times. With no track every judge may read it.

    A judge must read every one of its `languages`; `topics` decide how well a judge fits.
    """

    id: str
    track: str = ""
    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    readings: int = 3

    def __post_init__(self) -> None:
        if self.readings < 0:
            raise ValueError(f"Entry {self.id}: {self.readings} readings")


@dataclass(frozen=True, slots=True)
class Judge:
    """Somebody who reads between `at_least` and `at_most` entries. With no tracks the judge reads them all.

    `at_least` is met as far as the entries allow; `at_most` is never passed except by readings already done.
    """

    id: str
    tracks: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    at_most: int = 40
    at_least: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.at_least <= self.at_most:
            raise ValueError(f"Judge {self.id}: at least {self.at_least}, at most {self.at_most}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Entries, judges and what binds them.

    conflicts: pairs that must not be. Unknown ids are ignored.
    before: the assignment in force, of which as much as possible is kept. Unknown ids have dropped out.
    fixed: readings already done, which stay and count. The judge may have left; the entry must be known.
    cross_share: of the readings of every track, the share that judges who belong elsewhere too must do.
    bottleneck_first: raise the lowest affinity of a new pair within its track before the total.
    seed: decides which entries get the readings across tracks.

    Raises ValueError where ids repeat, a fixed reading is a conflict, or the share is not within 0 to 1.
    """

    entries: tuple[Entry, ...]
    judges: tuple[Judge, ...]
    conflicts: frozenset[Pair] = frozenset()
    before: frozenset[Pair] = frozenset()
    fixed: frozenset[Pair] = frozenset()
    cross_share: Fraction = Fraction(1, 20)
    bottleneck_first: bool = True
    seed: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.cross_share <= 1:
            raise ValueError(f"A share of {self.cross_share} across tracks")
        _distinct("Entry", (entry.id for entry in self.entries))
        _distinct("Judge", (judge.id for judge in self.judges))
        both = sorted(self.fixed & self.conflicts)
        if both:
            raise ValueError(f"Done and a conflict at once: {both[0][0]} on {both[0][1]}, {len(both)} in all")
        known = {entry.id for entry in self.entries}
        lost = sorted(entry for _, entry in self.fixed if entry not in known)
        if lost:
            raise ValueError(f"A reading is done of an entry that is not there: {lost[0]}")


class Reason(StrEnum):
    """Why an entry lacks a reading. The first that applies is given."""

    TRACK = "track"
    """No judge reads its track."""
    CAP = "cap"
    """Every judge who could read it and does not is at the most."""
    CONFLICT = "conflict"
    """Every judge who does not read it yet has a conflict, or, fewer of them, not the language."""
    LANGUAGE = "language"
    """Every judge who does not read it yet lacks the language, or, fewer of them, has a conflict."""
    JUDGES = "judges"
    """Every judge reads it already: it asks for more readings than there are judges."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """Entries of one track that lack readings for one reason, as (id, readings missing), by id.

    Of the `judges` who read the track, these can read none more of those entries, on at least one of them:
    `at_cap` at the most, `conflicted`, `no_language`. A judge may be counted in several.
    """

    track: str
    reason: Reason
    entries: tuple[tuple[str, int], ...]
    judges: int
    at_cap: int
    conflicted: int
    no_language: int

    @property
    def missing(self) -> int:
        """Readings missing in all."""
        return sum(count for _, count in self.entries)


@dataclass(frozen=True, slots=True)
class Links:
    """Readings of one track by judges who belong elsewhere too: how many the share asks for, and made."""

    track: str
    wanted: int
    made: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """The pairs, and what they are beside the assignment before.

    lowest: the lowest affinity (0 to 1000) of a pair that is not fixed; None if there is none.
    total: the sum of the affinity of all pairs that are not fixed.
    bound: no assignment that reaches as much in the goals before the total has a higher total.
    proven: every goal is proven over all pairs, so that total equals bound.
    idle: judges with fewer than at_least, as (id, readings missing), by id.
    links: by track; none where there is but one track or no share.
    """

    pairs: frozenset[Pair]
    added: frozenset[Pair]
    removed: frozenset[Pair]
    kept: frozenset[Pair]
    lowest: int | None
    total: int
    bound: int
    proven: bool
    shortages: tuple[Shortage, ...]
    idle: tuple[tuple[str, int], ...]
    links: tuple[Links, ...]


def is_home(entry: Entry, judge: Judge) -> bool:
    """Whether the entry's track is one the judge reads."""
    return not entry.track or not judge.tracks or entry.track in judge.tracks


def crosses(entry: Entry, judge: Judge) -> bool:
    """Whether the judge belongs to more than this entry's track, and so links tracks by reading it."""
    return judge.tracks != {entry.track}


def reads_language(entry: Entry, judge: Judge) -> bool:
    """Whether the judge reads every language of the entry."""
    return entry.languages <= judge.languages


def links_wanted(problem: Problem) -> dict[str, int]:
    """Readings across tracks by track, rounded up; none where there is but one track."""
    readings: Counter[str] = Counter()
    for entry in problem.entries:
        readings[entry.track] += entry.readings
    if len(readings) < 2:
        return {}
    return {track: -(-count * problem.cross_share // 1) for track, count in sorted(readings.items())}


def _distinct(what: str, ids: Iterable[str]) -> None:
    twice = sorted(name for name, count in Counter(ids).items() if count > 1)
    if twice:
        raise ValueError(f"{what} {twice[0]} is there twice")
