"""A whole population against all programmes of the folder: CPU, rows a second, memory, and how they grow.

    ./run bench population [--rows 1000000 10000000] [--on 2026-11-21]

Each measurement runs in a process of its own on a made-up population (`superconnector population sample`),
from the Parquet file to the counts and sums: reading, checking every cell, outcomes, clauses, cost. Polars,
OpenFisca and DuckDB stand beside the kernel in `./run bench rules`, on terms that all of them can express.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np

from superconnector.base.population.mapping import Plain, bind
from superconnector.base.population.reading import open_file
from superconnector.base.population.recipe import read_recipe
from superconnector.base.population.runs import Request, evaluate
from superconnector.base.population.sampling import write
from superconnector.ecosystem import load, read_folder

FOLDER = Path(__file__).resolve().parents[1] / "ecosystems" / "hong-kong"
PARTS = (8, 4, 2, 1)
GOAL_SECONDS, GOAL_BYTES = 8.0, 2 * 10**9


def measure(file: str, on: date, part: int) -> dict[str, float]:
    """One run in this process against every `part`-th programme: seconds, bytes, numbers of what was done."""
    ecosystem = load(read_folder(FOLDER))
    table = open_file(file)
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
        "columns": float(len(bound.sources)),
    }


def bandwidth() -> float:
    """Bytes a second that one core reads from memory, the best of a few passes over 256 MB."""
    data = np.ones(32_000_000, np.int64)
    best = min(_timed(data) for _ in range(5))
    return data.nbytes / best


def _timed(data: np.ndarray) -> float:
    begin = time.process_time()
    data.max()
    return time.process_time() - begin


def column_bytes(file: str) -> int:
    """What the columns take in memory as Arrow keeps them: the least that must be read."""
    table = open_file(file)
    return sum(batch.nbytes for batch in table.batches(table.columns))


def _apart(file: str, on: str, part: int) -> dict[str, float]:
    """The better of two runs, each in a process of its own: other work on the machine only adds."""
    own = ["--measure", file, "--on", on, "--part", str(part)]
    command = [sys.executable, "-m", "benchmarks.population", *own]
    runs = [subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2)]
    found: list[dict[str, float]] = [json.loads(run) for run in runs]
    return min(found, key=lambda run: run["cpu"])


def _line(found: dict[str, float]) -> None:
    rate = found["rows"] / found["cpu"]
    rules = rate * found["programmes"] / 1e6
    cells = [
        f"{found['rows']:>12,.0f}",
        f"{found['programmes']:>10,.0f}",
        f"{found['cpu']:>7.2f}",
        f"{found['wall']:>7.2f}",
        f"{rate:>11,.0f}",
        f"{rules:>11,.0f}",
        f"{found['peak'] / 1e6:>8,.0f}",
    ]
    print("  ".join(cells))


def report(sizes: list[int], on: str) -> None:
    ecosystem = load(read_folder(FOLDER))
    recipe = read_recipe(read_folder(FOLDER), ecosystem)
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for rows in sizes:
            files[rows] = f"{folder}/{rows}.parquet"
            write(recipe, rows, 1, files[rows])
        print(f"From Parquet to counts, clauses and cost, as of {on}; one process\n")
        print("        rows  programmes    CPU s   wall s       rows/s  M rules·r/s   peak MB")
        for rows in sizes:
            last = _apart(files[rows], on, 1)
            _line(last)
        print()
        for part in PARTS:
            _line(_apart(files[sizes[0]], on, part))
        _limits(files[sizes[-1]], last)


def _limits(file: str, last: dict[str, float]) -> None:
    size, speed = column_bytes(file), bandwidth()
    floor = size / speed
    print(f"\nMemory: {speed / 1e9:.1f} GB/s read by one core; the columns are {size / 1e6:,.0f} MB.")
    print(f"Reading them once takes {floor:.2f} s; the run takes {last['cpu'] / floor:,.0f} times that.")
    if last["rows"] == 10_000_000:
        good = last["cpu"] <= GOAL_SECONDS and last["peak"] <= GOAL_BYTES
        print(f"Reach (10 M rows in {GOAL_SECONDS:.0f} s of CPU and 2 GB): {'kept' if good else 'not kept'}.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--on", default="2026-11-21")
    parser.add_argument("--measure", metavar="FILE", help=argparse.SUPPRESS)
    parser.add_argument("--part", type=int, default=1, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure, date.fromisoformat(options.on), options.part)))
    else:
        report(options.rows, options.on)


if __name__ == "__main__":
    main()
