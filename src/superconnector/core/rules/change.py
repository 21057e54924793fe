"""Which unknown facts could still change a verdict, as opposed to being mentioned in its terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules.cases import Case, Leaf, Shape
from superconnector.core.rules.facts import Profile
from superconnector.core.rules.prove import Truths, open_atoms

MOST_ROWS = 4096
"""Completions that are tried for one programme; beyond it every fact of an open atom is taken to matter."""

Masks = tuple[NDArray[np.bool_], NDArray[np.bool_]]


def could_change(
    case: Case, truths: Truths, profile: Profile, patterns: Callable[[str], Sequence[Truths]]
) -> tuple[str, ...]:
    """The facts for which some answers to the others leave the verdict open until this one is answered too.

    `patterns`: for each unknown fact the truths of the atoms of the case under each of its answers. Exact
    if no fact stands in two open atoms and no open atom stands twice (then each matters, and nothing need
    be tried), or if the completions are no more than MOST_ROWS; otherwise it may name a fact too many,
    never one too few. In order of appearance.
    """
    open_in = [tuple(open_atoms(shape, truths)) for shape in case.bounds]
    atoms = list(dict.fromkeys(atom for side in open_in for atom in side))
    missing = {i: [f for f in case.atoms[i].facts if f not in profile] for i in atoms}
    facts = list(dict.fromkeys(f for i in atoms for f in missing[i]))
    if all(_read_once(side, missing) for side in open_in):
        return tuple(facts)
    trial = _Trial(case, truths, atoms, missing, patterns)
    return tuple(facts if trial.rows > MOST_ROWS else (f for f in facts if trial.leaves_open(f)))


def _read_once(atoms: Sequence[int], missing: Mapping[int, Sequence[str]]) -> bool:
    facts = Counter(f for i in atoms for f in missing[i])
    return len(set(atoms)) == len(atoms) and all(n == 1 for n in facts.values())


class _Trial:
    """All completions of the unknown facts of one programme, by class of answer, a row each."""

    def __init__(
        self,
        case: Case,
        truths: Truths,
        atoms: Sequence[int],
        missing: Mapping[int, Sequence[str]],
        patterns: Callable[[str], Sequence[Truths]],
    ) -> None:
        self.case, self.truths, self.missing = case, truths, missing
        self.alone = [i for i in atoms if len(missing[i]) == 1]
        self.joint = [i for i in atoms if len(missing[i]) > 1]
        self.facts = list(dict.fromkeys(missing[i][0] for i in self.alone))
        self.classes = [self._classes(f, patterns(f)) for f in self.facts]
        self.rows = prod(len(c) for c in self.classes) << len(self.joint)

    def _classes(self, fact: str, patterns: Sequence[Truths]) -> list[tuple[bool | None, ...]]:
        own = [i for i in self.alone if self.missing[i][0] == fact]
        return list(dict.fromkeys(tuple(p[i] for i in own) for p in patterns))

    def leaves_open(self, fact: str) -> bool:
        """Whether some completion of the other facts is undecided without this one."""
        known = [_value(shape, self._columns(fact)) for shape in self.case.bounds]
        return not all(bool((t | f).all()) for t, f in known)

    def _columns(self, hidden: str) -> dict[int, Masks]:
        """The truths of the atoms in every completion, those that speak of `hidden` being unknown."""
        either: list[tuple[bool | None, ...]] = [(True,), (False,)]
        sides = [*self.classes, *(either for _ in self.joint)]
        picks = list(product(*sides))
        found: dict[int, Masks] = {}
        nobody = np.zeros(len(picks), np.bool_)
        for i, truth in enumerate(self.truths):
            found[i] = (nobody | (truth is True), nobody | (truth is False))
        for place, atoms in enumerate([*self._own(), *([i] for i in self.joint)]):
            for within, i in enumerate(atoms):
                if hidden not in self.missing[i]:
                    column = [pick[place][within] for pick in picks]
                    found[i] = (
                        np.array([v is True for v in column]),
                        np.array([v is False for v in column]),
                    )
        return found

    def _own(self) -> Iterator[list[int]]:
        for fact in self.facts:
            yield [i for i in self.alone if self.missing[i][0] == fact]


def _value(shape: Shape, columns: Mapping[int, Masks]) -> Masks:
    """Kleene's value of a shape in every completion."""
    if isinstance(shape, Leaf):
        t, f = columns[shape.atom]
        return (t, f) if shape.positive else (f, t)
    values = [_value(p, columns) for p in shape.parts]
    size = len(next(iter(columns.values()))[0])
    all_, any_ = np.ones(size, np.bool_), np.zeros(size, np.bool_)
    for t, f in values:
        all_, any_ = all_ & (t if shape.every else f), any_ | (f if shape.every else t)
    return (all_, any_) if shape.every else (any_, all_)
