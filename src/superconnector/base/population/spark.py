"""The same kernel on Apache Spark: every partition is a part of the population, and the numbers are added.

pyspark is no dependency of the project; this module is imported only where Spark runs. The ecosystem and the
other version of the terms travel as texts, and each worker process compiles them once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow as pa

from superconnector.base.population.changing import changed
from superconnector.base.population.evaluating import Batches, cuts
from superconnector.base.population.grouping import MOST_GROUPS, ByText, Grouping, grouping
from superconnector.base.population.mapping import Bound, Plain, bind
from superconnector.base.population.problems import Problems, TableError
from superconnector.base.population.reading import BATCH
from superconnector.base.population.results import CHANGE, Results
from superconnector.base.population.runs import Request, Run
from superconnector.core.rules.compare import GAINS, LOSES
from superconnector.core.rules.screen import OUTCOMES
from superconnector.core.rules.survey import Line
from superconnector.ecosystem import Ecosystem, load

NAMES = ("version", "programme", "measure", "item", "by", "part")
COLUMNS = ", ".join(f"{name} string" for name in NAMES) + ", value decimal(38,0)"
ROWS = ("", "", "rows", "", "", "")
"""The key of the number of rows."""
Key = tuple[str, ...]
Files = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """What is asked, in a form that can be sent to another machine: the options of `population evaluate`.

    `edited`: file name → text of programmes that are compared; `settings`: `programme.field=value`.
    """

    on: date
    today: date
    programmes: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    edited: Files = ()

    def request(self, ecosystem: Ecosystem, files: Mapping[str, str]) -> Request:
        """The same, read. Raises TableError."""
        other = None
        if self.settings or self.edited:
            other = changed(ecosystem, files, dict(self.edited), self.settings, self.on)
        return Request(self.on, self.today, self.programmes, self.by, other)


@dataclass(frozen=True)
class Job:
    """What a worker needs to know; all of it can be sent to another machine."""

    files: Files
    question: Question
    mapping: Plain
    columns: tuple[str, ...]
    table: str

    def partition(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The numbers of one partition, as `mapInArrow` wants them. Raises TableError for a wrong cell.

        A row is counted from the first of its partition, as nobody knows where that stands in the table.
        """
        work = self.work()
        run, problems = work.run(), Problems(f"{self.table}, in a partition")
        reader = Batches(work.bound, work.ecosystem, self.question.today, problems)
        rows = 0
        for batch in _small(batches):
            named = batch.rename_columns(work.wanted)
            columns = reader.columns(named, rows + 1)
            problems.stop_if_any()
            rows += batch.num_rows
            groups = {each.name: each.groups(named, columns) for each in work.by}
            for cut in cuts(columns, batch.num_rows, groups):
                run.add(*cut)
        found = run.lines({each.name: each.labels for each in work.by})
        numbers = {(v, *_key(line)): line.value for v, lines in found.items() for line in lines}
        yield _batch(numbers | {ROWS: rows})

    def work(self) -> Work:
        """The job, read. Raises TableError."""
        ecosystem, request = _read(self.files, self.question)
        bound = bind(self.mapping, self.columns, self.table, ecosystem)
        by = [grouping(text, bound, self.columns, ecosystem) for text in request.by]
        return Work(ecosystem, request, bound, by)


@dataclass(frozen=True)
class Work:
    """A job as one process holds it; `wanted`: the columns that are sent to it, in order."""

    ecosystem: Ecosystem
    request: Request
    bound: Bound
    by: Sequence[Grouping]
    wanted: list[str] = field(init=False)

    def __post_init__(self) -> None:
        columns = [source.column for source in self.bound.sources.values()]
        extra = [each.name for each in self.by if each.name in self.bound.unused]
        object.__setattr__(self, "wanted", list(dict.fromkeys([*columns, *extra])))

    def run(self) -> Run:
        """A run that has counted nothing yet."""
        present = self.bound.sources.keys() | self.bound.assume.keys()
        return Run(self.ecosystem, self.request, present, [each.name for each in self.by])


