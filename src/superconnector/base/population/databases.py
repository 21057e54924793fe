"""A table of a database as a table of applicants: SQLite by its file, PostgreSQL by its address."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import psycopg
import pyarrow as pa
from psycopg import sql

from superconnector.base.population.problems import TableError
from superconnector.base.population.reading import BATCH, Table
from superconnector.ecosystem.problems import unknown

SQLITE, POSTGRES = "sqlite:///", ("postgresql://", "postgres://")


TABLES = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"


def is_address(text: str) -> bool:
    """Whether it names a database and not a file."""
    return text.startswith((SQLITE, *POSTGRES))


def open_database(address: str, table: str | None) -> Table:
    """A table of the database. Raises TableError if it cannot be reached, or has no such table."""
    if table is None:
        raise TableError(f"{_shown(address)}: say which table, with --table NAME")
    if address.startswith(SQLITE):
        return SqliteTable(address.removeprefix(SQLITE), table)
    return PostgresTable(address, table)


def _shown(address: str) -> str:
    """An address without its password."""
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


class SqliteTable:
    """A table or view of a SQLite file, opened for reading only."""

    def __init__(self, file: str, table: str) -> None:
        self.name, self.file, self.table, self.made_up = table, file, table, False
        if not Path(file).is_file():
            raise TableError(f"{file}: there is no such file")
        try:
            with closing(self._connect()) as connection:
                known = [name for (name,) in connection.execute(TABLES)]
                if table not in known:
                    raise TableError(f"{file}: {unknown('table', table, known)}")
                found = connection.execute(f"SELECT * FROM {_quoted(table)} LIMIT 0")  # noqa: S608
                self.columns: Sequence[str] = [each[0] for each in found.description]
                count = connection.execute(f"SELECT count(*) FROM {_quoted(table)}")  # noqa: S608
                self.rows: int | None = count.fetchone()[0]
        except sqlite3.Error as error:
            raise TableError(f"{file}: not a database that can be read: {error}") from None

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{Path(self.file).resolve().as_uri()}?mode=ro", uri=True)

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """See Table."""
        names = ", ".join(map(_quoted, columns))
        with closing(self._connect()) as connection:
            cursor = connection.execute(f"SELECT {names} FROM {_quoted(self.table)}")  # noqa: S608 - quoted names
            while rows := cursor.fetchmany(BATCH):
                yield _batch(columns, rows)


class PostgresTable:
    """A table or view of a PostgreSQL database, read in one read-only transaction."""

    def __init__(self, address: str, table: str) -> None:
        self.name, self.address, self.table, self.made_up = table, address, table, False
        schema, _, name = table.rpartition(".")
        self._from = sql.Identifier(*((schema, name) if schema else (name,)))
        try:
            with self._connect() as connection, connection.cursor() as cursor:
                cursor.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(self._from))
                self.columns: Sequence[str] = [each.name for each in cursor.description or ()]
                cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(self._from))
                self.rows: int | None = int(str((cursor.fetchone() or (0,))[0]))
        except psycopg.Error as error:
            raise TableError(f"{_shown(address)}, table {table}: {str(error).splitlines()[0]}") from None

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        connection = psycopg.connect(self.address, connect_timeout=10)
        connection.read_only = True
        return connection

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """See Table."""
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        query = sql.SQL("SELECT {} FROM {}").format(names, self._from)
        try:
            with self._connect() as connection, connection.cursor("superconnector") as cursor:
                cursor.execute(query)
                while rows := cursor.fetchmany(BATCH):
                    yield _batch(columns, rows)
        except psycopg.Error as error:
            raise TableError(f"table {self.table}: {str(error).splitlines()[0]}") from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _batch(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> pa.RecordBatch:
    """The values as texts, which are then read as those of a CSV file."""
    made = [pa.array([_text(row[place]) for row in rows], pa.string()) for place in range(len(columns))]
    return pa.RecordBatch.from_arrays(made, names=list(columns))


def _text(value: object) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case Decimal():
            return f"{value:f}"
        case list():
            return ";".join(map(str, value)) or "[]"
    return str(value)
