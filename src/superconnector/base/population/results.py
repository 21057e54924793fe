"""The numbers of a run as one long table, and that table as Parquet, CSV or JSON."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from superconnector.base.population.problems import TableError
from superconnector.base.population.writing import check_place, whole_file, whole_folder
from superconnector.core.rules.survey import Line

AS_IS, CHANGED, CHANGE = "as-is", "changed", "change"
SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("version", "programme", "item", "split", "part", "measure")]
    + [("value", pa.decimal128(38, 0))]
)
"""One number a row; sums of cents may exceed 64 bits. No name is a word of SQL."""
FORMATS = {".csv": "csv", ".parquet": "parquet", ".json": "json"}


@dataclass(frozen=True, slots=True)
class Results:
    """All numbers of a run: `lines` by version. `about` says of what: rows, day, table, edition, changes."""

    about: Mapping[str, Any]
    lines: Mapping[str, Sequence[Line]]
    not_counted: Sequence[str] = ()

    def numbers(self, version: str, item: bool = False) -> dict[tuple[str, ...], int]:
        """(programme, measure), or (programme, item, measure), → value over the whole population."""
        return {
            ((x.programme, x.item, x.measure) if item else (x.programme, x.measure)): x.value
            for x in self.lines.get(version, ())
            if not x.by and bool(x.item) == item
        }


def arrow(results: Results) -> pa.Table:
    """The long table."""
    rows = [(version, line) for version, lines in results.lines.items() for line in lines]
    texts = {
        "version": [version for version, _ in rows],
        "programme": [line.programme for _, line in rows],
        "item": [line.item for _, line in rows],
        "split": [line.by for _, line in rows],
        "part": [line.group for _, line in rows],
        "measure": [line.measure for _, line in rows],
    }
    arrays = [pa.array(column, pa.string()) for column in texts.values()]
    values = pa.array([str(line.value) for _, line in rows], pa.string()).cast(SCHEMA.field("value").type)
    about = {"superconnector": json.dumps(results.about, sort_keys=True)}
    return pa.Table.from_arrays([*arrays, values], schema=SCHEMA).replace_schema_metadata(about)


def as_json(results: Results) -> dict[str, Any]:
    """The same as one JSON object."""
    return {
        "about": dict(results.about),
        "not_counted": list(results.not_counted),
        "numbers": [
            {"version": version, **_filled(line), "value": line.value}
            for version, lines in results.lines.items()
            for line in lines
        ],
    }


def _filled(line: Line) -> dict[str, str]:
    parts = {
        "programme": line.programme,
        "item": line.item,
        "split": line.by,
        "part": line.group,
        "measure": line.measure,
    }
    return {name: text for name, text in parts.items() if text}


def write(results: Results, form: str, file: Path) -> None:
    """One file in a form of FORMATS."""
    match form:
        case "parquet":
            pq.write_table(arrow(results), file, compression="zstd")
        case "csv":
            table = arrow(results)
            pa.csv.write_csv(table.set_column(6, "value", table["value"].cast(pa.string())), file)
        case "json":
            file.write_text(json.dumps(as_json(results), indent=1, ensure_ascii=False) + "\n", "utf-8")


def as_bytes(results: Results, form: str) -> bytes:
    """The content of one file in a form of FORMATS."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "results")
        write(results, form, file)
        return file.read_bytes()


def check_target(target: Path) -> None:
    """Refuse, before a long run, a place where its results could not be written. Raises TableError."""
    if target.suffix and target.suffix.lower() not in FORMATS:
        raise TableError(f"{target}: name a folder, or a file that ends in {', '.join(FORMATS)}")
    check_place(target)
    if not target.suffix and target.is_dir() and any(target.iterdir()):
        raise TableError(f"{target}: this folder is not empty; choose a new one")


def save(results: Results, target: Path) -> None:
    """Write a file by its ending, or all forms into a new folder, whole or not at all. Raises TableError."""
    form = FORMATS.get(target.suffix.lower())
    if form:
        with whole_file(target) as part:
            write(results, form, part)
        return
    with whole_folder(target) as folder:
        for ending, each in FORMATS.items():
            write(results, each, folder / f"results{ending}")
