"""Terms against other engines: one table, one run.

    ./run bench rules              everything, about four minutes
    ./run bench rules --quick      1,000 and 100,000 rows only

Twelve rules over simulated companies with 17 facts, a fifth of them unknown; then sixty programmes made of
such rules. Every engine runs the same typed trees, written in its own language (emit.py), on data in its own
format, in a process of its own, on one thread. CPU seconds, the best of several runs. Engines that go row by
row are measured at 1,000 and 10,000 rows only, and nothing is extrapolated.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import numpy as np

from benchmarks.rules import questions
from benchmarks.rules.engines import COUNTERS, ENGINES, WITHOUT_UNKNOWNS, columns
from benchmarks.rules.population import VOCABULARY, population
from benchmarks.rules.programmes import ON, TWELVE, as_terms
from superconnector import ecosystem
from superconnector.core.rules import Profile, RuleBook, Type
from superconnector.core.rules.columns import from_arrays

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / ".cache" / "bench-venv"
FOLDER = ROOT / "ecosystems" / "hong-kong"
BY_ROW = ("zen-engine", "common-expression-language", "rule-engine")
SIZES, SMALL = (1_000, 100_000, 1_000_000), (1_000, 10_000)
MILLION = 10**6


def peers() -> Path:
    """The Python of the environment with the other engines; makes it the first time."""
    lock = ROOT / "requirements-bench.lock"
    python, stamp = PEERS / "bin" / "python", PEERS / "installed"
    wanted = sha256(lock.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != wanted:
        print("Installing the engines to compare with into .cache/bench-venv", flush=True)
        venv.create(PEERS, with_pip=True, clear=True)
        pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--require-hashes"]
        clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(
            [*pip, "--requirement", lock], env=clean, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"{done.stdout}{done.stderr}\nThe engines could not be installed; the reason is above.")
        stamp.write_text(wanted)
    return python


class Bench:
    """Runs workers and keeps what they answer."""

    def __init__(self, python: Path, scratch: Path) -> None:
        self.python, self.scratch = python, scratch

    def run(self, engine: str, task: str, rows: int, missing: float = 0.2) -> tuple[dict[str, Any], Any]:
        """What one engine took at one size, and its answers."""
        python = sys.executable if engine == "superconnector" else str(self.python)
        file = self.scratch / f"{engine}-{task}-{rows}-{missing}.npy"
        seconds = 0.3 if rows <= 10_000 else 1.5
        module = [python, "-m", "benchmarks.rules.worker"]
        command = [*module, engine, task, str(rows), str(missing), str(seconds), str(file)]
        env = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{engine} failed:\n{done.stderr}")
        return json.loads(done.stdout.splitlines()[-1]), np.load(file)


def twelve_rules(bench: Bench, sizes: tuple[int, ...]) -> None:
    """Million rules·rows a second, peak memory, and the answers that differ."""
    heads = "".join(f"{size:>11,}" for size in (1_000, 10_000, *sizes[1:]))
    print(f"\nTwelve rules, million rules·rows a second at so many rows\n  {'engine':<27}{heads}", end="")
    print(f"{'CPU s':>9}{'peak MB':>9}{'wrong':>8}{'wrong verdicts':>16}")
    expected = {n: bench.run("superconnector", "rules", n)[1] for n in (*SMALL, *sizes)}
    for engine in ENGINES:
        cells, wrong, last = {}, (0.0, 0.0), {}
        for rows in SMALL if engine in BY_ROW else sizes:
            last, answers = bench.run(engine, "rules", rows)
            cells[rows] = len(TWELVE) * rows / last["cpu"] / MILLION
            differ = answers != expected[rows]
            wrong = float(differ.mean()), float(differ[-1].mean())
        whole = bench.run(engine, "rules", 1_000, 0.0)[1]
        assert (whole == bench.run("superconnector", "rules", 1_000, 0.0)[1]).all(), engine
        assert wrong == (0.0, 0.0) or engine in (*BY_ROW, *WITHOUT_UNKNOWNS), engine
        row = "".join(
            f"{cells[n]:>11.3g}" if n in cells else f"{'–':>11}" for n in (1_000, 10_000, *sizes[1:])
        )
        print(f"  {engine:<27}{row}{last['cpu']:>9.3f}{last['peak']:>9}", end="")
        print(f"{wrong[0]:>8.1%}{wrong[1]:>16.1%}", flush=True)
    print(
        "  CPU s and peak MB at the last size measured; – is not measured. wrong: of all answers, those that"
    )
    print(
        "  are not Kleene's, an error being taken as unknown; wrong verdicts: of the twelfth, composite rule."
    )
    print("  With every fact known all engines answer alike (asserted).")


def sixty_programmes(bench: Bench, rows: int) -> None:
    """Counts of open and not open for each of sixty programmes."""
    print(f"\nSixty programmes × {rows:,} rows, counts only")
    print(f"  {'engine':<27}{'CPU s':>9}{'peak MB':>9}{'slower':>9}")
    first, expected = bench.run("superconnector", "programmes", rows)
    for engine in COUNTERS:
        took, counts = (
            (first, expected) if engine == "superconnector" else bench.run(engine, "programmes", rows)
        )
        assert (counts == expected).all(), engine
        slower = took["cpu"] / first["cpu"]
        print(f"  {engine:<27}{took['cpu']:>9.3f}{took['peak']:>9}{slower:>8.1f}×", flush=True)


def limit(rows: int) -> None:
    """How far the twelve rules are from reading every input once and writing every answer once."""
    people = population(rows)
    ready = columns(people)
    book = RuleBook.compile(as_terms([(text,) for text in TWELVE]), VOCABULARY, ON)
    used = [ready[fact] for fact in book.compiled.lean.facts]
    read = sum(c.data.nbytes + c.known.nbytes for c in used)
    written = len(TWELVE) * rows
    source = np.zeros(64 * MILLION, np.uint8)
    target = np.empty_like(source)
    copy = best(lambda: np.copyto(target, source))
    bandwidth = 2 * source.nbytes / copy
    took = best(lambda: book.screen(ready, rows, codes=True))
    ideal = (read + 2 * written) / bandwidth
    print(f"\nMemory: {bandwidth / 1e9:.1f} GB/s measured (copy)")
    print(
        f"  reading {read / 1e6:.0f} MB of facts and writing {written / 1e6:.0f} MB of answers takes", end=" "
    )
    print(
        f"{ideal * 1e3:.1f} ms at best; the engine takes {took * 1e3:.1f} ms, {ideal / took:.0%} of the limit"
    )


def best(run: Callable[[], Any], times: int = 7) -> float:
    """CPU seconds of the fastest of several runs."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        run()
        taken.append(time.process_time() - begun)
    return min(taken)


