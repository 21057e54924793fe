"""Small panels of judges for the tests, drawn with Python's own generator."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from superconnector.core.judging.ranking import Pool
from superconnector.core.judging.scores import Criterion, Reading

PERCENT = (Criterion("all", 1, 100),)
TOP_3 = (Pool("all", 3),)


def panel(
    seed: int, entries: int = 12, judges: int = 5, each: int = 3, tracks: Sequence[str] = ("",)
) -> list[Reading]:
    """Every entry read by `each` judges drawn at random: true worth, severity and noise are all normal."""
    random = Random(seed)
    worth = [random.gauss(0, 15) for _ in range(entries)]
    shift = [random.gauss(0, 12) for _ in range(judges)]
    return [
        Reading(
            f"j{judge:02}",
            f"e{entry:03}",
            (max(0, min(100, round(50 + worth[entry] + shift[judge] + random.gauss(0, 8)))),),
            tracks[entry % len(tracks)],
        )
        for entry in range(entries)
        for judge in sorted(random.sample(range(judges), each))
    ]


def reading(judge: str, entry: str, *scores: int | None, track: str = "") -> Reading:
    return Reading(judge, entry, scores, track)
