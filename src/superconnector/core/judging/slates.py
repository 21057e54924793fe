"""Judges put their own entries in order and give no numbers.

Each place in a slate becomes the score that a standard normal sample would have there on average (Blom,
Statistical Estimates and Transformed Beta-Variables, 1958), and these go through the mixed model of scores.
So severity and the width of a judge's scale play no part, what differs between slates in strength is the
judge's effect, and intervals are those of the model. Bradley–Terry over all pairs of a slate finds the same
order but counts one impression as often as it has pairs, so its intervals mean little (measured:
docs/algorithms/judging.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import NormalDist

from superconnector.core.judging.calibration import DRAWS, calibrate
from superconnector.core.judging.connection import DEMANDS, Demands
from superconnector.core.judging.ranking import Method, Pool, Ranking, Row, members
from superconnector.core.judging.ranking_draws import check_draws
from superconnector.core.judging.scores import Reading, check
from superconnector.core.judging.scores_table import valued
from superconnector.core.judging.ties import places


@dataclass(frozen=True, slots=True)
class Slate:
    """A judge's own entries from the best on; those of one group are equal. One entry alone says nothing."""

    judge: str
    groups: tuple[tuple[str, ...], ...]


def slate_ranking(
    slates: Iterable[Slate],
    pools: Sequence[Pool],
    *,
    seed: str,
    tracks: Mapping[str, str] | None = None,
    draws: int = DRAWS,
    level: float = 0.9,
    demands: Demands = DEMANDS,
) -> Ranking:
    """Entries by what the slates say together. `tracks`: by entry, if there are several.

    `raw` is the mean share of the other entries of a slate that rank below (equal ones count half);
    `adjusted` and `variances` are in normal scores. No severities: an order has none. Raises ValueError if a
    judge has two slates with the same entry, and as calibrated_ranking does.
    """
    check_draws(draws, level)
    given = [
        _Placed(reading, share, score) for slate in slates for reading, share, score in _scores(slate, tracks)
    ]
    readings = [each.reading for each in given]
    check(readings)
    plain = _plain(given, pools, seed=seed, draws=draws, level=level)
    if not given:
        return plain
    columns = valued(readings, [each.score for each in given])
    found = calibrate(plain, readings, columns, lambda _: (), seed=seed, demands=demands)
    return replace(found, judges=())


@dataclass(frozen=True, slots=True)
class _Placed:
    """One entry in one slate: the share of the others below it, and the normal score of its place."""

    reading: Reading
    share: Fraction
    score: float


def _scores(slate: Slate, tracks: Mapping[str, str] | None) -> Iterable[tuple[Reading, Fraction, float]]:
    size = sum(len(group) for group in slate.groups)
    before = 0
    for group in slate.groups:
        below = size - before - len(group)
        if size > 1:
            share = (below + Fraction(len(group) - 1, 2)) / (size - 1)
            score = normal_score(before + Fraction(len(group) + 1, 2), size)
            for entry in group:
                yield Reading(slate.judge, entry, (), (tracks or {}).get(entry, "")), share, score
        before += len(group)


def normal_score(place: Fraction, size: int) -> float:
    """What stands at a place from the top (equals: their mean place) of `size` standard normal numbers."""
    return -NormalDist().inv_cdf(float((place - Fraction(3, 8)) / (size + Fraction(1, 4))))


def _plain(
    given: Sequence[_Placed], pools: Sequence[Pool], *, seed: str, draws: int, level: float
) -> Ranking:
    shares: dict[str, list[Fraction]] = defaultdict(list)
    for each in given:
        shares[each.reading.entry].append(each.share)
    means = {entry: sum(own, Fraction(0)) / len(own) for entry, own in shares.items()}
    own, unread = members(pools, means)
    rows = [
        Row(entry, pool.name, place, shared, means[entry], len(shares[entry]))
        for pool in pools
        for entry, place, shared in places({each: (-means[each],) for each in own[pool.name]})
    ]
    return Ranking(Method.SLATES, tuple(pools), tuple(rows), (), (), unread, seed, draws, level)