def folder(rows: int) -> None:
    """The programmes of Hong Kong: a population, one applicant, the next question."""
    city = ecosystem.load(ecosystem.read_folder(FOLDER))
    terms = list(city.terms.values())
    compiling = best(lambda: RuleBook.compile(terms, city.vocabulary, date(2026, 11, 21)), 3)
    book = RuleBook.compile(terms, city.vocabulary, date(2026, 11, 21))
    compiled = book.compiled
    facts = compiled.vocabulary.facts
    people = {f: simulated(facts[f], compiled.answers[f], rows) for f in compiled.lean.facts}
    print(
        f"\nHong Kong: {len(terms)} programmes, {len(compiled.layout.live)} not closed on the day,", end=" "
    )
    print(
        f"{sum(len(c.requirements) for c in compiled.cases)} clauses, {compiled.plan.count} nodes,", end=" "
    )
    print(f"{len(compiled.plan.facts)} facts; compiled in {compiling * 1e3:.0f} ms")
    print(
        f"  {rows:,} applicants, outcomes: {best(lambda: book.screen(people, rows), 3):.3f} CPU s", end="; "
    )
    print(f"with counts per clause: {best(lambda: book.screen(people, rows, clauses=True), 2):.3f} CPU s")
    random = Random(5)
    profiles = [
        {f: random.choice(a) for f, a in compiled.answers.items() if random.random() < share}
        for share in (0.0, 0.1, 0.3, 0.6, 0.9)
        for _ in range(6)
    ]
    for name, prepare, run in (
        ("outcomes of all programmes", nothing, book.counts),
        ("verdicts with proofs, the first time", lambda p: compiled.memory.clear(), book.judge),
        ("verdicts with proofs, after an answer", partial(one_less, book), book.judge),
        ("verdicts with proofs, again", nothing, book.judge),
        ("next question, after the verdicts", nothing, book.next_question),
        ("offers of all programmes", nothing, book.offers),
    ):
        taken = [after(partial(prepare, p), partial(run, p)) * 1e3 for p in profiles]
        print(f"  one applicant, {name}: {median(taken):.2f} ms median, {max(taken):.2f} ms at most")
    questions.table("Questions, Hong Kong", book, 15)


def nothing(profile: Profile) -> None:
    """Prepares nothing."""


def one_less(book: RuleBook, profile: Profile) -> None:
    """Leaves the book as it is when the last answer of the profile is about to come."""
    book.compiled.memory.clear()
    book.judge(dict(list(profile.items())[:-1]))


def after(prepare: Callable[[], Any], run: Callable[[], Any]) -> float:
    """CPU seconds of the faster of three runs, each after a preparation that is not counted."""
    taken = []
    for _ in range(3):
        prepare()
        taken.append(best(run, 1))
    return min(taken)


def simulated(fact: Any, answers: Any, rows: int) -> Any:
    """A column of a fact, unknown in a fifth of the rows, each answer that matters being equally likely."""
    random = np.random.default_rng([13, sum(fact.id.encode())])
    known = random.random(rows) > 0.2
    if fact.type is Type.BOOLEAN:
        return from_arrays(fact, random.random(rows) > 0.5, known)
    if fact.type is Type.CHOICE:
        return from_arrays(fact, random.integers(0, len(fact.options), rows), known)
    if fact.type is Type.CHOICES:
        return from_arrays(fact, random.random((len(fact.options), rows)) > 0.7, known)
    return from_arrays(fact, random.choice(np.array(answers), rows), known)


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench rules")
    parser.add_argument("--quick", action="store_true", help="no run at a million rows")
    quick = parser.parse_args().quick
    python = peers()
    sizes = SIZES[:2] if quick else SIZES
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(python, Path(scratch))
        twelve_rules(bench, sizes)
        sixty_programmes(bench, sizes[-1])
    limit(sizes[-1])
    folder(sizes[-1])
    questions.main()


if __name__ == "__main__":
    main()
