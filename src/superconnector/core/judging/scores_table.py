"""Readings as columns of numbers, in an order that does not depend on the order in which they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from superconnector.core.judging.chance import Floats
from superconnector.core.judging.scores import Criterion, Reading, total

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Table:
    """N readings of I entries by J judges, in T tracks; names are sorted, and readings by entry, then judge.

    `entry`, `judge`: index of each reading, shape (N,). `track`: of each entry, shape (I,). `value`: totals,
    shape (N,).
    """

    entries: tuple[str, ...]
    judges: tuple[str, ...]
    tracks: tuple[str, ...]
    entry: Ints
    judge: Ints
    track: Ints
    value: Floats

    @property
    def size(self) -> tuple[int, int, int]:
        """(I, J, T)."""
        return len(self.entries), len(self.judges), len(self.tracks)


def table(readings: Sequence[Reading], criteria: Sequence[Criterion]) -> Table:
    """The columns of readings that scores.check() has passed."""
    ordered = sorted(readings, key=lambda reading: (reading.entry, reading.judge))
    track_of = {reading.entry: reading.track for reading in ordered}
    entries = tuple(track_of)
    judges = tuple(sorted({reading.judge for reading in ordered}))
    tracks = tuple(sorted(set(track_of.values())))
    entry_at = {name: index for index, name in enumerate(entries)}
    judge_at = {name: index for index, name in enumerate(judges)}
    track_at = {name: index for index, name in enumerate(tracks)}
    return Table(
        entries,
        judges,
        tracks,
        np.array([entry_at[reading.entry] for reading in ordered], dtype=np.int64),
        np.array([judge_at[reading.judge] for reading in ordered], dtype=np.int64),
        np.array([track_at[track] for track in track_of.values()], dtype=np.int64),
        np.array([float(total(reading, criteria)) for reading in ordered]),
    )
