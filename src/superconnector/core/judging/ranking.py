"""The one result of every way of judging, and the raw ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from superconnector.core.judging.scores import Criterion, Reading, check, mean_totals
from superconnector.core.judging.ties import places, tie_rule

DECIMALS = 4
"""Published figures are rounded to so many decimals; entries that are equal then share a place."""


class Method(StrEnum):
    """How a ranking was made."""

    RAW = "raw"
    CALIBRATED = "calibrated"
    SLATES = "slates"
    PAIRS = "pairs"


class Reason(StrEnum):
    """Why a calibrated ranking is refused."""

    NOT_CONNECTED = "not_connected"
    """No chain of shared readings leads from some entries to others."""
    TRACKS_APART = "tracks_apart"
    """The same, and the gap runs between tracks: each can be ranked in itself."""
    TOO_FEW_READINGS = "too_few_readings"
    TOO_FEW_SHARED = "too_few_shared"
    """Too many readings are by judges who share too few entries with others."""
    NO_DIFFERENCE = "no_difference"
    """The readings do not tell the entries apart, or cannot say how much of the spread is noise."""


@dataclass(frozen=True, slots=True)
class Part:
    """Entries that are connected with each other by shared readings, and with no others."""

    entries: tuple[str, ...]
    judges: tuple[str, ...]
    tracks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the entries of a pool are not ranked by this method, as data.

    `found` and `needed`: readings an entry on average; for TOO_FEW_SHARED the share of readings by the judges
    named, and the share allowed. `parts`: the connected parts that hold entries of the pool.
    """

    pool: str
    reason: Reason
    parts: tuple[Part, ...] = ()
    judges: tuple[str, ...] = ()
    found: Fraction | None = None
    needed: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """Entries that compete for the same places. `entries=None`: all that were read."""

    name: str
    places: int
    entries: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if self.places < 1:
            raise ValueError(f"pool {self.name}: there must be a place to win")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry in its pool. What a method or a refusal leaves open is None.

    `raw`: exact; mean total 0 to 100 (slates: mean share of the others ranked below; pairs: share won).
    `adjusted`, `sd`: mean and standard deviation of what the entry is worth, in points of `raw` (slates and
    pairs: in logits). `low`, `high`: interval of its true place in the pool. `p_top`: probability that it
    belongs to the first `places` of the pool.
    """

    entry: str
    pool: str
    place: int
    shared: bool
    raw: Fraction
    readings: int
    adjusted: float | None = None
    sd: float | None = None
    low: int | None = None
    high: int | None = None
    p_top: float | None = None


@dataclass(frozen=True, slots=True)
class Severity:
    """How far a judge's totals lie below those of the others for the same entries, in points.

    Above 0 is strict, below 0 lenient. `low` and `high` hold the true figure with the ranking's `level`.
    """

    judge: str
    readings: int
    severity: float
    sd: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Variances:
    """Squared points: between entries of a track, between judges, and what is left (noise)."""

    entry: float
    judge: float
    noise: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows by pool in the order given, then by place, then by id.

    `seed`, `draws`: None and 0 if none were used. `unread`: entries of the pools that nobody has read.
    `variances`: None where the method has none.
    """

    method: Method
    pools: tuple[Pool, ...]
    rows: tuple[Row, ...]
    judges: tuple[Severity, ...] = ()
    refused: tuple[Refusal, ...] = ()
    unread: tuple[str, ...] = ()
    seed: str | None = None
    draws: int = 0
    level: float = 0.9
    variances: Variances | None = None

    def top(self, pool: str) -> frozenset[str]:
        """The entries of a pool whose place is within those to win; more if some share the last place."""
        count = next(each.places for each in self.pools if each.name == pool)
        return frozenset(row.entry for row in self.rows if row.pool == pool and row.place <= count)


def members(
    pools: Sequence[Pool], read: Collection[str]
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The read entries of each pool, sorted, and the entries of any pool that nobody read.

    Raises ValueError if an entry stands in two pools.
    """
    known = frozenset(read)
    found: dict[str, tuple[str, ...]] = {}
    unread: list[str] = []
    count: Counter[str] = Counter()
    for pool in pools:
        own = known if pool.entries is None else pool.entries
        if pool.name in found:
            raise ValueError(f"two pools are called {pool.name}")
        count.update(own)
        found[pool.name] = tuple(sorted(own & known))
        unread.extend(own - known)
    twice = sorted(entry for entry, pools_of in count.items() if pools_of > 1)
    if twice:
        raise ValueError(f"in two pools: {', '.join(twice)}")
    return found, tuple(sorted(unread))


def raw_ranking(
    readings: Iterable[Reading],
    criteria: Sequence[Criterion],
    pools: Sequence[Pool],
    *,
    ties: Sequence[str] = (),
) -> Ranking:
    """Entries by their mean weighted total, exactly; then by the tie rule; then they share a place.

    Raises ValueError for readings that contradict each other or the criteria, and for overlapping pools.
    """
    given = tuple(readings)
    check(given)
    means = mean_totals(given, criteria)
    counts = Counter(reading.entry for reading in given)
    own, unread = members(pools, means)
    rule = tie_rule(given, criteria, ties)
    rows = [
        Row(entry, pool.name, place, shared, means[entry], counts[entry])
        for pool in pools
        for entry, place, shared in places({each: (-means[each], *rule(each)) for each in own[pool.name]})
    ]
    return Ranking(Method.RAW, tuple(pools), tuple(rows), unread=unread)
