"""Entries compared two at a time, as at an expo where a judge says which of two stands was better.

Bradley–Terry (Biometrika 39, 1952): of two entries of worth a and b the first wins with the probability
1 / (1 + exp(b − a)). Worths are normal around 0; they are fitted once, from all comparisons together, and do
not depend on their order. An equal verdict is half a win each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from superconnector.core.judging.calibration import DRAWS
from superconnector.core.judging.chance import Chance
from superconnector.core.judging.connection import gap, parts
from superconnector.core.judging.pairs_fit import fit, wins
from superconnector.core.judging.ranking import (
    Method,
    Part,
    Pool,
    Ranking,
    Reason,
    Refusal,
    Row,
    Variances,
    members,
)
from superconnector.core.judging.ranking_draws import Worth, check_draws, fill, indistinct, published
from superconnector.core.judging.scores import Reading
from superconnector.core.judging.ties import places

LEAST = Fraction(3)
"""Comparisons that an entry must have, on average over its pool."""
LOGISTIC = np.pi**2 / 3
"""The variance of the noise of a comparison, in squared logits."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A judge's verdict on two entries; if `equal`, their order here means nothing."""

    judge: str
    better: str
    worse: str
    equal: bool = False

    def __post_init__(self) -> None:
        if self.better == self.worse:
            raise ValueError(f"{self.judge} compared {self.better} with itself")


def pair_ranking(
    comparisons: Iterable[Comparison],
    pools: Sequence[Pool],
    *,
    seed: str,
    tracks: Mapping[str, str] | None = None,
    draws: int = DRAWS,
    level: float = 0.9,
    least: Fraction = LEAST,
) -> Ranking:
    """Entries by fitted worth. `tracks`: by entry, used to tell a gap between tracks from one within.

    `raw` is the share of comparisons won (equal: half), `readings` the number of comparisons; `adjusted` is
    in logits. Draws are of the normal approximation at the fit (Laplace). Refused are pools that comparisons
    do not connect, with fewer than `least` an entry on average, or without a difference. Raises ValueError as
    calibrated_ranking does.
    """
    check_draws(draws, level)
    given = sorted(comparisons, key=lambda each: (each.better, each.worse, each.equal, each.judge))
    plain = _plain(given, pools, seed=seed, draws=draws, level=level)
    own, _ = members(pools, {entry for each in given for entry in (each.better, each.worse)})
    refused = _refusals(given, own, tracks or {}, least)
    counts, entries = _wins(given)
    found = fit(wins(counts)) if given else None
    if found is None:
        return replace(plain, refused=indistinct(own, refused))
    spread = np.linalg.cholesky(found.covariance)
    drawn = found.worth + Chance(seed, "pairs").normals(draws, len(entries)) @ spread.T
    worth = Worth(entries, found.worth, np.sqrt(np.diag(found.covariance)), drawn)
    filled = fill(plain, worth, refused, lambda _: ())
    return replace(filled, variances=Variances(published(found.variance), 0.0, published(LOGISTIC)))


def _wins(given: Sequence[Comparison]) -> tuple[dict[tuple[int, int], float], tuple[str, ...]]:
    """How often the first won over the second, by index of the sorted entries; and these entries."""
    entries = tuple(sorted({entry for each in given for entry in (each.better, each.worse)}))
    at = {entry: index for index, entry in enumerate(entries)}
    counts: dict[tuple[int, int], float] = defaultdict(float)
    for each in given:
        better, worse = at[each.better], at[each.worse]
        counts[better, worse] += 0.5 if each.equal else 1.0
        counts[worse, better] += 0.5 if each.equal else 0.0
    return counts, entries


def _plain(
    given: Sequence[Comparison], pools: Sequence[Pool], *, seed: str, draws: int, level: float
) -> Ranking:
    halves: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for each in given:
        count.update((each.better, each.worse))
        halves[each.better] += 1 if each.equal else 2
        halves[each.worse] += 1 if each.equal else 0
    raw = {entry: Fraction(halves[entry], 2 * count[entry]) for entry in count}
    own, unread = members(pools, raw)
    rows = [
        Row(entry, pool.name, place, shared, raw[entry], count[entry])
        for pool in pools
        for entry, place, shared in places({each: (-raw[each],) for each in own[pool.name]})
    ]
    return Ranking(Method.PAIRS, tuple(pools), tuple(rows), (), (), unread, seed, draws, level)


def _refusals(
    given: Sequence[Comparison], own: Mapping[str, Sequence[str]], tracks: Mapping[str, str], least: Fraction
) -> tuple[Refusal, ...]:
    whole = _parts(given, tracks)
    count = Counter(entry for each in given for entry in (each.better, each.worse))
    found = []
    for pool, entries in own.items():
        if not entries:
            continue
        mean = Fraction(sum(count[entry] for entry in entries), len(entries))
        apart = gap(pool, entries, whole)
        if apart is not None:
            found.append(apart)
        elif mean < least:
            found.append(Refusal(pool, Reason.TOO_FEW_READINGS, found=mean, needed=least))
    return tuple(found)


def _parts(given: Sequence[Comparison], tracks: Mapping[str, str]) -> tuple[Part, ...]:
    """The parts that comparisons connect: each joins its two entries, whoever made it."""
    names = [str(number) for number in range(len(given))]
    judge = {name: each.judge for name, each in zip(names, given, strict=True)}
    joined = [
        Reading(name, entry, (), tracks.get(entry, ""))
        for name, each in zip(names, given, strict=True)
        for entry in (each.better, each.worse)
    ]
    return tuple(
        replace(part, judges=tuple(sorted({judge[name] for name in part.judges}))) for part in parts(joined)
    )
