"""What a name stands for on a day (a fact, a definition, a parameter), and how much may be expanded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from superconnector.core.rules.errors import RuleError, unknown_name, wrong
from superconnector.core.rules.facts import Dated, Fact, Type, Vocabulary
from superconnector.core.rules.tree import At

MAX_TERMS = 5_000
MAX_EXPANSION = 20
MAX_NESTED = 100
CONSTANTS = ("application_day", "not_stated")


@dataclass(slots=True)
class Budget:
    """How many terms may still be read, and how deep one stands; shared with all that is expanded."""

    left: int = MAX_TERMS
    depth: int = 0

    @contextmanager
    def spend(self, at: At) -> Iterator[None]:
        """One term, for as long as it is read. Raises RuleError when there are too many, or too deep."""
        self.left -= 1
        if self.left < 0:
            raise wrong(f"the expression and its definitions hold more than {MAX_TERMS} terms", at)
        if self.depth >= MAX_NESTED:
            raise wrong(f"the definitions are nested more than {MAX_NESTED} deep", at)
        self.depth += 1
        yield
        self.depth -= 1


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that an expression may use.

    A definition sees only definitions, wherever it is used; a parameter sees the other parameters too.
    `path` is the chain of names under expansion, `on` the day whose versions hold (None: the latest).
    """

    vocabulary: Vocabulary
    parameters: Mapping[str, Sequence[Dated]]
    on: date | None
    budget: Budget = field(default_factory=Budget)
    path: tuple[tuple[str, str], ...] = ()

    def fact(self, name: str, at: At) -> Fact:
        """The fact of a dotted name. Raises RuleError if there is none, or if it is a text."""
        fact = self.vocabulary.facts.get(name)
        if fact is None:
            raise unknown_name(name, "is not a fact", self.vocabulary.facts, at)
        if fact.type is Type.TEXT:
            raise wrong(f'"{name}" is a text; a condition cannot be made of a text', at)
        return fact

    def versions(self, name: str, at: At) -> tuple[str, Sequence[Dated]]:
        """("parameter" or "definition", versions) of a bare name. Raises RuleError if there is none."""
        if name in self.parameters:
            return "parameter", self.parameters[name]
        if name in self.vocabulary.definitions:
            return "definition", self.vocabulary.definitions[name]
        if any(name in fact.option_ids for fact in self.vocabulary.facts.values()):
            raise wrong(f'an answer is written in quotes: "{name}"', at)
        raise unknown_name(name, "is not a definition, a parameter or a fact", self._bare_names(), at)

    def _bare_names(self) -> Iterator[str]:
        yield from CONSTANTS
        yield from self.parameters
        yield from self.vocabulary.definitions
        yield from self.vocabulary.facts

    def inside(self, kind: str, name: str, at: At) -> Scope:
        """The scope within the text of that name. Raises RuleError if the name stands for itself."""
        step = (kind, name)
        if step in self.path:
            loop = [n for _, n in self.path[self.path.index(step) :]]
            raise wrong(f'"{name}" stands for itself: {" → ".join([*loop, name])}', at)
        if len(self.path) >= MAX_EXPANSION:
            raise wrong(f"definitions stand for definitions more than {MAX_EXPANSION} deep", at)
        parameters = self.parameters if kind == "parameter" else {}
        return replace(self, parameters=parameters, path=(*self.path, step))

    def version(self, versions: Sequence[Dated]) -> Dated | None:
        """The version of the day, of several the one that starts last; the latest if no day is given."""
        holding = [v for v in versions if self.on is None or v.holds(self.on)]
        return max(reversed(holding), key=lambda v: v.from_day or date.min, default=None)


def within(kind: str, name: str, error: RuleError, at: At) -> RuleError:
    """An error of the text of a definition or parameter, told at the place where the name is used."""
    return RuleError(f'in the {kind} "{name}": {error.message}', at.line, at.column, error.suggestion)
