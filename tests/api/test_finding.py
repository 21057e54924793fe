"""Finding: answers with reasons, and the next question."""

from __future__ import annotations

import pytest

COMPANY = {"applicant.type": "company", "applicant.employees": 150, "applicant.listed": False}


def answers(response) -> dict[str, dict]:
    assert response.status_code == 200, response.content
    return {answer["programme"]["id"]: answer for answer in response.json()["answers"]}


def test_answers_with_their_reasons(small_site, post):
    response = post("/find", {"facts": COMPANY, "on": "2026-11-21"})
    grant = answers(response)["growth-grant"]
    assert grant["outcome"] == "not-for-you"
    assert grant["deciding"] == [
        {
            "clause": "small",
            "condition": "Employees: fewer than 100",
            "met": False,
            "facts": ["applicant.employees"],
            "sources": ["handbook"],
        }
    ]
    assert [clause["met"] for clause in grant["clauses"]] == [True, False, True]
    assert response.json()["counts"] == {"open": 0, "may-be-open": 0, "not-for-you": 2, "closed": 1}
    assert response.json()["currency"] == "HKD"


def test_amounts_are_cents_with_their_working(small_site, post):
    facts = {**COMPANY, "applicant.employees": 5, "project.cost": "100000.50"}
    (offer,) = answers(post("/find", {"facts": facts, "on": "2026-11-21"}))["growth-grant"]["offers"]
    assert (offer["at_most_cents"], offer["cents"]) == (75_000_37, 75_000_37)
    assert [(step["kind"], step["cents"]) for step in offer["working"]] == [
        ("cost", 100_000_50),
        ("share", 75_000_37),
        ("ceiling", 100_000_00),
    ]


def test_the_day_decides(small_site, post):
    for on, outcome in (("2024-12-31", "open"), ("2025-01-01", "closed")):
        body = {"facts": {"applicant.type": "company"}, "on": on}
        assert answers(post("/find", body))["web-voucher"]["outcome"] == outcome


def test_null_and_absent_are_unknown(small_site, post):
    null = post("/find", {"facts": {"applicant.type": None}, "on": "2026-11-21"})
    absent = post("/find", {"on": "2026-11-21"})
    assert null.json() == absent.json()
    assert answers(absent)["growth-grant"]["could_change"] != []


def test_reasons_come_in_the_language(small_site, post):
    facts = {"facts": COMPANY}
    grant = answers(post("/find?lang=zh-hant", facts))["growth-grant"]
    assert grant["programme"]["name"] == "增長資助"
    assert grant["deciding"][0]["condition"].startswith("僱員人數")


@pytest.mark.parametrize(
    ("facts", "place", "code"),
    [
        ({"applicant.employes": 3}, "body.facts", "unknown-fact"),
        ({"applicant.employees": "many"}, "body.facts.applicant.employees", "not-a-number"),
        ({"applicant.employees": -1}, "body.facts.applicant.employees", "negative"),
        ({"applicant.employees": True}, "body.facts.applicant.employees", "wrong-type"),
        ({"project.cost": -5}, "body.facts.project.cost", "negative"),
        ({"project.cost": 0.001}, "body.facts.project.cost", "too-precise"),
        ({"applicant.founded_on": "2199-01-01"}, "body.facts.applicant.founded_on", "future"),
        ({"applicant.founded_on": "2024-02-30"}, "body.facts.applicant.founded_on", "no-such-day"),
        ({"applicant.type": "compny"}, "body.facts.applicant.type", "not-an-option-near"),
        ({"applicant.listed": "perhaps"}, "body.facts.applicant.listed", "not-yes-or-no"),
        ({"project.aims": ["grow", "fly"]}, "body.facts.project.aims", "not-an-option"),
        ({"applicant.type": "a\u0000b"}, "body.facts", "unreadable"),
    ],
)
def test_a_fact_that_does_not_fit_is_told(small_site, post, facts, place, code):
    response = post("/find", {"facts": facts})
    assert response.status_code == 422
    (flaw,) = response.json()["errors"]
    assert (flaw["place"], flaw["code"]) == (place, code)


def test_all_flaws_at_once(small_site, post):
    response = post("/find", {"facts": {"applicant.employees": "x", "project.cost": "y", "no.fact": 1}})
    assert len(response.json()["errors"]) == 3


# --- the next question -----------------------------------------------------------------------------------


def test_the_next_question(small_site, post):
    body = post("/next-question", {"on": "2026-11-21"}).json()
    assert body["question"]["id"] == "applicant.type"
    assert [each["id"] for each in body["could_settle"]] == ["growth-grant", "school-lab"]
    assert body["counts"] == {"open": 0, "may-be-open": 2, "not-for-you": 0, "closed": 1}


def test_an_interview_by_api_settles_everything(small_site, post):
    known = {"applicant.type": "company", "applicant.employees": 5, "applicant.listed": False}
    facts: dict[str, object] = {}
    while question := post("/next-question", {"facts": facts}).json()["question"]:
        facts[question["id"]] = known[question["id"]]
    assert facts == known
    assert post("/next-question", {"facts": facts}).json()["counts"]["may-be-open"] == 0


def test_skipped_questions_are_not_asked_again(small_site, post):
    body = {"facts": {"applicant.type": "company"}, "skipped": ["applicant.employees", "applicant.listed"]}
    assert post("/next-question", body).json()["question"] is None


def test_a_skipped_fact_must_exist(small_site, post):
    response = post("/next-question", {"skipped": ["applicant.employes"]})
    assert response.status_code == 422
    assert response.json()["errors"][0]["message"].endswith("did you mean applicant.employees?")


def test_nothing_that_is_sent_is_kept(small_site, post, client):
    response = post("/find", {"facts": COMPANY})
    assert "Set-Cookie" not in response.headers
    assert client.cookies == {}
