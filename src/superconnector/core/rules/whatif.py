"""Hypothetical rows: what would become of every programme if one more fact were known.

A fact has endless answers but few that differ: those on either side of the constants it is compared with,
and its options. One row stands for each; all rows are evaluated in one call with the row of the profile
itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules.columns import Bits, unpack, varied
from superconnector.core.rules.evaluate import Machine
from superconnector.core.rules.facts import Fact, Profile, Type, Value
from superconnector.core.rules.graph import Graph
from superconnector.core.rules.plan import Plan

PROBES = 12
"""Answers tried for a number that is compared with other facts, besides the constants: from its least to its
greatest, each so many times the one before."""


@dataclass(frozen=True)
class Hypotheses:
    """Row 0 is the profile; row i + 1 is the profile with `rows[i]` = (fact, answer). bits: as in Plan."""

    plan: Plan
    rows: tuple[tuple[str, Value], ...]
    bits: Bits

    @cached_property
    def rows_of(self) -> Mapping[str, list[int]]:
        """For each fact the rows of its answers."""
        found: dict[str, list[int]] = {}
        for i, (fact, _) in enumerate(self.rows):
            found.setdefault(fact, []).append(i + 1)
        return found

    @property
    def count(self) -> int:
        """The rows, that of the profile included."""
        return len(self.rows) + 1

    def true(self, wanted: Sequence[int] | NDArray[np.intp]) -> NDArray[np.bool_]:
        """Where the rows of bits `wanted` are set. Shape (wanted, count)."""
        return unpack(self.bits[np.asarray(wanted, np.intp)], self.count)


def answers(graph: Graph, plan: Plan) -> Mapping[str, tuple[Value, ...]]:
    """For every fact of the plan, answers that between them show everything the plan can tell of it apart.

    For choices that may be taken together: none, each alone, and those that one condition wants together.
    Numbers that are compared with other facts are tried at PROBES places besides; between these it may be
    that an answer goes unseen.
    """
    keys = [graph.nodes[node] for node in plan.row_of if node < len(graph.nodes)]
    numbers = {str(key[1]) for key in graph.numbers if key[0] == "fact"}
    found: dict[str, tuple[Value, ...]] = {}
    for name in plan.facts:
        fact = graph.vocabulary.facts[name]
        of_fact = [key[2] for key in keys if len(key) == 3 and key[1] == name]
        if fact.type is Type.BOOLEAN:
            found[name] = (True, False)
        elif fact.type is Type.CHOICE:
            found[name] = tuple(o.id for o in fact.options if o.id in fact.answers)
        elif fact.type is Type.CHOICES:
            found[name] = tuple(_sets(o & fact.answers for o in of_fact if isinstance(o, frozenset)))
        else:
            found[name] = tuple(_numbers(fact, (c for c in of_fact if isinstance(c, int)), name in numbers))
    return found


def _sets(wanted: Iterable[frozenset[str]]) -> Iterator[frozenset[str]]:
    yield frozenset()
    groups = sorted(set(wanted), key=sorted)
    options = sorted({option for group in groups for option in group})
    yield from (frozenset((option,)) for option in options)
    if len(options) > 1:
        yield frozenset(options)


def _numbers(fact: Fact, thresholds: Iterable[int], compared: bool) -> Iterator[int]:
    least, greatest = fact.bounds
    places = {least, *(c for c in thresholds if least <= c <= greatest)}
    if compared:
        step = max(2.0, (greatest - least + 1) ** (1 / PROBES))
        places |= {least + int(step**i) for i in range(PROBES)}
        places.add(greatest)
    return iter(sorted(p for p in places if p <= greatest))


def suppose(
    plan: Plan, facts: Mapping[str, Fact], profile: Profile, rows: Sequence[tuple[str, Value]]
) -> Hypotheses:
    """Evaluates the profile and, a row each, the profile with one answer more."""
    places: dict[str, list[int]] = {}
    for i, (fact, _) in enumerate(rows):
        places.setdefault(fact, []).append(i)
    count = len(rows) + 1
    columns = {
        name: varied(
            facts[name], profile.get(name), [(i + 1, rows[i][1]) for i in places.get(name, ())], count
        )
        for name in plan.facts
    }
    bits = Machine(plan, count).run(columns, count)
    return Hypotheses(plan, tuple(rows), bits)
