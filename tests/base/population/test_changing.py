"""Two versions of the terms side by side: who gains, who loses, what it costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from superconnector.base.population.changing import Changed, changed
from superconnector.base.population.problems import TableError
from superconnector.base.population.results import CHANGE, CHANGED, Results
from superconnector.ecosystem import Ecosystem

ON = date(2026, 11, 21)
PATH = "programmes/growth-grant.yaml"


def settings(ecosystem: Ecosystem, *texts: str) -> Changed:
    return changed(ecosystem, {}, {}, texts, ON)


def refused(ecosystem: Ecosystem, *texts: str) -> Sequence[str]:
    with pytest.raises(TableError) as error:
        settings(ecosystem, *texts).book(ON)
    return error.value.problems


def moves(results: Results) -> dict[str, int]:
    return {measure: value for (_, measure), value in results.numbers(CHANGE).items()}


def test_a_higher_ceiling(small: Ecosystem, shops: str, run: Callable[..., Results]) -> None:
    results = run(shops, changed=settings(small, "gg.ceiling=120000"), by=["town"])
    assert results.about["changes"] == ["gg.ceiling=120000"]
    assert moves(results) == {
        "open>open": 2,
        "may-be-open>may-be-open": 1,
        "not-for-you>not-for-you": 3,
        "gains": 1,
        "loses": 0,
    }
    money = results.numbers(CHANGED, item=True)
    assert money["growth-grant", "grant", "certain-cents"] == 750_075 + 12_000_000
    assert money["growth-grant", "grant", "may-at-most-cents"] == 6_000_000
    sides = [(x.group, x.measure, x.value) for x in results.lines[CHANGE] if x.by]
    assert sides == [("North", "gains", 1)]


@pytest.mark.parametrize(
    ("setting", "cents"),
    [
        ("growth-grant.share=1:1", 500_050 + 10_000_000),
        ("growth-grant.grant.share=50%", 500_050 + 10_000_000),
        ("growth-grant.share=full", 1_000_101 + 10_000_000),
        ("growth-grant.grant.ceiling.application=5_000.50", 500_050 + 500_050),
    ],
)
def test_other_fields(
    small: Ecosystem, shops: str, run: Callable[..., Results], setting: str, cents: int
) -> None:
    results = run(shops, changed=settings(small, setting))
    assert results.numbers(CHANGED, item=True)["growth-grant", "grant", "certain-cents"] == cents


def test_a_lower_ceiling_takes_money_away(small: Ecosystem, shops: str, run: Callable[..., Results]) -> None:
    found = moves(run(shops, changed=settings(small, "gg.ceiling=1")))
    assert (found["gains"], found["loses"]) == (0, 3)


def test_closing_a_programme(small: Ecosystem, shops: str, run: Callable[..., Results]) -> None:
    found = moves(run(shops, changed=settings(small, "gg.status=closed")))
    assert found == {
        "open>closed": 2,
        "may-be-open>closed": 1,
        "not-for-you>closed": 3,
        "gains": 0,
        "loses": 3,
    }


def test_opening_one_again(small: Ecosystem, shops: str, run: Callable[..., Results]) -> None:
    found = moves(run(shops, changed=settings(small, "web-voucher.status=open")))
    assert found == {"closed>open": 5, "closed>not-for-you": 1, "gains": 5, "loses": 0}


def test_an_edited_file(
    small: Ecosystem, small_files: dict[str, str], shops: str, run: Callable[..., Results]
) -> None:
    text = small_files[PATH].replace("applicant.employees < 100", "applicant.employees < 50")
    other = changed(small, small_files, {"mine.yaml": text}, (), ON)
    assert other.words == ["growth-grant as in mine.yaml"]
    results = run(shops, changed=other)
    assert moves(results) == {
        "open>open": 1,
        "open>not-for-you": 1,
        "may-be-open>may-be-open": 1,
        "not-for-you>not-for-you": 3,
        "gains": 0,
        "loses": 1,
    }
    both = changed(small, small_files, {"mine.yaml": text}, ("gg.share=full",), ON)
    money = run(shops, changed=both).numbers(CHANGED, item=True)
    assert money["growth-grant", "grant", "certain-cents"] == 1_000_101


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ("gg", "--set gg: write programme.field=value: tvp.ceiling=800000"),
        ("gg.ceiling=", "--set gg.ceiling=: write programme.field=value: tvp.ceiling=800000"),
        (
            "growt.share=1",
            "--set growt.share=1: no such programme that one applies for: growt",
        ),
        ("gg.cieling=1", "--set gg.cieling=1: no such field: cieling; did you mean ceiling?"),
        ("gg.x=1", "--set gg.x=1: it has ceiling, share, minimum_cost, amount, status"),
        ("gg.status=shut", "--set gg.status=shut: a status is open or closed"),
        ("gg.ceiling=lots", "--set gg.ceiling=lots: give an amount in figures: 800000"),
        (
            "gg.ceiling=-1",
            "--set gg.ceiling=-1: give an amount of at least 0, with at most two decimals",
        ),
        (
            "gg.share=3",
            "--set gg.share=3: write a share as 3:1 (public : own), as 75% (at most 100%), or as full",
        ),
        ("gg.amount=3", "--set gg.amount=3: no amount is in force on 2026-11-21"),
        ("gg.loan.ceiling=3", "--set gg.loan.ceiling=3: no give loan of money; there are: grant"),
        ("web-voucher.ceiling=3", "--set web-voucher.ceiling=3: it gives no money"),
        ("gg.ceiling.lifetime=3", "--set gg.ceiling.lifetime=3: no ceiling is in force on 2026-11-21"),
    ],
)
def test_a_setting_that_makes_no_sense(small: Ecosystem, setting: str, problem: str) -> None:
    assert refused(small, setting) == (problem,)


def test_a_name_that_means_two_terms(hong_kong: Ecosystem) -> None:
    said = refused(hong_kong, "bud.ceiling=1")
    assert len(said) == 1
    assert said[0].startswith("--set bud.ceiling=1: which one? bud.general.ceiling.")


def test_files_that_cannot_be_compared(small: Ecosystem, small_files: dict[str, str]) -> None:
    text = small_files[PATH]
    for edited, said in (
        (text, f"mine.yaml: says the same as {PATH}; nothing to compare"),
        (
            text.replace("id: growth-grant", "id: growth-grants", 1),
            "mine.yaml: no such programme that one applies for: growth-grants; did you mean growth-grant?",
        ),
        ("- a", "mine.yaml: no such programme that one applies for: "),
    ):
        with pytest.raises(TableError) as error:
            changed(small, small_files, {"mine.yaml": edited}, (), ON)
        assert error.value.problems == (said,)
    with pytest.raises(TableError) as error:
        changed(small, small_files, {"mine.yaml": text.replace("< 100", "<< 100")}, (), ON)
    assert error.value.problems[0].startswith("mine.yaml:")
