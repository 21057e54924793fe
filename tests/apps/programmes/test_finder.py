"""The finder: outcomes, order, relevance, the next question. No database."""

from __future__ import annotations

from datetime import date

import pytest

from superconnector.apps.programmes import finder
from superconnector.core.rules.verdict import Outcome

ON = date(2026, 11, 21)
COMPANY = {"applicant.type": "company", "applicant.employees": 12, "applicant.listed": False}


def outcomes(ecosystem, profile, on=ON) -> dict[str, Outcome]:
    return {a.programme.id: a.verdict.outcome for a in finder.find(ecosystem, profile, on).answers}


def test_unknown_is_neither_yes_nor_no(small):
    assert outcomes(small, {}) == {
        "growth-grant": Outcome.MAY_BE_OPEN,
        "school-lab": Outcome.MAY_BE_OPEN,
        "web-voucher": Outcome.CLOSED,
    }


def test_a_company(small):
    assert outcomes(small, COMPANY) == {
        "growth-grant": Outcome.OPEN,
        "school-lab": Outcome.NOT_FOR_YOU,
        "web-voucher": Outcome.CLOSED,
    }


def test_the_day_decides(small):
    assert outcomes(small, COMPANY, date(2024, 6, 1))["web-voucher"] is Outcome.OPEN
    listed = {**COMPANY, "applicant.listed": True}
    assert outcomes(small, listed, date(2021, 6, 1))["growth-grant"] is Outcome.OPEN
    assert outcomes(small, listed, date(2022, 1, 1))["growth-grant"] is Outcome.NOT_FOR_YOU


def test_counts_agree_with_the_answers(small):
    for profile in ({}, COMPANY, {"applicant.type": "school"}):
        findings = finder.find(small, profile, ON)
        assert finder.counts(small, profile, ON) == findings.counts
        parts = (findings.open, findings.may_be_open, findings.not_for_you, findings.closed)
        assert sum(len(part) for part in parts) == len(findings.answers) == 3


def test_the_amount_follows_the_day_and_the_cost(small):
    asked = {**COMPANY, "project.cost": 100_000_00}

    def at_most(on):
        return finder.answer(small, "growth-grant", asked, on).at_most

    assert at_most(date(2023, 12, 31)) == 50_000_00
    assert at_most(date(2024, 1, 1)) == 75_000_00
    assert finder.answer(small, "growth-grant", {**COMPANY, "project.cost": 10**9}, ON).at_most == 100_000_00


def test_what_is_not_open_offers_nothing(small):
    offers = {a.programme.id: len(a.offers) for a in finder.find(small, COMPANY, ON).answers}
    assert offers == {"growth-grant": 1, "school-lab": 0, "web-voucher": 0}


def test_aims_put_the_relevant_first_and_change_no_outcome(small):
    teach = {**COMPANY, "project.aims": frozenset({"teach"})}
    findings = finder.find(small, teach, ON)
    assert [(a.programme.id, a.relevant) for a in findings.answers] == [
        ("school-lab", True),
        ("growth-grant", False),
        ("web-voucher", False),
    ]
    assert outcomes(small, teach) == outcomes(small, COMPANY)


def test_without_aims_everything_is_relevant(small):
    found = [(a.programme.id, a.relevant) for a in finder.find(small, {}, ON).answers]
    assert sorted(found) == [("growth-grant", True), ("school-lab", True), ("web-voucher", True)]


def test_one_answer_is_as_among_all(small):
    among = {a.programme.id: a for a in finder.find(small, COMPANY, ON).answers}
    assert among.keys() == small.terms.keys()
    for key, answer in among.items():
        assert finder.answer(small, key, COMPANY, ON) == answer


def test_what_nobody_applies_for_has_no_answer(small):
    with pytest.raises(KeyError):
        finder.answer(small, "town-fund", COMPANY, ON)


# --- the interview ---------------------------------------------------------------------------------------


def asked(ecosystem, profile, skipped=frozenset()):
    fact = finder.next_question(ecosystem, profile, ON, frozenset(skipped))
    return fact.id if fact else None


def test_the_first_question_is_the_ecosystems(small):
    assert asked(small, {}) == "applicant.type"


def test_what_is_settled_ends_the_interview(small):
    assert asked(small, COMPANY) is None
    assert asked(small, {"applicant.type": "school"}) is None


def test_a_skipped_question_does_not_come_back(small):
    profile = {"applicant.type": "company"}
    first = asked(small, profile)
    second = asked(small, profile, {first})
    assert {first, second} == {"applicant.employees", "applicant.listed"}
    assert asked(small, profile, {first, second}) is None


def test_a_question_is_not_asked_where_it_makes_no_sense(small):
    """applicant.employees is for businesses: with the kind skipped it may be asked, for a school never."""
    assert asked(small, {}, {"applicant.type"}) == "applicant.employees"
    assert asked(small, {"applicant.type": "school"}) is None


def test_who_is_settled_by_a_question(small):
    assert finder.settled_by(small, {}, ON, "applicant.type") == ("growth-grant", "school-lab")
    assert finder.settled_by(small, COMPANY, ON, "applicant.type") == ()
    assert finder.settled_by(small, {}, ON, "no.such_fact") == ()


def test_an_interview_about_hong_kong_ends(hong_kong):
    """Whoever always answers "I don't know" is asked every question once and no more."""
    skipped: set[str] = set()
    while (fact := asked(hong_kong, {}, skipped)) is not None:
        assert fact not in skipped
        skipped.add(fact)
    assert skipped <= set(hong_kong.facts)


def test_hong_kong_has_an_answer_for_everything_that_is_applied_for(hong_kong):
    findings = finder.find(hong_kong, {}, ON)
    assert sorted(a.programme.id for a in findings.answers) == sorted(hong_kong.terms)
