"""Every pair is looked at, block by block: which of those left out would make the assignment better?

Column generation (Dantzig and Wolfe 1960; Gilmore and Gomory 1961): a flow over some pairs gives every node
a price; a pair that is left out can only help if its gain exceeds the difference of the prices at its ends.
If no pair does, the flow is the best over all pairs. Never more than one block of pairs is in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from superconnector.core.judging.affinity import Affinity, Scores
from superconnector.core.judging.assignment_network import GUEST, Group, Network
from superconnector.core.judging.flow import Index

Number = TypeVar("Number", bound=np.generic)
CELLS = 1_000_000
"""Pairs in a block: 4 MB for each array of it."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The pairs in play, by key in ascending order, and their affinity."""

    keys: Index
    scores: NDArray[np.int16]

    def plus(self, other: Columns) -> Columns:
        """All pairs of both."""
        keys, first = np.unique(np.concatenate([self.keys, other.keys]), return_index=True)
        return Columns(keys, np.concatenate([self.scores, other.scores])[first])


@dataclass(frozen=True, slots=True)
class Question:
    """Which pairs are sought.

    prices: by node, see flow.potentials. weighed: whether affinity is a gain, or nothing is.
    lowest: pairs of less affinity are left out, but for guests. level: prices of the goals that go before, or
    None; only pairs that cost nothing there may be used. taken: keys of pairs that carry flow. most: pairs an
    entry. Pairs of the assignment before are never sought: they are columns from the first.
    """

    prices: Index
    weighed: bool
    lowest: int
    level: Index | None
    taken: Index
    most: int


class Pricer:
    """Looks through all pairs of a network that are neither barred nor blocked."""

    def __init__(self, network: Network, affinity: Affinity, *, cells: int = CELLS) -> None:
        self._network = network
        self._most_cells = cells
        self._affinity = affinity
        given = {entry.id: number for number, entry in enumerate(network.problem.entries)}
        self._entry = np.array([given[entry.id] for entry in network.entries], dtype=np.int64)
        given = {judge.id: number for number, judge in enumerate(network.problem.judges)}
        self._judge = np.array([given[judge.id] for judge in network.judges], dtype=np.int64)
        count = len(network.judges)
        self._noise = np.random.Generator(np.random.PCG64(1)).random(2 * count + 1, dtype=np.float32) * 0.9

    def scores(self, keys: Index) -> Columns:
        """Pairs by key, with their affinity."""
        entry, judge = divmod(keys, len(self._network.judges))
        found = np.zeros(len(keys), dtype=np.int16)
        for number in np.unique(entry):
            at = slice(*np.searchsorted(entry, [number, number + 1]))
            found[at] = self._affinity.block(self._entry[[number]], self._judge[judge[at]])[0]
        return Columns(keys, found)

    def find(self, question: Question) -> tuple[Columns, int]:
        """For each entry the best pairs that would help; and the sum of what all such pairs could gain."""
        width = len(self._network.judges)
        network = self._network
        hidden = np.unique(np.concatenate([network.blocked, network.before, question.taken]))
        keys, scores, gains = [np.zeros(0, np.int64)], [np.zeros(0, np.int16)], 0
        for group in self._network.groups:
            narrow = self._narrowed(group, question)
            for entries in _cut(narrow, self._most_cells):
                block = self._affinity.block(self._entry[entries], self._judge[narrow.judges])
                gain = self._gain(block, narrow, entries, question)
                gain[self._cells(hidden, entries, narrow.judges)] = 0
                rows = np.flatnonzero(gain.max(axis=1) > 0)
                block, gain = block[rows], gain[rows]
                gains += int(gain.sum(where=gain > 0, dtype=np.float64))
                worth = np.where(gain > 0, (gain if question.weighed else block) + 1, 0)
                row, column = _best(worth, self._noise_of(entries[rows], len(narrow.judges)), question.most)
                keys.append(entries[rows[row]] * width + narrow.judges[column])
                scores.append(block[row, column].astype(np.int16))
        found = np.concatenate(keys)
        order = np.argsort(found)
        return Columns(found[order], np.concatenate(scores)[order]), gains

    def _narrowed(self, group: Group, question: Question) -> Group:
        """Without affinity only pairs from a lower to a higher price can help: those entries and judges."""
        if question.weighed:
            return group
        entry = question.prices[self._network.tails[group.entries]].min(axis=1)
        judge = question.prices[group.judges + len(self._network.entries)]
        entries, judges = entry < judge.max(), judge > entry.min()
        return Group(group.entries[entries], group.judges[judges], group.grounds[judges], group.linked)

    def _gain(self, block: Scores, group: Group, entries: Index, question: Question) -> Scores:
        """What each pair would gain beyond its prices; nothing where it may not be used."""
        prices = question.prices - question.prices.min()
        exact = np.float32 if prices.max() < 2**23 else np.float64
        ends = prices.astype(exact)
        gain: Scores = ends[group.judges + len(self._network.entries)] - self._at_tails(ends, group, entries)
        if question.weighed:
            gain += block
        if question.lowest:
            gain[(block < question.lowest) & (group.grounds != GUEST)] = 0
        if question.level is not None:
            head = question.level[group.judges + len(self._network.entries)]
            gain[head != self._at_tails(question.level, group, entries)] = 0
        return gain

    def _at_tails(self, by_node: NDArray[Number], group: Group, entries: Index) -> NDArray[Number]:
        """The price at the entry's end, as something of shape (entries, judges) or (entries, 1)."""
        if group.linked:
            return by_node[self._network.tails[entries][:, np.maximum(group.grounds, 0)]]
        return by_node[entries][:, None]

    def _cells(self, hidden: Index, entries: Index, judges: Index) -> tuple[Index, Index]:
        """Where the hidden pairs are in a block: rows and columns."""
        width = len(self._network.judges)
        start, end = np.searchsorted(hidden, entries * width), np.searchsorted(hidden, (entries + 1) * width)
        row = np.repeat(np.arange(len(entries)), end - start)
        first = np.cumsum(end - start) - (end - start)
        at = np.arange(len(row)) + np.repeat(start - first, end - start)
        place = np.full(width, -1)
        place[judges] = np.arange(len(judges))
        column = place[hidden[at] % width]
        return row[column >= 0], column[column >= 0]

    def _noise_of(self, entries: Index, judges: int) -> Scores:
        """Less than 1, and different for every entry, so that not all ask for the same judges."""
        windows = np.lib.stride_tricks.sliding_window_view(self._noise, judges)
        noise: Scores = windows[entries * 7919 % len(windows)]
        return noise


def _cut(group: Group, cells: int) -> Iterator[Index]:
    if not len(group.entries) or not len(group.judges):
        return
    step = max(cells // len(group.judges), 1)
    for start in range(0, len(group.entries), step):
        yield group.entries[start : start + step]


def _best(worth: Scores, noise: Scores, most: int) -> tuple[Index, Index]:
    """Rows and columns of the `most` worthiest of each row that are worth anything."""
    rank = np.where(worth > 0, worth + noise, 0)
    count = rank.shape[1]
    most = min(most, count)
    column = np.argpartition(rank, count - most, axis=1)[:, count - most :].ravel()
    row = np.repeat(np.arange(len(rank)), most)
    chosen = rank[row, column] > 0
    return row[chosen], column[chosen]
