"""Results on disk: whole or not there; questions about them reach nothing else."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from superconnector.base.population.asking import ask
from superconnector.base.population.problems import TableError
from superconnector.base.population.results import Results, check_target, save
from superconnector.base.population.writing import whole_file, whole_folder
from superconnector.core.rules.survey import Line

RESULTS = Results(
    {"rows": 3, "on": "2026-11-21"},
    {"as-is": (Line("p", "open", 2), Line("p", "certain-cents", 10**20, "g", "town", "a,b"))},
    ("q, g: x is not in the table",),
)
ROWS = [
    {
        "version": "as-is",
        "programme": "p",
        "item": "",
        "split": "",
        "part": "",
        "measure": "open",
        "value": Decimal(2),
    },
    {
        "version": "as-is",
        "programme": "p",
        "item": "g",
        "split": "town",
        "part": "a,b",
        "measure": "certain-cents",
        "value": Decimal(10**20),
    },
]


def test_every_form_holds_the_same(tmp_path: Path) -> None:
    save(RESULTS, tmp_path / "all")
    assert sorted(file.name for file in (tmp_path / "all").iterdir()) == [
        "results.csv",
        "results.json",
        "results.parquet",
    ]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["all"]
    table = pq.read_table(tmp_path / "all" / "results.parquet")
    assert table.to_pylist() == ROWS
    assert json.loads(table.schema.metadata[b"superconnector"]) == {"rows": 3, "on": "2026-11-21"}
    with (tmp_path / "all" / "results.csv").open(encoding="utf-8", newline="") as stream:
        assert list(csv.DictReader(stream)) == [{**row, "value": str(row["value"])} for row in ROWS]
    assert json.loads((tmp_path / "all" / "results.json").read_text("utf-8")) == {
        "about": {"rows": 3, "on": "2026-11-21"},
        "not_counted": ["q, g: x is not in the table"],
        "numbers": [
            {"version": "as-is", "programme": "p", "measure": "open", "value": 2},
            {
                "version": "as-is",
                "programme": "p",
                "item": "g",
                "split": "town",
                "part": "a,b",
                "measure": "certain-cents",
                "value": 10**20,
            },
        ],
    }


@pytest.mark.parametrize("ending", [".csv", ".json", ".parquet"])
def test_one_file_replaces_an_old_one(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"r{ending}"
    target.write_text("old")
    save(RESULTS, target)
    assert target.read_bytes() != b"old"
    assert list(tmp_path.iterdir()) == [target]


def broken_off(file: Path, folder: Path, stop: type[BaseException]) -> None:
    """Both are half written when it stops."""
    with whole_file(file) as part, whole_folder(folder) as parts:
        part.write_text("half")
        (parts / "a").write_text("half")
        raise stop


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError])
def test_what_is_broken_off_leaves_nothing(tmp_path: Path, stop: type[BaseException]) -> None:
    target = tmp_path / "r.csv"
    target.write_text("old")
    with pytest.raises(stop):
        broken_off(target, tmp_path / "new", stop)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    for place, said in (
        ("r.txt", "{0}/r.txt: name a folder, or a file that ends in .csv, .parquet, .json"),
        ("no/r.csv", "{0}/no/r.csv: there is no folder {0}/no"),
        ("full", "{0}/full: this folder is not empty; choose a new one"),
    ):
        with pytest.raises(TableError) as refused:
            check_target(tmp_path / place)
        assert refused.value.problems == (said.format(tmp_path),)


@pytest.fixture
def stored(tmp_path: Path) -> str:
    save(RESULTS, tmp_path / "r.parquet")
    return str(tmp_path / "r.parquet")


def test_a_question(stored: str) -> None:
    answer = ask(stored, "SELECT measure, sum(value) AS total FROM results GROUP BY measure ORDER BY measure")
    assert answer.to_pylist() == [
        {"measure": "certain-cents", "total": Decimal(10**20)},
        {"measure": "open", "total": Decimal(2)},
    ]


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * FROM '{0}'",
        "SELECT * FROM read_parquet('{0}')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM glob('/*')",
        "SELECT getenv('HOME')",
        "COPY results TO '{0}.copy'",
        "ATTACH '{0}.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "CREATE TABLE t AS SELECT 1",
        "SELECT 1; SELECT 2",
        "SELECT nothing FROM results",
        "",
    ],
)
def test_a_question_that_reaches_further(stored: str, question: str) -> None:
    with pytest.raises(TableError) as refused:
        ask(stored, question.format(stored))
    assert refused.value.problems[0].startswith("the question: ")
    assert [file.name for file in Path(stored).parent.iterdir()] == ["r.parquet"]


def test_a_question_about_no_results(tmp_path: Path, shops: str) -> None:
    with pytest.raises(TableError, match="there is no such file"):
        ask(str(tmp_path / "none.parquet"), "SELECT 1")
    with pytest.raises(TableError, match="not a whole Parquet file"):
        ask(shops, "SELECT 1")


def test_results_of_a_run_can_be_asked(shops: str, run: Callable[..., Results], tmp_path: Path) -> None:
    save(run(shops, by=["town"]), tmp_path / "r.parquet")
    question = (
        "SELECT part, value FROM results WHERE programme = 'growth-grant' "
        "AND measure = 'open' AND split = 'town'"
    )
    assert ask(str(tmp_path / "r.parquet"), question).to_pylist() == [
        {"part": "unknown", "value": Decimal(0)},
        {"part": "North", "value": Decimal(2)},
        {"part": "South", "value": Decimal(0)},
    ]
