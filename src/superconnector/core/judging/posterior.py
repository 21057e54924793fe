"""The exact posterior of the mixed model: what entries are worth and how severe judges are, given variances.

Latent are the entries' values v (around the mean of their track), the tracks' means (flat prior) and the
judges' shifts b (around 0). The precision matrix is sparse: entries do not meet each other and judges do not
meet each other. The larger of the two sides is integrated out in closed form (a Schur complement); what is
left is dense, of the size of the smaller side and the tracks. Draws are exact: the small side by its Cholesky
factor, then the large side, which is independent given the small one (Rue & Held, Gaussian Markov Random
Fields, 2005, chapter 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from superconnector.core.judging.chance import Chance, Floats
from superconnector.core.judging.posterior_system import System, given_small, join, products, reduced, summed
from superconnector.core.judging.ranking import Variances
from superconnector.core.judging.scores_table import Table

BLOCK = 128
"""Draws made at a time."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """Means and standard deviations in points: of entries, shape (I,), and of judges' shifts, shape (J,).

    A shift is what a judge adds to a total: below 0 for a severe judge. `own`: of entries without the mean
    of their track, and its variance, shape (I,). `opinion`: entry + judge of each reading, and its variance,
    shape (N,). `draws`: of entries, shape (D, I).
    """

    entry: Floats
    entry_sd: Floats
    judge: Floats
    judge_sd: Floats
    own: Floats
    own_variance: Floats
    opinion: Floats
    opinion_variance: Floats
    draws: Floats


class Seen(NamedTuple):
    """What each reading says of entry + judge, and how precisely (1 / variance), each of shape (N,)."""

    value: Floats
    weight: Floats


class _Solved(NamedTuple):
    """Means of both sides; variances of the large one, covariances of the small one and along the links."""

    large: Floats
    large_variance: Floats
    small: Floats
    covariance: Floats
    along: Floats


def posterior(
    table: Table, variances: Variances, *, seed: str, draws: int, seen: Seen | None = None
) -> Posterior:
    """The posterior of a table, with `draws` draws named by `seed` (0: none). Needs a reading in each track.

    `seen`: instead of the totals and the variance of noise. Time O(N + S³ + D S²) for S the smaller of
    entries and judges, plus the tracks.
    """
    entries, judges, _ = table.size
    centre = float(np.mean(table.value))
    value, weight = seen or Seen(table.value, np.full(len(table.value), 1 / variances.noise))
    by_entries = entries >= judges
    build = _without_entries if by_entries else _without_judges
    system = build(table, variances, Seen(value - centre, weight))
    solved = _solve(system)
    drawn = _draw(system, solved, Chance(seed, "posterior"), draws, want_large=by_entries)
    return (_from_entries if by_entries else _from_judges)(table, solved, centre, drawn[:, :entries])


def _from_entries(table: Table, solved: _Solved, centre: float, drawn: Floats) -> Posterior:
    """The figures by entry and judge where entries are the large side."""
    _, judges, _ = table.size
    entry, variance, small, covariance, along = solved
    spread, of_track = np.diag(covariance), judges + table.track
    # The links of an entry are its readings in the order of the table, and then its track.
    to_track = np.cumsum(np.bincount(table.entry) + 1) - 1
    return _posterior(
        table,
        (entry + centre, variance, small[:judges], spread[:judges]),
        (entry - small[of_track], variance + spread[of_track] - 2 * along[to_track]),
        np.delete(along, to_track),
        drawn + centre,
    )


def _from_judges(table: Table, solved: _Solved, centre: float, drawn: Floats) -> Posterior:
    """The figures by entry and judge where judges are the large side."""
    entries, _, _ = table.size
    judge, judge_variance, small, covariance, along = solved
    spread, at, of_track = np.diag(covariance), np.arange(entries), entries + table.track
    shared = np.empty(len(along))
    shared[np.lexsort((table.entry, table.judge))] = along
    return _posterior(
        table,
        (small[:entries] + centre, spread[:entries], judge, judge_variance),
        (small[at] - small[of_track], spread[at] + spread[of_track] - 2 * covariance[at, of_track]),
        shared,
        drawn + centre,
    )


def _posterior(
    table: Table,
    sides: tuple[Floats, Floats, Floats, Floats],
    own: tuple[Floats, Floats],
    shared: Floats,
    drawn: Floats,
) -> Posterior:
    """From means and variances. `shared`: the covariance of entry and judge of each reading."""
    entry, variance, judge, judge_variance = sides
    together = variance[table.entry] + judge_variance[table.judge] + 2 * shared
    return Posterior(
        entry,
        np.sqrt(variance),
        judge,
        np.sqrt(judge_variance),
        *own,
        entry[table.entry] + judge[table.judge],
        together,
        drawn,
    )


def _without_entries(table: Table, variances: Variances, seen: Seen) -> System:
    """Entries are the large side; the small one is (judges, tracks)."""
    entries, judges, tracks = table.size
    (value, weight), own, judge = seen, 1 / variances.entry, 1 / variances.judge
    links = join(
        np.concatenate([table.entry, np.arange(entries)]),
        np.concatenate([table.judge, judges + table.track]),
        np.concatenate([weight, np.full(entries, -own)]),
    )
    dense = np.diag(
        np.concatenate([
            summed(table.judge, weight, judges) + judge,
            np.bincount(table.track, minlength=tracks) * own,
        ])
    )  # fmt: skip
    return System(
        summed(table.entry, weight, entries) + own,
        summed(table.entry, value * weight, entries),
        links,
        dense,
        np.concatenate([summed(table.judge, value * weight, judges), np.zeros(tracks)]),
    )


def _without_judges(table: Table, variances: Variances, seen: Seen) -> System:
    """Judges are the large side; the small one is (entries, tracks)."""
    entries, judges, tracks = table.size
    (value, weight), own, judge = seen, 1 / variances.entry, 1 / variances.judge
    dense = np.diag(
        np.concatenate([
            summed(table.entry, weight, entries) + own,
            np.bincount(table.track, minlength=tracks) * own,
        ])
    )  # fmt: skip
    at, of_track = np.arange(entries), entries + table.track
    dense[at, of_track] = dense[of_track, at] = -own
    return System(
        summed(table.judge, weight, judges) + judge,
        summed(table.judge, value * weight, judges),
        join(table.judge, table.entry, weight),
        dense,
        np.concatenate([summed(table.entry, value * weight, entries), np.zeros(tracks)]),
    )


def _solve(system: System) -> _Solved:
    links, diagonal = system.links, system.diagonal
    left_over, right_side = reduced(system)
    covariance = np.linalg.inv(left_over)
    covariance = (covariance + covariance.T) / 2
    small = covariance @ right_side
    pull = np.zeros(len(links.large))
    for left, right in products(links):
        weight = links.value[right] * covariance[links.small[left], links.small[right]]
        pull += np.bincount(left, weight, len(pull))
    extra = summed(links.large, links.value * pull, len(diagonal))
    variance = 1 / diagonal + extra / diagonal**2
    along = -pull / diagonal[links.large]
    return _Solved(given_small(system, small[None, :])[0], variance, small, covariance, along)


def _draw(system: System, solved: _Solved, chance: Chance, draws: int, *, want_large: bool) -> Floats:
    """Draws of the large side, or of the small side, shape (draws, size)."""
    small = solved.small
    spread = np.linalg.cholesky(solved.covariance) if draws else solved.covariance
    blocks = []
    for first in range(0, draws, BLOCK):
        rows = min(BLOCK, draws - first)
        drawn = small + chance.normals(rows, len(small)) @ spread.T
        if want_large:
            noise = chance.normals(rows, len(system.diagonal)) / np.sqrt(system.diagonal)
            drawn = given_small(system, drawn) + noise
        blocks.append(drawn)
    return (
        np.concatenate(blocks)
        if blocks
        else np.empty((0, len(system.diagonal) if want_large else len(small)))
    )
