"""The proof of a verdict: the fewest atoms that decide, and the facts that could still change it."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from superconnector.core.rules import Fact, RuleBook, Type, Vocabulary, unparse
from superconnector.core.rules.cases import Branch, Leaf, Shape
from superconnector.core.rules.prove import supports, truth_of
from superconnector.core.rules.terms import Cite, State, Status
from superconnector.core.rules.verdict import Outcome, Verdict
from tests.core.rules.shelf import book, terms, verdict


def told(found: Verdict) -> list[tuple[str, bool | None]]:
    return [(unparse(reason.atom), reason.truth) for reason in found.deciding]


def test_one_failing_clause_is_enough() -> None:
    found = verdict(
        {"applicant.listed": True, "applicant.employees": 80},
        "applicant.employees < 50 and not applicant.listed",
        "not applicant.listed",
    )
    assert found.outcome is Outcome.NOT_FOR_YOU
    assert told(found) == [("applicant.employees < 50", False)]
    assert [clause.truth for clause in found.clauses] == [False, False]
    assert found.could_change == ()


def test_the_failing_clause_with_the_fewest_atoms_is_told() -> None:
    found = verdict(
        {"applicant.listed": False, "applicant.registered": False, "applicant.employees": 80},
        "applicant.listed or applicant.registered",
        "applicant.employees < 50",
    )
    assert told(found) == [("applicant.employees < 50", False)]
    assert found.deciding[0].requirement == "c1"
    assert found.deciding[0].cites == (Cite("page", "#1"),)
    assert found.deciding[0].facts == ("applicant.employees",)


def test_one_way_of_meeting_each_clause_is_told() -> None:
    found = verdict(
        {
            "applicant.listed": True,
            "applicant.registered": True,
            "project.cost": 900,
            "applicant.employees": 8,
        },
        "applicant.employees < 5 or (applicant.listed and project.cost > HKD(1)) or applicant.employees > 7",
        "applicant.registered",
    )
    assert found.outcome is Outcome.OPEN
    assert told(found) == [("applicant.employees > 7", True), ("applicant.registered", True)]


def test_an_atom_that_serves_two_clauses_is_counted_once() -> None:
    found = verdict(
        {"applicant.listed": True, "applicant.registered": True},
        "applicant.listed or applicant.registered",
        "applicant.registered",
    )
    assert told(found) == [("applicant.registered", True)]
    assert [[unparse(r.atom) for r in clause.reasons] for clause in found.clauses] == [
        ["applicant.listed"],
        ["applicant.registered"],
    ]


def test_the_same_condition_written_otherwise_is_one_atom() -> None:
    found = verdict({"applicant.employees": 5}, "applicant.employees < 50", "not applicant.employees >= 50")
    assert told(found) == [("applicant.employees < 50", True)]
    assert [clause.truth for clause in found.clauses] == [True, True]


def test_a_soft_clause_that_is_not_met_leaves_it_open() -> None:
    found = verdict({"applicant.listed": True}, "not applicant.listed", soft=(0,))
    assert found.outcome is Outcome.MAY_BE_OPEN
    assert found.clauses[0].truth is False
    assert told(found) == [("applicant.listed", True)]
    assert found.could_change == ()


def test_a_soft_clause_that_is_met_counts() -> None:
    assert verdict({"applicant.listed": False}, "not applicant.listed", soft=(0,)).outcome is Outcome.OPEN


def test_only_what_still_matters_is_open() -> None:
    found = verdict(
        {"applicant.listed": True},
        "applicant.listed or applicant.registered",
        "applicant.employees < 50",
    )
    assert told(found) == [("applicant.employees < 50", None)]
    assert found.could_change == ("applicant.employees",)


def test_a_fact_that_is_mentioned_but_cannot_matter_is_not_named() -> None:
    absorbed = "applicant.listed and (applicant.listed or applicant.registered)"
    assert verdict({}, absorbed).could_change == ("applicant.listed",)


def test_a_fact_that_only_excludes_matters_where_a_source_is_silent() -> None:
    found = verdict({}, "not_stated", "applicant.listed")
    assert found.could_change == ("applicant.listed",)
    assert [unparse(r.atom) for r in found.deciding] == ["not_stated", "applicant.listed"]
    assert (
        verdict({"applicant.listed": False}, "not_stated", "applicant.listed").outcome is Outcome.NOT_FOR_YOU
    )


def test_a_fact_beside_silence_that_decides_nothing_is_not_named() -> None:
    found = verdict({}, "applicant.registered or not_stated", soft=(0,))
    assert found.could_change == ("applicant.registered",)
    found = verdict({"applicant.listed": True}, "not applicant.listed or not_stated", soft=(0,))
    assert found.could_change == ()


def test_an_unconfirmed_status_can_only_be_excluded_from() -> None:
    stale = (Status(State.OPEN, as_of=date(2001, 1, 1)),)
    shelf = book(terms("applicant.listed", "applicant.registered", statuses=stale))
    assert shelf.judge_one("p", {}).could_change == ("applicant.listed", "applicant.registered")
    all_met = shelf.judge_one("p", {"applicant.listed": True, "applicant.registered": True})
    assert (all_met.outcome, all_met.could_change, all_met.deciding) == (Outcome.MAY_BE_OPEN, (), ())


def test_the_most_useful_fact_comes_first() -> None:
    found = verdict(
        {},
        "(applicant.listed and applicant.registered) or applicant.employees < 3",
        "project.cost >= HKD(10)",
    )
    assert found.could_change[0] == "project.cost"


def test_both_sides_of_a_ratio_are_asked_for() -> None:
    found = verdict({}, "project.income / project.cost >= percent(50)")
    assert found.could_change == ("project.income", "project.cost")
    found = verdict({"project.income": 5}, "project.income / project.cost >= percent(50)")
    assert found.could_change == ("project.cost",)


def test_a_closed_programme_needs_no_reason_but_its_status() -> None:
    shelf = book(terms("applicant.listed", statuses=(Status(State.CLOSED),)))
    found = shelf.judge_one("p", {"applicant.listed": False})
    assert (found.outcome, found.deciding, found.could_change) == (Outcome.CLOSED, (), ())
    assert [clause.truth for clause in found.clauses] == [False]


ATOMS = 5


def shapes(depth: int = 3) -> st.SearchStrategy[Shape]:
    leaf = st.builds(Leaf, st.integers(0, ATOMS - 1), st.booleans())
    if depth == 0:
        return leaf
    parts = st.lists(shapes(depth - 1), min_size=1, max_size=3).map(tuple)
    return leaf | st.builds(Branch, st.booleans(), parts)


@settings(max_examples=300, deadline=None)
@given(shapes(), st.lists(st.sampled_from([True, False, None]), min_size=ATOMS, max_size=ATOMS))
def test_no_smaller_set_of_atoms_forces_the_value(shape: Shape, truths: list[bool | None]) -> None:
    value = truth_of(shape, truths)
    assume(value is not None)

    def forces(kept: tuple[int, ...]) -> bool:
        return truth_of(shape, [t if i in kept else None for i, t in enumerate(truths)]) is value

    smallest = next(n for n in range(ATOMS + 1) if any(forces(k) for k in combinations(range(ATOMS), n)))
    found = supports(shape, truths, value)[0]
    assert forces(tuple(found))
    assert len(found) == smallest


FLAGS = ("f.a", "f.b", "f.c", "f.d")


@st.composite
def flagged(draw: st.DrawFn, depth: int = 2) -> str:
    if depth == 0:
        return draw(st.sampled_from([*FLAGS, *FLAGS, "not_stated"]))
    join = draw(st.sampled_from([" and ", " or "]))
    parts = [draw(flagged(depth - 1)) for _ in range(draw(st.integers(2, 3)))]
    return ("not " if draw(st.booleans()) else "") + "(" + join.join(parts) + ")"


def completions(profile: dict[str, bool], missing: list[str]) -> list[dict[str, bool]]:
    found = [profile]
    for flag in missing:
        found = [{**p, flag: answer} for p in found for answer in (True, False)]
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(flagged(), min_size=1, max_size=2), st.dictionaries(st.sampled_from(FLAGS), st.booleans()))
def test_could_change_is_what_trying_everything_finds(clauses: list[str], profile: dict[str, bool]) -> None:
    """A fact matters if, the others being answered, the verdict without it differs from one with it."""
    vocabulary = Vocabulary({flag: Fact(flag, Type.BOOLEAN) for flag in FLAGS})
    shelf = RuleBook.compile([terms(*clauses)], vocabulary, date(2024, 6, 1))
    found = shelf.judge_one("p", profile)
    assume(found.outcome is Outcome.MAY_BE_OPEN)
    missing = [flag for flag in FLAGS if flag not in profile]

    def outcome(known: dict[str, bool]) -> Outcome:
        return shelf.judge_one("p", known).outcome

    def matters(flag: str) -> bool:
        others = completions(profile, [f for f in missing if f != flag])
        return any(outcome(p) != outcome({**p, flag: answer}) for p in others for answer in (True, False))

    assert set(found.could_change) == {flag for flag in missing if matters(flag)}
