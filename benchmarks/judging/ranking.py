"""How much of the truth a ranking finds, beside other ways to rank: simulated judges, 740 entries, 60 judges.

2,220 readings in all, scores of 1 to 10, 25 places to win. Worth is normal with deviation 1; severity and
noise are in these units, a unit is two points of the score. Seeds are fixed. Seconds are of CPU.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.judging.ranking_methods import (
    TEN,
    Figures,
    adjusted,
    all_pairs,
    calibrated,
    crowd_bt,
    ranked_slates,
    raw,
    refitted,
    slates,
    spread,
    two_way,
    without_tracks,
    z_score,
)
from superconnector.core.judging.adaptive import Reader, Steps, next_readings
from superconnector.core.judging.ranking import Pool, Ranking
from superconnector.core.judging.scores import Reading
from superconnector.core.judging.simulate import Habits, Panel, panel, read

ENTRIES, JUDGES, EACH, PLACES = 740, 60, 3, 25
BUDGET = ENTRIES * EACH
POOL = Pool("all", PLACES)
HABITS = {
    "A no severity": Habits(severity=0.0),
    "B severity .4": Habits(severity=0.4),
    "C severity .8": Habits(),
    "D C, scale .3": Habits(scale=0.3),
    "E D, 10% careless": Habits(scale=0.3, careless=0.1),
    "F C, noise 1.2": Habits(noise=1.2),
}
BY_SCORES: dict[str, Callable[[Sequence[Reading], Pool], Figures]] = {
    "raw mean": raw,
    "z-score per judge": z_score,
    "two-way least squares": two_way,
}
Cells = dict[str, list[tuple[float, ...]]]


def main(*, full: bool, peers: Path) -> int:
    runs, more = (20, 40) if full else (6, 12)
    print(f"\nRanking: {ENTRIES} entries, {JUDGES} judges, {BUDGET:,} readings, fixed seeds")
    for scenario in HABITS if full else ("A no severity", "C severity .8", "F C, noise 1.2"):
        # Orders and pairs do not see severity: A and B give what C gives.
        fixed(scenario, runs, peers if scenario[0] not in "AB" else None)
    adaptive(more)
    tracks(more)
    cost()
    return 0


def fixed(scenario: str, runs: int, peers: Path | None) -> None:
    """Three readings each: what is found, how honest chances and intervals are; with peers orders too."""
    cells: Cells = defaultdict(list)
    honest: Cells = defaultdict(list)
    asked = []
    for seed in range(runs):
        made = panel(f"fixed-{seed}", ENTRIES, JUDGES, HABITS[scenario])
        pairs = spread(made, EACH, seed)
        readings = read(made, pairs, TEN)
        for name, method in BY_SCORES.items():
            cells[name].append(found(made, method(readings, POOL)))
        honest["yes or no by raw mean"].append(yes_or_no(made, cells["raw mean"][-1][1]))
        rankings = {"calibrated": calibrated(readings, POOL)}
        if peers:
            own = slates(made, pairs)
            asked.append((made, all_pairs(own)))
            online, comparisons = crowd_bt(made, BUDGET, seed)
            cells["Crowd-BT online, by pairs"].append(found(made, online))
            rankings |= {
                "those pairs refitted": refitted(comparisons, POOL),
                "slates": ranked_slates(own, POOL),
            }
        for name, ranking in rankings.items():
            cells[name].append(found(made, adjusted(ranking)))
            honest[name].append(honesty(made, ranking))
    if peers:
        cells["slates, all pairs: choix"] += [found(made, worth) for made, worth in choix(asked, peers)]
    table(f"{scenario}: three readings each, {runs} runs", ("Kendall tau", "true top 25 found"), cells)
    table(
        f"{scenario}: chance to be in the top 25", ("Brier skill", "90% interval holds", "its width"), honest
    )


def choix(asked: Sequence[tuple[Panel, list[tuple[int, int]]]], peers: Path) -> list[tuple[Panel, Figures]]:
    """Bradley–Terry over all pairs of the slates by choix, in its own environment."""
    given = json.dumps([(len(made.entries), pairs) for made, pairs in asked])
    command = [str(peers), str(Path(__file__).with_name("ranking_choix.py"))]
    answers = json.loads(
        subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout
    )
    return [
        (made, {entry.id: figure for entry, figure in zip(made.entries, worth, strict=True)})
        for (made, _), (worth, _) in zip(asked, answers, strict=True)
    ]


def adaptive(runs: int) -> None:
    """As many readings: one or two each first, then 74 at a time by p (1 − p)."""
    for scenario in ("C severity .8", "F C, noise 1.2"):
        cells: Cells = defaultdict(list)
        for seed in range(100, 100 + runs):
            made = panel(f"adaptive-{seed}", ENTRIES, JUDGES, HABITS[scenario])
            readings = read(made, spread(made, EACH, seed), TEN)
            cells["3 each, raw mean"].append((*found(made, raw(readings, POOL)), EACH))
            for name, first in (("3 each", 3), ("2 each, then adaptive", 2), ("1 each, then adaptive", 1)):
                done = readings if first == EACH else play(made, first)
                ranking = calibrated(done, POOL)
                most = max(Counter(reading.entry for reading in done).values())
                cells[f"{name}, calibrated"].append(
                    (*found(made, adjusted(ranking)), most, *honesty(made, ranking))
                )
        heads = (
            "Kendall tau",
            "true top 25 found",
            "most of one",
            "Brier skill",
            "90% interval holds",
            "its width",
        )
        table(f"{scenario}: where the readings go, {runs} runs", heads, cells)


def play(made: Panel, first: int) -> list[Reading]:
    """The readings that the plan asks for, one batch after another, until the budget is spent."""
    judges, entries = {j.id: j for j in made.judges}, {e.id: e for e in made.entries}
    track_of = {entry.id: entry.track for entry in made.entries}
    done: list[Reading] = []
    while len(done) < BUDGET:
        load = Counter(reading.judge for reading in done)
        readers = [Reader(judge, BUDGET // JUDGES + 1 - load[judge]) for judge in judges]
        steps = Steps(first, min(74, BUDGET - len(done)))
        asked = next_readings(done, TEN, track_of, readers, [POOL], seed=made.seed, steps=steps)
        given = read(made, [(judges[each.judge], entries[each.entry]) for each in asked if each.judge], TEN)
        if not given:
            break
        done += given
    return done


def tracks(runs: int) -> None:
    """Six tracks of unequal level (deviation .7); judges stay in theirs but for a share of readings."""
    methods: Mapping[str, Callable[[Sequence[Reading], Pool], Figures]] = {
        **BY_SCORES,
        "calibrated, tracks not told": without_tracks,
        "calibrated": lambda readings, pool: adjusted(calibrated(readings, pool, 20)),
    }
    cells: Cells = defaultdict(list)
    for seed in range(200, 200 + runs):
        made = panel(f"tracks-{seed}", ENTRIES, JUDGES, Habits(), tracks=tuple("uvwxyz"), level=0.7)
        by_share = []
        for cross in (0.0, 0.05, 0.15, 0.3):
            readings = read(made, spread(made, EACH, seed, cross), TEN)
            by_share.append(
                {name: found(made, method(readings, POOL))[1] for name, method in methods.items()}
            )
        for name in methods:
            cells[name].append(tuple(share[name] for share in by_share))
    heads = ("0% across", "5% across", "15% across", "30% across")
    table(
        "Tracks of unequal level, true top 25 found (at 0% the calibrated one is refused for all tracks)",
        heads,
        cells,
    )


def cost() -> None:
    print("\nCalibrated ranking with 1,000 draws, from readings to rows, CPU seconds")
    for entries, judges in ((740, 60), (5_000, 1_500)):
        made = panel("cost", entries, judges, Habits())
        readings = read(made, spread(made, EACH, 0), TEN)
        began = time.process_time()
        ranking = calibrated(readings, POOL)
        took = time.process_time() - began
        print(f"  {entries:>6,} × {judges:<6,} {took:6.2f}  refused: {len(ranking.refused)}")


def found(made: Panel, figures: Figures) -> tuple[float, float]:
    """Kendall's tau-a with the truth, and the share of the truly best among the 25 of the largest figures."""
    worth = np.array([entry.worth for entry in made.entries])
    figure = np.array([figures[entry.id] for entry in made.entries])
    pairs = len(worth) * (len(worth) - 1)
    tau = float(np.sum(np.sign(worth[:, None] - worth) * np.sign(figure[:, None] - figure))) / pairs
    top = sorted(figures, key=lambda entry: (-figures[entry], entry))[:PLACES]
    return tau, len(made.best(PLACES) & set(top)) / PLACES


