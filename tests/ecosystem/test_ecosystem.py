"""What is loaded: facts, terms, names, sources, and the compiled terms of a day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from superconnector.core.rules.facts import Dated, Fact, Option, Type
from superconnector.core.rules.terms import (
    Amount,
    Ceiling,
    Cite,
    Give,
    GiveKind,
    Per,
    Requirement,
    Share,
    State,
    Status,
)
from superconnector.core.rules.verdict import Outcome
from superconnector.ecosystem import Ecosystem, EcosystemError, digest, load
from tests.ecosystem.folders import changed, small_folder

GRANT = "programmes/grant.yaml"
OWN = (Cite("own-page"),)


def test_what_stands_in_the_folder(town: Ecosystem) -> None:
    assert town.id == "port-town"
    assert list(town.programmes) == ["grant", "plan"]
    assert list(town.organisations) == ["council"]
    assert list(town.definitions) == ["small"]
    assert list(town.sources) == ["handbook"]
    assert town.aliases == {"TG": "grant"}
    assert list(town.facts) == [
        "applicant.type",
        "applicant.employees",
        "applicant.incorporated_on",
        "applicant.listed",
        "applicant.programmes_held",
        "project.cost",
        "project.cost_kinds",
        "project.name",
        "received.grant",
    ]


def test_only_what_is_applied_for_has_terms(town: Ecosystem) -> None:
    assert list(town.terms) == ["grant"]
    held = town.vocabulary.facts["applicant.programmes_held"]
    assert held.options == (Option("grant"),)


def test_facts_as_the_rules_know_them(town: Ecosystem) -> None:
    facts = town.vocabulary.facts
    assert facts["applicant.type"] == Fact(
        "applicant.type",
        Type.CHOICE,
        (Option("business"), Option("company", "business"), Option("student")),
        0,
        10**9,
    )
    assert (facts["applicant.employees"].minimum, facts["applicant.employees"].maximum) == (0, 1_000_000)
    assert (facts["project.cost"].minimum, facts["project.cost"].maximum) == (0, 10**15)
    assert (facts["applicant.incorporated_on"].minimum, facts["applicant.incorporated_on"].maximum) == (
        -62_091,
        84_005,
    )
    assert town.vocabulary.currency == "HKD"
    assert town.vocabulary.definitions == {"small": (Dated("applicant.employees < 50"),)}


def test_money_bounds_become_cents_and_days_become_numbers() -> None:
    files = changed(
        "facts/all.yaml", "- id: project.cost\n", "- id: project.cost\n  minimum: 5\n  maximum: 10\n"
    )
    old = "  future: false\n"
    files["facts/all.yaml"] = files["facts/all.yaml"].replace(old, old + "  minimum: 1970-01-02\n")
    facts = load(files).vocabulary.facts
    assert (facts["project.cost"].minimum, facts["project.cost"].maximum) == (500, 1_000)
    assert facts["applicant.incorporated_on"].minimum == 1


def test_what_one_received_is_asked_in_each_language(town: Ecosystem) -> None:
    fact = town.facts["received.grant"]
    assert [fact.question.text(language) for language in ("en", "zh-hant", "zh-hans")] == [
        "What has The Grant granted you?",
        "「資助」批了多少？",
        "「资助」批了多少？",
    ]
    assert fact.label.text() == "Already granted by The Grant"
    assert fact.unit is not None
    assert (fact.type, fact.unit.en) == ("money", "HK$")


def test_nothing_is_asked_where_no_ceiling_needs_it() -> None:
    files = small_folder()
    files[GRANT] = files[GRANT].replace("per: lifetime", "per: application")
    town = load(files)
    assert "received.grant" not in town.facts
    assert town.terms["grant"].received == ""


def test_terms_of_a_programme(town: Ecosystem) -> None:
    terms = town.terms["grant"]
    assert terms.programme == "grant"
    assert terms.received == "received.grant"
    assert terms.statuses == (
        Status(State.OPEN, date(2016, 11, 1), date(2024, 12, 31), None, OWN),
        Status(State.CLOSED, date(2025, 1, 1), None, None, OWN),
    )
    assert terms.requirements == (
        Requirement("unlisted", "not applicant.listed", "Not listed.", cites=OWN),
        Requirement(
            "small",
            'applicant.type == "business" and small',
            "A small business.",
            cites=(Cite("own-page"), Cite("handbook", "grants")),
        ),
    )


def test_tiers_become_gives_that_never_overlap(town: Ecosystem) -> None:
    shares = (
        Share(Fraction(2, 3), None, date(2020, 3, 31), OWN),
        Share(Fraction(3, 4), date(2020, 4, 1), None, OWN),
    )
    assert town.terms["grant"].gives == (
        Give(
            "money.tiny",
            GiveKind.MONEY,
            "(applicant.employees < 10)",
            "The tiny.",
            "project.cost",
            shares,
            (Ceiling(30_000_050, Per.LIFETIME, cites=OWN),),
            cites=OWN,
        ),
        Give(
            "money.others",
            GiveKind.MONEY,
            "(True) and not (applicant.employees < 10)",
            "The others.",
            "project.cost",
            shares,
            (Ceiling(20_000_000, Per.LIFETIME, cites=OWN),),
            cites=OWN,
        ),
    )


def test_a_give_without_tiers_keeps_its_own_condition_and_numbers() -> None:
    give = """\
