"""From draws of what entries are worth to their places, intervals, and chances to be at the top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from superconnector.core.judging.chance import Floats
from superconnector.core.judging.ranking import DECIMALS, Pool, Row
from superconnector.core.judging.scores_table import Ints
from superconnector.core.judging.ties import TieRule, places


@dataclass(frozen=True, slots=True)
class Worth:
    """What is known of I entries: mean and sd, shape (I,), and joint draws, shape (D, I)."""

    entries: tuple[str, ...]
    mean: Floats
    sd: Floats
    draws: Floats


def published(value: float) -> float:
    """A figure as it is published: rounded, and never minus zero."""
    return round(float(value), DECIMALS) + 0.0


def rows_of_pool(pool: Pool, rows: Sequence[Row], worth: Worth, rule: TieRule, level: float) -> list[Row]:
    """The raw rows of a pool, by adjusted score. Intervals hold at least a share `level` of the draws."""
    filled = {row.entry: row for row in adjusted_only(rows, worth)}
    entries = sorted(filled)
    at = {entry: index for index, entry in enumerate(worth.entries)}
    low, high, p_top = _standing(worth.draws[:, [at[entry] for entry in entries]], pool.places, level)
    column = {entry: index for index, entry in enumerate(entries)}
    keys = {entry: (-(row.adjusted or 0.0), *rule(entry)) for entry, row in filled.items()}
    return [
        replace(
            filled[entry],
            place=place,
            shared=shared,
            low=int(low[column[entry]]),
            high=int(high[column[entry]]),
            p_top=published(p_top[column[entry]]),
        )
        for entry, place, shared in places(keys)
    ]


def adjusted_only(rows: Sequence[Row], worth: Worth) -> list[Row]:
    """The rows with adjusted score and sd, and nothing that compares one entry with all the others."""
    at = {entry: index for index, entry in enumerate(worth.entries)}
    return [
        replace(row, adjusted=published(worth.mean[at[row.entry]]), sd=published(worth.sd[at[row.entry]]))
        for row in rows
    ]


def _standing(draws: Floats, wanted: int, level: float) -> tuple[Ints, Ints, Floats]:
    """Ends of the interval of places and the share of draws within the places to win, each of shape (I,)."""
    count, entries = draws.shape
    order = np.argsort(-draws, axis=1, kind="stable")
    ranks = np.empty((count, entries), dtype=np.int64)
    np.put_along_axis(ranks, order, np.arange(1, entries + 1, dtype=np.int64)[None, :], axis=1)
    aside = int((1 - level) / 2 * count + 1e-9)
    ends = np.partition(ranks, (aside, count - 1 - aside), axis=0)
    return ends[aside], ends[count - 1 - aside], np.mean(ranks <= wanted, axis=0)
