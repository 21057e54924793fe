"""What an assignment could not give, and why, as data that a page can put into a sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

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

Ids = frozenset[str]


@dataclass(frozen=True)
class _Panel:
    """The judges of a track, for entries of certain languages: all; those who read the languages; those of
    them who are at the most."""

    home: Ids
    readers: Ids
    full: Ids

    @cached_property
    def mute(self) -> Ids:
        """The judges of the track who do not read the languages."""
        return self.home - self.readers


@dataclass(frozen=True, slots=True)
class _Lack:
    """An entry that lacks readings, the judges who read it, and those with a conflict who would read it."""

    entry: str
    missing: int
    panel: _Panel
    reading: Ids
    conflicted: Ids

    @property
    def reason(self) -> Reason:
        """What stands in the way, the first that is true: nobody is of the track; somebody who could read it
        has no reading left; nobody else is there; and of conflicts and languages what keeps out more judges,
        a conflict where both keep out as many."""
        panel = self.panel
        if not panel.home:
            return Reason.TRACK
        if not panel.full <= self.reading | self.conflicted:
            return Reason.CAP
        mute = panel.mute - self.reading
        if not self.conflicted and not mute:
            return Reason.JUDGES
        return Reason.CONFLICT if len(self.conflicted) >= len(mute) else Reason.LANGUAGE


def shortages(problem: Problem, pairs: Collection[Pair]) -> tuple[Shortage, ...]:
    """The entries with fewer readings than they ask for, together where track and reason are the same."""
    readers, conflicted = _by_entry(pairs), _by_entry(problem.conflicts)
    load = Counter(judge for judge, _ in pairs)
    panels: dict[tuple[str, Ids], _Panel] = {}
    together: dict[tuple[str, Reason], list[_Lack]] = defaultdict(list)
    for entry in sorted(problem.entries, key=lambda each: each.id):
        reading = frozenset(readers[entry.id])
        if len(reading) >= entry.readings:
            continue
        kind = (entry.track, entry.languages)
        if kind not in panels:
            panels[kind] = _panel(problem.judges, entry, load)
        panel = panels[kind]
        barred = (panel.readers & conflicted[entry.id]) - reading
        lack = _Lack(entry.id, entry.readings - len(reading), panel, reading, barred)
        together[entry.track, lack.reason].append(lack)
    return tuple(_shortage(*key, lacks) for key, lacks in sorted(together.items()))


def _by_entry(pairs: Collection[Pair]) -> dict[str, set[str]]:
    judges: dict[str, set[str]] = defaultdict(set)
    for judge, entry in pairs:
        judges[entry].add(judge)
    return judges


def _panel(judges: Iterable[Judge], entry: Entry, load: Counter[str]) -> _Panel:
    home = [judge for judge in judges if is_home(entry, judge)]
    readers = [judge for judge in home if reads_language(entry, judge)]
    full = [judge for judge in readers if load[judge.id] >= judge.at_most]
    return _Panel(*(frozenset(judge.id for judge in some) for some in (home, readers, full)))


def _shortage(track: str, reason: Reason, lacks: list[_Lack]) -> Shortage:
    """One for all: a judge who stands in the way of several entries is counted once."""
    at_cap: set[str] = set()
    mute: set[str] = set()
    for panel in {id(lack.panel): lack.panel for lack in lacks}.values():
        those = [lack for lack in lacks if lack.panel is panel]
        at_cap |= panel.full - frozenset.intersection(*(lack.reading | lack.conflicted for lack in those))
        mute |= panel.mute - frozenset.intersection(*(lack.reading for lack in those))
    return Shortage(
        track,
        reason,
        entries=tuple((lack.entry, lack.missing) for lack in lacks),
        judges=len(lacks[0].panel.home),
        at_cap=len(at_cap),
        conflicted=len(frozenset().union(*(lack.conflicted for lack in lacks))),
        no_language=len(mute),
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
