"""The same kernel on Apache Spark: every partition is a part of the population, and the numbers are added.

pyspark is no dependency of the project; this module is imported only where Spark runs. The ecosystem travels
as its files, and each worker process compiles it once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow as pa

from superconnector.base.population.evaluating import Batches, cuts
from superconnector.base.population.mapping import Bound, Plain, bind
from superconnector.base.population.problems import Problems
from superconnector.base.population.reading import BATCH
from superconnector.base.population.results import AS_IS, Results
from superconnector.base.population.runs import Request, Run
from superconnector.core.rules.survey import Line
from superconnector.ecosystem import Ecosystem, load

NAMES = ("programme", "measure", "item")
COLUMNS = "programme string, measure string, item string, value decimal(38,0)"
ROWS = Line("", "rows", 0)
"""A line that counts the rows themselves."""


@dataclass(frozen=True)
class Job:
    """What a worker needs to know; all of it can be sent to another machine."""

    files: tuple[tuple[str, str], ...]
    on: date
    today: date
    mapping: Plain
    columns: tuple[str, ...]
    table: str

    def partition(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The lines of one partition, as `mapInArrow` wants them. Raises TableError for a wrong cell.

        A row is counted from the first of its partition, as nobody knows where that stands in the table.
        """
        ecosystem = _loaded(self.files)
        bound = self._bound(ecosystem)
        run = Run(ecosystem, Request(self.on, self.today), bound.sources.keys() | bound.assume.keys(), ())
        problems = Problems(f"{self.table}, in a partition")
        reader = Batches(bound, ecosystem, self.today, problems)
        rows = 0
        for batch in _small(batches):
            columns = reader.columns(batch.rename_columns(wanted(bound)), rows + 1)
            problems.stop_if_any()
            rows += batch.num_rows
            for cut in cuts(columns, batch.num_rows, {}):
                run.add(*cut)
        yield _batch([*run.lines({})[AS_IS], Line("", ROWS.measure, rows)])

    def _bound(self, ecosystem: Ecosystem) -> Bound:
        return bind(self.mapping, self.columns, self.table, ecosystem)


def wanted(bound: Bound) -> list[str]:
    """The columns that are sent to the workers, in order; on the way they are called c0, c1 …

    Spark takes a dot in a name for a part of a structure.
    """
    return [source.column for source in bound.sources.values()]


@lru_cache(maxsize=2)
def _loaded(files: tuple[tuple[str, str], ...]) -> Ecosystem:
    return load(dict(files))


def _small(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from (batch.slice(start, BATCH) for start in range(0, batch.num_rows, BATCH))


def _batch(lines: Sequence[Line]) -> pa.RecordBatch:
    texts = [pa.array([getattr(line, name) for line in lines], pa.string()) for name in NAMES]
    values = pa.array([str(line.value) for line in lines], pa.string()).cast(pa.decimal128(38, 0))
    return pa.RecordBatch.from_arrays([*texts, values], names=[*NAMES, "value"])


def evaluate(
    frame: Any, files: Mapping[str, str], on: date, today: date, mapping: Plain, table: str
) -> Results:
    """The whole DataFrame against all programmes as of a day; the same numbers as `runs.evaluate`.

    `files` are those of the ecosystem's folder. A partition whose worker dies is counted again by Spark,
    and only what a finished one said is added.
    """
    ecosystem = load(files)
    job = Job(tuple(sorted(files.items())), on, today, mapping, tuple(frame.columns), table)
    bound = job._bound(ecosystem)
    quoted = ["`" + column.replace("`", "``") + "`" for column in wanted(bound)]
    plain = frame.select(*quoted).toDF(*(f"c{place}" for place in range(len(quoted))))
    lines = plain.mapInArrow(job.partition, COLUMNS)
    added = lines.groupBy(*NAMES).sum("value").collect()
    return _results(job, ecosystem, bound, {tuple(row)[:3]: int(tuple(row)[3]) for row in added})


def _results(job: Job, ecosystem: Ecosystem, bound: Bound, found: Mapping[tuple[str, ...], int]) -> Results:
    """The sums in the order in which one process gives them."""
    present = bound.sources.keys() | bound.assume.keys()
    empty = Run(ecosystem, Request(job.on, job.today), present, ())
    lines = [
        Line(x.programme, x.measure, found[x.programme, x.measure, x.item], x.item)
        for x in empty.lines({})[AS_IS]
    ]
    named = empty.results(job.table, found["", ROWS.measure, ""], {})
    return Results(named.about, {AS_IS: tuple(lines)}, named.not_counted)
