"""A stored ranking read back from its text: rows, refusals, severities and the draw."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Standing:
    """One entry in its group; see core.judging.ranking.Row. `raw` is 0 to 100 for scores, else 0 to 1."""

    entry: str
    place: int
    shared: bool
    raw: float
    readings: int
    adjusted: float | None
    low: int | None
    high: int | None
    p_top: float | None


@dataclass(frozen=True, slots=True)
class JudgeSeverity:
    """How far a judge lies below the others for the same entries, in points; above 0 is strict."""

    judge: int
    readings: int
    severity: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the ranking is raw. `parts` are lists of entries that no chain of readings joins."""

    reason: str
    parts: tuple[tuple[str, ...], ...]
    judges: tuple[str, ...]
    found: float | None
    needed: float | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """The lots, the least first: (entry, lot, whether it wins a place)."""

    seed: str
    safe: tuple[str, ...]
    lots: tuple[tuple[str, str, bool], ...]
    out: tuple[str, ...]

    @property
    def winners(self) -> frozenset[str]:
        """All who win a place, with or without a lot."""
        return frozenset(self.safe) | {entry for entry, _, wins in self.lots if wins}


@dataclass(frozen=True, slots=True)
class Told:
    """A whole ranking of one group."""

    method: str
    places: int
    rows: tuple[Standing, ...]
    unread: tuple[str, ...]
    refused: Refused | None
    judges: tuple[JudgeSeverity, ...]
    lottery: Drawn | None

    @property
    def calibrated(self) -> bool:
        """Whether severity is taken out and intervals are given."""
        return self.refused is None and bool(self.rows)


def read_body(body: str) -> Told:
    """The ranking of a text that compute() wrote."""
    lines = [json.loads(line) for line in body.splitlines()]
    head, pool = lines[0], next(line for line in lines if "places" in line)
    return Told(
        method=head["method"],
        places=pool["places"],
        rows=tuple(_standing(line) for line in lines if "place" in line),
        unread=tuple(head["unread"]),
        refused=next((_refused(line) for line in lines if "reason" in line), None),
        judges=tuple(_severity(line) for line in lines if "severity" in line),
        lottery=next((_drawn(line["lottery"]) for line in lines if "lottery" in line), None),
    )


def _standing(line: dict[str, Any]) -> Standing:
    kept = ("entry", "place", "shared", "readings", "adjusted", "low", "high", "p_top")
    return Standing(raw=float(Fraction(line["raw"])), **{name: line[name] for name in kept})


def _severity(line: dict[str, Any]) -> JudgeSeverity:
    kept = ("readings", "severity", "low", "high")
    return JudgeSeverity(judge=int(line["judge"]), **{name: line[name] for name in kept})


def _refused(line: dict[str, Any]) -> Refused:
    return Refused(
        reason=line["reason"],
        parts=tuple(tuple(part["entries"]) for part in line["parts"]),
        judges=tuple(line["judges"]),
        found=_number(line["found"]),
        needed=_number(line["needed"]),
    )


def _number(fraction: str | None) -> float | None:
    return None if fraction is None else float(Fraction(fraction))


def _drawn(line: dict[str, Any]) -> Drawn:
    lots = tuple((entry, lot, wins) for entry, lot, wins in line["drawn"])
    return Drawn(line["seed"], tuple(line["safe"]), lots, tuple(line["out"]))
