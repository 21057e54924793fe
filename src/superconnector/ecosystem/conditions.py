"""Whether every expression can be read, and whether it can ever be true.

Definitions and parameters change over time, so each condition is read on every day on which something that it
may stand on changes, within the days on which it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import combinations

from superconnector.core.rules import Node, RuleError, facts_of, parse, satisfiable, type_of
from superconnector.core.rules.facts import Dated, Vocabulary
from superconnector.core.rules.tree import And, Constant
from superconnector.ecosystem.convert import dated, tier_condition
from superconnector.ecosystem.draft import Draft, Place
from superconnector.ecosystem.problems import Problem
from superconnector.ecosystem.schema import GiveTerm, ParameterVersion, Period, Programme, RequirementTerm
from superconnector.ecosystem.vocabulary import all_facts, vocabulary_of

ORDINARY_DAY = date(2000, 1, 1)
DAY = timedelta(days=1)


def condition_problems(draft: Draft) -> Iterator[Problem]:
    """Every expression of the folder, whose facts and definitions have been found in order."""
    if draft.ecosystem is None:
        return
    facts = all_facts(draft, draft.ecosystem)
    definitions = {each.id: each for _, each in draft.definitions()}
    reader = Reader(vocabulary_of(facts, definitions, draft.ecosystem.currency))
    for place, definition in draft.definitions():
        for number, version in enumerate(definition.versions):
            on = version.from_ or version.to or ORDINARY_DAY
            yield from reader.definition(place / "versions" / number / "expression", version.expression, on)
    for place, fact in draft.facts():
        if fact.ask_when is not None:
            yield from reader.ask_when(place / "ask_when", fact.id, fact.ask_when)
    changes = change_days(version for each in definitions.values() for version in each.versions)
    for place, programme in draft.programmes():
        yield from ProgrammeCheck.of(reader, place, programme, changes).problems()
    for group in _groups(reader, draft, changes):
        yield from group.problems()


def _groups(reader: Reader, draft: Draft, changes: frozenset[date]) -> Iterator[ClausesCheck]:
    """The groups of every call; where the terms of its programme hold, its parameters stand there too."""
    programmes = {p.id: p for _, p in draft.programmes()}
    for place, call in draft.calls():
        programme = programmes.get(call.programme or "")
        for number, group in enumerate(call.groups):
            if programme is None and group.programme_terms:
                continue  # told of at the programme, or where the call names it
            inherited = programme.parameters if programme and group.programme_terms else {}
            here = place / "groups" / number
            yield ClausesCheck(reader, here, call.programme or "", group.who, inherited, changes)


def change_days(periods: Iterable[Period]) -> frozenset[date]:
    """The first day of each period and the day after its last."""
    days: set[date] = set()
    for period in periods:
        days |= {period.from_} if period.from_ else set()
        days |= {period.to + DAY} if period.to else set()
    return frozenset(days)


@dataclass(slots=True)
class Reader:
    """Reads expressions, each text once a day; what stands for the same on both days is one tree."""

    vocabulary: Vocabulary
    trees: dict[tuple[str, date, str], Node | RuleError] = field(default_factory=dict)
    verdicts: dict[Node, bool] = field(default_factory=dict)

    def read(
        self, text: str, on: date, parameters: Mapping[str, Sequence[Dated]], owner: str
    ) -> Node | RuleError:
        """The tree of a condition on a day, or what is wrong with it; `owner` names whose parameters."""
        key = (text, on, owner if parameters else "")
        if key not in self.trees:
            try:
                self.trees[key] = parse(text, self.vocabulary, parameters, on)
            except RuleError as error:
                self.trees[key] = error
        return self.trees[key]

    def possible(self, node: Node) -> bool:
        """Whether a tree can be true, as far as can be proven."""
        if node not in self.verdicts:
            self.verdicts[node] = satisfiable(node, self.vocabulary)
        return self.verdicts[node]

    def definition(self, place: Place, text: str, on: date) -> Iterator[Problem]:
        """A definition's own mistakes; those of the definitions it uses are told at their own place."""
        yield from _told(place, text, partial(type_of, text, self.vocabulary, on=on))

    def ask_when(self, place: Place, fact_id: str, text: str) -> Iterator[Problem]:
        """A question cannot wait for its own answer."""
        try:
            if fact_id in facts_of(parse(text, self.vocabulary)):
                yield place.problem("a question cannot depend on its own answer")
        except RuleError as error:
            yield rule_problem(place, text, error)


