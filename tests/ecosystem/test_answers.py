"""What people type, as exact values; what does not fit, with the reason; and values in words."""

from __future__ import annotations

from datetime import date

import pytest

from superconnector.core.rules.facts import Value
from superconnector.ecosystem import (
    AnswerError,
    Ecosystem,
    fits,
    options_of,
    parse_answer,
    show_date,
    show_money,
    show_value,
    today_in,
)
from superconnector.ecosystem.answers import WORDS

TODAY = date(2024, 6, 30)
NAMES = ("applicant.type", "applicant.listed", "project.name")


def answer(town: Ecosystem, fact: str, raw: str | list[str]) -> Value:
    return parse_answer(town.facts[fact], raw, town, today=TODAY)


@pytest.mark.parametrize(
    ("fact", "raw", "expected"),
    [
        ("applicant.listed", "yes", True),
        ("applicant.listed", " No ", False),
        ("applicant.listed", "TRUE", True),
        ("applicant.listed", "否", False),
        ("applicant.type", "company", "company"),
        ("applicant.type", ["student"], "student"),
        ("applicant.employees", "1,234", 1_234),
        ("applicant.employees", "１２", 12),
        ("applicant.employees", "0", 0),
        ("applicant.employees", "12.0", 12),
        ("project.cost", "10000.5", 1_000_050),
        ("project.cost", "HK$ 10,000.50", 1_000_050),
        ("project.cost", "HKD 7", 700),
        ("project.cost", "$7", 700),
        ("project.cost", "7 HKD", 700),
        ("project.cost", "７．５", 750),
        ("project.cost", "10 000", 1_000_000),
        ("project.cost", "9999999999999", 999_999_999_999_900),
        ("applicant.incorporated_on", "2024-06-30", 19_904),
        ("applicant.incorporated_on", "1969-12-31", -1),
        ("applicant.incorporated_on", "2020-1-5", 18_266),
        ("project.cost_kinds", ["rent", "equipment"], frozenset({"rent", "equipment"})),
        ("project.cost_kinds", [], frozenset()),
        ("project.cost_kinds", ["", "rent", "rent"], frozenset({"rent"})),
        ("project.cost_kinds", "rent", frozenset({"rent"})),
        ("project.name", "  A <b>name</b> {{ x }} ", "A <b>name</b> {{ x }}"),
        ("project.name", "ｗｉｄｅ", "ｗｉｄｅ"),
    ],
)
def test_what_is_understood(town: Ecosystem, fact: str, raw: str | list[str], expected: Value) -> None:
    found = answer(town, fact, raw)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("fact", "raw", "code", "params"),
    [
        ("applicant.listed", "", "empty", {}),
        ("applicant.listed", "   ", "empty", {}),
        ("applicant.listed", [], "empty", {}),
        ("applicant.listed", "maybe", "not-yes-or-no", {}),
        ("applicant.listed", ["yes", "no"], "one-only", {}),
        ("applicant.type", "compny", "not-an-option-near", {"given": "compny", "nearest": "company"}),
        ("applicant.type", "zzz", "not-an-option", {"given": "zzz"}),
        ("applicant.type", "Company", "not-an-option-near", {"given": "Company", "nearest": "company"}),
        (
            "project.cost_kinds",
            ["rent", "rents"],
            "not-an-option-near",
            {"given": "rents", "nearest": "rent"},
        ),
        ("applicant.employees", "ten", "not-a-number", {}),
        ("applicant.employees", "1e3", "not-a-number", {}),
        ("applicant.employees", "1,23", "not-a-number", {}),
        ("applicant.employees", "٣", "not-a-number", {}),
        ("applicant.employees", "9" * 16, "not-a-number", {}),
        ("applicant.employees", "NaN", "not-a-number", {}),
        ("applicant.employees", "1.5", "not-whole", {}),
        ("applicant.employees", "-1", "negative", {}),
        ("applicant.employees", "1000001", "too-large", {"maximum": "1,000,000 people"}),
        ("project.cost", "-0.01", "negative", {}),
        ("project.cost", "1.005", "too-precise", {}),
        ("project.cost", "10000000000000.01", "too-large", {"maximum": "HK$10,000,000,000,000"}),
        ("project.cost", "€5", "not-a-number", {}),
        ("applicant.incorporated_on", "2024-07-01", "future", {"today": "2024-06-30"}),
        ("applicant.incorporated_on", "2023-02-29", "no-such-day", {"given": "2023-02-29"}),
        ("applicant.incorporated_on", "0000-01-01", "no-such-day", {"given": "0000-01-01"}),
        ("applicant.incorporated_on", "30/06/2024", "not-a-date", {}),
        ("applicant.incorporated_on", "1799-12-31", "too-small", {"minimum": "1 January 1800"}),
        ("project.name", "", "empty", {}),
        ("project.name", "x" * 2001, "too-long", {"maximum": "2000"}),
        ("applicant.employees", "9" * 3000, "too-long", {"maximum": "2000"}),
        ("project.cost_kinds", ["rent"] * 2001, "too-long", {"maximum": "2000"}),
    ],
)
def test_what_is_refused(
    town: Ecosystem, fact: str, raw: str | list[str], code: str, params: dict[str, str]
) -> None:
    with pytest.raises(AnswerError) as caught:
        answer(town, fact, raw)
    assert (caught.value.code, caught.value.params) == (code, params)
    assert str(caught.value) == WORDS[code].format(**params)


