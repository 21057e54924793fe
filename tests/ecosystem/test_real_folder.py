"""The ecosystem that ships: it loads without an error, and states as much as it did."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from superconnector.core.rules.terms import Per
from superconnector.core.rules.verdict import Outcome
from superconnector.ecosystem import Ecosystem, Severity, check
from superconnector.ecosystem.coverage import count_all


def test_no_errors(real_files: dict[str, str]) -> None:
    assert [str(p) for p in check(real_files) if p.severity is Severity.ERROR] == []


def test_what_was_promised(hong_kong: Ecosystem) -> None:
    counts = count_all(hong_kong)
    assert counts["who"] >= 45
    assert counts["gives"] >= 40


def test_the_vouchers_three_ceilings_and_two_shares(hong_kong: Ecosystem) -> None:
    (give,) = hong_kong.terms["tvp"].gives
    ceilings = {(c.from_day, c.amount) for c in give.ceilings if c.per is Per.LIFETIME}
    assert ceilings == {
        (date(2016, 11, 1), 20_000_000),
        (date(2019, 2, 27), 40_000_000),
        (date(2020, 4, 1), 60_000_000),
    }
    assert [(share.public, share.from_day) for share in give.shares] == [
        (Fraction(2, 3), None),
        (Fraction(3, 4), date(2020, 4, 1)),
    ]


def test_the_voucher_is_closed_since_2025(hong_kong: Ecosystem) -> None:
    assert hong_kong.rule_book(date(2024, 12, 31)).judge_one("tvp", {}).outcome is Outcome.MAY_BE_OPEN
    assert hong_kong.rule_book(date(2025, 1, 1)).judge_one("tvp", {}).outcome is Outcome.CLOSED


def test_every_text_that_is_asked_exists_in_three_languages(hong_kong: Ecosystem) -> None:
    for fact in hong_kong.facts.values():
        assert fact.question.zh_hant, fact.id
        assert fact.label.zh_hant, fact.id
        assert fact.why.zh_hant, fact.id


def test_every_citation_of_a_programme_is_found(hong_kong: Ecosystem) -> None:
    for programme in hong_kong.programmes.values():
        for statement in programme.about:
            assert all(hong_kong.source_of(programme, cite).title for cite in statement.source)
