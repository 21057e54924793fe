"""Words for plans: every code in every language, the reasons of a line, how well a plan is proven."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from superconnector.apps.programmes.schemes import Left
from superconnector.base.plan_words import (
    GOAL_WORDS,
    LEFT,
    REASONS,
    REFUSALS,
    RISKS,
    SETTLED,
    percent,
    proof_words,
    reason_words,
    reasons_of,
    risk_words,
)
from superconnector.cli.plan_json import money
from superconnector.core.planning import CostLine, Plan, Risk, RiskCode, Status
from superconnector.core.planning.plan import Award, Month, Part, Proof
from superconnector.core.planning.project import GOALS
from superconnector.core.planning.reasons import Reason, Why
from superconnector.core.planning.rules import Refusal
from superconnector.core.rules.terms import Per
from superconnector.ecosystem import Ecosystem

TABLES = {
    "goals": (GOAL_WORDS, set(GOALS)),
    "settled": (SETTLED, set(GOALS)),
    "risks": (RISKS, set(RiskCode)),
    "left": (LEFT, set(Left)),
    "reasons": (REASONS, set(Why) - {Why.REFUSED}),
    "refusals": (REFUSALS, set(Refusal)),
}


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_code_has_words_and_no_other(table: str) -> None:
    words, codes = TABLES[table]
    assert {str(code) for code in words} == {str(code) for code in codes}


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
@pytest.mark.parametrize("table", sorted(TABLES))
def test_the_words_are_chinese_on_a_chinese_page(table: str, language: str) -> None:
    words = TABLES[table][0]
    english = {str(code): str(said) for code, said in words.items()}  # type: ignore[attr-defined]
    with translation.override(language):
        chinese = {str(code): str(said) for code, said in words.items()}  # type: ignore[attr-defined]
    assert [code for code in english if chinese[code] == english[code]] == []
    assert [code for code, said in chinese.items() if not any("一" <= each <= "鿿" for each in said)] == []


def reason(why: Why, **more: object) -> Reason:
    return Reason("growth-grant", why, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given_reason", "said"),
    [
        (reason(Why.SHARE, share=Fraction(3, 4)), "Growth Grant pays 75% of what is claimed."),
        (reason(Why.SHARE, share=Fraction(2, 3)), "Growth Grant pays 2/3 of what is claimed."),
        (reason(Why.OWN, share=Fraction(1, 4)), "Growth Grant wants you to pay at least 25% yourself."),
        (reason(Why.OWN, amount=5_000_50), "Growth Grant wants you to pay at least HK$5,000.50 yourself."),
        (
            reason(Why.CEILING, amount=100_000_00, per=Per.APPLICATION),
            "Growth Grant has reached its ceiling: at most HK$100,000 an application.",
        ),
        (
            reason(Why.YEAR, amount=7_00, per=Per.YEAR),
            "Growth Grant has reached its ceiling: at most HK$7 a year.",
        ),
        (reason(Why.ALLOWANCE), "Growth Grant pays a fixed amount for each person and month."),
        (reason(Why.PEOPLE, amount=2), "Growth Grant pays for 2 people at one time."),
        (reason(Why.CLAIMED), "Growth Grant is used up: all that it may pay for is claimed."),
        (reason(Why.TOO_SMALL, amount=900_00), "Growth Grant supports projects that cost HK$900 or more."),
        (reason(Why.EXCLUDED_BY, other="web-voucher"), "Growth Grant cannot be combined with Web Voucher."),
        (reason(Why.REQUIRES, other="web-voucher"), "Growth Grant is only for those who have Web Voucher."),
        (reason(Why.NOT_BETTER), "Growth Grant would pay no more than what is planned."),
        (reason(Why.REFUSED, refusal=Refusal.OTHER_PAYER), "Somebody else pays this line."),
        (
            reason(Why.REFUSED, refusal=Refusal.EXCLUDED),
            "Growth Grant does not pay for this kind of cost.",
        ),
    ],
)
def test_a_reason(small: Ecosystem, given_reason: Reason, said: str) -> None:
    assert reason_words(given_reason, small) == said


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_every_reason_names_what_it_is_about_in_every_language(small: Ecosystem, language: str) -> None:
    full = {"amount": 7_00, "share": Fraction(1, 2), "per": Per.YEAR, "other": "web-voucher"}
    with translation.override(language):
        said = {why: reason_words(reason(why, **full), small) for why in REASONS}
        names = {key: small.programmes[key].names.text(language) for key in ("growth-grant", "web-voucher")}
    assert [why for why, words in said.items() if names["growth-grant"] not in words] == []
    assert [why for why, words in said.items() if names["web-voucher"] in words] == [
        Why.EXCLUDED_BY,
        Why.REQUIRES,
    ]
    assert [why for why, words in said.items() if "%(" in words] == []


def test_a_programme_that_is_no_longer_there_has_no_name(small: Ecosystem) -> None:
    gone = Reason("growth-grant", Why.EXCLUDED_BY, other="gone")
    assert reason_words(gone, small) == "Growth Grant cannot be combined with ."


def test_a_risk_ends_with_the_text_of_its_term() -> None:
    assert risk_words(Risk(RiskCode.CEILING, "growth-grant")) == "No source states a ceiling."
    told = risk_words(Risk(RiskCode.DISPUTED, "growth-grant", "One says 2, one 3."))
    assert told == "Sources disagree. One says 2, one 3."


# --- why no more of a line is paid ------------------------------------------------------------------------

LINES = (CostLine("a", "software", 100), CostLine("b", "event", 100))
BINDING = {("p", "g"): Reason("p", Why.SHARE), ("q", "g"): Reason("q", Why.CEILING)}


def plan(status: Status = Status.OPTIMAL, *proofs: Proof, own: tuple[int, int] = (50, 100)) -> Plan:
    parts = (
        Part("p", "g", "a", 0, 1, 60, 30),
        Part("q", "g", "a", 0, 1, 40, 20),
        Part("p", "g", "a", 1, 2, 0, 0),
    )
    awards = (Award("p", "g", 30, 0, 2, 0), Award("q", "g", 20, 0, 1, 0))
    owned = dict(zip("ab", own, strict=True))
    return Plan(
        status, proofs or (Proof("grant", 50, 50),), awards, parts, (), owned, (Month(0, 200, 50, -150),)
    )


def told(line: int, not_more: list[Reason], own: tuple[int, int] = (50, 100)) -> list[tuple[str, Why]]:
    return [(each.programme, each.why) for each in reasons_of(plan(own=own), LINES[line], not_more, BINDING)]


def test_what_binds_each_grant_that_pays_comes_first_and_once() -> None:
    others = [Reason(name, Why.NOT_BETTER) for name in "rstu"]
    binds = [("p", Why.SHARE), ("q", Why.CEILING)]
    assert told(0, []) == binds
    assert told(0, others) == [*binds, *((name, Why.NOT_BETTER) for name in "rst")]


def test_that_the_kind_is_not_paid_for_is_said_only_where_nothing_else_is() -> None:
    refusals = [Reason(name, Why.REFUSED, refusal=Refusal.EXCLUDED) for name in "rstu"]
    assert told(0, refusals) == [("p", Why.SHARE), ("q", Why.CEILING)]
    assert told(1, refusals) == [(name, Why.REFUSED) for name in "rst"]
    assert told(1, [*refusals, Reason("v", Why.CLAIMED)]) == [("v", Why.CLAIMED)]
    assert told(1, []) == []


def test_a_line_that_costs_nothing_of_ones_own_needs_no_reason() -> None:
    assert told(0, [Reason("r", Why.NOT_BETTER)], own=(0, 100)) == []


# --- proofs and figures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (plan(Status.OPTIMAL, Proof("grant", 5, 9)), "Proven: no other combination does better."),
        (
            plan(Status.INFEASIBLE, Proof("grant", 5, 5)),
            "No combination keeps within your cash. This one needs the least.",
        ),
        (plan(Status.FEASIBLE, Proof("grant", 5, 5), Proof("cash", 1, 0)), str(SETTLED["grant"])),
        (plan(Status.FEASIBLE, Proof("applications", 2, 2)), str(SETTLED["applications"])),
        (
            plan(Status.FEASIBLE, Proof("grant", 5_00, 1_234_05)),
            "The search was stopped: at most HK$1,229.05 from the best possible.",
        ),
        (
            plan(Status.FEASIBLE, Proof("cash", 9_00, 5_00)),
            "The search was stopped: at most HK$4 from the best possible.",
        ),
        (
            plan(Status.FEASIBLE, Proof("applications", 4, 1)),
            "The search was stopped: at most 3 from the best possible.",
        ),
    ],
)
def test_how_well_a_plan_is_proven(made: Plan, said: str) -> None:
    assert proof_words(made, "HK$") == said


@given(st.fractions(0, 1, max_denominator=200))
def test_a_percentage_is_exact_or_a_fraction(share: Fraction) -> None:
    said = percent(share)
    read = Fraction(said.removesuffix("%")) / 100 if said.endswith("%") else Fraction(said)
    assert read == share
    assert said.endswith("%") == (100 % share.denominator == 0)


@given(st.integers(-(10**12), 10**12))
def test_money_in_json_is_exact(cents: int) -> None:
    said = money(cents)
    assert Fraction(said) * 100 == cents
    assert said[-3] == "."
    assert said.startswith("-") == (cents < 0)
    assert said.lstrip("-") == money(abs(cents))
