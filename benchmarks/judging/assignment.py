"""Assignment of judges: time, memory, feasibility and the gap to the proven optimum, method by method.

    ./run bench judging assignment            740 × 60 and 5,000 × 1,500, about four minutes
    ./run bench judging assignment --full     20,000 × 5,000 too

Every method runs in a process of its own, on the same call (instances.py), and its pairs are counted here.
Time begins when the call is in memory; for the others the matrix of all affinities is made before, too.
Reach: 20,000 × 5,000 proven within 60 s and 300 MB; of CPU, as ours runs on one core.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.judging.instances import Call, Worth, worth
from benchmarks.judging.methods import ELSEWHERE, METHODS

ROOT = Path(__file__).resolve().parents[2]
ALL, AGAIN = 10**6, "again"
RUNS: dict[tuple[int, int], list[tuple[str, int, float]]] = {
    (740, 60): [(method, ALL, 60) for method in METHODS],
    (5_000, 1_500): [
        ("ours", ALL, 0),
        ("ours, lowest first", ALL, 0),
        ("OR-tools flow", ALL, 0),
        ("OR-tools flow", 50, 0),
        ("HiGHS", ALL, 60),
        ("HiGHS", 50, 60),
        ("CP-SAT, 2 workers", 50, 60),
        ("greedy", ALL, 0),
    ],
}
LARGE: dict[tuple[int, int], list[tuple[str, int, float]]] = {
    (20_000, 5_000): [
        ("ours", ALL, 0),
        ("ours, lowest first", ALL, 0),
        ("OR-tools flow", 50, 0),
        ("OR-tools flow", 100, 0),
        ("HiGHS", 50, 120),
        ("CP-SAT, 2 workers", 50, 120),
        ("greedy", 100, 0),
    ]
}
REACH_SECONDS, REACH_MB = 60, 300


def main(*, full: bool, peers: Path) -> int:
    """Print the tables; 0 if what was to be reached was."""
    reached = True
    for (entries, judges), runs in (RUNS | (LARGE if full else {})).items():
        call, optimum = Call(entries, judges), 0
        print(f"\n{entries:,} entries × {judges:,} judges, 3 readings, {len(call.conflicts):,} conflicts")
        print(f"  {'method':<20}{'pairs':>13}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}{'missing':>9}", end="")
        print(f"{'below floor':>13}{'lowest':>8}{'total':>12}{'gap':>8}  what it says")
        for method, width, seconds in runs:
            told, keys = run(peers, method, entries, judges, width, seconds)
            result = worth(call, keys)
            optimum = optimum or result.total
            print(_row(method, told, result, optimum), flush=True)
            assert not result.unlawful, method
            if method == "ours":
                within = told["cpu"] <= REACH_SECONDS and told["peak"] <= REACH_MB
                reached &= within and told["says"] == "proven over all pairs" and result.feasible
        _drop_out(peers, entries, judges)
    print("\n  gap: to the optimum that is proven over all pairs; – where the answer keeps not all rules.")
    print("  Flow over all 99.6 million pairs of the largest call is not run: at 114 bytes a pair, 11 GB.")
    print(
        f"reach (proven within {REACH_SECONDS} s of CPU and {REACH_MB} MB): {'met' if reached else 'missed'}"
    )
    return 0 if reached else 1


def _drop_out(peers: Path, entries: int, judges: int) -> None:
    told, _ = run(peers, AGAIN, entries, judges, 0, 0)
    print(
        f"  3% of the judges drop out: {told['forced']:,} readings must move, {told['moved']:,} do, "
        f"{told['afresh']:,} would if all began afresh; {told['wall']:.2f} s, {told['says']}",
        flush=True,
    )


def run(
    peers: Path, method: str, entries: int, judges: int, width: int, seconds: float
) -> tuple[dict[str, Any], np.ndarray[Any, Any]]:
    """What one method took, and its pairs, from a process of its own."""
    python = str(peers) if method in ELSEWHERE else sys.executable
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "pairs.npy"
        command = [
            python,
            "-m",
            "benchmarks.judging.assignment",
            method,
            entries,
            judges,
            width,
            seconds,
            file,
        ]
        words = [str(word) for word in command]
        done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{method} failed:\n{done.stderr[-2000:]}")
        return json.loads(done.stdout.splitlines()[-1]), np.load(file)


def _row(method: str, told: dict[str, Any], result: Worth, optimum: int) -> str:
    gap = f"{result.total / optimum - 1:.2%}" if result.feasible else "–"
    nothing = not result.total
    lowest, total = ("–", "–") if nothing else (str(result.lowest), f"{result.total:,}")
    return (
        f"  {method:<20}{told['pairs']:>13,}{told['wall']:>8.2f}{told['cpu']:>8.2f}{told['peak']:>9}"
        f"{result.missing:>9,}{result.below_floor:>13,}{lowest:>8}{total:>12}{gap:>8}  {told['says']}"
    )


def again(entries: int, judges: int) -> None:
    """Assigns, takes every 33rd judge away, assigns again with and without regard to what was before."""
    from superconnector.core.judging.assignment import assign  # noqa: PLC0415 - see methods.py

    problem = Call(entries, judges).problem(bottleneck_first=False)
    first = assign(problem)
    gone = {judge.id for judge in problem.judges[::33]}
    left = replace(problem, judges=tuple(judge for judge in problem.judges if judge.id not in gone))
    begun = time.perf_counter()
    made = assign(replace(left, before=first.pairs))
    wall = time.perf_counter() - begun
    forced = sum(judge in gone for judge, _ in first.pairs)
    says = "proven the fewest" if made.proven else "not proven"
    told = {"wall": wall, "forced": forced, "moved": len(made.removed), "says": says}
    print(json.dumps(told | {"afresh": len(first.pairs - assign(left).pairs)}))


def child(method: str, entries: int, judges: int, width: int, seconds: float, file: str) -> None:
    """One method, in this process; prints what it took and leaves its pairs in a file."""
    if method == AGAIN:
        np.save(file, np.zeros(0))
        again(entries, judges)
        return
    call = Call(entries, judges)
    if not method.startswith("ours"):
        _prepare(call)
    wall, cpu = time.perf_counter(), time.process_time()
    answer = METHODS[method](call, width, seconds)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    np.save(file, answer.keys)
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak(), "pairs": answer.pairs, "says": answer.says}))


def _prepare(call: Call) -> None:
    scores = call.scores()
    call.scores = lambda: scores  # type: ignore[method-assign]


def peak() -> int:
    """The most memory that this process ever held, in MB (VmHWM of proc(5))."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024


if __name__ == "__main__":
    child(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]), sys.argv[6])
