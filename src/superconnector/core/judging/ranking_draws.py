"""From draws of what entries are worth to their places, intervals, and chances to be at the top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from superconnector.core.judging.chance import Floats
from superconnector.core.judging.ranking import DECIMALS, Pool, Ranking, Reason, Refusal, Row
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


def fill(plain: Ranking, worth: Worth, refused: Sequence[Refusal], rule: TieRule) -> Ranking:
    """The raw ranking with what is known of worth, pool by pool where nothing stands against it."""
    reasons = {refusal.pool: refusal.reason for refusal in refused}
    rows: list[Row] = []
    for pool in plain.pools:
        old = [row for row in plain.rows if row.pool == pool.name]
        reason = reasons.get(pool.name)
        if reason is None and old:
            rows.extend(_rows(pool, old, worth, rule, plain.level))
        elif reason is Reason.TRACKS_APART:
            rows.extend(_adjusted_only(old, worth))
        else:
            rows.extend(old)
    return replace(plain, rows=tuple(rows), refused=tuple(refused))


def indistinct(own: Mapping[str, Sequence[str]], refused: Sequence[Refusal]) -> tuple[Refusal, ...]:
    """Every pool (its read entries) is refused; one that has no earlier reason, for want of a difference."""
    earlier = {refusal.pool: refusal for refusal in refused}
    filled = [pool for pool, entries in own.items() if entries]
    return tuple(earlier.get(pool) or Refusal(pool, Reason.NO_DIFFERENCE) for pool in filled)


def check_draws(draws: int, level: float) -> None:
    """Raises ValueError for fewer than 20 draws and for a level not between 0 and 1."""
    if draws < 20 or not 0 < level < 1:
        raise ValueError(f"{draws} draws and level {level} give no interval")


def _rows(pool: Pool, rows: Sequence[Row], worth: Worth, rule: TieRule, level: float) -> list[Row]:
    """The raw rows of a pool, by adjusted score. Intervals hold at least a share `level` of the draws."""
    filled = {row.entry: row for row in _adjusted_only(rows, worth)}
    entries = sorted(filled)
    at = {entry: index for index, entry in enumerate(worth.entries)}
    draws = worth.draws[:, [at[entry] for entry in entries]]
    low, high = _interval(draws, level)
    p_top = chances(draws, pool.places)
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


def _adjusted_only(rows: Sequence[Row], worth: Worth) -> list[Row]:
    """The rows with adjusted score and sd, and nothing that compares one entry with all the others."""
    at = {entry: index for index, entry in enumerate(worth.entries)}
    return [
        replace(row, adjusted=published(worth.mean[at[row.entry]]), sd=published(worth.sd[at[row.entry]]))
        for row in rows
    ]


def chances(draws: Floats, places: int) -> Floats:
    """The share of draws, shape (D, I), in which each column is among the largest `places`."""
    count, entries = draws.shape
    if places >= entries:
        return np.ones(entries)
    cut = np.partition(draws, entries - places, axis=1)[:, entries - places]
    shares: Floats = np.count_nonzero(draws >= cut[:, None], axis=0) / count
    return shares


def _interval(draws: Floats, level: float) -> tuple[Ints, Ints]:
    """The least and the greatest place of each entry's interval, each of shape (I,)."""
    count, entries = draws.shape
    order = np.argsort(-draws, axis=1, kind="stable")
    ranks = np.empty((count, entries), dtype=np.int64)
    np.put_along_axis(ranks, order, np.arange(1, entries + 1, dtype=np.int64)[None, :], axis=1)
    aside = int((1 - level) / 2 * count + 1e-9)
    ends = np.partition(ranks, (aside, count - 1 - aside), axis=0)
    return ends[aside], ends[count - 1 - aside]
