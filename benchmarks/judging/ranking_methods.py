"""Ways to rank entries from what judges gave: each gives an entry a figure, the larger the better."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from superconnector.core.judging.calibration import calibrated_ranking
from superconnector.core.judging.pairs import Comparison, pair_ranking
from superconnector.core.judging.ranking import Pool, Ranking, raw_ranking
from superconnector.core.judging.scores import Criterion, Reading
from superconnector.core.judging.simulate import Entry, Judge, Panel, impression
from superconnector.core.judging.slates import Slate, slate_ranking

TEN = (Criterion("all", 1, 10, 1),)
"""One score of 1 to 10."""
Figures = dict[str, float]
CANDIDATES, KEEP = 20, 1e-4


def spread(panel: Panel, each: int, seed: int, cross: float = 0.0) -> list[tuple[Judge, Entry]]:
    """Every entry read by `each` judges of its track, by even loads and lot; a share `cross` by others."""
    random = Random(seed)
    load = {judge.id: 0 for judge in panel.judges}
    home: dict[str, list[Judge]] = defaultdict(list)
    for judge in panel.judges:
        home[judge.track].append(judge)
    found = []
    for entry in random.sample(panel.entries, len(panel.entries)):
        used: set[str] = set()
        for _ in range(each):
            away = random.random() < cross
            group = (
                [judge for judge in panel.judges if judge.track != entry.track] if away else home[entry.track]
            )
            free = [judge for judge in group if judge.id not in used]
            judge = min(free, key=lambda judge: (load[judge.id], random.random()))
            load[judge.id] += 1
            used.add(judge.id)
            found.append((judge, entry))
    return found


def raw(readings: Sequence[Reading], pool: Pool) -> Figures:
    return {row.entry: float(row.raw) for row in raw_ranking(readings, TEN, [pool]).rows}


def calibrated(readings: Sequence[Reading], pool: Pool, draws: int = 1_000) -> Ranking:
    return calibrated_ranking(readings, TEN, [pool], seed="bench", draws=draws)


def without_tracks(readings: Sequence[Reading], pool: Pool) -> Figures:
    return adjusted(calibrated([replace(reading, track="") for reading in readings], pool, 20))


def adjusted(ranking: Ranking) -> Figures:
    """The adjusted figures; raw ones where a method gives none."""
    return {row.entry: float(row.raw) if row.adjusted is None else row.adjusted for row in ranking.rows}


def z_score(readings: Sequence[Reading], pool: Pool) -> Figures:
    """Every judge's scores brought to mean 0 and deviation 1, then the mean by entry."""
    of_judge: dict[str, list[float]] = defaultdict(list)
    for reading in readings:
        of_judge[reading.judge].append(float(reading.scores[0] or 0))
    middle = {judge: (float(np.mean(own)), float(np.std(own)) or 1.0) for judge, own in of_judge.items()}
    of_entry: dict[str, list[float]] = defaultdict(list)
    for reading in readings:
        mean, width = middle[reading.judge]
        of_entry[reading.entry].append((float(reading.scores[0] or 0) - mean) / width)
    return {entry: float(np.mean(own)) for entry, own in of_entry.items()}


def two_way(readings: Sequence[Reading], pool: Pool) -> Figures:
    """Least squares with a free figure for every entry and every judge (numpy, the shortest solution)."""
    entries = sorted({reading.entry for reading in readings})
    judges = sorted({reading.judge for reading in readings})
    entry_at = {name: index for index, name in enumerate(entries)}
    judge_at = {name: index for index, name in enumerate(judges)}
    design = np.zeros((len(readings), len(judges)))
    entry = np.array([entry_at[reading.entry] for reading in readings])
    design[np.arange(len(readings)), [judge_at[reading.judge] for reading in readings]] = 1
    value = np.array([float(reading.scores[0] or 0) for reading in readings])
    count = np.bincount(entry)
    means = np.zeros((len(entries), len(judges)))
    np.add.at(means, entry, design)
    means /= count[:, None]
    centre = np.bincount(entry, value) / count
    shift = np.linalg.lstsq(design - means[entry], value - centre[entry], rcond=None)[0]
    return dict(zip(entries, (centre - means @ shift).tolist(), strict=True))


def slates(panel: Panel, pairs: Sequence[tuple[Judge, Entry]]) -> list[Slate]:
    """What the judges would put in order, of the entries they read."""
    own: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for judge, entry in pairs:
        own[judge.id].append((-impression(panel, judge, entry), entry.id))
    return [Slate(judge, tuple((entry,) for _, entry in sorted(order))) for judge, order in own.items()]


def ranked_slates(given: Sequence[Slate], pool: Pool) -> Ranking:
    return slate_ranking(given, [pool], seed="bench")


def all_pairs(given: Sequence[Slate]) -> list[tuple[int, int]]:
    """(better, worse) of every pair in every slate, by the numbers of the entries."""
    orders = [[int(entry[1:]) for group in slate.groups for entry in group] for slate in given]
    return [
        (order[i], order[j]) for order in orders for i in range(len(order)) for j in range(i + 1, len(order))
    ]