gives:
- id: desk
  kind: place
  text: A desk.
  source: [own-page, handbook#people]
  when: applicant.employees < 5
  minimum_cost: [{amount: 1, label: a, from: 2020-01-01, note: n, source: own-page}]
  amounts: [{amount: 2.5, to: 2021-01-01, source: own-page}]
  people_at_once:
  - {value: 3, to: 2019-12-31, source: own-page}
  - {value: 4, from: 2020-01-01, source: own-page}
  months: [{value: 12, source: own-page}]
"""
    found = load(changed(GRANT, "gives:\n", give)).terms["grant"].gives[0]
    assert found == Give(
        "desk",
        GiveKind.PLACE,
        "applicant.employees < 5",
        "A desk.",
        minimum_costs=(Amount(100, "a", date(2020, 1, 1), None, OWN, "n"),),
        amounts=(Amount(250, "", None, date(2021, 1, 1), OWN),),
        people_at_once=4,
        months=12,
        cites=(Cite("own-page"), Cite("handbook", "people")),
    )


def test_a_condition_of_the_whole_give_stands_before_each_tier() -> None:
    terms = load(changed(GRANT, "  basis:", "  when: not applicant.listed or False\n  basis:")).terms["grant"]
    assert [give.when for give in terms.gives] == [
        "(not applicant.listed or False) and (applicant.employees < 10)",
        "(not applicant.listed or False) and (True) and not (applicant.employees < 10)",
    ]


def test_parameters_and_windows() -> None:
    extra = """\
parameters:
  limit:
  - {expression: '10', to: 2019-12-31, source: own-page}
  - {expression: 'HKD(5)', from: 2020-01-01, source: own-page}
intake:
  mode: MODE
  windows:
  - {from: 2020-01-01, to: 2020-02-01, source: own-page}
  - {to: 2021-02-01, source: own-page}
who:
"""
    terms = load(changed(GRANT, "who:\n", extra.replace("MODE", "windows"))).terms["grant"]
    assert terms.parameters == {
        "limit": (Dated("10", None, date(2019, 12, 31)), Dated("HKD(5)", date(2020, 1, 1), None))
    }
    assert terms.windows == (
        (date(2020, 1, 1), date(2020, 2, 1)),
        (date(1800, 1, 1), date(2021, 2, 1)),
    )
    assert load(changed(GRANT, "who:\n", extra.replace("MODE", "rolling"))).terms["grant"].windows == ()


def test_sources_of_the_programme_come_before_shared_ones(town: Ecosystem) -> None:
    grant = town.programmes["grant"]
    assert town.source_of(grant, "own-page").title == "The Grant"
    assert town.source_of(grant, "handbook#grants").title == "Handbook"
    with pytest.raises(KeyError):
        town.source_of(grant, "elsewhere")


def test_the_book_of_a_day_is_compiled_once(town: Ecosystem) -> None:
    book = town.rule_book(date(2024, 1, 1))
    assert town.rule_book(date(2024, 1, 1)) is book
    profile = {"applicant.listed": False, "applicant.type": "company", "applicant.employees": 12}
    assert [verdict.outcome for verdict in book.judge(profile)] == [Outcome.OPEN]
    assert [verdict.outcome for verdict in town.rule_book(date(2025, 1, 1)).judge(profile)] == [
        Outcome.CLOSED
    ]


def test_a_folder_with_errors_is_not_loaded() -> None:
    with pytest.raises(EcosystemError) as caught:
        load(changed(GRANT, "kind: matching-grant", "kind: gift") | {"sources.yaml": "sources: {}"})
    assert caught.value.problems[0].path == "definitions/terms.yaml"
    assert str(caught.value).splitlines() == [str(problem) for problem in caught.value.problems]


def test_warnings_do_not_keep_a_folder_from_loading() -> None:
    files = small_folder()
    files["sources.yaml"] += "  idle: {title: Idle, kind: press, read: 2024-01-01}\n"
    assert "idle" in load(files).sources


def test_the_digest_is_of_paths_and_texts() -> None:
    files = small_folder()
    assert digest(files) == digest(dict(reversed(files.items()))) == load(files).digest
    assert (
        len({digest(f) for f in ({}, {"a": ""}, {"": "a"}, {"a": "b"}, {"ab": ""}, {"a": "", "b": ""})}) == 6
    )
