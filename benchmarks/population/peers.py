"""Other engines beside ours: the same file, the same terms, the same counts, in one run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks.population.peer import ENGINES, WITHOUT_UNKNOWNS, write
from benchmarks.rules.__main__ import ROOT, peers

ROWS, PROGRAMMES = (100_000, 1_000_000), (15, 60)
MISSING = 0.2


def _run(engine: str, file: str, count: int) -> dict[str, Any]:
    python = sys.executable if engine == "superconnector" else str(peers())
    command = [python, "-m", "benchmarks.population.peer", engine, file, str(count)]
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{engine} failed:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def report(folder: str, rows: Sequence[int] = ROWS) -> None:
    """CPU seconds of each engine by rows and programmes; the counts must be equal."""
    print("\nPeers: from Parquet to the counts of made-up programmes, one thread, CPU seconds")
    most = PROGRAMMES[-1]
    tables = [(size, 0.0, most) for size in rows]
    tables.insert(len(rows) - 1, (rows[-1], 0.0, PROGRAMMES[0]))
    tables.append((rows[-1], MISSING, most))
    heads = [f"{size:,} × {count}" + (" *" if missing else "") for size, missing, count in tables]
    print(f"  {'rows × programmes':<18}" + "".join(f"{head:>18}" for head in heads) + f"{'peak MB':>10}")
    files: dict[tuple[int, float], str] = {}
    for size, missing, _ in tables:
        file = files.setdefault((size, missing), f"{folder}/peers-{size}-{missing}.parquet")
        if not os.path.exists(file):  # noqa: PTH110 - a plain name
            write(file, size, missing)
    expected: dict[tuple[int, float, int], Any] = {}
    for engine in ENGINES:
        cells, memory = "", 0
        for table in tables:
            if table[1] and engine in WITHOUT_UNKNOWNS:
                cells += f"{'–':>18}"
                continue
            found = _run(engine, files[table[:2]], table[2])
            assert expected.setdefault(table, found["counts"]) == found["counts"], (engine, table)
            cells, memory = f"{cells}{found['cpu']:>18.3f}", max(memory, found["peak"])
        print(f"  {engine:<18}{cells}{memory:>10,}", flush=True)
    print(f"  * with a fifth of the facts unknown; {', '.join(WITHOUT_UNKNOWNS)} knows no unknown.")
    print("  All engines count alike (asserted).")
