"""One engine, one size, one process: prints what it took and leaves its answers in a file.

python -m benchmarks.rules.worker ENGINE (rules | programmes) ROWS MISSING SECONDS FILE
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np

from benchmarks.rules.engines import COUNTERS, ENGINES
from benchmarks.rules.population import population
from benchmarks.rules.programmes import TWELVE, programmes


def main(engine: str, task: str, rows: int, missing: float, seconds: float, file: str) -> None:
    people = population(rows, missing)
    begun = time.process_time()
    run = ENGINES[engine](people, TWELVE) if task == "rules" else COUNTERS[engine](people, programmes())
    prepared = time.process_time() - begun
    taken: list[float] = []
    while len(taken) < 2 or (sum(taken) < seconds and len(taken) < 200):
        begun = time.process_time()
        answers = run()
        taken.append(time.process_time() - begun)
        if sum(taken) > 8 * seconds:
            break
    np.save(file, answers)
    print(json.dumps({"cpu": min(taken), "prepared": prepared, "peak": peak(), "runs": len(taken)}))


def peak() -> int:
    """The most memory that this process ever held, in MB (VmHWM of proc(5))."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5]), sys.argv[6])
