"""Reading an expression: text → typed tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from superconnector.core.rules.check import whole
from superconnector.core.rules.errors import WORDS, RuleError
from superconnector.core.rules.facts import BOUNDS, Dated, Type, Vocabulary
from superconnector.core.rules.intervals import bounds
from superconnector.core.rules.parts import Quotient, Span, Term
from superconnector.core.rules.scope import Scope
from superconnector.core.rules.tree import Node

NO_PARAMETERS: Mapping[str, Sequence[Dated]] = MappingProxyType({})


def parse(
    text: str,
    vocabulary: Vocabulary,
    parameters: Mapping[str, Sequence[Dated]] = NO_PARAMETERS,
    on: date | None = None,
    expect: Type = Type.BOOLEAN,
) -> Node:
    """The typed tree of an expression of type `expect`.

    Definitions and parameters are replaced by their version on the day `on`: by `not_stated` if none holds
    then, by the latest version if `on` is None. Constants are folded; no value that the facts allow overflows
    64 bits. Raises RuleError, which names the place in `text`; an error within a definition is told at the
    place where its name stands.
    """
    term = whole(text, Scope(vocabulary, parameters, on))
    if term.type is not expect:
        raise RuleError(f"this is {WORDS[term.type]}; {WORDS[expect]} is needed here", *_start(term))
    if isinstance(term, Span | Quotient):
        raise RuleError(f"{WORDS[term.type]} cannot stand alone; it is part of a condition", *_start(term))
    _prove(term, vocabulary)
    return term


def type_of(
    text: str,
    vocabulary: Vocabulary,
    parameters: Mapping[str, Sequence[Dated]] = NO_PARAMETERS,
    on: date | None = None,
) -> Type:
    """The type of an expression, for what may be of any type: a parameter, a definition. Raises RuleError."""
    term = whole(text, Scope(vocabulary, parameters, on))
    for node in (term.numerator, term.denominator) if isinstance(term, Quotient) else (term,):
        _prove(node, vocabulary)
    return term.type


def _prove(term: Term, vocabulary: Vocabulary) -> None:
    """Raises RuleError if the term can overflow; of types without bounds there is nothing to prove."""
    if not isinstance(term, Span | Quotient) and term.type in BOUNDS:
        bounds(term, vocabulary)


def _start(term: Term) -> tuple[int, int]:
    return term.at.line, term.at.column
