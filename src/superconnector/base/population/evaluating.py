"""A table of applicants through the rules, block by block: what is held is one batch, whatever its length."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from superconnector.base.population.converting import Converter
from superconnector.base.population.grouping import Grouping
from superconnector.base.population.mapping import Bound
from superconnector.base.population.problems import Problems, TableError
from superconnector.base.population.reading import Table
from superconnector.core.rules.columns import Column, varied
from superconnector.core.rules.survey import BLOCK, Groups
from superconnector.ecosystem import Ecosystem

Block = Callable[[Mapping[str, Column], int, Mapping[str, Groups]], None]
"""Takes the columns of up to BLOCK rows, their number, and their groups."""
Progress = Callable[[int], None]
"""Is told the rows of each batch that is done."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is shown the rows of the table behind each block, after the block was taken; also these columns."""

    see: Callable[[pa.RecordBatch], None]
    columns: Sequence[str] = ()


def feed(
    table: Table,
    bound: Bound,
    by: Sequence[Grouping],
    ecosystem: Ecosystem,
    today: date,
    block: Block,
    progress: Progress = lambda rows: None,
    watch: Watch | None = None,
) -> int:
    """Hand every row of the table to `block`; the number of rows.

    Every mapped column is read and checked. Raises TableError with the first problems of the whole table.
    """
    wanted = [s.column for s in bound.sources.values()]
    extra = [*(g.name for g in by if g.name in bound.unused), *(watch.columns if watch else ())]
    wanted += [name for name in dict.fromkeys(extra) if name not in wanted]
    problems = Problems(table.name)
    batches = Batches(bound, ecosystem, today, problems)
    rows = 0
    for batch in table.batches(wanted):
        columns = batches.columns(batch, rows + 1)
        rows += batch.num_rows
        if problems.full:
            break
        if not problems.found:
            groups = {g.name: g.groups(batch, columns) for g in by}
            for place, cut in enumerate(cuts(columns, batch.num_rows, groups)):
                block(*cut)
                if watch:
                    watch.see(batch.slice(place * BLOCK, BLOCK))
        progress(batch.num_rows)
    problems.stop_if_any()
    if not rows:
        raise TableError(f"{table.name}: the table has no rows")
    return rows


class Batches:
    """Turns batches of Arrow into columns of the rules."""

    def __init__(self, bound: Bound, ecosystem: Ecosystem, today: date, problems: Problems) -> None:
        self._converters = {
            fact: Converter(source, ecosystem, today, problems) for fact, source in bound.sources.items()
        }
        self._assumed = {fact: (ecosystem.vocabulary.facts[fact], v) for fact, v in bound.assume.items()}

    def columns(self, batch: pa.RecordBatch, first: int) -> dict[str, Column]:
        """The facts of a batch of which the first row is row `first` of the table."""
        rows = batch.num_rows
        made = {f: c.convert(batch.column(c.source.column), first) for f, c in self._converters.items()}
        return made | {fact: varied(core, value, (), rows) for fact, (core, value) in self._assumed.items()}


def cuts(
    columns: Mapping[str, Column], rows: int, groups: Mapping[str, Groups]
) -> Iterator[tuple[Mapping[str, Column], int, Mapping[str, Groups]]]:
    """A batch in blocks of at most BLOCK rows."""
    for start in range(0, rows, BLOCK):
        stop = min(start + BLOCK, rows)
        yield (
            {fact: column.block(start, stop) for fact, column in columns.items()},
            stop - start,
            {name: part.block(start, stop) for name, part in groups.items()},
        )
