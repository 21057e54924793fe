"""Who would win if a weight were a little different, or if one judge had not taken part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from superconnector.core.judging.ranking import Pool, Ranking
from superconnector.core.judging.scores import Criterion, Reading
from superconnector.core.judging.weights import moved

POINTS = 10

Rank = Callable[[Sequence[Reading], Sequence[Criterion], Sequence[Pool]], Ranking]
"""A way of ranking with its other settings filled in: raw_ranking, or a partial of calibrated_ranking."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one change does to the winners of a pool.

    `cause`: a criterion or a judge. `points`: by which the criterion's weight moved; None for a judge left
    out. `unread`: entries of the pool that only that judge had read. `refused`: the changed readings carry no
    ranking of this kind, so that nothing is said.
    """

    pool: str
    cause: str
    points: Fraction | None
    enter: tuple[str, ...]
    leave: tuple[str, ...]
    unread: tuple[str, ...] = ()
    refused: bool = False


def to_weights(
    rank: Rank,
    readings: Sequence[Reading],
    criteria: Sequence[Criterion],
    pools: Sequence[Pool],
    points: Fraction | int = POINTS,
) -> tuple[Change, ...]:
    """Each weight moved up, then down; changes that leave all winners as they are are listed too."""
    before = rank(readings, criteria, pools)
    found: list[Change] = []
    for criterion in criteria:
        for step in (Fraction(points), -Fraction(points)):
            other = moved(criteria, criterion.id, step)
            if other is not None:
                found.extend(_changes(before, rank(readings, other, pools), criterion.id, step))
    return tuple(found)


def to_judges(
    rank: Rank, readings: Sequence[Reading], criteria: Sequence[Criterion], pools: Sequence[Pool]
) -> tuple[Change, ...]:
    """Each judge left out in turn, by id. A ranking is made for every judge."""
    before = rank(readings, criteria, pools)
    found: list[Change] = []
    for judge in sorted({reading.judge for reading in readings}):
        rest = [reading for reading in readings if reading.judge != judge]
        found.extend(_changes(before, rank(rest, criteria, pools), judge, None))
    return tuple(found)


def _changes(before: Ranking, after: Ranking, cause: str, points: Fraction | None) -> Iterable[Change]:
    refused = {refusal.pool for refusal in after.refused} - {refusal.pool for refusal in before.refused}
    for pool in before.pools:
        old, new = before.top(pool.name), after.top(pool.name)
        was = {row.entry for row in before.rows if row.pool == pool.name}
        still = {row.entry for row in after.rows if row.pool == pool.name}
        unread = tuple(sorted(was - still))
        if pool.name in refused:
            yield Change(pool.name, cause, points, (), (), unread, refused=True)
        else:
            yield Change(pool.name, cause, points, tuple(sorted(new - old)), tuple(sorted(old - new)), unread)
