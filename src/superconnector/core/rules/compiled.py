"""The terms of all programmes read for one day: cases, and one graph under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from superconnector.core.rules.ask import Layout
from superconnector.core.rules.cases import NO, Atom, Branch, Case, Given, Shape, Shaper, stated
from superconnector.core.rules.facts import Value, Vocabulary
from superconnector.core.rules.graph import FALSE, TRUE, Graph, Literal
from superconnector.core.rules.offers import held
from superconnector.core.rules.parse import parse
from superconnector.core.rules.plan import Plan, plan
from superconnector.core.rules.standing import standing
from superconnector.core.rules.terms import Give, Requirement, Terms
from superconnector.core.rules.verdict import Verdict
from superconnector.core.rules.walk import facts_of
from superconnector.core.rules.whatif import answers


@dataclass(frozen=True)
class Compiled:
    """The terms of all programmes on the day `on`.

    cases: one a programme, in the order given. roots: for each programme the literals of *all requirements
    met*, (worst, best) with respect to what no source states: OPEN if the worst is true, NOT_FOR_YOU if the
    best is false. plan: computes the roots, the clauses, the atoms and the classes of what is given.
    memory: verdicts reached before, by all that they depend on.
    """

    on: date
    vocabulary: Vocabulary
    graph: Graph
    cases: tuple[Case, ...]
    roots: tuple[tuple[Literal, Literal], ...]
    plan: Plan
    memory: dict[object, Verdict] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def lean(self) -> Plan:
        """The plan of the outcomes alone: no proofs, and nothing of programmes that are closed."""
        pairs = zip(self.roots, self.cases, strict=True)
        wanted = [r for roots, case in pairs if case.standing.truth is not False for r in roots]
        return plan(self.graph, wanted)

    @cached_property
    def layout(self) -> Layout:
        """Where the plan keeps what questions are about."""
        return Layout(self.cases, self.roots, self.plan)

    @cached_property
    def answers(self) -> Mapping[str, tuple[Value, ...]]:
        """For every fact the answers that differ."""
        return answers(self.graph, self.plan)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each programme in `cases`."""
        return {case.programme: i for i, case in enumerate(self.cases)}


def read(terms: Sequence[Terms], vocabulary: Vocabulary, on: date, stale_after_days: int) -> Compiled:
    """Reads the terms that hold on the day. Raises RuleError for an expression that cannot be read."""
    graph = Graph(vocabulary, on)
    cases = tuple(_case(t, graph, vocabulary, on, stale_after_days) for t in terms)
    roots = tuple(_roots(case, graph) for case in cases)
    wanted = [literal for pair in roots for literal in pair]
    wanted += [atom.literal for case in cases for atom in case.atoms]
    wanted += [literal for case in cases for literal in (*case.worst, *case.best)]
    wanted += [given.literal for case in cases for given in case.gives]
    return Compiled(on, vocabulary, graph, cases, roots, plan(graph, wanted))


def _case(terms: Terms, graph: Graph, vocabulary: Vocabulary, on: date, stale_after_days: int) -> Case:
    shaper = Shaper(graph.condition)
    in_force = tuple(held(terms.requirements, on))
    nodes = [parse(r.expression, vocabulary, terms.parameters, on) for r in in_force]
    shapes = tuple(shaper.shape(node, r) for node, r in zip(nodes, in_force, strict=True))
    worst = tuple(graph.condition(node, FALSE) for node in nodes)
    best = tuple(
        TRUE if r.soft else graph.condition(node, TRUE) for node, r in zip(nodes, in_force, strict=True)
    )
    stands = standing(terms.statuses, terms.windows, on, stale_after_days)
    gives = tuple(_given(give, terms, graph, vocabulary, on) for give in terms.gives)
    atoms = tuple(shaper.atoms)
    return Case(
        terms.programme,
        stands,
        in_force,
        shapes,
        worst,
        best,
        atoms,
        _bounds(stands.truth, in_force, shapes, atoms),
        gives,
        terms.received,
    )


def _bounds(
    confirmed: bool | None,
    requirements: Sequence[Requirement],
    shapes: Sequence[Shape],
    atoms: Sequence[Atom],
) -> tuple[Shape, Shape]:
    worst = Branch(True, tuple(stated(shape, atoms, False) for shape in shapes))
    hard = (shape for shape, r in zip(shapes, requirements, strict=True) if not r.soft)
    best = Branch(True, tuple(stated(shape, atoms, True) for shape in hard))
    return worst if confirmed and requirements else NO, best


def _given(give: Give, terms: Terms, graph: Graph, vocabulary: Vocabulary, on: date) -> Given:
    node = parse(give.when, vocabulary, terms.parameters, on)
    return Given(give, graph.condition(node), facts_of(node))


def _roots(case: Case, graph: Graph) -> tuple[Literal, Literal]:
    """(worst, best) of all requirements together.

    A status that nobody confirms, or no requirement at all, leaves the worst false: never said to be open.
    """
    confirmed = case.standing.truth is True and bool(case.requirements)
    return graph.all_of(case.worst) if confirmed else FALSE, graph.all_of(case.best)
