"""Tables of applicants as batches of Arrow columns: Parquet and CSV files, never the whole of one at once."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from superconnector.base.population.problems import TableError
from superconnector.core.rules.survey import BLOCK

BATCH = 4 * BLOCK
"""Rows read at a time."""
CHUNK = 1 << 22
"""Bytes of CSV read at a time."""
OPENING = {"pre_buffer": False, "page_checksum_verification": True}
"""A column is read as it is needed; damage within a page is seen if the file has checksums."""
ALONE = {"use_threads": False}
"""One process, one core: handing batches between threads costs CPU (measured), and processes share cores."""
SEPARATORS = (",", ";", "\t", "|")
MADE_UP = b"superconnector-made-up"
"""Stands in the metadata of a Parquet file that `population sample` drew."""
MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class Table(Protocol):
    """A table that is read from its beginning as often as one likes."""

    @property
    def name(self) -> str:
        """How messages call it."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of its columns, none twice."""

    @property
    def rows(self) -> int | None:
        """How many rows it has, None if only reading it would tell."""

    @property
    def made_up(self) -> bool:
        """Whether it says of itself that nobody in it exists."""

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The rows of these columns, at most BATCH at a time. Raises TableError."""


def open_file(file: str) -> Table:
    """The table of a file, by its first bytes. Raises TableError for a file that is no table."""
    path = Path(file)
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
    except FileNotFoundError:
        raise TableError(f"{file}: there is no such file") from None
    except IsADirectoryError:
        raise TableError(f"{file}: this is a folder; name one file in it") from None
    except OSError as error:
        raise TableError(f"{file}: cannot be read: {error.strerror}") from None
    if not start:
        raise TableError(f"{file}: the file is empty")
    if start == b"PAR1" or path.suffix.lower() in {".parquet", ".pq"}:
        return ParquetTable(file)
    return CsvTable(file)


def _once(name: str, columns: Sequence[str]) -> list[str]:
    """The columns, if none is there twice or has no name."""
    twice = sorted({c for c in columns if columns.count(c) > 1})
    if twice:
        raise TableError(f"{name}: column {twice[0]} is there twice")
    if any(not c.strip() for c in columns):
        raise TableError(f"{name}: column {[*map(str.strip, columns)].index('') + 1} has no name")
    return list(columns)


class ParquetTable:
    """A Parquet file; a text column is read as numbers into a list of its distinct texts."""

    def __init__(self, file: str) -> None:
        self.name = file
        try:
            with pq.ParquetFile(file) as opened:
                names = opened.schema_arrow.names
                self._texts = _text_paths(opened.schema)
                self.rows: int | None = opened.metadata.num_rows
                self.made_up = MADE_UP in (opened.schema_arrow.metadata or {})
        except (pa.ArrowException, OSError) as error:
            raise self._damaged(error) from None
        self.columns = _once(file, names)
        if not self.rows:
            raise TableError(f"{file}: the table has no rows")

    def _damaged(self, error: Exception) -> TableError:
        said = str(error).splitlines()[0]
        return TableError(f"{self.name}: not a whole Parquet file; it is cut short or damaged ({said})")

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """See Table."""
        texts = [path for path, column in self._texts.items() if column in columns]
        try:
            with pq.ParquetFile(self.name, read_dictionary=texts, **OPENING) as opened:
                for group in range(opened.num_row_groups):
                    yield from self._group(opened, group, list(columns))
        except (pa.ArrowException, OSError) as error:
            raise self._damaged(error) from None

    def _group(self, opened: pq.ParquetFile, group: int, columns: list[str]) -> Iterator[pa.RecordBatch]:
        """One row group; lists of texts are read plainly where their distinct texts do not fit one list."""
        done = 0
        try:
            for batch in opened.iter_batches(BATCH, row_groups=[group], columns=columns, **ALONE):
                yield batch
                done += 1
        except pa.ArrowNotImplementedError:
            flat = [path for path, column in self._texts.items() if path == column and column in columns]
            with pq.ParquetFile(self.name, read_dictionary=flat, **OPENING) as plainly:
                rest = plainly.iter_batches(BATCH, row_groups=[group], columns=columns, **ALONE)
                yield from islice(rest, done, None)


def _text_paths(schema: pq.ParquetSchema) -> dict[str, str]:
    """The path in the file of every column of texts or of lists of texts, by the path → its column."""
    leaves = [schema.column(place) for place in range(len(schema.names))]
    return {
        leaf.path: leaf.path.partition(".list.")[0] for leaf in leaves if leaf.logical_type.type == "STRING"
    }


class CsvTable:
    """A CSV file with a line of names; every cell is read as text, and an empty one is unknown."""

    def __init__(self, file: str) -> None:
        self.name, self.made_up = file, False
        self.rows: int | None = None
        try:
            with Path(file).open(encoding="utf-8-sig", newline="") as stream:
                first = stream.readline(1_000_000)
        except UnicodeDecodeError:
            raise self._undecodable() from None
        self.separator = max(SEPARATORS, key=first.count)
        self.columns = _once(file, next(csv.reader([first], delimiter=self.separator), []))

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """See Table."""
        text = {c: pa.string() for c in columns}
        convert = pa.csv.ConvertOptions(
            column_types=text, include_columns=list(columns), null_values=[""], strings_can_be_null=True
        )
        parse = pa.csv.ParseOptions(delimiter=self.separator, newlines_in_values=True)
        read = pa.csv.ReadOptions(block_size=CHUNK)
        empty = True
        try:
            with pa.csv.open_csv(self.name, read, parse, convert) as stream:
                for batch in stream:
                    for start in range(0, batch.num_rows, BATCH):
                        empty = False
                        yield batch.slice(start, BATCH)
        except pa.ArrowException as error:
            raise self._broken(str(error)) from None
        if empty:
            raise TableError(f"{self.name}: the table has no rows")

    def _broken(self, said: str) -> TableError:
        if "UTF8" in said or "utf-8" in said.lower():
            return self._undecodable()
        return TableError(f"{self.name}: not a table in CSV: {said.splitlines()[0][:200]}")

    def _undecodable(self) -> TableError:
        """Where the text stops being UTF-8."""
        with Path(self.name).open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if number == 1 and line[:2] in MARKS:
                    return TableError(f"{self.name}: this is {MARKS[line[:2]]}; save the file as UTF-8")
                try:
                    line.decode()
                except UnicodeDecodeError as error:
                    wrong = f"line {number:,}: not UTF-8: byte {error.start + 1} is 0x{line[error.start]:02X}"
                    return TableError(f"{self.name}: {wrong}; save the file as UTF-8")
        return TableError(f"{self.name}: the text is not UTF-8; save the file as UTF-8")
