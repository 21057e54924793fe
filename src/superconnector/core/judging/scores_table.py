"""Readings as columns of numbers, in an order that does not depend on the order in which they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from superconnector.core.judging.chance import Floats
from superconnector.core.judging.scores import FULL, Criterion, Reading, total

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Table:
    """N readings of I entries by J judges, in T tracks; names are sorted, and readings by entry, then judge.

    `entry`, `judge`: index of each reading, shape (N,). `track`: of each entry, shape (I,). `value`: totals,
    shape (N,). `cut`: 1 where the scale ended at the top, −1 where at the bottom, else 0; `edge`: from where
    on an opinion becomes that total.
    """

    entries: tuple[str, ...]
    judges: tuple[str, ...]
    tracks: tuple[str, ...]
    entry: Ints
    judge: Ints
    track: Ints
    value: Floats
    cut: Ints
    edge: Floats

    @property
    def size(self) -> tuple[int, int, int]:
        """(I, J, T)."""
        return len(self.entries), len(self.judges), len(self.tracks)


def table(readings: Sequence[Reading], criteria: Sequence[Criterion]) -> Table:
    """The totals of readings that scores.check() has passed."""
    totals = [total(reading, criteria) for reading in readings]
    cuts = [(each == FULL) - (each == 0) for each in totals]
    edges = [
        float(each - cut * half_step(reading, criteria))
        for reading, each, cut in zip(readings, totals, cuts, strict=True)
    ]
    return valued(readings, [float(each) for each in totals], cuts, edges)


def half_step(reading: Reading, criteria: Sequence[Criterion]) -> Fraction:
    """By how much an opinion may miss the total of the whole scores that stand for it."""
    scored = [own for score, own in zip(reading.scores, criteria, strict=True) if score is not None]
    steps = sum((own.weight * Fraction(1, own.high - own.low) for own in scored), Fraction(0))
    return FULL * steps / sum((own.weight for own in scored), Fraction(0)) / 2


def valued(
    readings: Sequence[Reading],
    values: Sequence[float],
    cuts: Sequence[int] | None = None,
    edges: Sequence[float] | None = None,
) -> Table:
    """The columns of readings, each with a value of its own; nothing is cut unless told."""
    cut, edge = cuts or [0] * len(values), edges or values
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
        np.array([cut[at] for at in order], dtype=np.int64),
        np.array([edge[at] for at in order], dtype=np.float64),
    )


def _indices(names: Sequence[str], of: Sequence[str]) -> Ints:
    place = {name: index for index, name in enumerate(of)}
    return np.array([place[name] for name in names], dtype=np.int64)
