"""What an assignment could not give, and why, as data that a page can put into a sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from superconnector.core.judging.assignment_problem import (
    Entry,
    Judge,
    Links,
    Pair,
    Problem,
    Reason,
    Shortage,
    crosses,
    is_home,
    links_wanted,
    reads_language,
)


@dataclass(frozen=True, slots=True)
class _Lack:
    """One entry that lacks readings: the judges of its track, and those who can read it no more."""

    entry: Entry
    missing: int
    judges: frozenset[str]
    at_cap: frozenset[str]
    conflicted: frozenset[str]
    no_language: frozenset[str]

    @property
    def reason(self) -> Reason:
        if not self.judges:
            return Reason.TRACK
        if self.at_cap:
            return Reason.CAP
        if not self.conflicted and not self.no_language:
            return Reason.JUDGES
        return Reason.CONFLICT if len(self.conflicted) >= len(self.no_language) else Reason.LANGUAGE


def shortages(problem: Problem, pairs: Collection[Pair]) -> tuple[Shortage, ...]:
    """The entries with fewer readings than they ask for, together where track and reason are the same."""
    read, load = Counter(entry for _, entry in pairs), Counter(judge for judge, _ in pairs)
    together: dict[tuple[str, Reason], list[_Lack]] = defaultdict(list)
    for entry in sorted(problem.entries, key=lambda each: each.id):
        if read[entry.id] < entry.readings:
            lack = _lack(problem, entry, entry.readings - read[entry.id], pairs, load)
            together[entry.track, lack.reason].append(lack)
    return tuple(_shortage(*key, lacks) for key, lacks in sorted(together.items()))


def _lack(problem: Problem, entry: Entry, missing: int, pairs: Collection[Pair], load: Counter[str]) -> _Lack:
    """Judges who read the entry already are in no set but `judges`; a conflict counts before a full desk."""
    home = [judge for judge in problem.judges if is_home(entry, judge)]
    others = [judge for judge in home if (judge.id, entry.id) not in pairs]
    readers = [judge for judge in others if reads_language(entry, judge)]
    free = [judge for judge in readers if (judge.id, entry.id) not in problem.conflicts]
    return _Lack(
        entry,
        missing,
        judges=_ids(home),
        at_cap=_ids(judge for judge in free if load[judge.id] >= judge.at_most),
        conflicted=_ids(readers) - _ids(free),
        no_language=_ids(others) - _ids(readers),
    )


def _ids(judges: Iterable[Judge]) -> frozenset[str]:
    return frozenset(judge.id for judge in judges)


def _shortage(track: str, reason: Reason, lacks: list[_Lack]) -> Shortage:
    """One for all; a judge who stands in the way of several entries is counted once."""
    return Shortage(
        track,
        reason,
        entries=tuple((lack.entry.id, lack.missing) for lack in lacks),
        judges=len(lacks[0].judges),
        at_cap=len(frozenset().union(*(lack.at_cap for lack in lacks))),
        conflicted=len(frozenset().union(*(lack.conflicted for lack in lacks))),
        no_language=len(frozenset().union(*(lack.no_language for lack in lacks))),
    )


def idle(problem: Problem, pairs: Collection[Pair]) -> tuple[tuple[str, int], ...]:
    """Judges with fewer readings than their floor, and how many fewer, by id."""
    load = Counter(judge for judge, _ in pairs)
    short = ((judge.id, judge.at_least - load[judge.id]) for judge in problem.judges)
    return tuple(sorted((name, count) for name, count in short if count > 0))


def links(problem: Problem, pairs: Collection[Pair]) -> tuple[Links, ...]:
    """The readings across tracks, by track, wherever some are wanted."""
    entries = {entry.id: entry for entry in problem.entries}
    judges = {judge.id: judge for judge in problem.judges}
    made = Counter(
        entries[entry].track
        for judge, entry in pairs
        if judge in judges and crosses(entries[entry], judges[judge])
    )
    return tuple(Links(track, count, made[track]) for track, count in links_wanted(problem).items() if count)
