"""Two versions of the terms over the same rows: who changes the outcome, who gains, who loses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules.columns import unpack
from superconnector.core.rules.screen import OUTCOMES
from superconnector.core.rules.survey import Groups, Line, Survey, better

RANKS = np.array([better(outcome) for outcome in OUTCOMES], np.int8)
GAINS, LOSES = "gains", "loses"
CLOSED = 3


class Comparison:
    """Looks at every block after both surveys have counted it.

    A row gains by a better outcome (closed and not-for-you, may be open, open), or by the same outcome with
    a higher bound of what the programme gives; it loses by the opposite. A give without a stated bound, or
    of which the basis is not known, counts nothing on either side.
    """

    def __init__(
        self, before: Survey, after: Survey, programmes: Sequence[str], by: Sequence[str] = ()
    ) -> None:
        self.before, self.after, self.programmes = before, after, programmes
        self._moves = {p: np.zeros((len(OUTCOMES), len(OUTCOMES)), np.int64) for p in programmes}
        self._sides = {p: np.zeros(2, np.int64) for p in programmes}
        self._groups = {(p, name): np.zeros((2, 0), np.int64) for p in programmes for name in by}

    def add(self, rows: int, groups: Mapping[str, Groups]) -> None:
        """Compares the block that both surveys counted last."""
        for programme in self.programmes:
            old, new = _outcomes(self.before, programme, rows), _outcomes(self.after, programme, rows)
            size = len(OUTCOMES)
            self._moves[programme] += np.bincount(old * size + new, minlength=size**2).reshape(size, size)
            more = RANKS[new] - RANKS[old]
            worth = self.after.worth(programme, rows) - self.before.worth(programme, rows)
            change = np.where(more != 0, more, np.sign(worth))
            change[(RANKS[new] == 0) & (RANKS[old] == 0)] = 0
            sides = (change > 0, change < 0)
            self._sides[programme] += [int(side.sum()) for side in sides]
            for name, part in groups.items():
                self._group(programme, name, part, sides)

    def _group(self, programme: str, name: str, part: Groups, sides: Sequence[NDArray[np.bool_]]) -> None:
        counted = self._groups[programme, name]
        if part.count > counted.shape[1]:
            counted = np.pad(counted, ((0, 0), (0, part.count - counted.shape[1])))
        for place, side in enumerate(sides):
            counted[place] += np.bincount(part.codes[side], minlength=counted.shape[1])
        self._groups[programme, name] = counted

    def lines(self, labels: Mapping[str, Sequence[str]] | None = None) -> Iterator[Line]:
        """The rows of each move (`open>not-for-you`) that somebody makes, and who gains and loses."""
        for programme in self.programmes:
            for old, row in zip(OUTCOMES, self._moves[programme].tolist(), strict=True):
                for new, value in zip(OUTCOMES, row, strict=True):
                    if value:
                        yield Line(programme, f"{old}>{new}", value)
            for side, value in zip((GAINS, LOSES), self._sides[programme].tolist(), strict=True):
                yield Line(programme, side, value)
            for name, names in (labels or {}).items():
                counted = self._groups[programme, name]
                for place, side in enumerate((GAINS, LOSES)):
                    for label, value in zip(names, counted[place].tolist(), strict=False):
                        if value:
                            yield Line(programme, side, value, "", name, label)


def _outcomes(survey: Survey, programme: str, rows: int) -> NDArray[np.intp]:
    """The place in OUTCOMES of every row of the last block. Shape (rows,)."""
    masks = survey.masks(programme)
    if masks is None:
        return np.full(rows, CLOSED, np.intp)
    found: NDArray[np.intp] = np.argmax(unpack(masks, rows), axis=0)
    return found
