"""A draw among the entries that the readings cannot tell apart at the cut, which anyone can repeat.

Entries whose interval of places lies within the places to win are in; those whose interval lies behind are
out; among the rest the places left are drawn (Heyard et al., Statistics and Public Policy 9, 2022, for the
Swiss National Science Foundation, with intervals of 50%: make the ranking with `level=0.5`). An entry's lot
is the SHA-256 of "seed|entry" in hexadecimal; the least lots win. The seed must be fixed before, and by
someone else: for example a figure that will be published on a named day.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256

from superconnector.core.judging.ranking import Ranking, Row


@dataclass(frozen=True, slots=True)
class Lot:
    """One entry in the draw."""

    entry: str
    lot: str
    wins: bool


@dataclass(frozen=True, slots=True)
class Lottery:
    """Entries that are in and out without a lot, by id, and the lots, the least first."""

    seed: str
    safe: tuple[str, ...]
    drawn: tuple[Lot, ...]
    out: tuple[str, ...]

    @property
    def winners(self) -> frozenset[str]:
        """All who win a place, with or without a lot."""
        return frozenset(self.safe) | {lot.entry for lot in self.drawn if lot.wins}


def lot(seed: str, entry: str) -> str:
    """The lot of an entry: 64 hexadecimal digits."""
    return sha256(f"{seed}|{entry}".encode()).hexdigest()


def draw(ranking: Ranking, pool: str, seed: str) -> Lottery:
    """The lottery of a pool. Raises ValueError if the ranking gives the pool no intervals.

    Nobody is safe whose own place is not within the places to win, and nobody out whose own place is: so
    there are never more safe than places, nor too few left to fill them.
    """
    places = next(each.places for each in ranking.pools if each.name == pool)
    rows = [row for row in ranking.rows if row.pool == pool]
    at_place = Counter(row.place for row in rows)
    safe: list[str] = []
    between: list[str] = []
    out: list[str] = []
    for row in rows:
        low, high = _interval(row)
        if high <= places and row.place + at_place[row.place] - 1 <= places:
            safe.append(row.entry)
        elif low > places and row.place > places:
            out.append(row.entry)
        else:
            between.append(row.entry)
    left = places - len(safe)
    lots = sorted((lot(seed, entry), entry) for entry in between)
    drawn = tuple(Lot(entry, digits, index < left) for index, (digits, entry) in enumerate(lots))
    return Lottery(seed, tuple(sorted(safe)), drawn, tuple(sorted(out)))


def _interval(row: Row) -> tuple[int, int]:
    if row.low is None or row.high is None:
        raise ValueError(f"pool {row.pool} has no intervals, so there is no overlap to draw in")
    return row.low, row.high
