"""Why a verdict is what it is: the clauses, the atoms that decide, and what is still open.

All functions read the truths of the atoms of one programme (True, False, None), computed before by the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from superconnector.core.rules.cases import Case, Leaf, Shape
from superconnector.core.rules.terms import Requirement
from superconnector.core.rules.verdict import Clause, Outcome, Reason

MOST = 256
"""How many alternative supports are kept; a proof is provably the smallest if there were never more."""

Truths = Sequence[bool | None]
Support = frozenset[int]


def truth_of(shape: Shape, truths: Truths) -> bool | None:
    """Kleene's value of a shape."""
    if isinstance(shape, Leaf):
        truth = truths[shape.atom]
        return truth if truth is None or shape.positive else not truth
    values = [truth_of(p, truths) for p in shape.parts]
    absorbing = not shape.every
    return absorbing if absorbing in values else None if None in values else shape.every


def supports(shape: Shape, truths: Truths, wanted: bool) -> list[Support]:
    """The sets of atoms whose values alone force the shape to `wanted`, smallest first; empty if none does.

    Sets that contain another are left out, and all but the MOST smallest.
    """
    if isinstance(shape, Leaf):
        return [frozenset((shape.atom,))] if truths[shape.atom] is (wanted == shape.positive) else []
    if shape.every != wanted:
        return _smallest(s for part in shape.parts for s in supports(part, truths, wanted))
    return united([supports(part, truths, wanted) for part in shape.parts])


def united(alternatives: Iterable[list[Support]]) -> list[Support]:
    """One support out of each list, united; smallest first."""
    found: list[Support] = [frozenset()]
    for choices in sorted(alternatives, key=len):
        found = _smallest(a | b for a in found for b in choices)
    return found


def _smallest(supports_: Iterable[Support]) -> list[Support]:
    kept: list[Support] = []
    for support in sorted(set(supports_), key=lambda s: (len(s), sorted(s))):
        if not any(k <= support for k in kept):
            kept.append(support)
        if len(kept) == MOST:
            break
    return kept


def open_atoms(shape: Shape, truths: Truths) -> Iterator[int]:
    """The unknown atoms in the parts of an unknown shape that are not settled, in order of appearance."""
    if truth_of(shape, truths) is not None:
        return
    if isinstance(shape, Leaf):
        yield shape.atom
        return
    for part in shape.parts:
        yield from open_atoms(part, truths)


def reasons(
    case: Case, atoms: Iterable[int], truths: Truths, within: Requirement | None = None
) -> tuple[Reason, ...]:
    """The atoms as data, in order of appearance; told of the clause `within`, or the first that has them."""
    told = [(case.atoms[i], truths[i]) for i in sorted(set(atoms))]
    if within is None:
        return tuple(Reason(a.requirement, a.node, truth, a.facts, a.cites) for a, truth in told)
    return tuple(Reason(within.id, a.node, truth, a.facts, within.cites) for a, truth in told)


def clauses(case: Case, truths: Truths) -> tuple[Clause, ...]:
    """Every clause of the day with its own value and the fewest atoms that decide it."""
    return tuple(_clause(case, i, truths) for i in range(len(case.shapes)))


def _clause(case: Case, place: int, truths: Truths) -> Clause:
    shape, requirement = case.shapes[place], case.requirements[place]
    truth = truth_of(shape, truths)
    atoms = open_atoms(shape, truths) if truth is None else supports(shape, truths, truth)[0]
    return Clause(requirement, truth, reasons(case, atoms, truths, requirement))


def deciding(case: Case, truths: Truths, outcome: Outcome) -> tuple[Reason, ...]:
    """The atoms that force the outcome (see Verdict).

    NOT_FOR_YOU: the fewest atoms with which one hard clause fails. OPEN: the fewest atoms with which all
    clauses hold, an atom of several clauses being counted once. Both are provably smallest unless more than
    MOST alternatives had to be weighed. MAY_BE_OPEN: the unknown atoms that still matter, and the atoms of
    soft clauses that are not met. CLOSED: none.
    """
    match outcome:
        case Outcome.CLOSED:
            return ()
        case Outcome.OPEN:
            found = united([supports(s, truths, True) for s in case.shapes])
            return reasons(case, found[0], truths)
        case Outcome.NOT_FOR_YOU:
            hard = [s for s, r in zip(case.shapes, case.requirements, strict=True) if not r.soft]
            failing = _smallest(s for shape in hard for s in supports(shape, truths, False))
            return reasons(case, failing[0], truths)
    return reasons(case, _holding_open(case, truths), truths)


def _holding_open(case: Case, truths: Truths) -> Iterator[int]:
    for shape, requirement in zip(case.shapes, case.requirements, strict=True):
        yield from open_atoms(shape, truths)
        if requirement.soft and truth_of(shape, truths) is False:
            yield from supports(shape, truths, False)[0]