def _told(place: Place, text: str, read: Callable[[], object]) -> Iterator[Problem]:
    try:
        read()
    except RuleError as error:
        if not error.message.startswith("in the definition") or "stands for itself" in error.message:
            yield rule_problem(place, text, error)


def rule_problem(place: Place, text: str, error: RuleError) -> Problem:
    """What is wrong with an expression, at the line and column of the file."""
    offset = sum(len(line) + 1 for line in text.split("\n")[: error.line - 1]) + error.column - 1
    line, column = place.document.locate(place.loc, offset)
    return place.at_line(line, f"{error.message} (column {column})")


@dataclass(slots=True)
class ClausesCheck:
    """The clauses of who may apply or enter. `days`: one before every change, and the first day of each.

    `owner` names whose parameters the clauses use.
    """

    reader: Reader
    place: Place
    owner: str
    who: Sequence[RequirementTerm]
    versions: Mapping[str, Sequence[ParameterVersion]]
    changes: frozenset[date]
    parameters: dict[str, tuple[Dated, ...]] = field(init=False)
    days: list[date] = field(init=False)

    def __post_init__(self) -> None:
        self.parameters = {key: dated(each) for key, each in self.versions.items()}
        versions = (version for each in self.versions.values() for version in each)
        days = self.changes | change_days(self.who) | change_days(versions)
        self.days = sorted(days | {min(days) - DAY if days else ORDINARY_DAY})

    def problems(self) -> Iterator[Problem]:
        """Each expression by itself; then the clauses of each day together."""
        found = list(self.unreadable())
        yield from found or self.together()

    def unreadable(self) -> Iterator[Problem]:
        """Clauses that cannot be read, or can never be true."""
        for number, clause in enumerate(self.who):
            place = self.place / "who" / number / "expression"
            yield from self.readable(place, clause.expression, self._days_of(clause), "this clause")

    def read(self, text: str, day: date) -> Node | RuleError:
        """The tree of an expression on a day."""
        return self.reader.read(text, day, self.parameters, self.owner)

    def _days_of(self, period: Period) -> list[date]:
        return [day for day in self.days if _holds(period, day)]

    def readable(self, place: Place, text: str, days: list[date], what: str) -> Iterator[Problem]:
        """At most one problem an expression: it cannot be read, or on none of the days can it be true."""
        trees = [self.read(text, day) for day in days]
        for tree in trees:
            if isinstance(tree, RuleError):
                yield rule_problem(place, text, tree)
                return
        if trees and not any(self.reader.possible(tree) for tree in trees if not isinstance(tree, RuleError)):
            yield place.problem(f"{what} can never be fulfilled, whatever one answers")

    def together(self) -> Iterator[Problem]:
        """The hard clauses of each day as one condition; a clash is told on its first day."""
        told: set[tuple[str, ...]] = set()
        for day in self.days:
            clauses = self.hard(day)
            if clauses and not self._possible(clauses.values()):
                clash = self._clash(clauses)
                if clash not in told:
                    told.add(clash)
                    terms = "" if day == self.days[0] else f" on the terms of {day}"
                    all_of = "all of " if len(clash) > 1 else ""
                    yield (self.place / "who").problem(f"nobody can fulfil {all_of}{', '.join(clash)}{terms}")

    def hard(self, day: date) -> dict[str, Node]:
        """The trees of the clauses that one must fulfil on a day, by id."""
        clauses: dict[str, Node] = {}
        for clause in self.who:
            if not clause.soft and _holds(clause, day):
                tree = self.read(clause.expression, day)
                if not isinstance(tree, RuleError):
                    clauses[clause.id] = tree
        return clauses

    def _possible(self, trees: Iterable[Node]) -> bool:
        parts = tuple(trees)
        return self.reader.possible(And(parts) if len(parts) > 1 else parts[0])

    def _clash(self, clauses: Mapping[str, Node]) -> tuple[str, ...]:
        """The first clause that excludes everybody, else the first two that exclude each other, else all."""
        for some in (*combinations(clauses, 1), *combinations(clauses, 2)):
            if not self._possible(clauses[name] for name in some):
                return some
        return tuple(clauses)

    def with_clauses(self, place: Place, text: str, what: str) -> Iterator[Problem]:
        """Whether anyone who may apply, on any day, can be in the class."""
        for day in self.days:
            tree = self.read(text, day)
            if isinstance(tree, RuleError) or self._possible([tree, *self.hard(day).values()]):
                return
        yield place.problem(f"nobody who may apply can ever fulfil {what}")


