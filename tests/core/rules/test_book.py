"""Rule books: one applicant, many applicants and counts say the same."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superconnector.core.rules import RuleBook, RuleError
from superconnector.core.rules.columns import Column, from_arrays, of_profiles
from superconnector.core.rules.facts import Dated, Profile, Type, Vocabulary
from superconnector.core.rules.screen import OUTCOMES
from superconnector.core.rules.terms import Requirement, State, Status, Terms
from superconnector.core.rules.verdict import Outcome
from tests.core.rules import strategies
from tests.core.rules.shelf import ON, OPEN, book, clause, terms, verdict
from tests.core.rules.words import VOCABULARY

CLAUSES = (
    "applicant.listed",
    "not applicant.registered or applicant.employees < 50",
    "project.cost >= HKD(10) and not_stated",
    'applicant.type == "company" or "mainland" in project.target_markets',
    "years_since(applicant.incorporated_on) < 3",
    "project.income / project.cost >= percent(50)",
    "min(project.cost, project.income) > HKD(2) if applicant.listed else applicant.registered",
)
STATUSES = (
    OPEN,
    (Status(State.OPEN, as_of=date(2001, 1, 1)),),
    (Status(State.NOT_STATED),),
    (Status(State.CLOSED),),
)


@st.composite
def shelves(draw: st.DrawFn) -> RuleBook:
    programmes = []
    for i in range(draw(st.integers(1, 5))):
        chosen = draw(st.lists(st.sampled_from(CLAUSES), max_size=3))
        soft = tuple(draw(st.lists(st.integers(0, 2), max_size=1)))
        programmes.append(terms(*chosen, name=f"p{i}", soft=soft, statuses=draw(st.sampled_from(STATUSES))))
    return book(*programmes)


KNOWN = Vocabulary({f: fact for f, fact in VOCABULARY.facts.items() if fact.type is not Type.TEXT})
profiles = st.lists(strategies.profiles(KNOWN), min_size=1, max_size=30)


def screened(shelf: RuleBook, rows: list[Profile], **asked: bool):
    columns = of_profiles(KNOWN.facts.values(), rows)
    return shelf.screen(columns, len(rows), block=8, **asked)


@settings(max_examples=80, deadline=None)
@given(shelves(), profiles)
def test_a_population_is_many_applicants(shelf: RuleBook, rows: list[Profile]) -> None:
    found = screened(shelf, rows, codes=True)
    verdicts = [shelf.judge(row) for row in rows]
    assert found.codes.T.tolist() == [[OUTCOMES.index(v.outcome) for v in row] for row in verdicts]
    for place in range(len(found.programmes)):
        counted = [sum(row[place].outcome is outcome for row in verdicts) for outcome in OUTCOMES]
        assert found.outcomes[place].tolist() == counted


@settings(max_examples=80, deadline=None)
@given(shelves(), profiles)
def test_the_clauses_that_keep_people_out(shelf: RuleBook, rows: list[Profile]) -> None:
    found = screened(shelf, rows, clauses=True)
    verdicts = [shelf.judge(row) for row in rows]
    for place in range(len(found.programmes)):
        failing = [
            [c.truth is False and not c.requirement.soft for c in row[place].clauses] for row in verdicts
        ]
        width = len(failing[0])
        assert found.failing[place].tolist() == [sum(f[i] for f in failing) for i in range(width)]
        assert found.alone[place].tolist() == [
            sum(f[i] and sum(f) == 1 for f in failing) for i in range(width)
        ]


@settings(max_examples=80, deadline=None)
@given(shelves(), profiles)
def test_counts_are_the_counts_of_verdicts(shelf: RuleBook, rows: list[Profile]) -> None:
    for row in rows:
        outcomes = [v.outcome for v in shelf.judge(row)]
        assert shelf.counts(row) == {outcome: outcomes.count(outcome) for outcome in Outcome}
        assert shelf.judge_one("p0", row) == shelf.judge(row)[0]


@settings(max_examples=80, deadline=None)
@given(shelves(), profiles)
def test_what_is_remembered_is_what_would_be_found_anew(shelf: RuleBook, rows: list[Profile]) -> None:
    warm = [shelf.judge(row) for row in rows]
    for row, expected in zip(rows, warm, strict=True):
        shelf.compiled.memory.clear()
        assert shelf.judge(row) == expected


@settings(max_examples=80, deadline=None)
@given(shelves(), profiles, st.data())
def test_another_answer_never_turns_a_decided_outcome(
    shelf: RuleBook, rows: list[Profile], data: st.DataObject
) -> None:
    fact = VOCABULARY.facts[data.draw(st.sampled_from(shelf.compiled.plan.facts or ("applicant.listed",)))]
    for row in rows:
        more = {fact.id: data.draw(strategies.values(fact)), **row}
        for less, then in zip(shelf.judge(row), shelf.judge(more), strict=True):
            assert less.outcome in (Outcome.MAY_BE_OPEN, then.outcome)
            if (
                fact.id not in row
                and less.outcome is Outcome.MAY_BE_OPEN
                and less.outcome is not then.outcome
            ):
                assert fact.id in less.could_change


def test_the_requirements_of_the_day_count() -> None:
    dated = Terms(
        "p",
        OPEN,
        (
            Requirement("old", "applicant.registered", "", to_day=date(2019, 2, 26)),
            Requirement("new", "not applicant.listed", "", from_day=date(2019, 2, 27)),
        ),
    )
    profile: Profile = {"applicant.registered": True, "applicant.listed": True}
    before, after = book(dated, on=date(2019, 2, 26)), book(dated, on=date(2019, 2, 27))
    assert before.judge_one("p", profile).outcome is Outcome.OPEN
    assert after.judge_one("p", profile).outcome is Outcome.NOT_FOR_YOU
    assert [c.requirement.id for c in after.judge_one("p", profile).clauses] == ["new"]


def test_a_definition_has_the_version_of_the_day() -> None:
    profile: Profile = {"applicant.employees": 70}
    outcomes = [
        book(terms("small"), on=on).judge_one("p", profile).outcome
        for on in (date(2019, 12, 31), date(2020, 1, 1))
    ]
    assert outcomes == [Outcome.OPEN, Outcome.NOT_FOR_YOU]


def test_a_parameter_belongs_to_its_programme() -> None:
    ten, twenty = ({"most": (Dated(n),)} for n in ("10", "20"))
    shelf = book(
        Terms("p", OPEN, (clause("applicant.employees <= most"),), parameters=ten),
        Terms("q", OPEN, (clause("applicant.employees <= most"),), parameters=twenty),
    )
    assert [v.outcome for v in shelf.judge({"applicant.employees": 15})] == [
        Outcome.NOT_FOR_YOU,
        Outcome.OPEN,
    ]


def test_a_programme_without_requirements_says_nobody_may() -> None:
    found = verdict({})
    assert (found.outcome, found.clauses, found.deciding, found.could_change) == (
        Outcome.MAY_BE_OPEN,
        (),
        (),
        (),
    )


def test_all_programmes_stand_in_the_order_given() -> None:
    shelf = book(terms("applicant.listed", name="z"), terms("applicant.listed", name="a"))
    assert [v.programme for v in shelf.judge({})] == ["z", "a"]


def test_an_unknown_programme_is_refused() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        book().judge_one("nowhere", {})


def test_an_expression_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(RuleError, match="listd"):
        book(terms("applicant.listd"))


def test_an_option_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match=r"applicant\.type has no option 'robot'"):
        verdict({"applicant.type": "robot"}, 'applicant.type == "company"')


def test_a_fact_without_a_column_is_unknown() -> None:
    shelf = book(terms("applicant.listed"))
    assert shelf.screen({}, 20).outcomes.tolist() == [[0, 20, 0, 0]]


def test_no_rows_and_no_programmes() -> None:
    assert book(terms("applicant.listed")).screen({}, 0).outcomes.tolist() == [[0, 0, 0, 0]]
    assert book().screen({}, 9).outcomes.shape == (0, 4)
    assert book().judge({}) == ()
    assert book().next_question({}) is None


def listed(rows: int) -> Column:
    return from_arrays(VOCABULARY.facts["applicant.listed"], np.ones(rows, np.bool_))


def test_a_column_of_another_length_or_an_odd_block_is_refused() -> None:
    shelf = book(terms("applicant.listed"))
    with pytest.raises(ValueError, match="as many rows"):
        shelf.screen({"applicant.listed": listed(9)}, 10)
    with pytest.raises(ValueError, match="multiple of 8"):
        shelf.screen({"applicant.listed": listed(10)}, 10, block=12)


def test_one_count_of_a_screen() -> None:
    found = book(terms("applicant.listed"), on=ON).screen({"applicant.listed": listed(10)}, 10)
    assert found.count("p", Outcome.OPEN) == 10
