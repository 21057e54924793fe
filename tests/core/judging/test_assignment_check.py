"""The checker finds each broken rule, and nothing in an assignment that keeps them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from superconnector.core.judging.affinity import GivenAffinity
from superconnector.core.judging.assignment import assign
from superconnector.core.judging.assignment_check import Rule, Violation, check
from superconnector.core.judging.assignment_problem import (
    Assignment,
    Entry,
    Judge,
    Links,
    Pair,
    Problem,
    Reason,
    Shortage,
)
from superconnector.core.judging.shortage import idle, links, shortages

EN, ZH = frozenset({"en"}), frozenset({"zh"})
A, B = frozenset({"a"}), frozenset({"b"})
AFFINITY = GivenAffinity(np.arange(20).reshape(4, 5))
PROBLEM = Problem(
    (
        Entry("e0", "a", languages=EN, readings=2),
        Entry("e1", "a", languages=ZH, readings=1),
        Entry("e2", "b", readings=1),
        Entry("e3", "b", readings=3),
    ),
    (
        Judge("j0", A, languages=EN | ZH, at_most=3, at_least=1),
        Judge("j1", A, languages=EN, at_most=2),
        Judge("j2", B, languages=EN, at_most=2, at_least=2),
        Judge("j3", B, at_most=1),
        Judge("j4", A | B, languages=ZH, at_most=1),
    ),
    conflicts=frozenset({("j3", "e3"), ("j9", "e0")}),
    before=frozenset({("j1", "e0"), ("j2", "e2"), ("j8", "e3")}),
    fixed=frozenset({("j7", "e3")}),
)


@pytest.fixture
def made() -> Assignment:
    return assign(PROBLEM, AFFINITY)


def told(problem: Problem, pairs: frozenset[Pair]) -> Assignment:
    """An assignment of these pairs that says of itself what is so."""
    new = pairs - problem.fixed
    rows = {entry.id: number for number, entry in enumerate(problem.entries)}
    columns = {judge.id: number for number, judge in enumerate(problem.judges)}
    scores = [5 * rows[entry] + columns[judge] for judge, entry in new if judge in columns and entry in rows]
    return Assignment(
        pairs,
        added=pairs - problem.before,
        removed=problem.before - pairs,
        kept=pairs & problem.before,
        lowest=min(scores, default=None),
        total=sum(scores),
        bound=sum(scores),
        proven=True,
        shortages=shortages(problem, pairs),
        idle=idle(problem, pairs),
        links=links(problem, pairs),
    )


def test_nothing_is_wrong_with_what_is_assigned(made: Assignment) -> None:
    assert check(PROBLEM, made, AFFINITY) == []
    assert told(PROBLEM, made.pairs) == made


def test_nothing_is_wrong_with_too_little() -> None:
    assert check(PROBLEM, told(PROBLEM, PROBLEM.fixed), AFFINITY) == []


@pytest.mark.parametrize(
    ("pairs", "rule", "what"),
    [
        ({("j8", "e3")}, Rule.UNKNOWN, "j8 on e3"),
        ({("j1", "e9")}, Rule.UNKNOWN, "j1 on e9"),
        ({("j3", "e3")}, Rule.CONFLICT, "j3 on e3"),
        ({("j1", "e1")}, Rule.LANGUAGE, "j1 on e1"),
        ({("j0", "e2"), ("j1", "e3")}, Rule.TRACK, "b"),
        ({("j4", "e1"), ("j4", "e3")}, Rule.AT_MOST, "j4"),
        ({("j2", "e2"), ("j3", "e2")}, Rule.READINGS, "e2"),
    ],
)
def test_a_broken_rule_is_found(pairs: set[Pair], rule: Rule, what: str) -> None:
    if rule is Rule.UNKNOWN and what.endswith("e9"):
        found = check(PROBLEM, replace(told(PROBLEM, PROBLEM.fixed), pairs=PROBLEM.fixed | pairs), AFFINITY)
        assert found[0] == Violation(rule, what)
        return
    assert check(PROBLEM, told(PROBLEM, PROBLEM.fixed | pairs), AFFINITY) == [Violation(rule, what)]


def test_a_guest_of_before_is_no_guest_too_many() -> None:
    pairs = frozenset({("j0", "e2"), ("j1", "e3")}) | PROBLEM.fixed
    problem = replace(PROBLEM, before=frozenset({("j0", "e2")}))
    assert check(problem, told(problem, pairs), AFFINITY) == []


def test_a_reading_done_may_not_go() -> None:
    gone = told(PROBLEM, frozenset())
    assert check(PROBLEM, gone, AFFINITY) == [Violation(Rule.FIXED, "j7 on e3")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("added", frozenset()),
        ("removed", frozenset()),
        ("kept", frozenset()),
        ("lowest", None),
        ("total", 7),
        ("bound", 0),
        ("shortages", (Shortage("a", Reason.CAP, (("e1", 1),), 3, 1, 0, 0),)),
        ("idle", (("j0", 1),)),
        ("links", (Links("a", 1, 0),)),
    ],
)
def test_what_is_told_wrong_is_found(made: Assignment, field: str, value: object) -> None:
    wrong = replace(made, **{field: value})
    assert Violation(Rule.TOLD, field) in check(PROBLEM, wrong, AFFINITY)
    assert {each.rule for each in check(PROBLEM, wrong, AFFINITY)} == {Rule.TOLD}


def test_a_bound_above_the_total_is_no_proof(made: Assignment) -> None:
    above = replace(made, bound=made.total + 1)
    assert check(PROBLEM, above, AFFINITY) == [Violation(Rule.TOLD, "bound")]
    assert check(PROBLEM, replace(above, proven=False), AFFINITY) == []


def test_topics_are_the_affinity_unless_another_is_given() -> None:
    made = assign(PROBLEM)
    assert check(PROBLEM, made) == []
    assert Violation(Rule.TOLD, "total") in check(PROBLEM, made, AFFINITY)