def honesty(made: Panel, ranking: Ranking) -> tuple[float, float, float]:
    """Brier skill over the base rate, the share of intervals that hold the true place, their mean width."""
    place = {e.id: at for at, e in enumerate(sorted(made.entries, key=lambda e: -e.worth), 1)}
    rows = [(row, row.low or 0, row.high or 0, row.p_top or 0.0) for row in ranking.rows]
    brier = np.mean([(p - (place[row.entry] <= PLACES)) ** 2 for row, _, _, p in rows])
    holds = np.mean([low <= place[row.entry] <= high for row, low, high, _ in rows])
    return 1 - float(brier) / BASE, float(holds), float(np.mean([high - low + 1 for _, low, high, _ in rows]))


BASE = PLACES / ENTRIES * (1 - PLACES / ENTRIES)
"""The Brier score of telling everyone the base rate."""


def yes_or_no(made: Panel, share: float) -> tuple[float]:
    """The Brier skill of a cut: every wrong one of the 25 is wrong twice."""
    return (1 - 2 * PLACES * (1 - share) / len(made.entries) / BASE,)


def table(title: str, heads: Sequence[str], cells: Cells) -> None:
    """Means with their standard errors."""
    print(f"\n{title}\n  {'':<30}" + "".join(f"{head:>20}" for head in heads), flush=True)
    for name, rows in cells.items():
        figures = np.array(rows)
        error = figures.std(axis=0, ddof=1) / np.sqrt(len(figures)) if len(figures) > 1 else 0 * figures[0]
        shown = [
            f"{mean:.3f} ±{wide:.3f}" if mean < 30 else f"{mean:.0f} ±{wide:.0f}"
            for mean, wide in zip(figures.mean(axis=0), error, strict=True)
        ]
        print(f"  {name:<30}" + "".join(f"{text:>20}" for text in shown), flush=True)
