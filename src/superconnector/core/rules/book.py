"""All programmes on one day, compiled once: judge an applicant, count, screen a population, find what to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from superconnector.core.rules import prove
from superconnector.core.rules.cases import Case, Shaper
from superconnector.core.rules.columns import Bits, of_profiles
from superconnector.core.rules.evaluate import Machine
from superconnector.core.rules.facts import Profile, Vocabulary
from superconnector.core.rules.graph import FALSE, TRUE, Graph, Literal
from superconnector.core.rules.parse import parse
from superconnector.core.rules.plan import Plan, plan
from superconnector.core.rules.standing import standing
from superconnector.core.rules.terms import Terms
from superconnector.core.rules.verdict import Outcome, Verdict


@dataclass(frozen=True)
class RuleBook:
    """The terms of all programmes on the day `on`, as one graph.

    cases: one a programme, in the order given. roots: for each programme the literals of *all requirements met*,
    (worst, best) with respect to what no source states: OPEN if the worst is true, NOT_FOR_YOU if the best is false.
    """

    on: date
    vocabulary: Vocabulary
    graph: Graph
    cases: tuple[Case, ...]
    roots: tuple[tuple[Literal, Literal], ...]
    plan: Plan

    @classmethod
    def compile(
        cls, terms: Sequence[Terms], vocabulary: Vocabulary, on: date, stale_after_days: int = 730
    ) -> RuleBook:
        """Reads the requirements that hold on the day. Raises RuleError for an expression that cannot be read."""
        graph = Graph(vocabulary, on)
        cases = tuple(_case(t, graph, vocabulary, on, stale_after_days) for t in terms)
        roots = tuple(_roots(case, graph) for case in cases)
        wanted = [literal for pair in roots for literal in pair]
        wanted += [atom.literal for case in cases for atom in case.atoms]
        wanted += [literal for case in cases for literal in (*case.worst, *case.best)]
        return cls(on, vocabulary, graph, cases, roots, plan(graph, wanted))

    def judge(self, profile: Profile) -> tuple[Verdict, ...]:
        """The verdict of every programme, with its proof, in the order of the terms."""
        bits = self.evaluate([profile])
        return tuple(self._verdict(i, bits, profile) for i in range(len(self.cases)))

    def judge_one(self, programme: str, profile: Profile) -> Verdict:
        """The verdict of one programme. Raises KeyError if there is none with that id."""
        for i, case in enumerate(self.cases):
            if case.programme == programme:
                return self._verdict(i, self.evaluate([profile]), profile)
        raise KeyError(programme)

    def counts(self, profile: Profile) -> dict[Outcome, int]:
        """How many programmes have each outcome, without proofs."""
        bits = self.evaluate([profile])
        found = dict.fromkeys(Outcome, 0)
        for i in range(len(self.cases)):
            found[self._outcome(i, bits)] += 1
        return found

    def evaluate(self, profiles: Sequence[Profile]) -> Bits:
        """The bits of every node of the plan, a row of the profile list a bit. Shape (2 × nodes, bytes)."""
        columns = of_profiles((self.vocabulary.facts[f] for f in self.plan.facts), profiles)
        return Machine(self.plan, len(profiles)).run(columns, len(profiles))

    def _outcome(self, place: int, bits: Bits) -> Outcome:
        if self.cases[place].standing.truth is False:
            return Outcome.CLOSED
        worst, best = self.roots[place]
        if bits[self.plan.row(worst), 0] & 1:
            return Outcome.OPEN
        return Outcome.NOT_FOR_YOU if bits[self.plan.row(best ^ 1), 0] & 1 else Outcome.MAY_BE_OPEN

    def _verdict(self, place: int, bits: Bits, profile: Profile) -> Verdict:
        case, outcome = self.cases[place], self._outcome(place, bits)
        truths = [self._truth(atom.literal, bits) for atom in case.atoms]
        could = prove.open_facts(case, truths, profile) if outcome is Outcome.MAY_BE_OPEN else ()
        return Verdict(
            case.programme,
            outcome,
            case.standing.status,
            prove.clauses(case, truths),
            prove.deciding(case, truths, outcome),
            could,
        )

    def _truth(self, literal: Literal, bits: Bits) -> bool | None:
        row = self.plan.row(literal)
        if bits[row, 0] & 1:
            return True
        return False if bits[self.plan.opposite(row), 0] & 1 else None


def _case(terms: Terms, graph: Graph, vocabulary: Vocabulary, on: date, stale_after_days: int) -> Case:
    shaper = Shaper(graph.condition)
    held = tuple(r for r in terms.requirements if _holds(r.from_day, r.to_day, on))
    nodes = [parse(r.expression, vocabulary, terms.parameters, on) for r in held]
    shapes = tuple(shaper.shape(node, r) for node, r in zip(nodes, held, strict=True))
    worst = tuple(graph.condition(node, FALSE) for node in nodes)
    best = tuple(TRUE if r.soft else graph.condition(node, TRUE) for node, r in zip(nodes, held, strict=True))
    stands = standing(terms.statuses, terms.windows, on, stale_after_days)
    return Case(terms.programme, stands, held, shapes, worst, best, tuple(shaper.atoms))


def _roots(case: Case, graph: Graph) -> tuple[Literal, Literal]:
    """(worst, best) of all requirements together; a status that nobody confirms, or no requirement at all, leaves
    the worst false: such a programme is never said to be open."""
    confirmed = case.standing.truth is True and bool(case.requirements)
    return graph.all_of(case.worst) if confirmed else FALSE, graph.all_of(case.best)


def _holds(from_day: date | None, to_day: date | None, on: date) -> bool:
    return (from_day is None or from_day <= on) and (to_day is None or on <= to_day)
