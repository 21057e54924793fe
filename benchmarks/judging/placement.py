"""Stable placement of residents in places, beside the PyPI package `matching`.

    ./run bench judging placement            1,000 and 10,000 residents
    ./run bench judging placement --full     100,000 too, ours only

Ten wishes each, places for nine in ten of them, 50 seats a place. Both give the resident-optimal placement,
so they must be the same (asserted); ours is checked to have no blocking pair. `matching` copies its players
recursively and is given the stack for it; it is stopped after 120 s.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.judging.assignment import ROOT, peak
from superconnector.core.matching.placement import blocking_pairs, place

WISHES, SEATS, SECONDS = 10, 50, 120
Market = tuple[dict[str, list[str]], dict[str, list[str]], dict[str, int]]


def main(*, full: bool, peers: Path) -> int:
    print(f"\nStable placement, {WISHES} wishes each, {SEATS} seats a place")
    print(
        f"  {'residents':>10}  {'method':<18}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}{'placed':>9}  placement"
    )
    for residents in (1_000, 10_000, *([100_000] if full else [])):
        mine = run(sys.executable, "ours", residents)
        print(_row(residents, mine), flush=True)
        if residents > 10_000:
            continue
        other = run(str(peers), "matching 1.4.3", residents)
        print(_row(residents, other), flush=True)
        assert other["digest"] in (mine["digest"], "stopped")
    return 0


def run(python: str, method: str, residents: int) -> dict[str, Any]:
    env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [python, "-m", "benchmarks.judging.placement", method, str(residents)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return {"method": method, "wall": SECONDS, "cpu": 0, "peak": 0, "placed": 0, "digest": "stopped"}
    if done.returncode or not done.stdout:
        sys.exit(f"{method} failed:\n{done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _row(residents: int, told: dict[str, Any]) -> str:
    if told["digest"] == "stopped":
        return f"  {residents:>10,}  {told['method']:<18}{SECONDS:>7}+{'–':>8}{'–':>9}{'–':>9}  stopped"
    return (
        f"  {residents:>10,}  {told['method']:<18}{told['wall']:>8.2f}{told['cpu']:>8.2f}{told['peak']:>9}"
        f"{told['placed']:>9,}  {told['digest']}"
    )


def market(residents: int) -> Market:
    """Residents wish for places at random; a place lists all who wish for it, in random order."""
    random = Random(residents)
    places = [f"p{n}" for n in range(residents * 9 // 10 // SEATS)]
    wishes = {f"r{n}": random.sample(places, WISHES) for n in range(residents)}
    order: dict[str, list[str]] = {name: [] for name in places}
    for resident, wanted in wishes.items():
        for name in wanted:
            order[name].append(resident)
    for listed in order.values():
        random.shuffle(listed)
    return wishes, order, dict.fromkeys(places, SEATS)


def theirs(
    wishes: dict[str, list[str]], order: dict[str, list[str]], seats: dict[str, int]
) -> dict[str, str]:
    from matching.games import HospitalResident  # noqa: PLC0415  (only in the environment of the peers)

    game = HospitalResident.create_from_dictionaries(wishes, order, seats)
    solved = game.solve(optimal="resident")
    return {resident.name: hospital.name for hospital, those in solved.items() for resident in those}


def child(method: str, residents: int) -> None:
    wishes, order, seats = market(residents)
    wall, cpu = time.perf_counter(), time.process_time()
    found = dict(place(wishes, order, seats).place_of) if method == "ours" else theirs(wishes, order, seats)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    held = peak()
    if method == "ours":
        assert blocking_pairs(place(wishes, order, seats), wishes, order, seats) == []
    digest = sha256(json.dumps(sorted(found.items())).encode()).hexdigest()[:12]
    told = {"wall": wall, "cpu": cpu, "peak": held, "placed": len(found), "digest": digest}
    print(json.dumps({"method": method} | told))


if __name__ == "__main__":
    sys.setrecursionlimit(10**7)
    threading.stack_size(1 << 30)
    deep = threading.Thread(target=child, args=(sys.argv[1], int(sys.argv[2])))
    deep.start()
    deep.join()
