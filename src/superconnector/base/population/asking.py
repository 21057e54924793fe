"""An officer's own question about results, in SQL: DuckDB sees the one table and nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from superconnector.base.population.problems import TableError

NAME = "results"
MEMORY, THREADS = "1GB", 2
MOST_ROWS = 10_000


def ask(file: str, question: str) -> pa.Table:
    """The answer to one SELECT over the table `results`, at most MOST_ROWS rows.

    Raises TableError for a file that is no Parquet, and for SQL that is wrong, changes something, or reaches
    for another file or the network.
    """
    if not Path(file).is_file():
        raise TableError(f"{file}: there is no such file")
    try:
        table = pq.read_table(file)
    except (pa.ArrowException, OSError) as error:
        raise TableError(f"{file}: not a whole Parquet file ({str(error).splitlines()[0]})") from None
    with duckdb.connect(":memory:", config=_config()) as connection:
        connection.register(NAME, table)
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        try:
            return _answer(connection, question)
        except duckdb.Error as error:
            raise TableError(f"the question: {str(error).splitlines()[0]}") from None


def _config() -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": MEMORY,
        "threads": THREADS,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
    }


def _answer(connection: duckdb.DuckDBPyConnection, question: str) -> pa.Table:
    statements = connection.extract_statements(question)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise TableError("the question: write one SELECT … FROM results")
    answer: pa.Table = connection.sql(question).to_arrow_table()
    return answer.slice(0, MOST_ROWS)
