"""Where the next readings should go: to everyone first, then to the entries whose fate is least settled.

How unsettled an entry with the chance p to win is, is p (1 − p): the variance of that yes or no. Entries far
above or below the cut need no more readings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

import numpy as np

from superconnector.core.judging.cut_scores import estimated
from superconnector.core.judging.posterior import posterior
from superconnector.core.judging.ranking import Pool, Variances, members
from superconnector.core.judging.ranking_draws import chances
from superconnector.core.judging.scores import Criterion, Reading, check
from superconnector.core.judging.scores_table import Table, table

DRAWS = 500


@dataclass(frozen=True, slots=True)
class Steps:
    """How many readings everyone gets first, and how many are then given out before chances are looked at."""

    first: int = 1
    batch: int = 74


STEPS = Steps()


class Why(StrEnum):
    """Why an entry should be read again."""

    FIRST = "first"
    """It has not had the readings that everyone gets."""
    UNDECIDED = "undecided"
    """One more reading may change whether it wins a place."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A judge who can still read `left` entries; of these tracks only, unless None."""

    judge: str
    left: int
    tracks: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """One more reading. `judge`: None if nobody who may read the entry has time. `p_top`: if undecided."""

    entry: str
    judge: str | None
    why: Why
    p_top: float | None = None


def next_readings(
    readings: Sequence[Reading],
    criteria: Sequence[Criterion],
    entries: Mapping[str, str],
    readers: Sequence[Reader],
    pools: Sequence[Pool],
    *,
    seed: str,
    steps: Steps = STEPS,
    barred: Collection[tuple[str, str]] = frozenset(),
) -> tuple[Next, ...]:
    """The next readings: all that are missing to the first of each entry; if none is, a batch by p (1 − p).

    `entries`: track by entry, of all that take part. `barred`: (judge, entry) that must not meet. Judges with
    most time left are taken first, so loads stay even. Raises ValueError if readings contradict each other.
    """
    check(readings)
    hands = _Hands(readings, readers, barred, seed)
    count = Counter(reading.entry for reading in readings)
    missing = [entry for turn in range(steps.first) for entry in sorted(entries) if count[entry] <= turn]
    if missing:
        return tuple(Next(entry, hands.take(entry, entries[entry]), Why.FIRST) for entry in missing)
    if not readings:
        return ()
    found: list[Next] = []
    served = 0
    for entry, p_top in _undecided(readings, criteria, pools, seed):
        if served == steps.batch:
            break
        judge = hands.take(entry, entries[entry])
        served += judge is not None
        found.append(Next(entry, judge, Why.UNDECIDED, p_top))
    return tuple(found)


def _undecided(
    readings: Sequence[Reading], criteria: Sequence[Criterion], pools: Sequence[Pool], seed: str
) -> list[tuple[str, float]]:
    """Entries with their chance, the least settled first; those that are settled are left out."""
    columns = table(readings, criteria)
    known, seen = estimated(columns) or (_assumed(columns), None)
    found = posterior(columns, known, seed=seed, draws=DRAWS, seen=seen)
    own, _ = members(pools, columns.entries)
    at = {entry: index for index, entry in enumerate(columns.entries)}
    p_top: dict[str, float] = {}
    for pool in pools:
        entries = own[pool.name]
        if entries:
            shares = chances(found.draws[:, [at[entry] for entry in entries]], pool.places)
            p_top.update(zip(entries, shares.tolist(), strict=True))
    unsettled = [(entry, p) for entry, p in p_top.items() if 0 < p < 1]
    return sorted(unsettled, key=lambda pair: (-pair[1] * (1 - pair[1]), pair[0]))


def _assumed(columns: Table) -> Variances:
    """Before anything is read twice noise cannot be told: all three are taken as equally wide."""
    each = float(np.var(columns.value)) / 3 or 1.0
    return Variances(each, each, each)


class _Hands:
    """Who can still read what, as readings are given out."""

    def __init__(
        self,
        readings: Sequence[Reading],
        readers: Sequence[Reader],
        barred: Collection[tuple[str, str]],
        seed: str,
    ) -> None:
        self._readers = readers
        self._left = {reader.judge: reader.left for reader in readers}
        self._met = {(reading.judge, reading.entry) for reading in readings} | set(barred)
        self._seed = seed

    def take(self, entry: str, track: str) -> str | None:
        """The judge with most time who may read the entry (equals by lot), whose time is then taken."""
        able = [
            reader.judge
            for reader in self._readers
            if self._left[reader.judge] > 0
            and (reader.judge, entry) not in self._met
            and (reader.tracks is None or track in reader.tracks)
        ]
        if not able:
            return None
        most = max(self._left[judge] for judge in able)
        free = [judge for judge in able if self._left[judge] == most]
        judge = min(free, key=lambda judge: self._lot(judge, entry))
        self._left[judge] -= 1
        self._met.add((judge, entry))
        return judge

    def _lot(self, judge: str, entry: str) -> bytes:
        return sha256(f"{self._seed}|{judge}|{entry}".encode()).digest()
