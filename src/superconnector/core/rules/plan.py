"""The order in which the nodes of a graph are computed: flat arrays, level by level, each node once.

Every node has a row of a matrix of packed bits: row i holds where node i is true, row i + count where it is
false. A negated literal therefore costs nothing: it reads the other row. Nodes that no root needs are left
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules.facts import Type
from superconnector.core.rules.graph import Graph, Key, Literal

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class FactStep:
    """The conditions on one fact alone: rows start … stop-1.

    `thresholds` for numbers. For choices, `runs` are ranges of neighbouring options, first and last; row i is
    the union of the runs groups[offsets[i]:offsets[i + 1]].
    """

    fact: str
    start: int
    stop: int
    thresholds: tuple[int, ...]
    runs: tuple[tuple[int, int], ...]
    groups: Rows
    offsets: Rows


@dataclass(frozen=True, slots=True)
class NumberStep:
    """One integer expression; `condition` holds the true and the false row of what chooses, if it chooses."""

    place: int
    key: Key
    condition: tuple[int, int]


@dataclass(frozen=True, slots=True)
class CompareStep:
    """One comparison between integer expressions."""

    row: int
    key: Key


@dataclass(frozen=True, slots=True)
class AndStep:
    """Rows start … stop-1 are `and` of the rows `left` and `right`; `not_*` are the false rows of these."""

    start: int
    stop: int
    left: Rows
    right: Rows
    not_left: Rows
    not_right: Rows


Step = FactStep | NumberStep | CompareStep | AndStep


@dataclass(frozen=True, slots=True)
class Plan:
    """`steps` in order; `count` nodes, hence 2 × count rows of bits; `facts`: the columns it reads."""

    count: int
    steps: tuple[Step, ...]
    facts: tuple[str, ...]
    row_of: dict[int, int]

    def row(self, literal: Literal) -> int:
        """The row in which the literal is true."""
        return self.row_of[literal >> 1] + (self.count if literal & 1 else 0)

    def opposite(self, row: int) -> int:
        """The row in which what `row` is true of is false."""
        return row + self.count if row < self.count else row - self.count


class _Layout:
    """Collects what the roots need, cut into conjunctions of two, with the level of each."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.keys: list[Key] = list(graph.nodes)
        self.levels: dict[int, int] = {0: 0, 1: 0}
        self.number_levels: dict[int, int] = {}
        self.pairs: dict[tuple[Literal, Literal], int] = {}
        self.facts: dict[str, None] = {}

    def node(self, node: int) -> int:
        """Visits a node and returns its level."""
        if node in self.levels:
            return self.levels[node]
        key = self.keys[node]
        match key[0]:
            case "and":
                level = self._conjunction(node, key)
            case "is" | "at-least" | "among" | "meets":
                self.facts[str(key[1])] = None
                level = 0
            case _:
                numbers = key[1:3] if key[0] != "least" else key[1:2]
                level = 1 + max(self.number(int(str(n))) for n in numbers)
        self.levels[node] = level
        return level

    def _conjunction(self, node: int, key: Key) -> int:
        """Cuts an `and` of many parts into pairs, the parts that are ready first before the others."""
        parts = sorted((self.node(int(str(p)) >> 1), int(str(p))) for p in key[1:])
        while len(parts) > 2:
            (low, a), (high, b) = parts[0], parts[1]
            level = max(low, high) + 1
            parts = sorted([*parts[2:], (level, 2 * self._pair(a, b, level))])
        a, b = parts[0][1], parts[1][1]
        self.keys[node] = ("and", a, b)
        return max(parts[0][0], parts[1][0]) + 1

    def _pair(self, a: Literal, b: Literal, level: int) -> int:
        found = self.pairs.get((a, b))
        if found is None:
            found = self.pairs[a, b] = len(self.keys)
            self.keys.append(("and", a, b))
            self.levels[found] = level
        return found

    def number(self, place: int) -> int:
        """Visits an integer expression and returns its level."""
        if place in self.number_levels:
            return self.number_levels[place]
        key = self.graph.numbers[place]
        level = 0
        if key[0] == "fact":
            self.facts[str(key[1])] = None
        elif key[0] not in ("constant", "unknown"):
            level = 1 + max(self.number(p) for p in operands(key))
            if key[0] == "choose":
                level = max(level, 1 + self.node(int(str(key[1])) >> 1))
        self.number_levels[place] = level
        return level


