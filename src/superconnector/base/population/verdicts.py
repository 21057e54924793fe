"""One verdict for every applicant and programme, as a file that is written while the table is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from superconnector.base.population.problems import TableError
from superconnector.base.population.reading import BATCH
from superconnector.base.population.writing import check_place, whole_file
from superconnector.core.rules.columns import unpack
from superconnector.core.rules.screen import OUTCOMES
from superconnector.core.rules.survey import Survey
from superconnector.core.rules.verdict import Outcome
from superconnector.ecosystem.problems import unknown

FORMS = (".parquet", ".csv")
ROW = "row"
"""The column that counts the applicants from 1, as messages about cells do."""
WORDS = pa.array([str(outcome) for outcome in OUTCOMES])
KIND = pa.dictionary(pa.int8(), pa.string())
CLOSED = OUTCOMES.index(Outcome.CLOSED)
LINES = 8192
"""Lines of CSV that are made at a time; as texts they take far more room than as codes."""
Codes = NDArray[np.int8]


def codes(survey: Survey, rows: int) -> dict[str, Codes]:
    """Programme → the place in OUTCOMES of each row of the block that was surveyed last. Shape (rows,)."""
    return {case.programme: _codes(survey, case.programme, rows) for case in survey.compiled.cases}


def _codes(survey: Survey, programme: str, rows: int) -> Codes:
    masks = survey.masks(programme)
    if masks is None:
        return np.full(rows, CLOSED, np.int8)
    opened, failed = unpack(masks[0], rows), unpack(masks[2], rows)
    found: Codes = 1 + failed.view(np.int8) - opened.view(np.int8)
    return found


def check_verdicts(target: Path, column: str | None, columns: Sequence[str], table: str) -> None:
    """Refuse, before a long run, a file that could not be written or a column that is not there."""
    if target.suffix.lower() not in FORMS:
        raise TableError(f"{target}: name a file that ends in {' or '.join(FORMS)}")
    check_place(target)
    if column is not None and column not in columns:
        raise TableError(f"{table}: {unknown('column', column, columns)}")


@contextmanager
def verdict_file(target: Path, column: str | None) -> Iterator[Verdicts]:
    """Takes verdicts; the file is there, whole, when the block ends without an exception, else not at all."""
    with whole_file(target) as part:
        verdicts = Verdicts(part, target.suffix.lower(), column)
        try:
            yield verdicts
        finally:
            verdicts.close()


class Verdicts:
    """Writes a row an applicant: its number, the column that names it, and a column a programme.

    At most BATCH rows are held. The columns are those of the first block.
    """

    def __init__(self, file: Path, form: str, column: str | None) -> None:
        self.file, self.form, self.column = file, form, column
        self._writer: pq.ParquetWriter | pa.csv.CSVWriter | None = None
        self._waiting: list[pa.RecordBatch] = []
        self._rows = 0

    def add(self, block: pa.RecordBatch, found: Mapping[str, Codes]) -> None:
        """The rows of a block, and by name their codes. Raises TableError if two columns have one name."""
        first = self._rows + 1
        columns = {ROW: pa.array(np.arange(first, first + block.num_rows))}
        if self.column is not None:
            columns = self._with(columns, {self.column: _plain(block.column(self.column))})
        columns = self._with(columns, {name: _words(each) for name, each in found.items()})
        self._waiting.append(pa.RecordBatch.from_pydict(columns))
        self._rows += block.num_rows
        if sum(batch.num_rows for batch in self._waiting) >= BATCH:
            self._flush()

    def _with(self, columns: dict[str, pa.Array], more: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
        for name in columns.keys() & more.keys():
            raise TableError(f"--id {self.column}: the file has a column {name} already; rename it")
        return {**columns, **more}

    def _flush(self) -> None:
        if not self._waiting:
            return
        table = pa.Table.from_batches(self._waiting)
        self._waiting = []
        if self.form == ".parquet":
            if self._writer is None:
                self._writer = pq.ParquetWriter(self.file, table.schema, compression="zstd")
            self._writer.write_table(table)
            return
        for start in range(0, table.num_rows, LINES):
            plain = _written_out(table.slice(start, LINES))
            if self._writer is None:
                self._writer = pa.csv.CSVWriter(self.file, plain.schema)
            self._writer.write_table(plain)

    def close(self) -> None:
        """Writes what is held, and the end of the file."""
        self._flush()
        if self._writer is not None:
            self._writer.close()


def _words(found: Codes) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(found), WORDS)


def _written_out(table: pa.Table) -> pa.Table:
    return pa.table({name: _plain(table[name].combine_chunks()) for name in table.column_names})


def _plain(array: pa.Array) -> pa.Array:
    """Texts that are kept as numbers into a list, written out: lists may differ from block to block."""
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
