"""One profile against all programmes: outcomes, proofs, questions, from one evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from superconnector.core.rules import ask, prove
from superconnector.core.rules.change import could_change
from superconnector.core.rules.compiled import Compiled
from superconnector.core.rules.facts import Profile
from superconnector.core.rules.graph import Literal
from superconnector.core.rules.offers import Offer, valued
from superconnector.core.rules.prove import Truths
from superconnector.core.rules.verdict import Outcome, Verdict
from superconnector.core.rules.whatif import suppose


class Judgement:
    """The profile and, unless `alone`, every answer to a fact that it lacks, evaluated at once."""

    def __init__(self, compiled: Compiled, profile: Profile, alone: bool = False) -> None:
        self.compiled, self.profile = compiled, profile
        rows = () if alone else _missing(compiled, profile)
        self.hypotheses = suppose(compiled.plan, compiled.vocabulary.facts, profile, rows)
        self.bits = self.hypotheses.bits[:, 0] & 1

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
        """The outcome of the programme at a place in the book, with its proof."""
        case, outcome, truths = self.compiled.cases[place], self.outcome(place), self._truths(place)
        could = self.could_change(place) if outcome is Outcome.MAY_BE_OPEN else ()
        clauses, deciding = prove.clauses(case, truths), prove.deciding(case, truths, outcome)
        return Verdict(case.programme, outcome, case.standing.status, clauses, deciding, could)

    def could_change(self, place: int) -> tuple[str, ...]:
        """The facts that could change the verdict of a programme, the most useful first."""
        live = self.compiled.layout.live.index(place)
        case = self.compiled.cases[place]
        facts = could_change(
            case, self._truths(place), self.profile, lambda fact: self._patterns(place, fact)
        )
        return tuple(sorted(facts, key=lambda fact: -self.worth[fact][live]))

    @cached_property
    def outlook(self) -> ask.Outlook:
        """What every hypothetical answer would settle."""
        return ask.Outlook(self.compiled.layout, self.hypotheses)

    @cached_property
    def worth(self) -> Mapping[str, NDArray[np.float64]]:
        """The expected progress of each fact with each programme that is not closed."""
        return {fact: self.outlook.worth(fact) for fact in self.outlook.classes}

    def questions(self, skipped: frozenset[str], weights: Mapping[str, float] | None) -> tuple[ask.Ask, ...]:
        """See RuleBook.questions."""
        could = {
            i: self.could_change(i)
            for i in self.compiled.layout.live
            if self.outcome(i) is Outcome.MAY_BE_OPEN
        }
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

    def _patterns(self, place: int, fact: str) -> Sequence[Truths]:
        """The truths of the atoms of a programme under each answer to a fact."""
        plan, case = self.compiled.plan, self.compiled.cases[place]
        rows = [plan.row(atom.literal) for atom in case.atoms]
        true = self.hypotheses.true(rows)
        false = self.hypotheses.true([plan.opposite(row) for row in rows])
        answers = [i + 1 for i, (name, _) in enumerate(self.hypotheses.rows) if name == fact]
        return [
            [True if t else False if f else None for t, f in zip(true[:, i], false[:, i], strict=True)]
            for i in answers
        ]


def _missing(
    compiled: Compiled, profile: Profile
) -> tuple[tuple[str, bool | int | str | frozenset[str]], ...]:
    facts = (fact for fact in compiled.plan.facts if fact not in profile)
    return tuple((fact, answer) for fact in facts for answer in compiled.answers[fact])
