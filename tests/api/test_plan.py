"""POST /plan: the plan of the web as data, and refusals at the field."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.api.test_problems import assert_problem

pytestmark = pytest.mark.django_db

COMPANY = {
    "applicant.type": "company",
    "applicant.business_registered": True,
    "applicant.operates_in_hk": True,
    "applicant.listed": False,
}
PROJECT: dict[str, Any] = {
    "start": "2027-03-01",
    "months": 12,
    "lines": [
        {"id": "shop", "kind": "software", "amount": 420000, "from_month": 1, "months": 6},
        {"id": "campaign", "kind": "marketing", "amount": "400000.50", "from_month": 6, "months": 7},
    ],
}
ON = "2026-11-22"


def changed(*path: str | int, to: object) -> dict[str, Any]:
    """The project with one value replaced."""
    project = copy.deepcopy(PROJECT)
    at: Any = project
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return project


def test_a_plan_adds_up(post):
    response = post("/plan", {"facts": COMPANY, "project": PROJECT, "on": ON})
    assert response.status_code == 200, response.content
    plan = response.json()
    assert (plan["on"], plan["currency"], plan["status"]) == (ON, "HKD", "optimal")
    assert plan["cost_cents"] == 820_000_50
    assert [line["amount_cents"] for line in plan["lines"]] == [420_000_00, 400_000_50]
    for line in plan["lines"]:
        assert sum(part["cents"] for part in line["parts"]) + line["own_cents"] == line["amount_cents"]
    paid = sum(part["cents"] for line in plan["lines"] for part in line["parts"])
    assert paid == plan["public_cents"]
    assert plan["proofs"][0] == {"goal": "grant", "value": paid, "bound": paid}
    assert plan["cash"][-1]["balance_cents"] == paid - 820_000_50
    assert min(month["balance_cents"] for month in plan["cash"]) == -plan["deepest_cents"]


def test_nothing_known_is_a_plan_of_nothing(post):
    plan = post("/plan", {"project": PROJECT, "on": ON}).json()
    assert (plan["public_cents"], plan["applications"]) == (0, [])
    assert {entry["brings_cents"] > 0 for entry in plan["possible"]} == {True}
    assert {entry["why"] for entry in plan["out_of_reach"]} >= {"closed", "no-money"}


def test_words_come_in_the_language(post):
    body = {"facts": COMPANY, "project": PROJECT, "on": ON}
    english, chinese = post("/plan", body).json(), post("/plan?lang=zh-hant", body).json()
    assert english["public_cents"] == chinese["public_cents"]
    assert english["out_of_reach"][0]["text"] != chinese["out_of_reach"][0]["text"]


@pytest.mark.parametrize(
    ("place", "project"),
    [
        ("body.project.start", changed("start", to="soon")),
        ("body.project.months", changed("months", to=61)),
        ("body.project.months", changed("months", to=0)),
        ("body.project.lines", changed("lines", to=[])),
        ("body.project.lines", changed("lines", to=[PROJECT["lines"][0]] * 41)),
        ("body.project.lines.0.id", changed("lines", 0, "id", to="The Shop")),
        ("body.project.lines.1.id", changed("lines", 1, "id", to="shop")),
        ("body.project.lines.0.kind", changed("lines", 0, "kind", to="gold")),
        ("body.project.lines.0.amount", changed("lines", 0, "amount", to=-1)),
        ("body.project.lines.0.amount", changed("lines", 0, "amount", to=0.001)),
        ("body.project.lines.1.months", changed("lines", 1, "months", to=8)),
        ("body.project.lines.0.colour", changed("lines", 0, "colour", to="red")),
        (
            "body.project.lines.0.people.0.level",
            changed("lines", 0, "people", to=[{"level": "wizard"}]),
        ),
        ("body.project.received.nowhere", changed("received", to={"nowhere": 1})),
        ("body.project.preferences.order.0", changed("preferences", to={"order": ["fame"]})),
        ("body.project.preferences.order", changed("preferences", to={"order": ["cash", "cash"]})),
        ("body.project.cash", changed("cash", to="lots")),
    ],
)
def test_a_flaw_is_told_at_its_place(post, place, project):
    body = assert_problem(post("/plan", {"project": project}), 422)
    assert [flaw["place"] for flaw in body["errors"]] == [place]


def test_flaws_of_facts_are_told_too(post):
    body = assert_problem(post("/plan", {"facts": {"applicant.typ": "company"}, "project": PROJECT}), 422)
    assert "applicant.type" in body["errors"][0]["message"]


def test_lines_that_add_up_to_too_much(post):
    line = {"kind": "software", "amount": 1e12}
    project = {**PROJECT, "lines": [{**line, "id": f"line-{n}"} for n in range(40)]}
    body = assert_problem(post("/plan", {"project": project}), 422)
    assert [flaw["code"] for flaw in body["errors"]] == ["too-large"]


@pytest.mark.parametrize("body", ["", "[]", "{", "null", '{"project": 7}', '{"project": {}, "more": 1}'])
def test_bodies_that_are_no_project(post, body):
    assert_problem(post("/plan", body), 400 if body == "{" else 422)


def test_a_body_may_hold_64_kilobytes(post):
    assert_problem(post("/plan", {"project": PROJECT, "pad": "x" * 70_000}), 413)


def test_an_ecosystem_without_kinds_of_cost(small_site, post):
    assert_problem(post("/plan", {"project": PROJECT}), 404)


def test_nothing_is_left_untried_of_a_small_project(post):
    assert post("/plan", {"project": PROJECT}).json()["untried"] == []


def test_a_plan_counts_as_twenty_requests(settings, post):
    settings.API_RATE = "40/d"
    codes = [post("/plan", {"project": PROJECT}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert post("/find", {}).status_code == 200
