"""What cannot be read is refused in plain words, with row and column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from superconnector.base.population.problems import TableError
from superconnector.base.population.results import Results

Run = Callable[..., Results]
UTF_16 = "applicant.type\ncompany\n".encode("utf-16")
HEADING = "business is a heading; choose one of the answers below it: company, sole_trader"
WHOLE, TEXTS = "whole numbers", "texts, one answer each"
GROWW = "no such answer: groww; did you mean grow?"
LISTS = "holds list<item: int64>, but {} takes lists of answers"


def problems(run: Run, file: Path) -> list[str]:
    """What is said of a file, its folder left out."""
    with pytest.raises(TableError) as refused:
        run(str(file))
    return [text.replace(f"{file.parent}/", "") for text in refused.value.problems]


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        ("a.csv", b"", ["a.csv: the file is empty"]),
        ("a.csv", b"applicant.type\n", ["a.csv: the table has no rows"]),
        ("a.csv", b"applicant.type,applicant.type\nx,y\n", ["a.csv: column applicant.type is there twice"]),
        ("a.csv", b"applicant.type,\ncompany,\n", ["a.csv: column 2 has no name"]),
        (
            "a.csv",
            b"applicant.type,town\ncompany,Kwai Ts\xedng\n",
            ["a.csv: line 2: not UTF-8: byte 16 is 0xED; save the file as UTF-8"],
        ),
        (
            "a.csv",
            UTF_16,
            ["a.csv: this is UTF-16; save the file as UTF-8"],
        ),
        (
            "a.csv",
            b"name,size\nx,1\n",
            [
                "a.csv: no column is named after a fact (name, size); name them like applicant.employees or "
                "applicant_employees, or give --mapping FILE"
            ],
        ),
        (
            "a.csv",
            b"applicant.type,applicant_type\ncompany,company\n",
            ["a.csv: columns applicant.type and applicant_type both say applicant.type"],
        ),
    ],
)
def test_a_file_that_is_no_table(
    tmp_path: Path, run: Run, name: str, raw: bytes, expected: list[str]
) -> None:
    file = tmp_path / name
    file.write_bytes(raw)
    assert problems(run, file) == expected


def test_a_line_with_too_few_cells(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "a.csv"
    file.write_text("applicant.type,town\ncompany,North\ncompany\n")
    said = problems(run, file)
    assert len(said) == 1
    assert said[0].startswith("a.csv: not a table in CSV: ")
    assert "Expected 2 columns, got 1" in said[0]


def test_no_such_file_and_a_folder(tmp_path: Path, run: Run) -> None:
    assert problems(run, tmp_path / "none.csv") == ["none.csv: there is no such file"]
    (tmp_path / "folder").mkdir()
    assert problems(run, tmp_path / "folder") == ["folder: this is a folder; name one file in it"]


@pytest.mark.parametrize("kept", [0.05, 0.5, 0.99])
def test_a_parquet_file_cut_short(tmp_path: Path, run: Run, kept: float) -> None:
    file = tmp_path / "a.parquet"
    pq.write_table(pa.table({"applicant.employees": list(range(5_000))}), file)
    raw = file.read_bytes()
    file.write_bytes(raw[: int(len(raw) * kept)])
    said = problems(run, file)
    assert len(said) == 1
    assert said[0].startswith("a.parquet: not a whole Parquet file; it is cut short or damaged (")


def test_a_parquet_file_damaged_within(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "a.parquet"
    pq.write_table(pa.table({"applicant.employees": list(range(50_000))}), file, write_page_checksum=True)
    raw = bytearray(file.read_bytes())
    raw[1_000:3_000] = bytes(2_000)
    file.write_bytes(raw)
    assert problems(run, file)[0].startswith(
        "a.parquet: not a whole Parquet file; it is cut short or damaged ("
    )


def test_a_parquet_file_without_rows(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "a.parquet"
    pq.write_table(pa.table({"applicant.employees": pa.array([], pa.int64())}), file)
    assert problems(run, file) == ["a.parquet: the table has no rows"]


CELLS = {
    "applicant.type": ("firm", "no such answer: firm"),
    "applicant.employees": ("twelve", "'twelve': give a number in figures"),
    "applicant.listed": ("maybe", "'maybe': answer yes or no"),
    "applicant.founded_on": ("2024-02-30", "there is no such day: 2024-02-30"),
    "project.cost": ("10.001", "'10.001': money has at most two decimals"),
    "project.aims": ("grow;groww", "no such answer: groww; did you mean grow?"),
}


@pytest.mark.parametrize("fact", CELLS)
def test_a_wrong_cell_is_named_by_row_and_column(tmp_path: Path, run: Run, fact: str) -> None:
    text, message = CELLS[fact]
    file = tmp_path / "a.csv"
    file.write_text(f"{fact},town\n,x\n{text},y\n")
    said = f"{text!r}: {message}" if fact == "project.aims" else message
    assert problems(run, file) == [f"a.csv: row 2, column {fact}: {said}"]


@pytest.mark.parametrize(
    ("fact", "text", "message"),
    [
        (
            "applicant.type",
            "business",
            HEADING,
        ),
        ("applicant.employees", "-1", "cannot be less than zero"),
        ("applicant.employees", "1000001", "must be 1,000,000 or less"),
        ("applicant.founded_on", "2027-01-01", "cannot lie after 2026-11-21"),
    ],
)
def test_an_answer_out_of_bounds(tmp_path: Path, run: Run, fact: str, text: str, message: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"{fact}\n{text}\n")
    assert problems(run, file) == [f"a.csv: row 1, column {fact}: {message}"]


@pytest.mark.parametrize(
    ("fact", "array", "message"),
    [
        ("applicant.employees", pa.array([1, -5]), "row 2, column {}: cannot be less than zero"),
        ("applicant.employees", pa.array([1.0, 1.5]), "row 2, column {}: give a whole number"),
        (
            "applicant.employees",
            pa.array([None, True]),
            "row 2, column {}: holds bool, but {} takes " + WHOLE,
        ),
        ("applicant.listed", pa.array([1, 2]), "row 2, column {}: answer yes or no"),
        ("applicant.listed", pa.array([1.0]), "row 1, column {}: holds double, but {} takes yes or no"),
        ("project.cost", pa.array([0.1, 10.005]), "row 2, column {}: money has at most two decimals"),
        ("project.cost", pa.array([0, 10**15]), "row 2, column {}: must be HK$10,000,000,000,000 or less"),
        ("applicant.founded_on", pa.array([20240101]), "row 1, column {}: holds int64, but {} takes days"),
        (
            "applicant.type",
            pa.array([3]),
            "row 1, column {}: holds int64, but {} takes " + TEXTS,
        ),
        (
            "project.aims",
            pa.array([["grow"], ["groww"]]),
            "row 2, column {}: " + GROWW,
        ),
        (
            "project.aims",
            pa.array([[1]]),
            "row 1, column {}: " + LISTS,
        ),
    ],
)
def test_a_wrong_type(tmp_path: Path, run: Run, fact: str, array: pa.Array, message: str) -> None:
    file = tmp_path / "a.parquet"
    pq.write_table(pa.table({fact: array}), file)
    said = [text.replace("list<element:", "list<item:") for text in problems(run, file)]
    assert said == [f"a.parquet: {message.format(fact, fact)}"]


def test_the_first_twenty_problems_of_the_whole_table(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "a.csv"
    file.write_text("applicant.employees,applicant.listed\n" + "1,no\n" * 5 + "x,y\n" * 30)
    said = problems(run, file)
    assert len(said) == 20
    assert said[0] == "a.csv: row 6, column applicant.employees: 'x': give a number in figures"
    assert said[-1] == "a.csv: row 25, column applicant.employees: 'x': give a number in figures"


def test_what_people_write_in_tables_is_understood(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        "\ufeffapplicant.type;applicant.employees;applicant.listed;project.cost\n"
        'company; 1,200 ;0;"HK$ 1,000.50"\n'
        "company;12;N;1000\n",
        encoding="utf-8",
    )
    results = run(str(file))
    assert results.numbers("as-is")["growth-grant", "open"] == 1
    assert results.numbers("as-is", item=True)["growth-grant", "grant", "certain-cents"] == 75_000
