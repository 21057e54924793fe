"""What a programme gives comes to: exact cents, and never more than is known."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from superconnector.core.rules.facts import Profile
from superconnector.core.rules.offers import Offer, Step, StepKind, offer
from superconnector.core.rules.terms import Amount, Ceiling, Cite, Give, GiveKind, Per, Share, Terms
from tests.core.rules.shelf import ON, OPEN, book
from tests.core.rules.words import VOCABULARY

HALF, THREE_QUARTERS = Share(Fraction(1, 2)), Share(Fraction(3, 4))
CAP = Ceiling(100_000, Per.PROJECT, cites=(Cite("page", "#cap"),))
LIFETIME = Ceiling(600_000, Per.LIFETIME)


def give(*, basis: str = "project.cost", kind: GiveKind = GiveKind.MONEY, **terms: object) -> Give:
    return Give("grant", kind, basis=basis, **terms)


def offered(given_: Give, profile: Profile, received: int | None = None, on: date = ON) -> Offer:
    return offer(given_, profile, VOCABULARY, on, received, received_fact="received.p")


def worth(found: Offer) -> tuple:
    return found.applies, found.at_most, found.amount, found.unknown


def test_a_share_of_an_odd_cent_is_rounded_down() -> None:
    found = offered(give(shares=(THREE_QUARTERS,)), {"project.cost": 101})
    assert worth(found) == (True, 75, 75, ())
    assert found.binding is THREE_QUARTERS
    assert found.working == (
        Step(StepKind.COST, 101),
        Step(StepKind.SHARE, 75, THREE_QUARTERS),
    )


def test_the_ceiling_binds() -> None:
    found = offered(give(shares=(HALF,), ceilings=(CAP,)), {"project.cost": 300_000})
    assert worth(found) == (True, 100_000, 100_000, ())
    assert found.binding is CAP
    assert found.working[-1] == Step(StepKind.CEILING, 100_000, CAP, (Cite("page", "#cap"),))


def test_an_unknown_cost_is_never_the_full_ceiling() -> None:
    found = offered(give(shares=(HALF,), ceilings=(CAP,)), {})
    assert worth(found) == (True, 100_000, None, ("project.cost",))
    assert found.binding is CAP


def test_the_balance_of_a_ceiling_over_several_applications() -> None:
    grant = give(shares=(HALF,), ceilings=(LIFETIME,))
    cost = {"project.cost": 400_000}
    assert worth(offered(grant, cost, 0)) == (True, 200_000, 200_000, ())
    assert worth(offered(grant, cost, 500_000)) == (True, 100_000, 100_000, ())
    assert worth(offered(grant, cost, 700_000)) == (True, 0, 0, ())
    assert worth(offered(grant, cost, None)) == (True, 200_000, None, ("received.p",))
    assert worth(offered(grant, {}, None)) == (True, 600_000, None, ("project.cost", "received.p"))


def test_what_was_had_does_not_lower_a_ceiling_for_each_project() -> None:
    found = offered(give(shares=(HALF,), ceilings=(CAP,)), {"project.cost": 400_000}, None)
    assert worth(found) == (True, 100_000, 100_000, ())


def test_a_cost_below_the_least_gives_nothing_and_says_why() -> None:
    least = Amount(50_000, "least cost")
    grant = give(shares=(HALF,), minimum_costs=(least,))
    found = offered(grant, {"project.cost": 49_999})
    assert (worth(found), found.binding) == ((True, 0, 0, ()), least)
    assert worth(offered(grant, {"project.cost": 50_000})) == (True, 25_000, 25_000, ())


@pytest.mark.parametrize(
    ("on", "amount"),
    [(date(2020, 3, 31), 200_000), (date(2020, 4, 1), 300_000)],
)
def test_the_terms_of_the_day_hold(on: date, amount: int) -> None:
    shares = (
        Share(Fraction(2, 4), to_day=date(2020, 3, 31)),
        Share(Fraction(3, 4), from_day=date(2020, 4, 1)),
    )
    assert offered(give(shares=shares), {"project.cost": 400_000}, on=on).amount == amount


def test_of_two_shares_of_one_day_the_later_holds_and_of_equals_the_smaller() -> None:
    later = Share(Fraction(1, 4), from_day=date(2023, 1, 1))
    cost = {"project.cost": 400}
    assert offered(give(shares=(THREE_QUARTERS, later)), cost).amount == 100
    assert offered(give(shares=(THREE_QUARTERS, HALF)), cost).amount == 200


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ({"applicant.employees": 5}, (True, 100, 100, ())),
        ({"applicant.employees": 50}, (False, 0, 0, ())),
        ({}, (None, 100, None, ("applicant.employees",))),
    ],
)
def test_a_class_of_applicants(profile: Profile, expected: tuple) -> None:
    grant = give(shares=(HALF,), when="applicant.employees < 10")
    assert worth(offered(grant, {"project.cost": 200, **profile})) == expected


def test_a_fixed_amount_needs_no_cost() -> None:
    assert worth(offered(give(basis="", amounts=(Amount(5_000),)), {})) == (True, 5_000, 5_000, ())


def test_of_several_prizes_only_the_largest_bounds() -> None:
    prizes = give(basis="", kind=GiveKind.PRIZE, amounts=(Amount(500, "second"), Amount(900, "first")))
    assert worth(offered(prizes, {})) == (True, 900, None, ())


def test_a_share_that_nobody_states_leaves_the_ceiling() -> None:
    assert worth(offered(give(ceilings=(CAP,)), {"project.cost": 10})) == (True, 100_000, None, ())


@pytest.mark.parametrize(
    ("per", "people", "months", "at_most"),
    [
        (Per.MONTH, None, 24, 24_000),
        (Per.YEAR, None, 25, 3_000),
        (Per.PERSON, 4, None, 4_000),
        (Per.PERSON_MONTH, 4, 6, 24_000),
        (Per.PERSON_MONTH, 4, None, None),
        (Per.MONTH, 4, None, None),
        (Per.YEAR, None, None, None),
        (Per.PROGRAMME, 4, 6, None),
    ],
)
def test_a_rate_counts_as_often_as_the_terms_say(
    per: Per, people: int | None, months: int | None, at_most: int | None
) -> None:
    ceilings = (Ceiling(1_000, per),)
    grant = give(basis="", ceilings=ceilings, people_at_once=people, months=months, kind=GiveKind.PEOPLE)
    assert worth(offered(grant, {})) == (True, at_most, None, ())


def test_a_rate_without_a_number_of_times_keeps_the_amount_open() -> None:
    grant = give(shares=(HALF,), ceilings=(Ceiling(1_000, Per.YEAR),))
    assert worth(offered(grant, {"project.cost": 9_000})) == (True, 4_500, None, ())


def test_the_envelope_of_the_programme_bounds_nobody() -> None:
    grant = give(shares=(HALF,), ceilings=(Ceiling(1_000, Per.PROGRAMME),))
    assert worth(offered(grant, {"project.cost": 9_000})) == (True, 4_500, 4_500, ())


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.none(), st.integers(0, 10**12)),
    st.one_of(st.none(), st.integers(0, 10**9)),
    st.fractions(0, 1, max_denominator=100),
    st.lists(st.builds(Ceiling, st.integers(0, 10**9), st.sampled_from(Per)), max_size=3),
)
def test_knowing_more_never_raises_what_it_is_at_most(
    cost: int | None, received: int | None, share: Fraction, ceilings: list[Ceiling]
) -> None:
    grant = give(shares=(Share(share),), ceilings=tuple(ceilings))
    profile = {} if cost is None else {"project.cost": cost}
    less, more = offered(grant, {}, None), offered(grant, profile, received)
    assert less.amount is None
    assert less.at_most is None or (more.at_most is not None and more.at_most <= less.at_most)
    if more.amount is not None:
        assert cost is not None
        assert more.amount == more.at_most
        assert more.amount <= share * cost < share * cost + 1


def test_the_book_values_all_that_is_given() -> None:
    grant = give(shares=(HALF,), ceilings=(LIFETIME,), when="applicant.employees < 10")
    shelf = book(
        Terms("p", OPEN, gives=(grant, give(basis="", amounts=(Amount(7),))), received="project.income")
    )
    profile = {"project.cost": 400_000, "applicant.employees": 3, "project.income": 550_000}
    assert [worth(o) for o in shelf.offers(profile)[0]] == [(True, 50_000, 50_000, ()), (True, 7, 7, ())]
    assert [worth(o) for o in shelf.offers({})[0]] == [
        (None, 600_000, None, ("applicant.employees", "project.cost", "project.income")),
        (True, 7, 7, ()),
    ]


@pytest.mark.parametrize(("received", "left"), [(0, 80_000_00), (1, None), (690_000_000, None), (None, None)])
def test_finished_money_does_not_use_up_a_ceiling_on_what_is_in_force(
    received: int | None, left: int | None
) -> None:
    found = offered(give(basis="", ceilings=(Ceiling(80_000_00, Per.IN_FORCE),)), {}, received)
    (step,) = found.working
    assert (step.kind, step.amount, found.at_most) == (StepKind.BALANCE, left, 80_000_00)
