"""The clauses of one programme in the shape that a proof is read from: all-of and any-of over atoms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from superconnector.core.rules.facts import Type
from superconnector.core.rules.graph import UNKNOWN, Literal
from superconnector.core.rules.standing import Standing
from superconnector.core.rules.terms import Cite, Give, Requirement
from superconnector.core.rules.tree import And, Choose, Node, Not, Or
from superconnector.core.rules.walk import facts_of


@dataclass(frozen=True, slots=True)
class Leaf:
    """An atom of a clause, possibly negated; `atom` is its place among the atoms of the programme."""

    atom: int
    positive: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """All of the parts, or any of them; negations stand at the leaves only."""

    every: bool
    parts: tuple[Shape, ...]


Shape = Leaf | Branch


@dataclass(frozen=True, slots=True)
class Atom:
    """A condition without and/or/not, in the words of the first clause that has it."""

    node: Node
    literal: Literal
    requirement: str
    facts: tuple[str, ...]
    cites: tuple[Cite, ...]

    @property
    def unstated(self) -> bool:
        """Whether no answer can settle it, because a part of it is stated by no source."""
        return self.literal == UNKNOWN


@dataclass(frozen=True, slots=True)
class Given:
    """One thing that is given, the literal of its class of applicant, and the facts that tell the class."""

    give: Give
    literal: Literal
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """One programme on one day.

    shapes, requirements, worst, best: one a clause in the order of the file. worst and best: the literals of
    a clause if what no source states turns out against or for the applicant; a soft clause is at best met.
    bounds: all clauses together as they turn out at worst and at best, as shapes without unstated atoms.
    received: the fact that holds the money already had, empty if there is none.
    """

    programme: str
    standing: Standing
    requirements: tuple[Requirement, ...]
    shapes: tuple[Shape, ...]
    worst: tuple[Literal, ...]
    best: tuple[Literal, ...]
    atoms: tuple[Atom, ...]
    bounds: tuple[Shape, Shape]
    gives: tuple[Given, ...] = ()
    received: str = ""

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts that its clauses speak of, in order of appearance."""
        return tuple(dict.fromkeys(f for atom in self.atoms for f in atom.facts))

    @cached_property
    def compared(self) -> tuple[str, ...]:
        """The facts that atoms compare with one another; of the others only the atoms' truth matters."""
        return tuple(dict.fromkeys(f for atom in self.atoms if len(atom.facts) > 1 for f in atom.facts))


YES, NO = Branch(True, ()), Branch(False, ())


def stated(shape: Shape, atoms: Sequence[Atom], otherwise: bool) -> Shape:
    """The shape with what no source states turned out for (True) or against the applicant."""
    if isinstance(shape, Leaf):
        return (YES if otherwise else NO) if atoms[shape.atom].unstated else shape
    return Branch(shape.every, tuple(stated(part, atoms, otherwise) for part in shape.parts))


class Shaper:
    """Turns the trees of one programme into shapes; equal atoms of different clauses become one."""

    def __init__(self, literal_of: Callable[[Node], Literal]) -> None:
        self.atoms: list[Atom] = []
        self._literal_of = literal_of
        self._places: dict[object, int] = {}

    def shape(self, node: Node, requirement: Requirement, positive: bool = True) -> Shape:
        """The shape of a condition, or of its negation."""
        match node:
            case Not():
                return self.shape(node.part, requirement, not positive)
            case And() | Or():
                return self._branch(node.parts, requirement, positive, isinstance(node, And))
            case Choose() if node.type is Type.BOOLEAN:
                if_so = And((node.condition, node.then))
                if_not = And((Not(node.condition), node.otherwise))
                either_way = And((node.then, node.otherwise))
                return self._branch((if_so, if_not, either_way), requirement, positive, False)
        return self._leaf(node, requirement, positive)

    def _branch(self, parts: Sequence[Node], requirement: Requirement, positive: bool, every: bool) -> Branch:
        return Branch(every == positive, tuple(self.shape(p, requirement, positive) for p in parts))

    def _leaf(self, node: Node, requirement: Requirement, positive: bool) -> Leaf:
        literal = self._literal_of(node)
        identity: object = literal >> 1 if literal > UNKNOWN + 1 else (requirement.id, node)
        place = self._places.setdefault(identity, len(self.atoms))
        if place == len(self.atoms):
            self.atoms.append(Atom(node, literal, requirement.id, facts_of(node), requirement.cites))
        return Leaf(place, positive == (self.atoms[place].literal == literal))