@dataclass(slots=True)
class ProgrammeCheck:
    """The conditions of one programme: its clauses, its parameters and what it gives."""

    programme: Programme
    clauses: ClausesCheck

    @classmethod
    def of(
        cls, reader: Reader, place: Place, programme: Programme, changes: frozenset[date]
    ) -> ProgrammeCheck:
        """The check of a programme at its place; `changes` are the days on which definitions change."""
        who, versions = programme.who, programme.parameters
        return cls(programme, ClausesCheck(reader, place, programme.id, who, versions, changes))

    def problems(self) -> Iterator[Problem]:
        """Each expression by itself; then the clauses of each day together; then what is given."""
        found = [*self._parameters(), *self.clauses.unreadable()]
        yield from found
        if not found:
            yield from self.clauses.together()
            yield from self._gives()

    def _parameters(self) -> Iterator[Problem]:
        check = self.clauses
        for name, versions in self.programme.parameters.items():
            for number, version in enumerate(versions):
                text, on = version.expression, version.from_ or version.to or check.days[-1]
                place = check.place / "parameters" / name / number / "expression"
                read = partial(type_of, text, check.reader.vocabulary, check.parameters, on)
                yield from _told(place, text, read)

    def _gives(self) -> Iterator[Problem]:
        check = self.clauses
        for number, give in enumerate(self.programme.gives):
            place = check.place / "gives" / number
            found: list[Problem] = []
            if give.when is not None:
                found += check.readable(place / "when", give.when, check.days, "this condition")
                found = found or list(check.with_clauses(place / "when", give.when, "this"))
            for step, tier in enumerate(give.tiers):
                here = place / "tiers" / step / "when"
                found += check.readable(here, tier.when, check.days, "this tier")
            yield from found
            if not found:
                yield from self._tiers(place / "tiers", give)

    def _tiers(self, place: Place, give: GiveTerm) -> Iterator[Problem]:
        check, what = self.clauses, "with the conditions before it, this tier"
        for number in range(len(give.tiers)):
            here = place / number / "when"
            earlier = self._shadow(give, number)
            if earlier is not None:
                yield here.problem(f"this tier can never apply: {earlier} comes first and covers it")
                continue
            text = tier_condition(give, number)
            found = list(check.readable(here, text, check.days, what))
            yield from found or check.with_clauses(here, text, "this tier")

    def _shadow(self, give: GiveTerm, number: int) -> str | None:
        """An earlier tier that is always true, or true whenever this one is because it says the same."""
        days = self.clauses.days
        for earlier in give.tiers[:number]:
            if all(self._covers(earlier.when, give.tiers[number].when, day) for day in days):
                return earlier.id
        return None

    def _covers(self, earlier: str, later: str, day: date) -> bool:
        first = self.clauses.read(earlier, day)
        second = self.clauses.read(later, day)
        if isinstance(first, RuleError) or isinstance(second, RuleError):
            return False
        return first == second or (isinstance(first, Constant) and first.value is True)


def _holds(period: Period | RequirementTerm, day: date) -> bool:
    return (period.from_ is None or period.from_ <= day) and (period.to is None or day <= period.to)
