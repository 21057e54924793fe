"""One verdict an applicant: in every form the same, those of the counts, whole or not there."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from superconnector.base.population import verdicts as module
from superconnector.base.population.changing import changed
from superconnector.base.population.mapping import Plain, bind
from superconnector.base.population.problems import TableError
from superconnector.base.population.reading import BATCH, open_file
from superconnector.base.population.recipe import read_recipe
from superconnector.base.population.results import AS_IS, Results
from superconnector.base.population.runs import Request, evaluate
from superconnector.base.population.sampling import write
from superconnector.base.population.verdicts import check_verdicts, verdict_file
from superconnector.core.rules.verdict import Outcome
from superconnector.ecosystem import Ecosystem

ON = date(2026, 11, 21)
GRANT = ["open", "not-for-you", "may-be-open", "not-for-you", "not-for-you", "open"]
LAB = ["not-for-you", "not-for-you", "not-for-you", "open", "not-for-you", "not-for-you"]


def judged(
    file: str, ecosystem: Ecosystem, target: Path, column: str | None = None, *settings: str
) -> Results:
    """Evaluate a file and write the verdicts to `target`."""
    table = open_file(file)
    bound = bind(Plain(), table.columns, table.name, ecosystem)
    other = changed(ecosystem, {}, {}, settings, ON) if settings else None
    with verdict_file(target, column) as sink:
        return evaluate(table, bound, ecosystem, Request(ON, ON, changed=other), verdicts=sink)


def test_each_applicant_has_a_row(shops: str, small: Ecosystem, tmp_path: Path) -> None:
    target = tmp_path / "v.parquet"
    judged(shops, small, target)
    table = pq.read_table(target)
    assert table.column_names == ["row", "growth-grant", "school-lab", "web-voucher"]
    assert table["row"].to_pylist() == [1, 2, 3, 4, 5, 6]
    assert table["growth-grant"].to_pylist() == GRANT
    assert table["school-lab"].to_pylist() == LAB
    assert set(table["web-voucher"].to_pylist()) == {"closed"}
    assert table.schema.field("growth-grant").type == module.KIND


def test_csv_says_the_same(shops: str, small: Ecosystem, tmp_path: Path) -> None:
    judged(shops, small, tmp_path / "v.parquet", "town")
    judged(shops, small, tmp_path / "v.csv", "town")
    with (tmp_path / "v.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    expected = pq.read_table(tmp_path / "v.parquet").to_pylist()
    assert rows == [{name: "" if v is None else str(v) for name, v in row.items()} for row in expected]
    assert [row["town"] for row in rows] == ["North", "South", "North", "South", "", "North"]


def test_two_versions_stand_beside_each_other(shops: str, small: Ecosystem, tmp_path: Path) -> None:
    judged(shops, small, tmp_path / "v.parquet", None, "gg.status=closed")
    table = pq.read_table(tmp_path / "v.parquet")
    assert table.column_names[-1] == "growth-grant.changed"
    assert table["growth-grant"].to_pylist() == GRANT
    assert table["growth-grant.changed"].to_pylist() == ["closed"] * 6


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_they_add_up_to_the_counts(
    hong_kong: Ecosystem, hong_kong_files: dict[str, str], tmp_path: Path, ending: str
) -> None:
    """More than one batch, so that blocks, batches and lines of CSV are all cut somewhere."""
    rows = BATCH + 20_001 if ending == ".parquet" else 40_001
    file, target = tmp_path / "p.parquet", tmp_path / f"v{ending}"
    write(read_recipe(hong_kong_files, hong_kong), rows, 3, str(file))
    results = judged(str(file), hong_kong, target, "district")
    table = pq.read_table(target) if ending == ".parquet" else pa.csv.read_csv(target)
    assert table.num_rows == rows
    assert table["row"].to_pylist()[:: rows - 1] == [1, rows]
    assert table["district"].to_pylist() == pq.read_table(file)["district"].to_pylist()
    whole = results.numbers(AS_IS)
    for programme in ("bud", "iam-smart", "tvp", "cdi", "hkstp-coacceleration"):
        found = Counter(table[programme].to_pylist())
        assert {str(o): found[o] for o in Outcome} == {str(o): whole[programme, o] for o in Outcome}


def test_little_is_held(small: Ecosystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than a batch of rows waits to be written."""
    waiting = []
    flush = module.Verdicts._flush

    def watched(self: module.Verdicts) -> None:
        waiting.append(sum(batch.num_rows for batch in self._waiting))
        flush(self)

    monkeypatch.setattr(module.Verdicts, "_flush", watched)
    file = tmp_path / "p.parquet"
    pq.write_table(pa.table({"applicant.employees": [5] * (2 * BATCH + 7)}), file)
    judged(str(file), small, tmp_path / "v.parquet")
    assert waiting == [BATCH, BATCH, 7]


@contextmanager
def refused(problem: str) -> Iterator[None]:
    with pytest.raises(TableError) as error:
        yield
    assert error.value.problems == (problem,)


def test_a_wrong_cell_leaves_the_old_file(shops: str, small: Ecosystem, tmp_path: Path) -> None:
    target = tmp_path / "v.csv"
    target.write_text("old")
    Path(shops).write_text(Path(shops).read_text("utf-8").replace("40", "many"), "utf-8")
    with refused(f"{shops}: row 4, column applicant_employees: 'many': give a number in figures"):
        judged(shops, small, target)
    assert target.read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["shops.csv", "v.csv"]


def test_an_interruption_leaves_nothing(shops: str, small: Ecosystem, tmp_path: Path) -> None:
    table = open_file(shops)
    bound = bind(Plain(), table.columns, table.name, small)

    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), verdict_file(tmp_path / "v.parquet", None) as sink:
        evaluate(table, bound, small, Request(ON, ON), stop, sink)
    assert [file.name for file in tmp_path.iterdir()] == ["shops.csv"]


def test_a_column_with_the_name_of_a_programme(small: Ecosystem, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("growth-grant,applicant_employees\na,3\n")
    with refused("--id growth-grant: the file has a column growth-grant already; rename it"):
        judged(str(file), small, tmp_path / "v.csv", "growth-grant")
    file.write_text("row,applicant_employees\na,3\n")
    with refused("--id row: the file has a column row already; rename it"):
        judged(str(file), small, tmp_path / "v.csv", "row")
    assert [each.name for each in tmp_path.iterdir()] == ["t.csv"]


def test_what_cannot_be_written_is_refused_first(tmp_path: Path) -> None:
    with refused(f"{tmp_path}/v.json: name a file that ends in .parquet or .csv"):
        check_verdicts(tmp_path / "v.json", None, ["a"], "t.csv")
    with refused(f"{tmp_path}/no/v.csv: there is no folder {tmp_path}/no"):
        check_verdicts(tmp_path / "no" / "v.csv", None, ["a"], "t.csv")
    with refused("t.csv: no such column: twon; did you mean town?"):
        check_verdicts(tmp_path / "v.csv", "twon", ["town"], "t.csv")
    check_verdicts(tmp_path / "v.csv", "a", ["a"], "t.csv")
    assert list(tmp_path.iterdir()) == []
