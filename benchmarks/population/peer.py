"""One engine over one file, in a process of its own: from Parquet to the counts of every programme.

python -m benchmarks.population.peer ENGINE FILE PROGRAMMES

The file and the terms are those of benchmarks/rules (17 facts, sixty made-up programmes of four to eight
clauses each), written out for each engine from one typed tree. Prints what it took and the counts: for each
programme the rows that are open, and those that are not.
"""

# ruff: noqa: PLC0415 - a process imports no engine but its own, as memory is measured

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from benchmarks.rules import emit
from benchmarks.rules.population import VOCABULARY, population
from benchmarks.rules.programmes import ON, as_terms, programmes
from benchmarks.rules.worker import peak

Clauses = Sequence[Sequence[str]]
Counts = NDArray[np.int64]
ENOUGH = 3.0
"""Seconds of CPU after which a run is not repeated."""


def write(file: str, rows: int, missing: float) -> None:
    """The simulated companies as Parquet: nulls where a fact is unknown, choices as numbers, sets as bits."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    people = population(rows, missing)
    columns = {name[2:]: pa.array(data, mask=~people.known[name]) for name, data in people.data.items()}
    pq.write_table(pa.table(columns), file, compression="lz4", row_group_size=131_072)


def ours(file: str, clauses: Clauses) -> Callable[[], Counts]:
    """Batch by batch, as `population evaluate` reads."""
    import pyarrow.parquet as pq

    from superconnector.core.rules.book import RuleBook

    book = RuleBook.compile(as_terms([tuple(c) for c in clauses]), VOCABULARY, ON)
    used = [fact[2:] for fact in book.compiled.lean.facts]

    def run() -> Counts:
        total = np.zeros((len(clauses), 2), np.int64)
        with pq.ParquetFile(file, pre_buffer=False) as opened:
            for batch in opened.iter_batches(131_072, columns=used, use_threads=False):
                total += book.screen(_columns(batch), batch.num_rows).outcomes[:, [0, 2]]
        return total

    return run


def _columns(batch: Any) -> dict[str, Any]:
    from superconnector.base.population.bits import bits_of, known_of, numbers_of
    from superconnector.core.rules.columns import Column, from_arrays, unpack
    from superconnector.core.rules.facts import Type

    made = {}
    for name, fact in ((name, VOCABULARY.facts[name]) for name in map("a.{}".format, batch.schema.names)):
        array = batch.column(name[2:])
        known = known_of(array)
        if fact.type is Type.BOOLEAN:
            data = bits_of(array.buffers()[1], array.offset, len(array))
        elif fact.type is Type.CHOICES:
            bits = (numbers_of(array) >> np.arange(len(fact.options))[:, None]) & 1
            data = from_arrays(fact, bits).data
        elif fact.type is Type.CHOICE:
            data = np.where(unpack(known, len(array)), numbers_of(array), 0).astype(np.uint8)
        else:
            data = numbers_of(array)
        made[name] = Column(fact.type, len(array), data, known)
    return made


def polars(file: str, clauses: Clauses) -> Callable[[], Counts]:
    """A lazy scan of the file."""
    import polars as pl

    rules = [eval(emit.rule(_joined(c), emit.POLARS), {"pl": pl}) for c in clauses]
    wanted = [e.sum().alias(f"t{i}") for i, e in enumerate(rules)]
    wanted += [(~e).sum().alias(f"f{i}") for i, e in enumerate(rules)]

    def run() -> Counts:
        found = pl.scan_parquet(file).select(wanted).collect()
        return np.array(found.row(0), np.int64).reshape(2, -1).T

    return run


def duckdb(file: str, clauses: Clauses) -> Callable[[], Counts]:
    """One SELECT over the file."""
    import duckdb as engine

    connection = engine.connect(config={"threads": 1})
    rules = [emit.rule(_joined(c), emit.SQL) for c in clauses]
    wanted = [f"count(*) FILTER ({r})" for r in rules] + [f"count(*) FILTER (NOT {r})" for r in rules]
    query = f"SELECT {', '.join(wanted)} FROM '{file}'"
    return lambda: np.array(connection.sql(query).fetchall()[0], np.int64).reshape(2, -1).T


def openfisca(file: str, clauses: Clauses) -> Callable[[], Counts]:
    """Formulas over arrays read from the file. It has no unknown, so it is given whole tables only."""
    import pyarrow.parquet as pq
    from openfisca_core.simulation_builder import SimulationBuilder

    from benchmarks.rules.engines import _fiscal_system

    system = _fiscal_system([_joined(c) for c in clauses])

    def run() -> Counts:
        table = pq.read_table(file, use_threads=False)
        simulation = SimulationBuilder().build_default_simulation(system, table.num_rows)
        for name in table.column_names:
            simulation.set_input(name, "2026-11", table[name].to_numpy())
        opened = [int(simulation.calculate(f"r{i}", "2026-11").sum()) for i in range(len(clauses))]
        return np.array([[n, table.num_rows - n] for n in opened], np.int64)

    return run


ENGINES: dict[str, Callable[[str, Clauses], Callable[[], Counts]]] = {
    "superconnector": ours,
    "polars": polars,
    "openfisca": openfisca,
    "duckdb": duckdb,
}
WITHOUT_UNKNOWNS = {"openfisca"}


def _joined(clauses: Sequence[str]) -> str:
    return " and ".join(f"({text})" for text in clauses)


def main(engine: str, file: str, count: str) -> None:
    run = ENGINES[engine](file, programmes()[: int(count)])
    taken: list[float] = []
    while not taken or (len(taken) < 3 and sum(taken) < ENOUGH):
        begun = time.process_time()
        counts = run()
        taken.append(time.process_time() - begun)
    print(json.dumps({"cpu": min(taken), "peak": peak(), "counts": counts.tolist()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
