"""A simulated population: 17 facts, each unknown in a share of the rows. Seeded; no company is real.

This module and `emit` need only the core, numpy and the standard library, so that every engine's process can
make the same rows by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules.facts import EPOCH, Fact, Option, Type, Vocabulary

SECTIONS = (
    "manufacturing",
    "building",
    "trade",
    "retail",
    "food",
    "transport",
    "finance",
    "property",
    "software",
)
SECTORS = tuple(
    option
    for section in SECTIONS
    for option in (Option(section), *(Option(f"{section}_{i}", section) for i in range(5)))
)
TYPES = (
    Option("business"),
    Option("company", "business"),
    Option("sole_trader", "business"),
    Option("non_profit"),
    Option("university"),
    Option("school"),
    Option("statutory_body"),
    Option("individual"),
)
AIMS = tuple(Option(f"aim_{i}") for i in range(12))
MARKETS = tuple(map(Option, ("hong_kong", "mainland", "asean", "overseas")))
FLAGS = ("listed", "registered", "subvented", "operates_here", "started", "double_funded", "technology_based")
MONEY = ("cost", "investment", "turnover")
MOST = {"cost": 40_000_000, "investment": 40_000_000, "turnover": 2_000_000_000}

VOCABULARY = Vocabulary(
    {
        f"a.{fact.id}": Fact(f"a.{fact.id}", fact.type, fact.options, fact.minimum, fact.maximum)
        for fact in (
            *(Fact(name, Type.BOOLEAN) for name in FLAGS),
            Fact("employees", Type.INTEGER, (), 0, 5_000),
            Fact("months", Type.INTEGER, (), 1, 60),
            *(Fact(name, Type.MONEY, (), 1, MOST[name]) for name in MONEY),
            Fact("founded", Type.DATE),
            Fact("form", Type.CHOICE, TYPES),
            Fact("sector", Type.CHOICE, SECTORS),
            Fact("aims", Type.CHOICES, AIMS),
            Fact("markets", Type.CHOICES, MARKETS),
        )
    }
)


@dataclass(frozen=True)
class Population:
    """data and known: an array a fact. Choices hold the place of the option; sets hold a bit an option."""

    rows: int
    data: dict[str, NDArray[Any]]
    known: dict[str, NDArray[np.bool_]]

    def dicts(self, lists: bool) -> list[dict[str, Any]]:
        """A dictionary a row, without the facts that are unknown; sets as lists of places if `lists`."""
        columns = {name: values.tolist() for name, values in self.data.items()}
        if lists:
            for name, fact in VOCABULARY.facts.items():
                if fact.type is Type.CHOICES:
                    places = [
                        [i for i in range(16) if mask >> i & 1] for mask in range(1 << len(fact.options))
                    ]
                    columns[name] = [places[mask] for mask in columns[name]]
        known = {name: mask.tolist() for name, mask in self.known.items()}
        return [
            {name[2:]: columns[name][row] for name in columns if known[name][row]} for row in range(self.rows)
        ]


def population(rows: int, missing: float = 0.2, seed: int = 1) -> Population:
    """The first `rows` of the simulated companies."""
    data, known = {}, {}
    for place, (name, fact) in enumerate(VOCABULARY.facts.items()):
        random = np.random.default_rng([seed, place])
        other = np.random.default_rng([seed, place, 2])
        data[name] = _values(fact, random, other, rows)
        known[name] = np.random.default_rng([seed, place, 1]).random(rows) >= missing
    return Population(rows, data, known)


def _values(fact: Fact, random: np.random.Generator, other: np.random.Generator, rows: int) -> NDArray[Any]:
    match fact.type:
        case Type.BOOLEAN:
            return random.random(rows) < (0.85 if "registered" in fact.id or "operates" in fact.id else 0.2)
        case Type.CHOICE:
            return random.integers(0, len(fact.options), rows).astype(np.int8)
        case Type.CHOICES:
            size = 1 << len(fact.options)
            return (random.integers(0, size, rows) & other.integers(0, size, rows)).astype(np.int16)
        case Type.DATE:
            first = (np.datetime64("1990-01-01") - np.datetime64(EPOCH)).astype(int)
            return random.integers(first, first + 36 * 365, rows).astype(np.int32)
    low, high = fact.bounds
    steep = random.random(rows) ** 3
    # Money times a percentage must not overflow in an engine that keeps the width of its operands.
    return (low + (high - low) * steep).astype(np.int64 if fact.type is Type.MONEY else np.int32)
