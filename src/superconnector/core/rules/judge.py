"""One profile against all programmes: outcomes, proofs, questions, offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial

from superconnector.core.rules import ask, prove
from superconnector.core.rules.cases import Case
from superconnector.core.rules.change import could_change
from superconnector.core.rules.compiled import Compiled
from superconnector.core.rules.facts import Profile, Value
from superconnector.core.rules.graph import Literal
from superconnector.core.rules.offers import Offer, valued
from superconnector.core.rules.prove import Truths
from superconnector.core.rules.verdict import Outcome, Verdict
from superconnector.core.rules.whatif import Hypotheses, suppose

MOST_REMEMBERED = 20_000
"""Verdicts kept of one book; a session changes few of them from answer to answer."""


class Judgement:
    """The profile, evaluated once; what answers would change is evaluated when it is first asked for."""

    def __init__(self, compiled: Compiled, profile: Profile) -> None:
        self.compiled, self.profile = compiled, profile
        self.bits = self._suppose(()).bits[:, 0].tolist()

    def verdicts(self) -> tuple[Verdict, ...]:
        """In the order of the terms."""
        return tuple(self.verdict(i) for i in range(len(self.compiled.cases)))

    def counts(self) -> dict[Outcome, int]:
        """How many programmes have each outcome."""
        found = dict.fromkeys(Outcome, 0)
        for i in range(len(self.compiled.cases)):
            found[self.outcome(i)] += 1
        return found

    def outcome(self, place: int) -> Outcome:
        """The outcome of the programme at a place in the book."""
        if self.compiled.cases[place].standing.truth is False:
            return Outcome.CLOSED
        worst, best = self.compiled.roots[place]
        if self._truth(worst):
            return Outcome.OPEN
        return Outcome.NOT_FOR_YOU if self._truth(best) is False else Outcome.MAY_BE_OPEN

    def verdict(self, place: int) -> Verdict:
        """The outcome of the programme at a place in the book, with its proof.

        It depends on nothing but the key under which it is remembered.
        """
        case, truths = self.compiled.cases[place], self._truths(place)
        told = tuple(fact in self.profile for fact in case.facts)
        values = tuple(self.profile.get(fact) for fact in case.compared)
        key = (place, tuple(truths), told, values)
        found = self.compiled.memory.get(key)
        if found is None:
            found = self.compiled.memory[key] = self._proved(place, case, truths)
        return found

    def _proved(self, place: int, case: Case, truths: Truths) -> Verdict:
        if len(self.compiled.memory) >= MOST_REMEMBERED:
            self.compiled.memory.clear()
        outcome = self.outcome(place)
        could = self._could_change(place, truths) if outcome is Outcome.MAY_BE_OPEN else ()
        clauses, deciding = prove.clauses(case, truths), prove.deciding(case, truths, outcome)
        return Verdict(case.programme, outcome, case.standing.status, clauses, deciding, could)

    def _could_change(self, place: int, truths: Truths) -> tuple[str, ...]:
        """The facts that could change the verdict of a programme, the most useful first."""
        live, outlook = self.compiled.layout.place_of[place], self.outlook
        facts = could_change(
            self.compiled.cases[place], truths, self.profile, partial(outlook.patterns, live)
        )
        return tuple(sorted(facts, key=lambda fact: -outlook.usefulness[fact][live]))

    @cached_property
    def outlook(self) -> ask.Outlook:
        """What every answer to a fact that the profile lacks would settle."""
        answers = self.compiled.answers
        facts = (fact for fact in self.compiled.plan.facts if fact not in self.profile)
        rows = [(fact, answer) for fact in facts for answer in answers[fact]]
        return ask.Outlook(self.compiled.layout, self._suppose(rows))

    def _suppose(self, rows: Sequence[tuple[str, Value]]) -> Hypotheses:
        return suppose(self.compiled.plan, self.compiled.vocabulary.facts, self.profile, rows)

    def questions(self, skipped: frozenset[str], weights: Mapping[str, float] | None) -> tuple[ask.Ask, ...]:
        """See RuleBook.questions."""
        could = {i: self.verdict(i).could_change for i in self.compiled.layout.live}
        return ask.ranked(self.outlook, self.compiled.cases, could, skipped, weights)

    def offers(self, place: int) -> tuple[Offer, ...]:
        """What the programme at a place in the book gives."""
        case = self.compiled.cases[place]
        had = self.profile.get(case.received)
        received = had if isinstance(had, int) else None
        made = []
        for given in case.gives:
            applies = self._truth(given.literal)
            facts = () if applies is not None else tuple(f for f in given.facts if f not in self.profile)
            made.append(
                valued(given.give, self.profile, self.compiled.on, applies, facts, received, case.received)
            )
        return tuple(made)

    def _truth(self, literal: Literal) -> bool | None:
        row = self.compiled.plan.row(literal)
        return True if self.bits[row] else False if self.bits[self.compiled.plan.opposite(row)] else None

    def _truths(self, place: int) -> Truths:
        return [self._truth(atom.literal) for atom in self.compiled.cases[place].atoms]
