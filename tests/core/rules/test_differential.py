"""The graph against the second evaluator, on random terms and random facts, by row and by block."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superconnector.core.rules.columns import of_profiles, unpack
from superconnector.core.rules.evaluate import Machine
from superconnector.core.rules.facts import Profile, Vocabulary
from superconnector.core.rules.graph import FALSE, TRUE, UNKNOWN, Graph, Literal
from superconnector.core.rules.plan import plan
from superconnector.core.rules.tree import And, Node, Not, Or
from tests.core.rules import naive, strategies


@dataclass(frozen=True)
class Trial:
    """Some terms, all in one graph, and some profiles."""

    vocabulary: Vocabulary
    nodes: list[Node]
    profiles: list[Profile]
    on: date


@st.composite
def trials(draw: st.DrawFn, most_rows: int = 12) -> Trial:
    vocabulary = draw(strategies.vocabularies())
    nodes = draw(st.lists(strategies.terms(vocabulary), min_size=1, max_size=4))
    profiles = draw(st.lists(strategies.profiles(vocabulary), min_size=1, max_size=most_rows))
    return Trial(vocabulary, nodes, profiles, draw(strategies.DAYS))


def evaluated(trial: Trial, literals: list[Literal], graph: Graph, block: int | None = None) -> list[list]:
    """The value of each literal for each profile: True, False or None."""
    made = plan(graph, literals)
    columns = of_profiles((trial.vocabulary.facts[f] for f in made.facts), trial.profiles)
    rows = len(trial.profiles)
    found: list[list] = [[] for _ in literals]
    machine = Machine(made, min(rows, block or rows))
    for start in range(0, rows, block or rows):
        stop = min(rows, start + (block or rows))
        bits = machine.run({f: c.block(start, stop) for f, c in columns.items()}, stop - start)
        for values, literal in zip(found, literals, strict=True):
            row = made.row(literal)
            true, false = (unpack(bits[r], stop - start) for r in (row, made.opposite(row)))
            assert not (true & false).any()
            values.extend(True if t else False if f else None for t, f in zip(true, false, strict=True))
    return found


def expected(trial: Trial) -> list[list]:
    return [[naive.value(node, profile, trial.on) for profile in trial.profiles] for node in trial.nodes]


@settings(max_examples=400, deadline=None)
@given(trials())
def test_agrees_with_the_second_evaluator(trial: Trial) -> None:
    graph = Graph(trial.vocabulary, trial.on)
    literals = [graph.condition(node) for node in trial.nodes]
    assert evaluated(trial, literals, graph) == expected(trial)


@settings(max_examples=60, deadline=None)
@given(trials(), st.sampled_from([8, 16, 24]), st.integers(1, 41), st.randoms(use_true_random=False))
def test_blocks_do_not_change_a_row(trial: Trial, block: int, rows: int, random) -> None:
    trial.profiles[:] = [random.choice(trial.profiles) for _ in range(rows)]
    graph = Graph(trial.vocabulary, trial.on)
    literals = [graph.condition(node) for node in trial.nodes]
    assert evaluated(trial, literals, graph, block) == expected(trial)


@pytest.mark.parametrize("rows", [511, 512, 513, 521])
def test_wide_rows_agree_with_narrow_ones(rows: int) -> None:
    """On either side of the width at which another way of joining bits is taken."""

    @settings(max_examples=15, deadline=None)
    @given(trials(most_rows=5))
    def agrees(trial: Trial) -> None:
        trial.profiles[:] = [trial.profiles[i % len(trial.profiles)] for i in range(rows)]
        graph = Graph(trial.vocabulary, trial.on)
        literals = [graph.condition(node) for node in trial.nodes]
        assert evaluated(trial, literals, graph) == expected(trial)

    agrees()


@settings(max_examples=100, deadline=None)
@given(trials())
def test_what_no_source_states_lies_between_worst_and_best(trial: Trial) -> None:
    graph = Graph(trial.vocabulary, trial.on)
    literals = [graph.condition(n, mode) for n in trial.nodes for mode in (UNKNOWN, FALSE, TRUE)]
    found = evaluated(trial, literals, graph)
    for value, worst, best in zip(found[::3], found[1::3], found[2::3], strict=True):
        assert [v is True for v in value] == [w is True for w in worst]
        assert [v is False for v in value] == [b is False for b in best]


@settings(max_examples=150, deadline=None)
@given(trials(), st.data())
def test_more_knowledge_never_turns_a_known_value(trial: Trial, data: st.DataObject) -> None:
    full = {f: data.draw(strategies.values(fact)) for f, fact in trial.vocabulary.facts.items()}
    trial.profiles.extend([{**full, **profile} for profile in trial.profiles])
    graph = Graph(trial.vocabulary, trial.on)
    half = len(trial.profiles) // 2
    for values in evaluated(trial, [graph.condition(n) for n in trial.nodes], graph):
        for less, more in zip(values[:half], values[half:], strict=True):
            assert less is None or less == more


@settings(max_examples=150, deadline=None)
@given(trials())
def test_laws_of_kleene_make_one_node(trial: Trial) -> None:
    graph = Graph(trial.vocabulary, trial.on)
    a, b = trial.nodes[0], trial.nodes[-1]
    assert graph.condition(Not(Not(a))) == graph.condition(a)
    assert graph.condition(And((a, b))) == graph.condition(And((b, a)))
    assert graph.condition(Not(Or((a, b)))) == graph.condition(And((Not(a), Not(b))))
    assert graph.condition(And((a, And((b, a))))) == graph.condition(And((a, b)))