def operands(key: Key) -> list[int]:
    """The places of the integer expressions that a number is made of."""
    match key[0]:
        case "scale" | "shift" | "elapsed":
            return [int(str(key[1]))]
        case "choose":
            return [int(str(key[2])), int(str(key[3]))]
        case "constant" | "unknown" | "fact":
            return []
    return [int(str(p)) for p in key[1:]]


def plan(graph: Graph, roots: Iterable[Literal]) -> Plan:
    """The plan that computes the roots, each a literal of the graph."""
    layout = _Layout(graph)
    for root in roots:
        layout.node(root >> 1)
    order = sorted(layout.levels, key=lambda node: (layout.levels[node], *_place(layout.keys[node], node)))
    row_of = {node: row for row, node in enumerate(order)}
    made = Plan(len(order), (), tuple(layout.facts), row_of)
    steps: list[tuple[int, int, Step]] = []
    for (level, kind, _), members in groupby(
        order, key=lambda n: (layout.levels[n], *_place(layout.keys[n], n)[:2])
    ):
        nodes = list(members)
        if kind == 1:
            steps.append((level, 1, _fact_step(graph, nodes, layout.keys, row_of)))
        elif kind == 2:
            steps.extend((level, 2, CompareStep(row_of[n], layout.keys[n])) for n in nodes)
        elif kind == 3:
            steps.append((level, 3, _and_step(made, nodes, layout.keys)))
    for place, level in layout.number_levels.items():
        steps.append((level, 0, _number_step(made, place, graph.numbers[place])))
    steps.sort(key=lambda s: s[:2])
    return Plan(made.count, tuple(s[2] for s in steps), made.facts, row_of)


def _place(key: Key, node: int) -> tuple[int, str, int]:
    """Where a node stands within its level: constants, facts (each together), comparisons, conjunctions."""
    match key[0]:
        case "true" | "unknown":
            return 0, "", node
        case "and":
            return 3, "", node
        case "is" | "at-least" | "among" | "meets":
            return 1, str(key[1]), node
    return 2, "", node


def _fact_step(graph: Graph, nodes: Sequence[int], keys: Sequence[Key], row_of: dict[int, int]) -> FactStep:
    fact = graph.vocabulary.facts[str(keys[nodes[0]][1])]
    thresholds = tuple(int(str(keys[n][2])) for n in nodes if keys[n][0] == "at-least")
    wanted = [keys[n][2] for n in nodes if keys[n][0] in ("among", "meets")]
    places = [[i for i, o in enumerate(fact.options) if o.id in options] for options in wanted]  # type: ignore[operator]
    runs = _runs(places, len(fact.options), fact.type is Type.CHOICE)
    groups = [[r for r, (low, _) in enumerate(runs) if low in within] for within in map(set, places)]
    start = row_of[nodes[0]]
    return FactStep(
        fact.id,
        start,
        start + len(nodes),
        thresholds,
        runs,
        np.array([run for group in groups for run in group], np.intp),
        np.cumsum([0, *map(len, groups)], dtype=np.intp),
    )


def _runs(places: Sequence[Sequence[int]], options: int, joined: bool) -> tuple[tuple[int, int], ...]:
    """The options that are wanted; if `joined`, neighbours that the same rows want are one run."""
    wanted_by = [
        tuple(row for row, within in enumerate(places) if option in within) for option in range(options)
    ]
    runs: list[tuple[int, int]] = []
    for option, rows in enumerate(wanted_by):
        if joined and runs and runs[-1][1] == option - 1 and wanted_by[option - 1] == rows:
            runs[-1] = (runs[-1][0], option)
        elif rows:
            runs.append((option, option))
    return tuple(runs)


def _number_step(made: Plan, place: int, key: Key) -> NumberStep:
    if key[0] != "choose":
        return NumberStep(place, key, (0, 0))
    row = made.row(int(str(key[1])))
    return NumberStep(place, key, (row, made.opposite(row)))


def _and_step(made: Plan, nodes: Sequence[int], keys: Sequence[Key]) -> AndStep:
    left = [made.row(int(str(keys[n][1]))) for n in nodes]
    right = [made.row(int(str(keys[n][2]))) for n in nodes]
    start = made.row_of[nodes[0]]
    return AndStep(
        start,
        start + len(nodes),
        np.array(left, np.intp),
        np.array(right, np.intp),
        np.array([made.opposite(r) for r in left], np.intp),
        np.array([made.opposite(r) for r in right], np.intp),
    )
