"""Reading a tree without evaluating it: its parts, its facts, its atoms."""

from __future__ import annotations

from collections.abc import Iterator

from superconnector.core.rules.facts import Type
from superconnector.core.rules.tree import (
    And,
    Arithmetic,
    Choose,
    Compare,
    CompareRatio,
    Elapsed,
    Extreme,
    FactRef,
    Member,
    Node,
    Not,
    Or,
    Overlap,
    Shift,
)


def parts_of(node: Node) -> tuple[Node, ...]:  # noqa: PLR0911 - one line a kind of node
    """The nodes directly below, in the order of the text."""
    match node:
        case And() | Or() | Extreme():
            return node.parts
        case Not():
            return (node.part,)
        case Compare() | Arithmetic():
            return (node.left, node.right)
        case CompareRatio():
            return (node.numerator, node.denominator)
        case Member():
            return (node.choice,)
        case Overlap():
            return (node.choices,)
        case Shift():
            return (node.moment,)
        case Elapsed():
            return (node.since,)
        case Choose():
            return (node.then, node.condition, node.otherwise)
    return ()


def nodes_of(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the text."""
    yield node
    for part in parts_of(node):
        yield from nodes_of(part)


def facts_of(node: Node) -> tuple[str, ...]:
    """The ids of the facts in it, each once, in order of appearance."""
    return tuple(dict.fromkeys(n.fact for n in nodes_of(node) if isinstance(n, FactRef)))


def atoms_of(node: Node) -> tuple[Node, ...]:
    """The conditions in it that are not made of others by and, or, not, if: each once, in order.

    `node` is a condition. The parts of a comparison are no atoms, even where they are conditions.
    """
    return tuple(dict.fromkeys(_atoms(node)))


def _atoms(node: Node) -> Iterator[Node]:
    joins = isinstance(node, And | Or | Not) or (isinstance(node, Choose) and node.type is Type.BOOLEAN)
    if not joins:
        yield node
        return
    for part in parts_of(node):
        yield from _atoms(part)
