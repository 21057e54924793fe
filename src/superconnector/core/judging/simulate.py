"""Judges who are not there: for benchmarks, rehearsals and tests.

What a judge gives an entry hangs only on the seed and on who reads what, not on the order of the readings, so
that two plans can be compared on the same judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

from superconnector.core.judging.chance import Chance
from superconnector.core.judging.scores import Criterion, Reading

SPREAD = 2 / 9
"""A standard deviation of worth is this share of a criterion's scale; its middle is the average entry."""
JITTER = 0.5
"""Standard deviation of what a judge thinks of one criterion alone, where there are several."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How judges differ, in standard deviations of what entries are worth.

    `severity`: of the judges' shifts. `noise`: of one reading. `scale`: of the logarithm of how wide a judge
    spreads the scores. `careless`: the share of judges whose scores have nothing to do with the entry.
    """

    severity: float = 0.8
    noise: float = 0.8
    scale: float = 0.0
    careless: float = 0.0


@dataclass(frozen=True, slots=True)
class Judge:
    """A simulated judge, with the track to which the judge belongs."""

    id: str
    track: str
    shift: float
    stretch: float
    careless: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A simulated entry; `worth` includes the level of its track and is what a ranking should find."""

    id: str
    track: str
    worth: float


@dataclass(frozen=True, slots=True)
class Panel:
    """Entries and judges of one seed."""

    seed: str
    habits: Habits
    entries: tuple[Entry, ...]
    judges: tuple[Judge, ...]

    def best(self, count: int) -> frozenset[str]:
        """The entries that are truly worth most."""
        return frozenset(entry.id for entry in sorted(self.entries, key=lambda entry: -entry.worth)[:count])


def panel(
    seed: str,
    entries: int,
    judges: int,
    habits: Habits,
    *,
    tracks: Sequence[str] = ("",),
    level: float = 0.0,
) -> Panel:
    """Entries and judges in turn over the tracks, whose mean worths have the standard deviation `level`."""
    of_track = level * Chance(seed, "tracks").normals(1, len(tracks))[0]
    worth = Chance(seed, "entries").normals(1, entries)[0]
    shift, stretch = Chance(seed, "judges").normals(2, judges)
    careless = Chance(seed, "careless").uniforms(judges) < habits.careless
    return Panel(
        seed,
        habits,
        tuple(
            Entry(f"e{i:05}", tracks[i % len(tracks)], float(worth[i] + of_track[i % len(tracks)]))
            for i in range(entries)
        ),
        tuple(
            Judge(
                f"j{j:04}",
                tracks[j % len(tracks)],
                float(habits.severity * shift[j]),
                exp(habits.scale * float(stretch[j])),
                bool(careless[j]),
            )
            for j in range(judges)
        ),
    )


def impression(panel: Panel, judge: Judge, entry: Entry) -> float:
    """What the judge thinks of the entry, in standard deviations of worth, before it becomes a score."""
    first, second = Chance(panel.seed, f"{judge.id}|{entry.id}").normals(1, 2)[0]
    seen = float(second) if judge.careless else entry.worth + panel.habits.noise * float(first)
    return judge.shift + judge.stretch * seen


def read(panel: Panel, pairs: Iterable[tuple[Judge, Entry]], criteria: Sequence[Criterion]) -> list[Reading]:
    """The readings of these pairs: whole scores within each criterion's scale."""
    given = []
    for judge, entry in pairs:
        seen = impression(panel, judge, entry)
        aside = Chance(panel.seed, f"{judge.id}|{entry.id}|criteria").normals(1, len(criteria))[0]
        jitter = JITTER * aside if len(criteria) > 1 else 0 * aside
        scores = tuple(
            _score(seen + float(own), criterion) for own, criterion in zip(jitter, criteria, strict=True)
        )
        given.append(Reading(judge.id, entry.id, scores, entry.track))
    return given


def _score(seen: float, criterion: Criterion) -> int:
    width = criterion.high - criterion.low
    score = round((criterion.low + criterion.high) / 2 + SPREAD * width * seen)
    return max(criterion.low, min(criterion.high, score))
