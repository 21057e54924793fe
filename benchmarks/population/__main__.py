"""A whole population against all programmes of the folder: CPU, rows a second, memory, and how they grow.

    ./run bench population                     everything, about four minutes
    ./run bench population --rows 1000000      without the ten million
    ./run bench population --no-peers          without the other engines

Each measurement runs in a process of its own. First the folder over a made-up population
(`superconnector population sample`), from Parquet to the counts and sums: reading, checking every cell,
outcomes, clauses, cost. Then Polars, OpenFisca and DuckDB beside the kernel on terms that all can express.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from datetime import date

from benchmarks.population import growth, peers


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="./run bench population",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--on", default="2026-11-21")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--measure", metavar="FILE", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--part", type=int, default=1, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        found = growth.measure(options.measure, date.fromisoformat(options.on), options.part)
        print(json.dumps(found))
        return
    with tempfile.TemporaryDirectory() as folder:
        growth.report(options.rows, options.on, folder)
        if not options.no_peers:
            peers.report(folder)


if __name__ == "__main__":
    main()
