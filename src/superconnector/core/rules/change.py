"""Which unknown facts could still change a verdict, as opposed to being mentioned in its terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from math import prod

from superconnector.core.rules.cases import Case, Leaf, Shape
from superconnector.core.rules.facts import Profile
from superconnector.core.rules.prove import Truths, open_atoms

MOST_ROWS = 4096
"""Completions that are tried for one programme; beyond it every fact of an open atom is taken to matter."""

Masks = tuple[int, int]
Classes = list[tuple[int, ...]]
"""The values that some atoms take together: 1 true, -1 false, 0 unknown."""

Patterns = Callable[[str, Sequence[int]], Classes]
"""For an unknown fact and some atoms, the classes that its answers make."""

EITHER: Classes = [(1,), (-1,)]


def could_change(case: Case, truths: Truths, profile: Profile, patterns: Patterns) -> tuple[str, ...]:
    """The facts that, once the others are answered in some way, decide an outcome that is open without them.

    Exact if no fact stands in two open atoms and no open atom stands twice (then each matters, and nothing
    need be tried), or if the completions are no more than MOST_ROWS; otherwise it may name a fact too many,
    never one too few. An atom over several unknown facts is taken to fall out either way, and to need them
    all. In order of appearance.
    """
    open_in = [tuple(open_atoms(shape, truths)) for shape in case.bounds]
    atoms = list(dict.fromkeys(atom for side in open_in for atom in side))
    missing = {i: [f for f in case.atoms[i].facts if f not in profile] for i in atoms}
    facts = list(dict.fromkeys(f for i in atoms for f in missing[i]))
    if all(_read_once(side, missing) for side in open_in):
        return tuple(facts)
    trial = _Trial(case, truths, atoms, missing, patterns)
    return tuple(facts if trial.rows > MOST_ROWS else (f for f in facts if trial.decides(f)))


def _read_once(atoms: Sequence[int], missing: Mapping[int, Sequence[str]]) -> bool:
    facts = Counter(f for i in atoms for f in missing[i])
    return len(set(atoms)) == len(atoms) and all(n == 1 for n in facts.values())


class _Trial:
    """All completions of the unknown facts of one programme, by class of answer: one bit of an integer each.

    A completion has a digit for each fact (which class of answer) and for each atom over several of them.
    """

    def __init__(
        self,
        case: Case,
        truths: Truths,
        atoms: Sequence[int],
        missing: Mapping[int, Sequence[str]],
        patterns: Patterns,
    ) -> None:
        self.case, self.truths, self.missing = case, truths, missing
        alone = [i for i in atoms if len(missing[i]) == 1]
        own: dict[str, list[int]] = {}
        for i in alone:
            own.setdefault(missing[i][0], []).append(i)
        joint = [i for i in atoms if len(missing[i]) > 1]
        digits = [(ids, patterns(fact, ids)) for fact, ids in own.items()]
        self.digits: list[tuple[list[int], Classes]] = [*digits, *(([i], EITHER) for i in joint)]
        self.rows = prod(len(classes) for _, classes in self.digits)

    def decides(self, fact: str) -> bool:
        """Whether the outcome of some completion is open without this fact and decided with it."""
        without = {i: m for i, m in self.columns.items() if fact not in self.missing.get(i, ())}
        return self._fully & ~self._decided(without) != 0

    @cached_property
    def _fully(self) -> int:
        return self._decided(self.columns)

    def _decided(self, columns: Mapping[int, Masks]) -> int:
        """The completions in which it is open even at worst, or not for the applicant even at best."""
        everyone = (1 << self.rows) - 1
        worst, best = (_value(shape, columns, everyone) for shape in self.case.bounds)
        return worst[0] | best[1]

    @cached_property
    def columns(self) -> dict[int, Masks]:
        """In which completions each atom is true and false; an atom that is neither in any is left out."""
        everyone = (1 << self.rows) - 1
        found = {
            i: (everyone, 0) if truth else (0, everyone)
            for i, truth in enumerate(self.truths)
            if truth is not None
        }
        stride = 1
        for ids, classes in self.digits:
            size = stride * len(classes)
            every_size = everyone // ((1 << size) - 1)
            masks = [(((1 << stride) - 1) << (stride * d)) * every_size for d in range(len(classes))]
            for place, i in enumerate(ids):
                true = sum(m for m, values in zip(masks, classes, strict=True) if values[place] > 0)
                false = sum(m for m, values in zip(masks, classes, strict=True) if values[place] < 0)
                found[i] = (true, false)
            stride = size
        return found


def _value(shape: Shape, columns: Mapping[int, Masks], everyone: int) -> Masks:
    """Kleene's value of a shape in every completion."""
    if isinstance(shape, Leaf):
        t, f = columns.get(shape.atom, (0, 0))
        return (t, f) if shape.positive else (f, t)
    all_, any_ = everyone, 0
    for part in shape.parts:
        t, f = _value(part, columns, everyone)
        all_, any_ = (all_ & t, any_ | f) if shape.every else (all_ & f, any_ | t)
    return (all_, any_) if shape.every else (any_, all_)
