"""What to ask next."""

from __future__ import annotations

from random import Random

import pytest

from superconnector.core.rules import Profile, RuleBook
from superconnector.core.rules.ask import Ask
from superconnector.core.rules.terms import State, Status
from superconnector.core.rules.verdict import Outcome
from tests.core.rules.shelf import book, terms

SHARED = book(
    terms("applicant.listed", name="a"),
    terms("applicant.listed", "applicant.registered", name="b"),
    terms("applicant.registered", "project.cost >= HKD(1)", name="c"),
    terms("not applicant.listed", name="d"),
)


def test_the_fact_that_settles_most_comes_first() -> None:
    first = SHARED.next_question({})
    assert first == Ask("applicant.listed", 2.5, ("a", "b", "d"))


def test_a_settled_programme_asks_for_nothing() -> None:
    asked = SHARED.questions({"applicant.registered": False})
    assert [ask.fact for ask in asked] == ["applicant.listed"]
    assert asked[0].programmes == ("a", "d")


def test_when_all_is_settled_there_is_nothing_to_ask() -> None:
    assert SHARED.next_question({"applicant.registered": False, "applicant.listed": True}) is None


def test_a_skipped_fact_is_not_asked_for() -> None:
    asked = SHARED.questions({}, skipped=frozenset({"applicant.listed"}))
    assert [ask.fact for ask in asked] == ["applicant.registered", "project.cost"]


def test_weights_say_which_programmes_count() -> None:
    assert SHARED.next_question({}, weights={"c": 1.0}) == Ask("applicant.registered", 0.5, ("c",))
    assert SHARED.next_question({}, weights={"c": 3.0, "a": 0.0}).expected_settled == 1.5
    assert SHARED.next_question({}, weights={}) is None


def test_programmes_that_are_closed_are_not_asked_about() -> None:
    assert book(terms("applicant.listed", statuses=(Status(State.CLOSED),))).questions({}) == ()


def test_a_fact_that_settles_nothing_alone_is_still_asked_for() -> None:
    shelf = book(terms("project.income / project.cost >= percent(50)"))
    first = shelf.next_question({})
    assert first == Ask("project.income", 0.0, ("p",))
    second = shelf.next_question({"project.income": 100})
    assert (second.fact, second.programmes) == ("project.cost", ("p",))
    assert second.expected_settled > 0


def test_progress_breaks_ties() -> None:
    """Neither settles the first programme, but one of the two leaves a single way open."""
    shelf = book(
        terms("applicant.listed or applicant.registered", "applicant.employees < 9 or applicant.members < 9"),
        terms("applicant.listed or applicant.registered or project.cost > HKD(5)", name="q"),
    )
    assert shelf.next_question({}) == Ask("applicant.listed", 0.5, ("q",))


def test_answers_between_the_same_constants_are_one_class() -> None:
    """Ten thresholds, one of which matters here: the answer settles as often as not."""
    shelf = book(
        terms("applicant.employees >= 50"),
        terms(
            *(f"applicant.employees >= {n}" for n in range(1, 10)), name="q", statuses=(Status(State.CLOSED),)
        ),
    )
    assert shelf.next_question({}) == Ask("applicant.employees", 1.0, ("p",))
    half = book(terms("applicant.employees >= 50", "applicant.listed"))
    assert [a.expected_settled for a in half.questions({})] == [0.5, 0.5]


def test_a_choice_is_asked_by_what_its_options_do() -> None:
    shelf = book(terms('applicant.type == "business"', "applicant.listed"))
    asked = {ask.fact: ask.expected_settled for ask in shelf.questions({})}
    assert asked == {"applicant.type": 0.5, "applicant.listed": 0.5}


def test_silence_is_not_asked_about() -> None:
    shelf = book(terms("not_stated"), terms("applicant.listed", "not_stated", name="q"))
    assert shelf.questions({}) == (Ask("applicant.listed", 1.0, ("q",)),)
    assert shelf.questions({"applicant.listed": True}) == ()


def interviewed(shelf: RuleBook, truth: Profile) -> int:
    """The number of questions until nothing is left to ask."""
    known: dict = {}
    while (ask := shelf.next_question(known)) is not None:
        assert ask.fact not in known
        known[ask.fact] = truth[ask.fact]
    assert shelf.judge(known) is not None
    assert shelf.counts(known) == shelf.counts(truth)
    return len(known)


@pytest.mark.parametrize("seed", range(20))
def test_an_interview_ends_with_the_verdicts_of_full_knowledge(seed: int) -> None:
    random = Random(seed)
    truth: Profile = {
        "applicant.listed": random.random() < 0.5,
        "applicant.registered": random.random() < 0.5,
        "project.cost": random.choice([0, 99, 100, 10**6]),
    }
    assert interviewed(SHARED, truth) <= 3
    assert SHARED.counts(truth)[Outcome.MAY_BE_OPEN] == 0
