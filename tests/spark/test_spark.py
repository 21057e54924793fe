"""A population on Spark: several worker processes, the same numbers, even if one is killed.

Runs where pyspark (requirements-spark.lock) and Java are installed; a real cluster is not needed: Spark
starts a master and two workers as processes of their own (local-cluster).
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from superconnector.base.population import spark as kernel
from superconnector.base.population.mapping import Plain, bind
from superconnector.base.population.problems import TableError
from superconnector.base.population.reading import open_file
from superconnector.base.population.recipe import read_recipe
from superconnector.base.population.results import Results
from superconnector.base.population.runs import evaluate
from superconnector.base.population.sampling import write
from superconnector.ecosystem import Ecosystem

sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed (requirements-spark.lock)")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java, which Spark needs")

ON = date(2026, 11, 21)
ROWS = 20_000
PLAIN = kernel.Question(ON, ON)
SPLIT = kernel.Question(
    ON, ON, (), ("applicant.sector", "district", "applicant.employees:10,50"), ("bud.share=1:1",)
)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """A master and two workers of one core and 1 GB each."""
    os.environ["PYTHONPATH"] = os.pathsep.join(
        [str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")]
    )
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local-cluster[2,1,1024]").appName("tests")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.executorEnv.PYTHONPATH": os.environ["PYTHONPATH"],
        "spark.python.worker.reuse": "true",
    }.items():
        builder = builder.config(name, value)
    started = builder.getOrCreate()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def file(
    tmp_path_factory: pytest.TempPathFactory, hong_kong: Ecosystem, hong_kong_files: dict[str, str]
) -> str:
    place = tmp_path_factory.mktemp("spark") / "p.parquet"
    write(read_recipe(hong_kong_files, hong_kong), ROWS, 1, str(place))
    return str(place)


def one_process(file: str, ecosystem: Ecosystem, files: dict[str, str], question: kernel.Question) -> Results:
    """The numbers of one process."""
    table = open_file(file)
    bound = bind(Plain(), table.columns, table.name, ecosystem)
    return evaluate(table, bound, ecosystem, question.request(ecosystem, files))


def assert_same(found: Results, expected: Results) -> None:
    """The same numbers about the same; groups by texts may come in another order."""
    assert {**found.about, "made_up": True} == expected.about
    assert found.not_counted == expected.not_counted
    assert found.lines.keys() == expected.lines.keys()
    for version, lines in expected.lines.items():
        assert sorted(map(repr, found.lines[version])) == sorted(map(repr, lines))
        whole = [line for line in lines if not line.by]
        assert [line for line in found.lines[version] if not line.by] == whole


@pytest.mark.parametrize("question", [PLAIN, SPLIT], ids=["everyone", "groups and two versions"])
def test_two_workers_give_the_same_numbers(
    session: Any, file: str, hong_kong: Ecosystem, hong_kong_files: dict[str, str], question: kernel.Question
) -> None:
    frame = session.read.parquet(file).repartition(5)
    found = kernel.evaluate(frame, hong_kong_files, question, Plain(), file)
    assert_same(found, one_process(file, hong_kong, hong_kong_files, question))


def test_a_frame_without_rows_is_refused(session: Any, file: str, hong_kong_files: dict[str, str]) -> None:
    frame = session.read.parquet(file).limit(0)
    with pytest.raises(TableError, match="the table has no rows"):
        kernel.evaluate(frame, hong_kong_files, PLAIN, Plain(), file)


@dataclass(frozen=True)
class Deadly(kernel.Job):
    """Kills the executor it runs in, the first time that it is asked."""

    marker: str = ""

    def partition(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        if _first(self.marker):
            os.kill(_executor(), signal.SIGKILL)
        yield from super().partition(batches)


def _first(marker: str) -> bool:
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def _executor() -> int:
    """The Java process that started this one: the nearest ancestor that is not Python."""
    pid = os.getppid()
    while "java" not in Path(f"/proc/{pid}/comm").read_text():
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return pid


def test_a_killed_worker_is_survived(
    session: Any,
    file: str,
    hong_kong: Ecosystem,
    hong_kong_files: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    marker = str(tmp_path / "killed")

    def deadly(*arguments: Any) -> Deadly:
        return Deadly(*arguments, marker=marker)

    monkeypatch.setattr(kernel, "Job", deadly)
    frame = session.read.parquet(file).repartition(4)
    found = kernel.evaluate(frame, hong_kong_files, SPLIT, Plain(), file)
    assert Path(marker).exists()
    assert_same(found, one_process(file, hong_kong, hong_kong_files, SPLIT))
