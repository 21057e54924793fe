"""The best assignment of a small problem by trying everything, written from the goals alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations, product

import numpy as np

from superconnector.core.judging.assignment_network import Network
from superconnector.core.judging.assignment_problem import Entry, Judge, Pair, Problem

Scores = dict[Pair, int]


def scores_of(problem: Problem, matrix: np.ndarray) -> Scores:
    """The matrix as a table by pair."""
    return {
        (judge.id, entry.id): int(matrix[row, column])
        for row, entry in enumerate(problem.entries)
        for column, judge in enumerate(problem.judges)
    }


def is_guest(entry: Entry, judge: Judge) -> bool:
    return bool(entry.track and judge.tracks) and entry.track not in judge.tracks


def possible(problem: Problem, entry: Entry, judge: Judge) -> bool:
    pair = (judge.id, entry.id)
    return entry.languages <= judge.languages and pair not in problem.conflicts | problem.fixed


def choices(problem: Problem, entry: Entry, guests: int) -> Iterator[tuple[Judge, ...]]:
    """Every set of readers that the entry may have: of guests so many, and any of before."""
    left = max(entry.readings - sum(done == entry.id for _, done in problem.fixed), 0)
    able = [judge for judge in problem.judges if possible(problem, entry, judge)]
    for count in range(min(left, len(able)) + 1):
        for readers in combinations(able, count):
            new = [judge for judge in readers if (judge.id, entry.id) not in problem.before]
            if sum(is_guest(entry, judge) for judge in new) <= guests:
                yield readers


def worth(problem: Problem, pairs: Iterable[Pair], scores: Scores, needs: dict[str, int]) -> tuple[int, ...]:
    """How good the new pairs are, goal by goal; more is better. Passing a judge's most is worth nothing."""
    pairs = set(pairs)
    done = Counter(entry for _, entry in problem.fixed)
    load = Counter(judge for judge, _ in pairs) + Counter(judge for judge, _ in problem.fixed)
    new = Counter(judge for judge, _ in pairs)
    if any(new[judge.id] and load[judge.id] > judge.at_most for judge in problem.judges):
        return ()
    read = Counter(entry for _, entry in pairs)
    asked = {entry.id: max(entry.readings - done[entry.id], 0) for entry in problem.entries}
    missing = [asked[entry.id] - read[entry.id] for entry in problem.entries]
    across = Counter(entry for judge, entry in pairs if not _is_own(problem, judge, entry))
    linked = sum(min(across[entry], need) for entry, need in needs.items())
    floors = sum(min(load[judge.id], judge.at_least) for judge in problem.judges)
    kept = pairs & problem.before
    within = {pair for pair in pairs - kept if not _by_guest(problem, *pair)}
    lowest = min((scores[pair] for pair in within), default=1001) if problem.bottleneck_first else 0
    repeated = sum(count * (count - 1) // 2 for count in missing)
    return (-sum(missing), -repeated, linked, floors, len(kept), lowest, sum(scores[p] for p in pairs))


def _is_own(problem: Problem, judge: str, entry: str) -> bool:
    track = next(each.track for each in problem.entries if each.id == entry)
    return next(each.tracks for each in problem.judges if each.id == judge) == {track}


def _by_guest(problem: Problem, judge: str, entry: str) -> bool:
    known = next(each for each in problem.entries if each.id == entry)
    return is_guest(known, next(each for each in problem.judges if each.id == judge))


def best(problem: Problem, scores: Scores) -> tuple[int, ...]:
    """What the best lawful assignment is worth. Which entries are drawn to be read across is taken as is."""
    network = Network(problem)
    ids = [entry.id for entry in network.entries]
    needs = dict(zip(ids, network.needs.tolist(), strict=True))
    every = product(*(choices(problem, entry, needs[entry.id]) for entry in problem.entries))
    return max(worth(problem, _pairs(problem, readers), scores, needs) for readers in every)


def _pairs(problem: Problem, readers: tuple[tuple[Judge, ...], ...]) -> set[Pair]:
    return {
        (judge.id, entry.id) for entry, those in zip(problem.entries, readers, strict=True) for judge in those
    }
