"""Parts of the population to count apart: by a fact (sector, size) or by any column (district)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import pyarrow as pa

from superconnector.base.population.mapping import Bound
from superconnector.base.population.problems import TableError
from superconnector.core.rules.columns import Column, unpack
from superconnector.core.rules.facts import EPOCH, Fact, Type
from superconnector.core.rules.survey import Groups
from superconnector.ecosystem import Ecosystem, show_value
from superconnector.ecosystem.problems import unknown

UNKNOWN = "unknown"
MOST_GROUPS = 1_000
EDGES = {
    Type.INTEGER: (1, 10, 50, 100, 250, 1000),
    Type.MONEY: tuple(100 * 10**n for n in range(4, 11)),
}
"""Where the groups of numbers begin, unless one says so: `applicant.employees:10,50`."""


class Grouping(Protocol):
    """One way of cutting the population; `labels` may grow while it is read."""

    name: str
    labels: list[str]

    def groups(self, batch: pa.RecordBatch, columns: Mapping[str, Column]) -> Groups:
        """The groups of the rows of a batch."""


def grouping(text: str, bound: Bound, columns: Sequence[str], ecosystem: Ecosystem) -> Grouping:
    """What `--by` asks for: a fact or a column, for numbers with edges. Raises TableError."""
    name, _, edges = text.partition(":")
    facts = {n: fact for fact in bound.sources for n in (fact, fact.replace(".", "_"))}
    if name in facts:
        return _of_fact(ecosystem, facts[name], edges)
    if name in bound.unused and not edges:
        return ByText(name)
    if name in columns and not edges:
        return _of_fact(ecosystem, next(f for f, s in bound.sources.items() if s.column == name), "")
    if name in ecosystem.facts:
        raise TableError(f"--by {name}: the table has no column for this fact")
    raise TableError(f"--by {text}: {unknown('fact or column', name, [*bound.sources, *columns])}")


def _of_fact(ecosystem: Ecosystem, fact_id: str, edges: str) -> Grouping:
    fact = ecosystem.vocabulary.facts[fact_id]
    match fact.type:
        case Type.BOOLEAN | Type.CHOICE if not edges:
            return ByOption(fact)
        case Type.INTEGER | Type.MONEY:
            return ByBand(fact, ecosystem, _edges(fact, edges) if edges else EDGES[fact.type])
        case Type.DATE if not edges:
            return ByYear(fact)
    raise TableError(f"--by {fact_id}: choose a fact with one answer, and edges only for numbers")


def _edges(fact: Fact, text: str) -> tuple[int, ...]:
    parts = text.split(",")
    if not all(p.strip().isdecimal() and len(p.strip()) <= 13 for p in parts):
        raise TableError(f"--by {fact.id}:{text}: give the edges as whole numbers: {fact.id}:10,50,100")
    edges = [int(p) * (100 if fact.type is Type.MONEY else 1) for p in parts]
    if edges != sorted(set(edges)):
        raise TableError(f"--by {fact.id}:{text}: give the edges in rising order")
    return tuple(edges)


class ByOption:
    """A group an option, or yes and no."""

    def __init__(self, fact: Fact) -> None:
        self.name, self.fact = fact.id, fact
        self.labels = [o.id for o in fact.options] if fact.type is Type.CHOICE else ["no", "yes"]
        self.labels.append(UNKNOWN)

    def groups(self, batch: pa.RecordBatch, columns: Mapping[str, Column]) -> Groups:
        column = columns[self.name]
        data = column.data if column.per_row else unpack(column.data.astype(np.uint8), column.rows)
        known = unpack(column.known, column.rows)
        return Groups(np.where(known, data, len(self.labels) - 1).astype(np.intp), len(self.labels))


class ByBand:
    """A group a band of numbers; each begins at an edge."""

    def __init__(self, fact: Fact, ecosystem: Ecosystem, edges: tuple[int, ...]) -> None:
        self.name, self.edges = fact.id, np.array(edges, np.int64)
        file, one = ecosystem.facts[fact.id], 100 if fact.type is Type.MONEY else 1
        words = [show_value(file, edge, "en") if one == 100 else f"{edge:,}" for edge in edges]
        below = [show_value(file, e - one, "en") if one == 100 else f"{e - 1:,}" for e in edges[1:]]
        first = (
            f"below {words[0]}" if edges[0] > one else words[0].replace("1", "0") if one == 1 else words[0]
        )
        ranges = [a if a == b else f"{a} to {b}" for a, b in zip(words, below, strict=False)]
        self.labels = [first, *ranges, f"{words[-1]} or more", UNKNOWN]

    def groups(self, batch: pa.RecordBatch, columns: Mapping[str, Column]) -> Groups:
        column = columns[self.name]
        place = np.searchsorted(self.edges, column.data, side="right")
        known = unpack(column.known, column.rows)
        return Groups(np.where(known, place, len(self.labels) - 1), len(self.labels))


class ByYear:
    """A group a year."""

    FIRST, LAST = 1800, 2199

    def __init__(self, fact: Fact) -> None:
        self.name = fact.id
        self.labels = [*map(str, range(self.FIRST, self.LAST + 1)), UNKNOWN]

    def groups(self, batch: pa.RecordBatch, columns: Mapping[str, Column]) -> Groups:
        column = columns[self.name]
        days = column.data.astype("datetime64[D]")
        years = days.astype("datetime64[Y]").astype(np.int64) + EPOCH.year - self.FIRST
        known = unpack(column.known, column.rows)
        return Groups(np.where(known, years, len(self.labels) - 1).astype(np.intp), len(self.labels))


class ByText:
    """A group a distinct value of a column that says no fact."""

    def __init__(self, column: str) -> None:
        self.name = column
        self.labels: list[str] = [UNKNOWN]
        self._places: dict[str | None, int] = {None: 0, "": 0}

    def groups(self, batch: pa.RecordBatch, columns: Mapping[str, Column]) -> Groups:
        array = batch.column(self.name)
        array = array if pa.types.is_dictionary(array.type) else array.cast(pa.string()).dictionary_encode()
        places = [self._place(value) for value in array.dictionary.cast(pa.string()).to_pylist()]
        codes = np.asarray(array.indices.fill_null(len(places)))
        return Groups(np.array([*places, 0], np.intp)[codes], len(self.labels))

    def _place(self, value: str | None) -> int:
        found = self._places.get(value)
        if found is None:
            found = self._places[value] = len(self.labels)
            self.labels.append(str(value))
            if found > MOST_GROUPS:
                raise TableError(
                    f"--by {self.name}: the column has more than {MOST_GROUPS:,} different values"
                )
        return found
