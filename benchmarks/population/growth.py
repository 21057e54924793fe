"""The whole folder over a population in files: what it takes, and how that grows."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from superconnector.base.population.mapping import Plain, bind
from superconnector.base.population.reading import open_file
from superconnector.base.population.recipe import read_recipe
from superconnector.base.population.runs import Request, evaluate
from superconnector.base.population.sampling import write
from superconnector.ecosystem import load, read_folder

FOLDER = Path(__file__).resolve().parents[2] / "ecosystems" / "hong-kong"
PARTS = (8, 4, 2, 1)
GOAL_SECONDS, GOAL_BYTES = 8.0, 2 * 10**9
Found = dict[str, float]


class Joined:
    """Several files as one table, read one after the other."""

    def __init__(self, files: Sequence[str]) -> None:
        self.tables = [open_file(file) for file in files]
        self.name, self.columns, self.made_up = "population", self.tables[0].columns, True
        self.rows = sum(table.rows or 0 for table in self.tables)

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """See Table."""
        for table in self.tables:
            yield from table.batches(columns)


def draw(rows: int, folder: str) -> list[str]:
    """A made-up population as two files of half the rows each, so that two processes can share it."""
    files = read_folder(FOLDER)
    recipe = read_recipe(files, load(files))
    halves = [f"{folder}/{rows}-{place}.parquet" for place in (1, 2)]
    for seed, file in enumerate(halves, start=1):
        write(recipe, rows // 2, seed, file)
    return halves


def measure(files: Sequence[str], on: date, part: int) -> Found:
    """One run in this process against every `part`-th programme: seconds, bytes, numbers of what was done."""
    ecosystem = load(read_folder(FOLDER))
    table = Joined(files)
    bound = bind(Plain(), table.columns, table.name, ecosystem)
    programmes = tuple(ecosystem.terms)[::part] if part > 1 else ()
    begin, wall = time.process_time(), time.perf_counter()
    results = evaluate(table, bound, ecosystem, Request(on, on, programmes))
    return {
        "cpu": time.process_time() - begin,
        "wall": time.perf_counter() - wall,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "rows": float(results.about["rows"]),
        "programmes": float(len(programmes or ecosystem.terms)),
    }


def _started(files: Sequence[str], on: str, part: int) -> subprocess.Popen[bytes]:
    own = ["--measure", *files, "--on", on, "--part", str(part)]
    return subprocess.Popen([sys.executable, "-m", "benchmarks.population", *own], stdout=subprocess.PIPE)


def _answer(process: subprocess.Popen[bytes]) -> Found:
    said, _ = process.communicate()
    if process.returncode:
        sys.exit("A measurement failed; the reason is above.")
    found: Found = json.loads(said)
    return found


def apart(files: Sequence[str], on: str, part: int = 1) -> Found:
    """The better of two runs, each in a process of its own: other work on the machine only adds."""
    runs = [_answer(_started(files, on, part)) for _ in range(2)]
    return min(runs, key=lambda run: run["cpu"])


def shared(files: Sequence[str], on: str) -> Found:
    """One process a file, all at once: the longest wall time, and the sums of everything else."""
    runs = [_answer(process) for process in [_started([file], on, 1) for file in files]]
    added = {key: sum(run[key] for run in runs) for key in ("cpu", "peak", "rows")}
    return {**added, "wall": max(run["wall"] for run in runs), "programmes": runs[0]["programmes"]}


def _line(found: Found, first: str = "") -> None:
    rate = found["rows"] / found["cpu"]
    cells = [
        f"{first:<12}",
        f"{found['rows']:>12,.0f}",
        f"{found['programmes']:>10,.0f}",
        f"{found['cpu']:>7.2f}",
        f"{found['wall']:>7.2f}",
        f"{rate:>11,.0f}",
        f"{rate * found['programmes'] / 1e6:>11,.0f}",
        f"{found['peak'] / 1e6:>8,.0f}",
    ]
    print("  ".join(cells), flush=True)


def report(sizes: Sequence[int], on: str, folder: str) -> None:
    """Growth with rows, programmes and processes, and the distance to the limit of memory."""
    print(f"The folder: from Parquet to counts, clauses and cost, as of {on}\n")
    print("growth            rows    programmes    CPU s   wall s       rows/s  M rules·r/s   peak MB")
    files, last = {}, {}
    for rows in sizes:
        files[rows] = draw(rows, folder)
        last = apart(files[rows], on)
        _line(last, "rows")
    for part in PARTS:
        _line(apart(files[sizes[0]], on, part), "programmes")
    _line(last, "1 process")
    both = shared(files[sizes[-1]], on)
    _line(both, "2 processes")
    print(f"Two processes are {last['wall'] / both['wall']:.2f} times as fast as one (wall).")
    limits(files[sizes[-1]], last)


def limits(files: Sequence[str], last: Found) -> None:
    """How long it takes at best to read what must be read."""
    table = Joined(files)
    size = sum(batch.nbytes for batch in table.batches(table.columns))
    speed = bandwidth()
    floor = size / speed
    print(f"\nMemory: {speed / 1e9:.1f} GB/s read by one core; the columns are {size / 1e6:,.0f} MB.")
    print(f"Reading them once takes {floor:.2f} s; the run takes {last['cpu'] / floor:,.0f} times that.")
    if last["rows"] == 10_000_000:
        good = last["cpu"] <= GOAL_SECONDS and last["peak"] <= GOAL_BYTES
        print(f"Reach (10 M rows in {GOAL_SECONDS:.0f} s of CPU and 2 GB): {'kept' if good else 'not kept'}.")


def bandwidth() -> float:
    """Bytes a second that one core reads from memory, the best of a few passes over 256 MB."""
    data = np.ones(32_000_000, np.int64)
    return data.nbytes / min(_timed(data) for _ in range(5))


def _timed(data: np.ndarray) -> float:
    begin = time.process_time()
    data.max()
    return time.process_time() - begin
