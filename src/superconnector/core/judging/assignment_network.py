"""A problem of assignment as a network: nodes, the arcs that every solution has, and which pairs may be.

    entry ───────────────────────► judge of its track only ───────► done
      ├─► across ────────────────► judge of its track and others ─►
      │     └─► guests ──────────► judge of other tracks only ────►
      └─► not read ───────────────────────────────────────────────►

Only an entry that is to have readings across tracks has the two extra nodes. What goes through the first is
rewarded, up to as many as are to be; through the second go at most so many. Guests of before do not pass it.
So a pair has one arc at most, and nobody reads an entry twice. Numbers go by the order of ids.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from superconnector.core.judging.assignment_problem import (
    Entry,
    Judge,
    Pair,
    Problem,
    crosses,
    is_home,
    links_wanted,
    reads_language,
)
from superconnector.core.judging.flow import Arcs, Index, joined

BARRED, EITHER, OWN, GUEST = -1, 0, 1, 2
"""The grounds: none; the judge is of the track and of others; of the track only; of others only."""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that the same judges may read on the same grounds, by number, and the grounds by judge."""

    entries: Index
    judges: Index
    grounds: NDArray[np.int8]
    linked: bool


class Network:
    """What is left to assign once fixed readings are taken off, as arrays. Nothing here changes later."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.entries = sorted(problem.entries, key=lambda entry: entry.id)
        self.judges = sorted(problem.judges, key=lambda judge: judge.id)
        self._entry_at = {entry.id: number for number, entry in enumerate(self.entries)}
        self._judge_at = {judge.id: number for number, judge in enumerate(self.judges)}
        self.sink = len(self.entries) + len(self.judges)
        self.fixed = self.keys(problem.fixed)
        self.blocked = np.union1d(self.keys(problem.conflicts), self.fixed)
        self._grounds = _Grounds(self.entries, self.judges)
        self._ask()
        self._link()

    def _ask(self) -> None:
        """Readings that entries still ask for, and that judges may and should still do."""
        entry, judge = divmod(self.fixed, max(len(self.judges), 1))
        done = Counter(entry_id for _, entry_id in self.problem.fixed)
        self.asked = _whole(max(each.readings - done[each.id], 0) for each in self.entries)
        did = np.bincount(judge, minlength=len(self.judges))
        self.most = np.maximum(_whole(each.at_most for each in self.judges) - did, 0)
        self.least = np.minimum(np.maximum(_whole(each.at_least for each in self.judges) - did, 0), self.most)
        where = zip(entry.tolist(), judge.tolist(), strict=True)
        crossing = np.array([crosses(self.entries[e], self.judges[j]) for e, j in where], dtype=bool)
        self.fixed_crossing = np.bincount(entry[crossing], minlength=len(self.entries))

    def _link(self) -> None:
        """Which entries ask for readings across tracks or had guests before, and their extra nodes."""
        before = np.setdiff1d(self.keys(self.problem.before), self.blocked)
        entry, judge = divmod(before, max(len(self.judges), 1))
        grounds = self._grounds.of(entry, judge)
        self.before = before[grounds != BARRED]
        count = len(self.entries)
        crossing = np.bincount(entry[(grounds == EITHER) | (grounds == GUEST)], minlength=count)
        needs = _needs(self.problem, self.entries, self.asked, crossing, self.fixed_crossing)
        self.needs = needs
        self.had_guests = before[grounds == GUEST]
        self.linked = np.union1d(np.flatnonzero(needs), entry[grounds == GUEST])
        extra = self.sink + 1 + 2 * np.arange(len(self.linked))
        self.nodes = self.sink + 1 + 2 * len(self.linked)
        everyone = np.arange(count)
        self.tails = np.stack([everyone, everyone, everyone], axis=1)
        self.tails[self.linked, EITHER] = extra
        self.tails[self.linked, GUEST] = extra + 1

    def keys(self, pairs: Iterable[Pair]) -> Index:
        """The pairs with known ids as sorted numbers: entry × number of judges + judge."""
        entry_at, judge_at, width = self._entry_at, self._judge_at, len(self.judges)
        found = (
            entry_at[entry] * width + judge_at[judge]
            for judge, entry in pairs
            if entry in entry_at and judge in judge_at
        )
        return np.unique(np.fromiter(found, dtype=np.int64))

    def pairs(self, keys: Index) -> frozenset[Pair]:
        """The opposite of keys."""
        width = len(self.judges)
        return frozenset(
            (self.judges[key % width].id, self.entries[key // width].id) for key in keys.tolist()
        )

    @cached_property
    def groups(self) -> list[Group]:
        """Every pair that may be, conflicts and pairs of before aside, in exactly one group."""
        linked = np.isin(np.arange(len(self.entries)), self.linked)
        made = []
        for kind in range(self._grounds.kinds):
            grounds = self._grounds.table[kind]
            alike = self._grounds.kind_of == kind
            for guests, across in ((False, False), (False, True), (True, True)):
                entries = np.flatnonzero(alike & (linked == across) & ((self.needs > 0) == guests))
                judges = np.flatnonzero((grounds != BARRED) & (guests | (grounds != GUEST)))
                if len(entries) and len(judges):
                    made.append(Group(entries, judges, grounds[judges], across))
        return made

    @cached_property
    def supply(self) -> Index:
        """Entries give the readings they still ask for; the last node but the extra ones takes them all."""
        supply = np.zeros(self.nodes, dtype=np.int64)
        supply[: len(self.entries)] = self.asked
        supply[self.sink] = -self.asked.sum()
        return supply

    def are_guests(self, keys: Index) -> NDArray[np.bool_]:
        """Whether the judge of each pair reads other tracks only."""
        guests: NDArray[np.bool_] = self._grounds.of(*divmod(keys, len(self.judges))) == GUEST
        return guests

    def pair_arcs(self, keys: Index, cost: Index) -> Arcs:
        """One arc a pair."""
        entry, judge = divmod(keys, len(self.judges))
        grounds = np.where(np.isin(keys, self.had_guests), EITHER, self._grounds.of(entry, judge))
        tail = self.tails[entry, grounds]
        return Arcs(tail, judge + len(self.entries), np.ones_like(keys), cost)

    @cached_property
    def steady_arcs(self) -> Arcs:
        """All other arcs, at what they cost while readings, links and floors are counted.

        The weights put what matters first beyond any exchange. To improve one thing a flow is changed along
        cycles, which pass each node once: a cycle has at most one new and one lost pair for every judge, one
        lost link for every linked entry, and one arc into the last node.
        """
        judges = len(self.judges)
        floor = judges + 1
        link = floor + judges + 1
        repeated = link * (min(judges, int(self.needs.sum())) + 2) + floor
        missing = repeated * (int(self.asked.max(initial=0)) + 2)
        return joined(self._judges_done(-floor), self._not_read(missing, repeated), self._across(link))

    def _judges_done(self, floor: int) -> Arcs:
        node = np.arange(len(self.judges)) + len(self.entries)
        capacity = np.concatenate([self.least, self.most - self.least])
        cost = np.concatenate([np.full_like(node, floor), np.zeros_like(node)])
        return _open(Arcs(np.tile(node, 2), np.full_like(capacity, self.sink), capacity, cost))

    def _not_read(self, missing: int, repeated: int) -> Arcs:
        """The second reading missing of one entry is dearer than the first of another."""
        entry = np.repeat(np.arange(len(self.entries)), self.asked)
        first = np.repeat(np.cumsum(self.asked) - self.asked, self.asked)
        cost = missing + repeated * (np.arange(len(entry)) - first)
        return Arcs(entry, np.full_like(entry, self.sink), np.ones_like(entry), cost)

    def _across(self, link: int) -> Arcs:
        at = self.linked
        need = self.needs[at]
        across, guest = self.tails[at, EITHER], self.tails[at, GUEST]
        nothing = np.zeros_like(at)
        return _open(
            joined(
                Arcs(at, across, need, nothing - link),
                Arcs(at, across, self.asked[at] - need, nothing),
                Arcs(across, guest, need, nothing),
            )
        )


class _Grounds:
    """On which grounds judges may read entries: one row for every kind of entry, one byte for every judge."""

    def __init__(self, entries: list[Entry], judges: list[Judge]) -> None:
        rows: dict[tuple[str, frozenset[str]], int] = {}
        self.kind_of = _whole(rows.setdefault((each.track, each.languages), len(rows)) for each in entries)
        self.kinds = len(rows)
        examples = {kind: entry for entry, kind in zip(entries, self.kind_of.tolist(), strict=True)}
        table = [[_ground(examples[kind], judge) for judge in judges] for kind in range(self.kinds)]
        self.table = np.array(table, dtype=np.int8).reshape(self.kinds, len(judges))

    def of(self, entry: Index, judge: Index) -> NDArray[np.int8]:
        """BARRED, OWN, GUEST or EITHER for each pair of the two indices. Shapes: (pairs,)."""
        grounds: NDArray[np.int8] = self.table[self.kind_of[entry], judge]
        return grounds


def _ground(entry: Entry, judge: Judge) -> int:
    if not reads_language(entry, judge):
        return BARRED
    if not is_home(entry, judge):
        return GUEST
    return EITHER if crosses(entry, judge) else OWN


def _needs(
    problem: Problem, entries: list[Entry], asked: Index, crossing: Index, fixed_crossing: Index
) -> Index:
    """How many readings across tracks each entry still asks for.

    Drawn by a hash of seed and id, so that a few more or fewer entries change little; those that were read
    across tracks before come first. Everybody gets one before anybody gets two.
    """
    needs = np.zeros(len(entries), dtype=np.int64)
    of_track = defaultdict(list)
    for number, entry in enumerate(entries):
        drawn = sha256(f"{problem.seed}\n{entry.id}".encode()).digest()
        of_track[entry.track].append((not crossing[number], drawn, number))
    for track, wanted in links_wanted(problem).items():
        order = [number for *_, number in sorted(of_track[track])]
        left = wanted - int(fixed_crossing[order].sum())
        while left > 0:
            able = [number for number in order if needs[number] < asked[number]][:left]
            if not able:
                break
            needs[able] += 1
            left -= len(able)
    return needs


def _open(arcs: Arcs) -> Arcs:
    return arcs.take(arcs.capacity > 0)


def _whole(numbers: Iterable[int]) -> Index:
    return np.fromiter(numbers, dtype=np.int64)