def test_a_long_wrong_option_is_cut_before_it_is_shown(town: Ecosystem) -> None:
    with pytest.raises(AnswerError) as caught:
        answer(town, "applicant.type", "x" * 2000)
    assert caught.value.params == {"given": "x" * 80}


def test_without_a_day_the_ecosystems_own_day_counts(town: Ecosystem) -> None:
    today = today_in(town)
    assert (
        parse_answer(town.facts["applicant.incorporated_on"], today.isoformat(), town)
        == (today - date(1970, 1, 1)).days
    )


@pytest.mark.parametrize(
    ("fact", "value", "english", "traditional", "simplified"),
    [
        ("applicant.listed", True, "yes", "是", "是"),
        ("applicant.listed", False, "no", "否", "否"),
        ("applicant.type", "company", "Company", "公司", "公司"),
        ("applicant.type", "student", "Student", "學生", "学生"),
        ("applicant.employees", 1_234, "1,234 people", "1,234人", "1,234人"),
        ("project.cost", 123_456_700, "HK$1,234,567", "HK$1,234,567", "HK$1,234,567"),
        ("project.cost", 1_000_050, "HK$10,000.50", "HK$10,000.50", "HK$10,000.50"),
        ("project.cost", 5, "HK$0.05", "HK$0.05", "HK$0.05"),
        ("applicant.incorporated_on", 0, "1 January 1970", "1970年1月1日", "1970年1月1日"),
        ("applicant.incorporated_on", -1, "31 December 1969", "1969年12月31日", "1969年12月31日"),
        (
            "project.cost_kinds",
            frozenset({"rent", "equipment"}),
            "Equipment, Rent",
            "設備、租金",
            "设备、租金",
        ),
        ("project.cost_kinds", frozenset(), "none", "沒有", "没有"),
        ("applicant.programmes_held", frozenset({"grant"}), "The Grant", "資助", "资助"),
        ("project.name", "Robot", "Robot", "Robot", "Robot"),
    ],
)
def test_values_in_words(
    town: Ecosystem, fact: str, value: Value, english: str, traditional: str, simplified: str
) -> None:
    shown = [show_value(town.facts[fact], value, language) for language in ("en", "zh-hant", "zh-hans")]
    assert shown == [english, traditional, simplified]


def test_money_and_dates_by_themselves() -> None:
    assert show_money(-123_405, "€") == "-€1,234.05"
    assert show_money(0, "HK$") == "HK$0"
    assert show_date(date(2024, 12, 31), "en") == "31 December 2024"
    assert show_date(date(2024, 12, 31), "zh-hans") == "2024年12月31日"


@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [
        ("applicant.listed", True, True),
        ("applicant.listed", 1, False),
        ("applicant.employees", True, False),
        ("applicant.employees", 5, True),
        ("applicant.employees", -1, False),
        ("applicant.employees", 5.0, False),
        ("project.cost", 10**15, True),
        ("project.cost", 10**15 + 1, False),
        ("applicant.incorporated_on", 0, True),
        ("applicant.type", "company", True),
        ("applicant.type", "zzz", False),
        ("applicant.type", None, False),
        ("project.name", "zzz", True),
        ("project.name", "x" * 2001, False),
        ("project.cost_kinds", frozenset({"rent"}), True),
        ("project.cost_kinds", frozenset({"rent", "zzz"}), False),
        ("project.cost_kinds", ["rent"], False),
        ("applicant.type", frozenset({"company"}), False),
        ("no.such.fact", True, False),
    ],
)
def test_whether_a_stored_value_still_fits(town: Ecosystem, fact: str, value: object, expected: bool) -> None:
    assert fits(value, fact, town) is expected


@pytest.mark.parametrize("fact", NAMES)
def test_only_choices_have_options(town: Ecosystem, fact: str) -> None:
    expected = ["business", "company", "student"] if fact == "applicant.type" else []
    assert [option.id for option in options_of(town.facts[fact])] == expected


def test_every_shown_answer_can_be_read_again(town: Ecosystem) -> None:
    cost = town.facts["project.cost"]
    for amount in (0, 1, 99, 100, 123_456, 10**15):
        assert parse_answer(cost, show_value(cost, amount, "en"), town) == amount
