"""The independent checker finds every way in which a plan can break a term."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from superconnector.core.planning import (
    Allowance,
    CostLine,
    Costs,
    Funded,
    Grant,
    KindTerm,
    Limit,
    Own,
    Part,
    Person,
    Plan,
    Project,
    Schedule,
    Scheme,
    Tie,
)
from superconnector.core.planning.solve import plan
from superconnector.core.planning.verify import violations
from superconnector.core.rules.terms import Per
from superconnector.core.rules.verdict import Outcome

PROJECT = Project(
    date(2027, 1, 1),
    24,
    (
        CostLine("shop", "software", 9_000, 0, 6),
        CostLine("team", "staff", 8_000, 0, 24, people=(Person("master", 24), Person("master", 24))),
    ),
)


def scheme(grant: Grant, **more: object) -> Scheme:
    return replace(Scheme("voucher", Outcome.OPEN, (grant,)), **more)


HALF = Grant("half", Fraction(1, 2))
PEOPLE = Grant("people", Fraction(1), allowances=(Allowance("master", 100),), people_at_once=1)


def made(*schemes: Scheme) -> Plan:
    found = plan(PROJECT, schemes)
    assert violations(PROJECT, schemes, found) == []
    return found


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (HALF, replace(HALF, share=Fraction(1, 3)), "half: more than the public share"),
        (HALF, replace(HALF, limits=(Limit(80, Per.PROJECT, 80),)), "half: above the ceiling per project"),
        (HALF, replace(HALF, own=Own(amount=9_000)), "half: too little of one's own"),
        (HALF, replace(HALF, minimum=17_001), "half: the project costs too little"),
        (HALF, replace(HALF, months=12), "half: lasts longer than 12 months"),
        (PEOPLE, replace(PEOPLE, people_at_once=0), "people: more than 0 people at once"),
        (PEOPLE, replace(PEOPLE, months=12), "people: team: more than the allowances of its people"),
        (HALF, replace(HALF, id="other"), "half: no such grant, or nothing granted"),
    ],
)  # fmt: skip
def test_a_stricter_grant(before: Grant, after: Grant, what: str) -> None:
    found = violations(PROJECT, [scheme(after)], made(scheme(before)))
    assert what in [each.what for each in found]


@pytest.mark.parametrize(
    ("costs", "what"),
    [
        (Costs((KindTerm("software"),)), "half: staff is not eligible"),
        (Costs(excluded=(KindTerm("staff"),)), "half: staff is not eligible"),
        (Costs((KindTerm("software", amount=100), KindTerm("staff"))), "half: more software than counts"),
        (Costs((KindTerm("software"), KindTerm("staff", share=Fraction(1, 9)))),
         "half: a larger share of staff than counts"),
        (Costs((KindTerm("software", months=3), KindTerm("staff"))),
         "half: software counts for its first months only"),
    ],
)  # fmt: skip
def test_stricter_costs(costs: Costs, what: str) -> None:
    found = violations(PROJECT, [scheme(HALF, costs=costs)], made(scheme(HALF)))
    assert [each.what for each in found] == [what]


def test_relations() -> None:
    two = (Scheme("a", Outcome.OPEN, (HALF,), Costs((KindTerm("software"),))),
           Scheme("b", Outcome.OPEN, (HALF,), Costs((KindTerm("staff"),))))  # fmt: skip
    both = made(*two)
    assert both.programmes == ("a", "b")
    for change, what in (
        ({"excludes": (Tie("b"),)}, "excludes b"),
        ({"excludes": (Tie(""),)}, "excludes any other"),
        ({"requires": (Tie("c"),)}, "requires another programme"),
    ):
        found = violations(PROJECT, (replace(two[0], **change), two[1]), both)
        assert [each.what for each in found] == [what]
    most = replace(PROJECT, preferences=replace(PROJECT.preferences, max_applications=1))
    assert [each.what for each in violations(most, two, both)] == ["more applications than wanted"]
    one = replace(two[0], grants=(HALF, replace(HALF, id="more")), costs=Costs())
    twice = replace(
        both,
        awards=tuple(replace(award, programme="a", grant=grant)
                     for award, grant in zip(both.awards, ("half", "more"), strict=True)),
        parts=tuple(replace(part, programme="a", grant=grant)
                    for part, grant in zip(both.parts, ("half", "more"), strict=True)),
    )  # fmt: skip
    assert [each.what for each in violations(PROJECT, (one,), twice)] == [
        "takes two of its grants in one application"
    ]


def test_a_cent_claimed_twice() -> None:
    two = (Scheme("a", Outcome.OPEN, (HALF,), Costs((KindTerm("software"),))),
           Scheme("b", Outcome.OPEN, (HALF,), Costs((KindTerm("staff"),))))  # fmt: skip
    both = made(*two)
    other = replace(two[1], costs=Costs((KindTerm("software"),)))
    moved = replace(
        both,
        parts=(both.parts[0], Part("b", "half", "shop", 0, 6, 9_000, 4_000)),
        own={"shop": 500, "team": 8_000},
    )
    found = [each.what for each in violations(PROJECT, (two[0], other), moved)]
    assert found[0] == "shop: a cost is claimed twice"


def test_people_once() -> None:
    found = made(scheme(PEOPLE))
    (one,) = found.funded
    again = replace(found, funded=(one, one))
    assert [e.what for e in violations(PROJECT, [scheme(PEOPLE)], again)] == [
        "people: more than 1 people at once",
        "a person has two allowances",
    ]
    top = replace(PEOPLE, on_top=True)
    assert [e.what for e in violations(PROJECT, [scheme(top)], found)] == ["something on top of no allowance"]
    nobody = replace(found, funded=(Funded("voucher", "other", "team", 0),))
    assert [e.what for e in violations(PROJECT, [scheme(PEOPLE)], nobody)] == [
        "people: team: more than the allowances of its people"
    ]


def test_wrong_sums() -> None:
    one = scheme(HALF, schedule=Schedule(Fraction(1, 4)))
    found = made(one)
    for changed, what in (
        ({"own": {**found.own, "shop": 1}}, "shop: what is left to pay is wrong"),
        ({"awards": (replace(found.awards[0], advance=0),)}, "an advance is wrong"),
        ({"cash": (replace(found.cash[0], out=0), *found.cash[1:])}, "the cash of month 1 is wrong"),
        ({"cash": found.cash[:-1]}, "money comes after the last month shown"),
        ({"parts": (*found.parts, replace(found.parts[0], programme="x"))}, "a part belongs to no award"),
    ):
        told = [each.what for each in violations(PROJECT, [one], replace(found, **changed))]
        assert what in told
    poor = replace(PROJECT, cash=1)
    assert [e.what for e in violations(poor, [one], found)] == ["more is laid out than there is"]
