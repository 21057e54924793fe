"""Whether readings connect the entries well enough to be compared, and if not, why not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from superconnector.core.judging.ranking import Part, Reason, Refusal
from superconnector.core.judging.scores import Reading, by_entry


@dataclass(frozen=True, slots=True)
class Demands:
    """The least that a calibrated ranking asks of its design.

    `readings`: an entry, on average over the pool. `shared`: entries that a judge must share with others to
    be well placed among them. `loose`: the share of readings that judges below this may give.
    """

    readings: Fraction = Fraction(2)
    shared: int = 3
    loose: Fraction = Fraction(1, 10)


DEMANDS = Demands()


def parts(readings: Iterable[Reading]) -> tuple[Part, ...]:
    """The connected parts of the graph that joins each judge with the entries read; the largest first."""
    given = list(readings)
    joined = _Joined()
    for reading in given:
        joined.join(("judge", reading.judge), ("entry", reading.entry))
    held: dict[Node, list[Reading]] = defaultdict(list)
    for reading in given:
        held[joined.root(("entry", reading.entry))].append(reading)
    found = [
        Part(
            tuple(sorted({reading.entry for reading in own})),
            tuple(sorted({reading.judge for reading in own})),
            tuple(sorted({reading.track for reading in own})),
        )
        for own in held.values()
    ]
    return tuple(sorted(found, key=lambda part: (-len(part.entries), part.entries)))


def number_of_parts(entries: Iterable[int], judges: Iterable[int]) -> int:
    """How many connected parts the readings have, given the entry and the judge of each."""
    joined = _Joined()
    known = set()
    for entry, judge in zip(entries, judges, strict=True):
        joined.join(("entry", entry), ("judge", judge))
        known.add(entry)
    return len({joined.root(("entry", entry)) for entry in known})


def refusals(
    readings: Sequence[Reading], pools: Mapping[str, Sequence[str]], demands: Demands = DEMANDS
) -> tuple[Refusal, ...]:
    """The first reason of each pool (its read entries by name) not to calibrate it; empty pools have none."""
    whole = parts(readings)
    own = by_entry(readings)
    found = []
    for pool, entries in pools.items():
        if not entries:
            continue
        apart = gap(pool, entries, whole)
        found.append(apart or _thin(pool, entries, own, demands) or _loose(pool, entries, own, demands))
    return tuple(refusal for refusal in found if refusal)


def gap(pool: str, entries: Sequence[str], whole: Sequence[Part]) -> Refusal | None:
    """A refusal if the pool lies in several parts; TRACKS_APART if no track does."""
    wanted = frozenset(entries)
    touched = tuple(part for part in whole if not wanted.isdisjoint(part.entries))
    if len(touched) < 2:
        return None
    homes = Counter(track for part in touched for track in part.tracks)
    split = any(count > 1 for count in homes.values())
    return Refusal(pool, Reason.NOT_CONNECTED if split else Reason.TRACKS_APART, parts=touched)


def _thin(
    pool: str, entries: Sequence[str], own: Mapping[str, Sequence[Reading]], demands: Demands
) -> Refusal | None:
    mean = Fraction(sum(len(own[entry]) for entry in entries), len(entries))
    if mean >= demands.readings:
        return None
    return Refusal(pool, Reason.TOO_FEW_READINGS, found=mean, needed=demands.readings)


def _loose(
    pool: str, entries: Sequence[str], own: Mapping[str, Sequence[Reading]], demands: Demands
) -> Refusal | None:
    """A refusal if judges who share few entries with others gave too many of the pool's readings."""
    shared = Counter(reading.judge for each in own.values() if len(each) > 1 for reading in each)
    given = Counter(reading.judge for entry in entries for reading in own[entry])
    loose = sorted(judge for judge in given if shared[judge] < demands.shared)
    share = Fraction(sum(given[judge] for judge in loose), given.total())
    if share <= demands.loose:
        return None
    return Refusal(pool, Reason.TOO_FEW_SHARED, judges=tuple(loose), found=share, needed=demands.loose)


Node = tuple[str, str | int]


class _Joined:
    """Disjoint sets with path halving (Tarjan & van Leeuwen, 1984)."""

    def __init__(self) -> None:
        self._above: dict[Node, Node] = {}

    def root(self, node: Node) -> Node:
        """What stands for the set of the node; a node that was never seen is a set of its own."""
        above = self._above
        above.setdefault(node, node)
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    def join(self, one: Node, other: Node) -> None:
        """Make one set of the sets of both nodes."""
        self._above[self.root(one)] = self.root(other)
