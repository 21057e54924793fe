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

    A shift is what a judge adds to a total: below 0 for a severe judge. `draws`: of entries, shape (D, I).
    """

    entry: Floats
    entry_sd: Floats
    judge: Floats
    judge_sd: Floats
    draws: Floats


def posterior(table: Table, variances: Variances, *, seed: str, draws: int) -> Posterior:
    """The posterior of a table, with `draws` draws named by `seed` (0: none). Needs a reading in each track.

    Time O(N + S³ + D S²) for S the smaller of entries and judges, plus the tracks.
    """
    entries, judges, _ = table.size
    centre = float(np.mean(table.value))
    by_entries = entries >= judges
    build = _without_entries if by_entries else _without_judges
    system = build(table, variances, centre)
    large, large_sd, small, small_sd, spread = _solve(system)
    drawn = _draw(system, small, spread, Chance(seed, "posterior"), draws, want_large=by_entries)
    if by_entries:
        return Posterior(large + centre, large_sd, small[:judges], small_sd[:judges], drawn + centre)
    return Posterior(
        small[:entries] + centre, small_sd[:entries], large, large_sd, drawn[:, :entries] + centre
    )


def _without_entries(table: Table, variances: Variances, centre: float) -> System:
    """Entries are the large side; the small one is (judges, tracks)."""
    entries, judges, tracks = table.size
    noise, own, judge = 1 / variances.noise, 1 / variances.entry, 1 / variances.judge
    value = table.value - centre
    links = join(
        np.concatenate([table.entry, np.arange(entries)]),
        np.concatenate([table.judge, judges + table.track]),
        np.concatenate([np.full(len(value), noise), np.full(entries, -own)]),
    )
    dense = np.diag(
        np.concatenate([
            np.bincount(table.judge, minlength=judges) * noise + judge,
            np.bincount(table.track, minlength=tracks) * own,
        ])
    )  # fmt: skip
    return System(
        np.bincount(table.entry, minlength=entries) * noise + own,
        summed(table.entry, value * noise, entries),
        links,
        dense,
        np.concatenate([summed(table.judge, value * noise, judges), np.zeros(tracks)]),
    )


def _without_judges(table: Table, variances: Variances, centre: float) -> System:
    """Judges are the large side; the small one is (entries, tracks)."""
    entries, judges, tracks = table.size
    noise, own, judge = 1 / variances.noise, 1 / variances.entry, 1 / variances.judge
    value = table.value - centre
    dense = np.diag(
        np.concatenate([
            np.bincount(table.entry, minlength=entries) * noise + own,
            np.bincount(table.track, minlength=tracks) * own,
        ])
    )  # fmt: skip
    at, of_track = np.arange(entries), entries + table.track
    dense[at, of_track] = dense[of_track, at] = -own
    return System(
        np.bincount(table.judge, minlength=judges) * noise + judge,
        summed(table.judge, value * noise, judges),
        join(table.judge, table.entry, np.full(len(value), noise)),
        dense,
        np.concatenate([summed(table.entry, value * noise, entries), np.zeros(tracks)]),
    )


def _solve(system: System) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Mean and sd of the large side, of the small side, and a factor of the small side's covariance."""
    links, diagonal = system.links, system.diagonal
    left_over, right_side = reduced(system)
    covariance = np.linalg.inv(left_over)
    covariance = (covariance + covariance.T) / 2
    small = covariance @ right_side
    large = given_small(system, small[None, :])[0]
    extra = np.zeros(len(diagonal))
    for left, right in products(links):
        weight = links.value[left] * links.value[right] * covariance[links.small[left], links.small[right]]
        extra += np.bincount(links.large[left], weight, len(diagonal))
    large_sd = np.sqrt(1 / diagonal + extra / diagonal**2)
    return large, large_sd, small, np.sqrt(np.diag(covariance)), np.linalg.cholesky(covariance)


def _draw(
    system: System, small: Floats, spread: Floats, chance: Chance, draws: int, *, want_large: bool
) -> Floats:
    """Draws of the large side, or of the small side, shape (draws, size)."""
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