class Crowd(NamedTuple):
    """Crowd-BT's state: worths and their variances by entry, the two figures of each judge's reliability."""

    mean: npt.NDArray[np.float64]
    variance: npt.NDArray[np.float64]
    alpha: npt.NDArray[np.float64]
    beta: npt.NDArray[np.float64]


def crowd_bt(panel: Panel, visits: int, seed: int) -> tuple[Figures, list[Comparison]]:
    """Chen et al. (WSDM 2013): judges go from stand to stand and compare each with the one before.

    Online updates by moment matching, the next stand by expected gain of information out of 20 by lot.
    Written from the formulas of the paper. Also the comparisons made, for a fit of them all.
    """
    random = Random(seed)
    size, judges = len(panel.entries), len(panel.judges)
    state = Crowd(np.zeros(size), np.ones(size), np.full(judges, 10.0), np.ones(judges))
    last = [random.randrange(size) for _ in range(judges)]
    seen = [{first} for first in last]
    made = []
    for turn in range(visits - judges):
        k = turn % judges
        offered = np.array(
            random.sample([entry for entry in range(size) if entry not in seen[k]], CANDIDATES)
        )
        after = int(offered[np.argmax(_gain(state, k, last[k], offered))])
        judge, one, other = panel.judges[k], panel.entries[last[k]], panel.entries[after]
        better, worse = last[k], after
        if impression(panel, judge, other) > impression(panel, judge, one):
            better, worse = after, last[k]
        made.append(Comparison(judge.id, panel.entries[better].id, panel.entries[worse].id))
        _update(state, k, better, worse)
        last[k] = after
        seen[k].add(after)
    return dict(zip((entry.id for entry in panel.entries), state.mean.tolist(), strict=True)), made


def refitted(made: Sequence[Comparison], pool: Pool) -> Ranking:
    return pair_ranking(made, [pool], seed="bench", least=Fraction(0))


Moved = tuple[npt.NDArray[np.float64], ...]


def _moved(state: Crowd, k: int, better: npt.ArrayLike, worse: npt.ArrayLike) -> Moved:
    """New means and variances of (better, worse), for arrays of either."""
    alpha, beta = state.alpha[k], state.beta[k]
    lead = state.mean[worse] - state.mean[better]
    wins, right = 1 / (1 + np.exp(lead)), 1 / (1 + beta / alpha * np.exp(lead))
    bend = right * (1 - right) - wins * (1 - wins)
    first, second = state.variance[better], state.variance[worse]
    return (
        state.mean[better] + first * (right - wins),
        first * np.maximum(1 + first * bend, KEEP),
        state.mean[worse] - second * (right - wins),
        second * np.maximum(1 + second * bend, KEEP),
    )


def _chance(state: Crowd, better: npt.ArrayLike, worse: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The probability that the first is better, to second order in the variances."""
    wins = 1 / (1 + np.exp(state.mean[worse] - state.mean[better]))
    both = state.variance[better] + state.variance[worse]
    return np.asarray(np.clip(wins + both / 2 * wins * (1 - wins) * (1 - 2 * wins), 1e-6, 1 - 1e-6))


def _update(state: Crowd, k: int, better: int, worse: int) -> None:
    right = float(_chance(state, better, worse))
    moved = _moved(state, k, better, worse)
    state.mean[better], state.variance[better], state.mean[worse], state.variance[worse] = moved
    a, b = state.alpha[k], state.beta[k]
    whole = (right * a + (1 - right) * b) / (a + b)
    first = (right * (a + 1) * a + (1 - right) * a * b) / (whole * (a + b + 1) * (a + b))
    second = (right * (a + 2) * (a + 1) * a + (1 - right) * (a + 1) * a * b) / (
        whole * (a + b + 2) * (a + b + 1) * (a + b)
    )
    scale = (first - second) / (second - first**2)
    state.alpha[k], state.beta[k] = scale * first, scale * (1 - first)


def _gain(state: Crowd, k: int, last: int, offered: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The expected divergence of the worths after a comparison from those before, for each stand offered."""
    here = np.full(len(offered), last)
    reliable = state.alpha[k] / (state.alpha[k] + state.beta[k])
    right = _chance(state, here, offered)
    says = reliable * right + (1 - reliable) * (1 - right)
    return np.asarray(
        says * _divergence(state, k, here, offered) + (1 - says) * _divergence(state, k, offered, here)
    )


def _divergence(
    state: Crowd, k: int, better: npt.NDArray[np.int64], worse: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    mean, variance, other_mean, other_variance = _moved(state, k, better, worse)
    total = np.zeros(len(better))
    for at, new, width in ((better, mean, variance), (worse, other_mean, other_variance)):
        old, was = state.mean[at], state.variance[at]
        total += (np.log(was / width) + (width + (new - old) ** 2) / was - 1) / 2
    return total
