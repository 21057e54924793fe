"""What a Spark worker does with its partition, without Spark: the parts add up to what one process counts."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from superconnector.base.population import spark
from superconnector.base.population.mapping import Plain, bind
from superconnector.base.population.problems import TableError
from superconnector.base.population.reading import open_file
from superconnector.base.population.recipe import read_recipe
from superconnector.base.population.results import Results
from superconnector.base.population.runs import evaluate
from superconnector.base.population.sampling import write
from superconnector.core.rules.survey import Line
from superconnector.ecosystem import Ecosystem

ON = date(2026, 11, 21)


def question(**parts: object) -> spark.Question:
    return spark.Question(ON, ON, **parts)  # type: ignore[arg-type]


def parted(
    file: str, files: dict[str, str], asked: spark.Question, sizes: Sequence[int], plain: Plain | None = None
) -> Results:
    """Cut the table into partitions of these sizes, and add up what the jobs say. Each job was sent away."""
    table = open_file(file)
    job = spark.Job(tuple(sorted(files.items())), asked, plain or Plain(), tuple(table.columns), file)
    work = job.work()
    whole = pa.Table.from_batches(table.batches(work.wanted))
    numbers: Counter[tuple[str, ...]] = Counter()
    start = 0
    for size in sizes:
        sent = pickle.loads(pickle.dumps(job))
        part = whole.slice(start, size).to_batches(max_chunksize=3000)
        anonymous = [batch.rename_columns([f"c{i}" for i in range(batch.num_columns)]) for batch in part]
        for answer in sent.partition(iter(anonymous)):
            for row in answer.to_pylist():
                numbers[tuple(row[name] for name in spark.NAMES)] += int(row["value"])
        start += size
    assert start == whole.num_rows
    return spark._results(work, file, numbers)


def at_once(file: str, ecosystem: Ecosystem, files: dict[str, str], asked: spark.Question) -> Results:
    table = open_file(file)
    bound = bind(Plain(), table.columns, table.name, ecosystem)
    return evaluate(table, bound, ecosystem, asked.request(ecosystem, files))


def by_whole(lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """The lines of the whole population in their order, and those of the groups in any."""
    return [x for x in lines if not x.by], sorted(repr(x) for x in lines if x.by)


ASKED = {
    "everyone": question(),
    "one programme": question(programmes=("gg",)),
    "groups": question(by=("town", "applicant.employees:50,100", "applicant.type", "applicant.listed")),
    "another ceiling": question(settings=("gg.ceiling=120000",)),
    "closed, in groups": question(settings=("gg.status=closed",), by=("town", "applicant.type")),
}


@pytest.mark.parametrize("sizes", [[6], [1, 2, 3], [0, 5, 0, 1], [1] * 6], ids=str)
@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_parts_add_up(
    shops: str, small: Ecosystem, small_files: dict[str, str], asked: spark.Question, sizes: list[int]
) -> None:
    found, expected = parted(shops, small_files, asked, sizes), at_once(shops, small, small_files, asked)
    assert (found.about, found.not_counted) == (expected.about, expected.not_counted)
    assert list(found.lines) == list(expected.lines)
    for version, lines in expected.lines.items():
        assert by_whole(found.lines[version]) == by_whole(lines)


def test_an_edited_programme_travels_too(shops: str, small: Ecosystem, small_files: dict[str, str]) -> None:
    text = small_files["programmes/growth-grant.yaml"].replace("not applicant.listed", "True")
    asked = question(edited=(("mine.yaml", text),))
    found, expected = parted(shops, small_files, asked, [4, 2]), at_once(shops, small, small_files, asked)
    assert found.about["changes"] == ["growth-grant as in mine.yaml"]
    assert found.lines == expected.lines
    assert found.numbers("change")["growth-grant", "gains"] == 2


def test_a_larger_table_in_uneven_parts(
    tmp_path: Path, hong_kong: Ecosystem, hong_kong_files: dict[str, str]
) -> None:
    """More rows than a block; the sums of cents are those of one process to the cent."""
    file = str(tmp_path / "p.parquet")
    write(read_recipe(hong_kong_files, hong_kong), 50_000, 2, file)
    asked = question(by=("applicant.sector", "district"), settings=("bud.share=1:1",))
    found = parted(file, hong_kong_files, asked, [40_000, 9_999, 1])
    expected = at_once(file, hong_kong, hong_kong_files, asked)
    for version, lines in expected.lines.items():
        assert by_whole(found.lines[version]) == by_whole(lines)


def test_groups_come_in_the_order_of_their_labels(shops: str, small_files: dict[str, str]) -> None:
    asked = question(by=("town", "applicant.employees:50,100"))
    lines = parted(shops, small_files, asked, [2, 4]).lines["as-is"]
    assert list(dict.fromkeys((x.by, x.group) for x in lines if x.by)) == [
        ("town", "unknown"),
        ("town", "North"),
        ("town", "South"),
        ("applicant.employees", "below 50"),
        ("applicant.employees", "50 to 99"),
        ("applicant.employees", "100 or more"),
    ]


def test_no_rows_are_refused(shops: str, small_files: dict[str, str]) -> None:
    table = open_file(shops)
    job = spark.Job(tuple(sorted(small_files.items())), question(), Plain(), tuple(table.columns), "t")
    (answer,) = job.partition(iter([]))
    numbers = {tuple(row[n] for n in spark.NAMES): int(row["value"]) for row in answer.to_pylist()}
    assert numbers[spark.ROWS] == 0
    for found in (numbers, {}):
        with pytest.raises(TableError, match=r"^t: the table has no rows$"):
            spark._results(job.work(), "t", found)


def test_too_many_groups_over_all_parts(
    shops: str, small_files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "MOST_GROUPS", 1)
    with pytest.raises(TableError, match=r"^--by town: the column has more than 1 different values$"):
        parted(shops, small_files, question(by=("town",)), [2, 4])


def test_a_wrong_cell_is_counted_from_its_part(shops: str, small_files: dict[str, str]) -> None:
    Path(shops).write_text(Path(shops).read_text("utf-8").replace("40", "many"), "utf-8")
    with pytest.raises(TableError) as error:
        parted(shops, small_files, question(), [2, 4])
    (problem,) = error.value.problems
    assert problem == (
        f"{shops}, in a partition: row 2, column applicant_employees: 'many': give a number in figures"
    )


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (question(by=("nothing",)), "--by nothing: no such fact or column: nothing"),
        (question(programmes=("nothing",)), "--programme nothing: no such programme that one applies for"),
        (question(settings=("gg=1",)), "--set gg=1: write programme.field=value"),
    ],
)
def test_a_wrong_question_is_refused_before_anything_is_sent(
    shops: str, small_files: dict[str, str], asked: spark.Question, problem: str
) -> None:
    table = open_file(shops)
    job = spark.Job(tuple(sorted(small_files.items())), asked, Plain(), tuple(table.columns), "t")
    with pytest.raises(TableError) as error:
        job.work().run()
    assert error.value.problems[0].startswith(problem)
