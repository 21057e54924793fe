"""What judges gave, exactly: criteria, readings, and the weighted total of a reading as a fraction.

Nothing here rounds. A total lies between 0 and 100: the weighted mean of how far each score lies from the one
that earns nothing (`low`) to the full mark (`high`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

FULL = 100


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that judges score. `weight` is relative to the other weights.

    A score of `low` earns nothing, of `high` everything. A call that says "score ÷ 5 × weight" for scores of
    1 to 5 passes `low=0`.
    """

    id: str
    weight: Fraction | int
    high: int
    low: int = 0

    def __post_init__(self) -> None:
        if self.high <= self.low:
            raise ValueError(f"criterion {self.id}: the highest score must be above {self.low}")
        if self.weight < 0:
            raise ValueError(f"criterion {self.id}: a weight cannot be negative")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one judge gave one entry: a score by criterion, in the order of the criteria; None is no score."""

    judge: str
    entry: str
    scores: tuple[int | None, ...]
    track: str = ""


def total(reading: Reading, criteria: Sequence[Criterion]) -> Fraction:
    """The weighted total of a reading, 0 to 100. Criteria without a score are left out with their weight.

    Raises ValueError if the scores do not fit the criteria, or if nothing with a weight is scored.
    """
    if len(reading.scores) != len(criteria):
        raise ValueError(f"{_name(reading)}: {len(reading.scores)} scores for {len(criteria)} criteria")
    earned, weights = Fraction(0), Fraction(0)
    for score, criterion in zip(reading.scores, criteria, strict=True):
        if score is None:
            continue
        if not criterion.low <= score <= criterion.high:
            raise ValueError(f"{_name(reading)}: {score} is no score of criterion {criterion.id}")
        weights += criterion.weight
        earned += criterion.weight * Fraction(score - criterion.low, criterion.high - criterion.low)
    if not weights:
        raise ValueError(f"{_name(reading)}: no criterion that counts has a score")
    return FULL * earned / weights


def check(readings: Iterable[Reading]) -> None:
    """Raises ValueError if a judge read an entry twice or an entry stands in two tracks."""
    seen: set[tuple[str, str]] = set()
    tracks: dict[str, str] = {}
    for reading in readings:
        pair = reading.judge, reading.entry
        if pair in seen:
            raise ValueError(f"{_name(reading)}: read twice")
        seen.add(pair)
        if tracks.setdefault(reading.entry, reading.track) != reading.track:
            raise ValueError(f"entry {reading.entry} stands in two tracks")


def by_entry(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    """The readings of each entry."""
    found: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        found[reading.entry].append(reading)
    return dict(found)


def mean_totals(readings: Sequence[Reading], criteria: Sequence[Criterion]) -> dict[str, Fraction]:
    """The mean of the totals of each entry, exactly: its raw score."""
    return {
        entry: sum((total(each, criteria) for each in own), Fraction(0)) / len(own)
        for entry, own in by_entry(readings).items()
    }


def mean_of_criterion(readings: Sequence[Reading], place: int) -> Fraction | None:
    """The mean score of the criterion that stands at `place`; None if no reading has one."""
    given = [score for reading in readings if (score := reading.scores[place]) is not None]
    return Fraction(sum(given), len(given)) if given else None


def _name(reading: Reading) -> str:
    return f"reading of {reading.entry} by {reading.judge}"
