"""The plan of one project: goals, order, cash, what is possible, what else could be done, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from superconnector.core.planning import (
    CostLine,
    Costs,
    Grant,
    KindTerm,
    Limit,
    Own,
    Preferences,
    Project,
    Schedule,
    Scheme,
    Status,
    Tie,
)
from superconnector.core.planning.alternatives import Possible, alternatives, possible
from superconnector.core.planning.budget import Budget
from superconnector.core.planning.reasons import Why, binding, not_more
from superconnector.core.planning.rules import Refusal
from superconnector.core.planning.solve import plan
from superconnector.core.rules.terms import Per
from superconnector.core.rules.verdict import Outcome

SOFTWARE, MARKETING = Costs((KindTerm("software"),)), Costs((KindTerm("marketing"),))
PROJECT = Project(
    date(2027, 1, 31),
    12,
    (CostLine("shop", "software", 100_00, 0, 3), CostLine("ads", "marketing", 80_00, 6, 6)),
)


def share(name: str, public: str, costs: Costs = SOFTWARE, **more: object) -> Scheme:
    return replace(Scheme(name, Outcome.OPEN, (Grant("grant", Fraction(public)),), costs), **more)


def test_the_months_of_a_line() -> None:
    line = CostLine("a", "rent", 100, 2, 3)
    assert [line.between(month, month + 1) for month in range(6)] == [0, 0, 34, 33, 33, 0]
    assert [PROJECT.first_day(month) for month in (0, 1, 12)] == [
        date(2027, 1, 31), date(2027, 2, 1), date(2028, 1, 1),
    ]  # fmt: skip


def test_the_same_whatever_the_order() -> None:
    schemes = [share("a", "1/2"), share("b", "1/2"), share("c", "1/3", MARKETING)]
    first = plan(PROJECT, schemes)
    other = plan(replace(PROJECT, lines=PROJECT.lines[::-1]), schemes[::-1])
    assert (other.awards, sorted(other.parts, key=lambda p: p.line), other.cash) == (
        first.awards, sorted(first.parts, key=lambda p: p.line), first.cash,
    )  # fmt: skip
    assert plan(PROJECT, schemes) == first


def test_nothing_is_open() -> None:
    found = plan(PROJECT, [])
    assert (found.status, found.granted, found.deepest, found.deepest_month) == (
        Status.OPTIMAL,
        0,
        180_00,
        11,
    )
    assert found.programmes == ()
    assert alternatives(PROJECT, [], found) == ()


def test_the_goals_may_be_reordered() -> None:
    late = share("late", "9/10")
    soon = share("soon", "1/2", schedule=Schedule(Fraction(1)))
    assert plan(PROJECT, [late, soon]).programmes == ("late",)
    quick = replace(PROJECT, preferences=Preferences(("cash", "grant", "applications")))
    found = plan(quick, [late, soon])
    assert found.programmes == ("late", "soon")
    assert [proof.goal for proof in found.proofs] == ["cash", "grant", "applications"]
    few = replace(PROJECT, preferences=Preferences(("applications", "grant", "cash")))
    assert plan(few, [late, soon]).programmes == ()


def test_equal_money_takes_fewer_applications_and_earlier_cash() -> None:
    found = plan(PROJECT, [share("a", "1/2"), share("b", "1/2", schedule=Schedule(Fraction(1, 2)))])
    assert found.programmes == ("b",)


def test_stopped_early_it_tells_the_gap() -> None:
    lines = tuple(CostLine(f"l{n}", "software", 1_000_01 + 7 * n, n % 9, 3) for n in range(20))
    schemes = [
        replace(
            share(f"s{n}", f"{n + 3}/{2 * n + 7}", excludes=(Tie(f"s{n + 1}"),)),
            grants=(
                Grant("g", Fraction(n + 3, 2 * n + 7), limits=(Limit(900_00 + n, Per.PROJECT, 0),), months=4),
            ),
        )
        for n in range(20)
    ]
    found = plan(replace(PROJECT, lines=lines), schemes, seconds=0.01)
    assert found.status is Status.FEASIBLE
    assert found.bound >= found.granted
    assert found.gap == found.bound - found.granted


def test_only_what_is_certain_is_planned_and_the_rest_is_told() -> None:
    unsure = share("unsure", "3/4", outcome=Outcome.MAY_BE_OPEN, unknown=("applicant.listed",))
    stale = share("stale", "2/3", MARKETING, outcome=Outcome.MAY_BE_OPEN)
    track = Grant("track", Fraction(1), sure=False, unknown=("project.fields",))
    half = share("half", "1/2")
    schemes = [
        unsure,
        stale,
        replace(half, grants=(*half.grants, track)),
        share("none", "1/9", outcome=Outcome.MAY_BE_OPEN),
    ]
    found = plan(PROJECT, schemes)
    assert found.granted == 50_00
    told = (
        Possible("stale", 53_33, ()),
        Possible("half", 50_00, ("project.fields",)),
        Possible("unsure", 25_00, ("applicant.listed",)),
    )
    assert possible(PROJECT, schemes, found) == (told, ())
    assert possible(PROJECT, schemes, found, Budget(0)) == ((), ("half", "unsure", "stale", "none"))


def test_what_requires_another_brings_both() -> None:
    base = share("base", "1/2", MARKETING, outcome=Outcome.MAY_BE_OPEN)
    top = share("top", "1/2", outcome=Outcome.MAY_BE_OPEN, requires=(Tie("base"),), unknown=("x.y",))
    found = plan(PROJECT, [base, top])
    told = Possible("top", 90_00, ("x.y",)), Possible("base", 40_00, ())
    assert possible(PROJECT, [base, top], found) == (told, ())


def test_the_next_plans_and_what_they_cost() -> None:
    schemes = [share("a", "3/4"), share("b", "1/2"), share("c", "1/4", MARKETING)]
    found = plan(PROJECT, schemes)
    assert (found.programmes, found.granted) == (("a", "c"), 95_00)
    told = [(a.without, a.instead, a.costs) for a in alternatives(PROJECT, schemes, found)]
    assert told == [(("c",), (), 20_00), (("a",), ("b",), 25_00), (("a", "c"), ("b",), 45_00)]


def test_why_not_more() -> None:
    schemes = [
        share("a", "3/4"),
        share("b", "1/2", excludes=(Tie("a"),)),
        share("c", "1/2", MARKETING, requires=(Tie("z"),)),
        share("d", "1/3"),
        replace(share("e", "1/2"), grants=(Grant("g", Fraction(1, 2), minimum=1_000_00),)),
    ]
    found = plan(PROJECT, schemes)
    assert {key: reason.why for key, reason in binding(schemes, found).items()} == {("a", "grant"): Why.SHARE}
    shop, ads = PROJECT.lines
    assert [(r.programme, r.why, r.other) for r in not_more(PROJECT, schemes, found, shop)] == [
        ("b", Why.EXCLUDED_BY, "a"),
        ("c", Why.REFUSED, ""),
        ("d", Why.NOT_BETTER, ""),
        ("e", Why.TOO_SMALL, ""),
    ]
    told = not_more(PROJECT, schemes, found, ads)
    assert (told[0].refusal, told[2].why, told[2].other) == (Refusal.NOT_LISTED, Why.REQUIRES, "z")
    large = plan(
        PROJECT, [replace(schemes[0], grants=(Grant("g", Fraction(1), limits=(Limit(7, Per.YEAR, 9),)),))]
    )
    assert large.granted == 7


def test_the_binding_terms() -> None:
    def why(grant: Grant) -> Why:
        schemes = [Scheme("s", Outcome.OPEN, (grant,), SOFTWARE)]
        return binding(schemes, plan(PROJECT, schemes))["s", grant.id].why

    assert why(Grant("g", Fraction(1), limits=(Limit(5, Per.LIFETIME, 9),))) is Why.CEILING
    assert why(Grant("g", Fraction(1), yearly=Limit(5, Per.YEAR, 5))) is Why.YEAR
    assert why(Grant("g", Fraction(1))) is Why.CLAIMED
    assert why(Grant("g")) is Why.CLAIMED


def test_an_own_contribution_binds() -> None:
    schemes = [Scheme("s", Outcome.OPEN, (Grant("g", Fraction(1), own=Own(Fraction(1, 4))),), SOFTWARE)]
    found = plan(PROJECT, schemes)
    assert found.granted == 75_00
    assert binding(schemes, found)["s", "g"].why is Why.OWN
    schemes = [Scheme("s", Outcome.OPEN, (Grant("g", Fraction(1), own=Own(amount=30_00)),), SOFTWARE)]
    found = plan(PROJECT, schemes)
    assert found.granted == 70_00
    assert binding(schemes, found)["s", "g"].why is Why.OWN
