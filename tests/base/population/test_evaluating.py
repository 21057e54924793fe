"""The same applicants from every kind of table give the same numbers, and these are right."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from superconnector.base.population.databases import is_address, open_database
from superconnector.base.population.mapping import Plain, bind
from superconnector.base.population.problems import TableError
from superconnector.base.population.results import AS_IS, Results
from superconnector.base.population.runs import Request, evaluate
from superconnector.ecosystem import Ecosystem

ON = date(2026, 11, 21)
POSTGRES = os.environ.get("DATABASE_URL", "")
GRANT = {
    "open": 2,
    "may-be-open": 1,
    "not-for-you": 3,
    "closed": 0,
}
CLAUSES = {
    ("business", "fails"): 1,
    ("business", "fails-alone"): 1,
    ("small", "fails"): 1,
    ("small", "fails-alone"): 1,
    ("unlisted", "fails"): 1,
    ("unlisted", "fails-alone"): 1,
}
MONEY = {
    "certain-rows": 2,
    "certain-cents": 750_075 + 10_000_000,
    "open-at-most-rows": 0,
    "open-at-most-cents": 0,
    "may-at-most-rows": 1,
    "may-at-most-cents": 6_000_000,
    "unbounded-rows": 0,
}


def grant(results: Results) -> tuple[dict[str, int], dict[tuple[str, str], int], dict[str, int]]:
    """Outcomes, clauses and money of the Growth Grant."""
    whole, parts = results.numbers(AS_IS), results.numbers(AS_IS, item=True)
    own = {(item, measure): v for (p, item, measure), v in parts.items() if p == "growth-grant"}
    return (
        {measure: v for (p, measure), v in whole.items() if p == "growth-grant"},
        {key: v for key, v in own.items() if key[0] != "grant"},
        {measure: v for (item, measure), v in own.items() if item == "grant"},
    )


def test_a_csv_file(shops: str, run: Callable[..., Results]) -> None:
    results = run(shops)
    assert grant(results) == (GRANT, CLAUSES, MONEY)
    assert results.about["rows"] == 6
    assert results.not_counted == ()


def table() -> pa.Table:
    """The same applicants with the types of a database."""
    return pa.table(
        {
            "applicant_type": pa.array(
                ["company", "company", "sole_trader", "school", "company", "company"]
            ).dictionary_encode(),
            "applicant_employees": pa.array([12, 250, 3, 40, 99, 99], pa.int16()),
            "applicant_listed": pa.array([False, False, None, False, True, False]),
            "project_cost": pa.array(
                [Decimal("10001.01"), Decimal(5000), Decimal(80000), None, Decimal(1), Decimal(200000)],
                pa.decimal128(12, 2),
            ),
            "project_aims": pa.array([["grow"], ["grow", "teach"], None, [], ["grow"], ["grow"]]),
        }
    )


@pytest.mark.parametrize("compression", ["zstd", "none"])
def test_a_parquet_file(tmp_path: Path, run: Callable[..., Results], compression: str) -> None:
    file = tmp_path / "shops.parquet"
    pq.write_table(table(), file, compression=compression, row_group_size=4)
    assert grant(run(str(file))) == (GRANT, CLAUSES, MONEY)


def test_other_types_say_the_same(tmp_path: Path, run: Callable[..., Results]) -> None:
    file = tmp_path / "shops.parquet"
    plain = table()
    plain = plain.set_column(1, "applicant.employees", plain[1].cast(pa.float64()))
    plain = plain.set_column(2, "applicant.listed", plain[2].cast(pa.int8()))
    plain = plain.set_column(3, "project.cost", plain[3].cast(pa.float64()))
    plain = plain.set_column(0, "applicant.type", plain[0].cast(pa.large_string()))
    pq.write_table(plain, file)
    assert grant(run(str(file))) == (GRANT, CLAUSES, MONEY)


def test_a_table_of_sqlite(tmp_path: Path, small: Ecosystem) -> None:
    file = tmp_path / "shops.sqlite"
    rows = [tuple(row.values()) for row in table().drop_columns(["project_aims"]).to_pylist()]
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "CREATE TABLE shops (applicant_type, applicant_employees, applicant_listed, project_cost)"
        )
        stored = [(a, b, c, None if d is None else float(d)) for a, b, c, d in rows]
        connection.executemany("INSERT INTO shops VALUES (?, ?, ?, ?)", stored)
    address = f"sqlite:///{file}"
    assert is_address(address)
    opened = open_database(address, "shops")
    assert opened.rows == 6
    bound = bind(Plain(), opened.columns, opened.name, small)
    assert grant(evaluate(opened, bound, small, Request(ON, ON))) == (GRANT, CLAUSES, MONEY)


@pytest.mark.parametrize(
    ("address", "name", "problem"),
    [
        ("sqlite:///{0}/none.sqlite", "t", "{0}/none.sqlite: there is no such file"),
        (
            "sqlite:///{0}/bad.sqlite",
            "t",
            "{0}/bad.sqlite: not a database that can be read: file is not a database",
        ),
        ("sqlite:///{0}/bad.sqlite", None, "sqlite:///{0}/bad.sqlite: say which table, with --table NAME"),
        ("sqlite:///{0}/good.sqlite", "firm", "{0}/good.sqlite: no such table: firm; did you mean firms?"),
    ],
)
def test_a_database_that_cannot_be_read(tmp_path: Path, address: str, name: str | None, problem: str) -> None:
    (tmp_path / "bad.sqlite").write_text("no database " * 100)
    with closing(sqlite3.connect(tmp_path / "good.sqlite")) as connection, connection:
        connection.execute("CREATE TABLE firms (a)")
    with pytest.raises(TableError) as refused:
        open_database(address.format(tmp_path), name)
    assert refused.value.problems == (problem.format(tmp_path),)


def test_a_password_is_not_shown() -> None:
    with pytest.raises(TableError) as refused:
        open_database("postgresql://me:secret@db.example/firms", None)
    assert refused.value.problems == ("postgresql://db.example/firms: say which table, with --table NAME",)


def test_a_missing_column_is_unknown(tmp_path: Path, run: Callable[..., Results]) -> None:
    file = tmp_path / "some.csv"
    file.write_text("applicant.type\ncompany\nschool\n")
    results = run(str(file))
    outcomes, clauses, money = grant(results)
    assert outcomes == {"open": 0, "may-be-open": 1, "not-for-you": 1, "closed": 0}
    assert clauses["business", "fails"] == 1
    assert clauses["small", "fails"] == 0
    assert money == {}
    assert results.not_counted == ("growth-grant, grant: project.cost is not in the table",)


def test_groups(shops: str, run: Callable[..., Results]) -> None:
    results = run(shops, by=["town", "applicant.employees:10,100", "applicant.listed", "applicant.type"])
    counted = {
        (x.by, x.group, x.measure): x.value
        for x in results.lines[AS_IS]
        if x.programme == "growth-grant" and x.by and x.value
    }
    assert counted == {
        ("town", "unknown", "not-for-you"): 1,
        ("town", "North", "open"): 2,
        ("town", "North", "may-be-open"): 1,
        ("town", "North", "certain-rows"): 2,
        ("town", "North", "certain-cents"): 10_750_075,
        ("town", "North", "may-at-most-rows"): 1,
        ("town", "North", "may-at-most-cents"): 6_000_000,
        ("town", "South", "not-for-you"): 2,
        ("applicant.employees", "below 10", "may-be-open"): 1,
        ("applicant.employees", "below 10", "may-at-most-rows"): 1,
        ("applicant.employees", "below 10", "may-at-most-cents"): 6_000_000,
        ("applicant.employees", "10 to 99", "open"): 2,
        ("applicant.employees", "10 to 99", "not-for-you"): 2,
        ("applicant.employees", "10 to 99", "certain-rows"): 2,
        ("applicant.employees", "10 to 99", "certain-cents"): 10_750_075,
        ("applicant.employees", "100 or more", "not-for-you"): 1,
        ("applicant.listed", "no", "open"): 2,
        ("applicant.listed", "no", "not-for-you"): 2,
        ("applicant.listed", "no", "certain-rows"): 2,
        ("applicant.listed", "no", "certain-cents"): 10_750_075,
        ("applicant.listed", "yes", "not-for-you"): 1,
        ("applicant.listed", "unknown", "may-be-open"): 1,
        ("applicant.listed", "unknown", "may-at-most-rows"): 1,
        ("applicant.listed", "unknown", "may-at-most-cents"): 6_000_000,
        ("applicant.type", "company", "open"): 2,
        ("applicant.type", "company", "not-for-you"): 2,
        ("applicant.type", "company", "certain-rows"): 2,
        ("applicant.type", "company", "certain-cents"): 10_750_075,
        ("applicant.type", "sole_trader", "may-be-open"): 1,
        ("applicant.type", "sole_trader", "may-at-most-rows"): 1,
        ("applicant.type", "sole_trader", "may-at-most-cents"): 6_000_000,
        ("applicant.type", "school", "not-for-you"): 1,
    }


def test_groups_by_year_and_default_bands(tmp_path: Path, run: Callable[..., Results]) -> None:
    file = tmp_path / "some.csv"
    file.write_text("applicant.founded_on,applicant.employees,project.cost\n2020-12-31,0,9999.99\n,1,10000\n")
    results = run(str(file), by=["applicant.founded_on", "applicant.employees", "project.cost"])
    found = [
        (x.by, x.group) for x in results.lines[AS_IS] if x.programme == "school-lab" and x.measure == "open"
    ]
    assert found == [
        ("", ""),
        ("applicant.founded_on", "2020"),
        ("applicant.founded_on", "unknown"),
        ("applicant.employees", "0"),
        ("applicant.employees", "1 to 9"),
        ("project.cost", "below HK$10,000"),
        ("project.cost", "HK$10,000 to HK$99,999"),
    ]


@pytest.mark.parametrize(
    ("by", "problem"),
    [
        (
            "town_",
            "--by town_: no such fact or column: town_; did you mean town?",
        ),
        ("project.aims", "--by project.aims: choose a fact with one answer, and edges only for numbers"),
        ("applicant.founded_on", "--by applicant.founded_on: the table has no column for this fact"),
        ("applicant.employees:9,3", "--by applicant.employees:9,3: give the edges in rising order"),
        (
            "applicant.employees:x",
            "--by applicant.employees:x: give the edges as whole numbers: applicant.employees:10,50,100",
        ),
        (
            "applicant.type:1",
            "--by applicant.type: choose a fact with one answer, and edges only for numbers",
        ),
    ],
)
def test_a_grouping_that_makes_no_sense(
    shops: str, run: Callable[..., Results], by: str, problem: str
) -> None:
    with pytest.raises(TableError) as refused:
        run(shops, by=[by])
    assert refused.value.problems == (problem,)


def test_more_groups_than_one_can_read(tmp_path: Path, run: Callable[..., Results]) -> None:
    file = tmp_path / "many.csv"
    file.write_text("applicant.employees,name\n" + "".join(f"1,n{i}\n" for i in range(1002)))
    with pytest.raises(TableError) as refused:
        run(str(file), by=["name"])
    assert refused.value.problems == ("--by name: the column has more than 1,000 different values",)


def test_many_batches_equal_one_after_another(tmp_path: Path, run: Callable[..., Results]) -> None:
    file = tmp_path / "long.parquet"
    repeated = pa.concat_tables([table()] * 30_000)
    pq.write_table(repeated, file, row_group_size=50_001)
    outcomes, clauses, money = grant(run(str(file)))
    assert outcomes == {k: 30_000 * v for k, v in GRANT.items()}
    assert clauses == {k: 30_000 * v for k, v in CLAUSES.items()}
    assert money == {k: 30_000 * v for k, v in MONEY.items()}


@pytest.mark.database
@pytest.mark.skipif(not POSTGRES.startswith("postgres"), reason="no PostgreSQL (DATABASE_URL)")
def test_a_table_of_postgresql(small: Ecosystem) -> None:
    rows = [tuple(row.values()) for row in table().to_pylist()]
    name = "shops of the tests"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'DROP TABLE IF EXISTS "{name}"')
        connection.execute(
            f'CREATE TABLE "{name}" (applicant_type text, applicant_employees int, '
            "applicant_listed boolean, project_cost numeric(12, 2), project_aims text[])"
        )
        try:
            with connection.cursor() as cursor:
                cursor.executemany(f'INSERT INTO "{name}" VALUES (%s, %s, %s, %s, %s)', rows)
            opened = open_database(POSTGRES, f"public.{name}")
            assert opened.rows == 6
            bound = bind(Plain(), opened.columns, opened.name, small)
            found = evaluate(opened, bound, small, Request(ON, ON))
            assert grant(found) == (GRANT, CLAUSES, MONEY)
            with pytest.raises(TableError, match='relation "none" does not exist'):
                open_database(POSTGRES, "none")
        finally:
            connection.execute(f'DROP TABLE "{name}"')