@lru_cache(maxsize=2)
def _read(files: Files, question: Question) -> tuple[Ecosystem, Request]:
    ecosystem = load(dict(files))
    return ecosystem, question.request(ecosystem, dict(files))


def _small(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from (batch.slice(start, BATCH) for start in range(0, batch.num_rows, BATCH))


def _key(line: Line) -> Key:
    return line.programme, line.measure, line.item, line.by, line.group


def _batch(numbers: Mapping[Key, int]) -> pa.RecordBatch:
    texts = [pa.array([key[place] for key in numbers], pa.string()) for place in range(len(NAMES))]
    values = pa.array([str(value) for value in numbers.values()], pa.string()).cast(pa.decimal128(38, 0))
    return pa.RecordBatch.from_arrays([*texts, values], names=[*NAMES, "value"])


def evaluate(frame: Any, files: Mapping[str, str], question: Question, mapping: Plain, table: str) -> Results:
    """The whole DataFrame against the programmes; the same numbers as `runs.evaluate`. Raises TableError.

    `files` are those of the ecosystem's folder. A partition whose worker dies is counted again by Spark,
    and only what a finished one said is added. On the way columns are called c0, c1 …, as Spark takes a dot
    in a name for a part of a structure. Groups by the texts of a column come in the order of the alphabet.
    """
    job = Job(tuple(sorted(files.items())), question, mapping, tuple(frame.columns), table)
    work = job.work()
    quoted = ["`" + column.replace("`", "``") + "`" for column in work.wanted]
    plain = frame.select(*quoted).toDF(*(f"c{place}" for place in range(len(quoted))))
    added = plain.mapInArrow(job.partition, COLUMNS).groupBy(*NAMES).sum("value").collect()
    return _results(work, table, {tuple(row)[:-1]: int(tuple(row)[-1]) for row in added})


def _results(work: Work, table: str, found: Mapping[Key, int]) -> Results:
    """The sums: the whole population in the order of one process, then the groups."""
    rows = found.get(ROWS, 0)
    if not rows:
        raise TableError(f"{table}: the table has no rows")
    empty = work.run()
    labels = {each.name: _labels(each, found) for each in work.by}
    lines = {version: _sorted(version, known, found, labels) for version, known in empty.lines({}).items()}
    named = empty.results(table, rows, {})
    return Results(named.about, lines, named.not_counted)


def _sorted(
    version: str, known: Sequence[Line], found: Mapping[Key, int], labels: Mapping[str, Sequence[str]]
) -> tuple[Line, ...]:
    """The whole population first, then split by split, group by group."""
    order = {key: place for place, key in enumerate(_order(known, version))}
    splits = {"": 0} | {by: place for place, by in enumerate(labels, start=1)}
    places = {(by, part): place for by, parts in labels.items() for place, part in enumerate(parts)}

    def rank(line: Line) -> tuple[int, int, int]:
        place = places.get((line.by, line.group), 0)
        return splits[line.by], place, order[line.programme, line.measure, line.item]

    own = (Line(p, m, n, item, by, part) for (v, p, m, item, by, part), n in found.items() if v == version)
    return tuple(sorted(own, key=rank))


def _labels(by: Grouping, found: Mapping[Key, int]) -> list[str]:
    if not isinstance(by, ByText):
        return by.labels
    texts = sorted({key[-1] for key in found if key[-2] == by.name} - set(by.labels))
    if len(texts) > MOST_GROUPS:
        raise TableError(f"--by {by.name}: the column has more than {MOST_GROUPS:,} different values")
    return [*by.labels, *texts]


def _order(known: Sequence[Line], version: str) -> Iterator[Key]:
    """The keys of a version; who moves where is told only of moves that somebody makes."""
    if version == CHANGE:
        for programme in dict.fromkeys(line.programme for line in known):
            yield from ((programme, f"{old}>{new}", "") for old in OUTCOMES for new in OUTCOMES)
            yield from ((programme, side, "") for side in (GAINS, LOSES))
        return
    yield from ((line.programme, line.measure, line.item) for line in known)
