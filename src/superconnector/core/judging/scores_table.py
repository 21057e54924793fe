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
    """The totals of readings that scores.check() has passed."""
    return valued(readings, [float(total(reading, criteria)) for reading in readings])


def valued(readings: Sequence[Reading], values: Sequence[float]) -> Table:
    """The columns of readings, each with a value of its own."""
    order = sorted(range(len(readings)), key=lambda at: (readings[at].entry, readings[at].judge))
    ordered = [readings[at] for at in order]
    track_of = {reading.entry: reading.track for reading in ordered}
    judges = tuple(sorted({reading.judge for reading in ordered}))
    tracks = tuple(sorted(set(track_of.values())))
    return Table(
        tuple(track_of),
        judges,
        tracks,
        _indices([reading.entry for reading in ordered], tuple(track_of)),
        _indices([reading.judge for reading in ordered], judges),
        _indices(list(track_of.values()), tracks),
        np.array([values[at] for at in order], dtype=np.float64),
    )


def _indices(names: Sequence[str], of: Sequence[str]) -> Ints:
    place = {name: index for index, name in enumerate(of)}
    return np.array([place[name] for name in names], dtype=np.int64)
