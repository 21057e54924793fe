"""Conditions in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from superconnector.base.words import in_words
from superconnector.core.rules import parse

ON = date(2026, 11, 21)


def words(ecosystem, text: str, *, wanted: bool = True) -> str:
    return in_words(parse(text, ecosystem.vocabulary, {}, ON), ecosystem, wanted=wanted)


@pytest.mark.parametrize(
    ("text", "said", "opposite"),
    [
        ("applicant.employees < 100", "Employees: fewer than 100", "Employees: at least 100"),
        ("100 >= applicant.employees", "Employees: at most 100", "Employees: more than 100"),
        ("applicant.employees == 1_000", "Employees: 1,000", "Employees: not 1,000"),
        (
            "project.cost > HKD(600_000)",
            "Cost of the project: more than HK$600,000",
            "Cost of the project: at most HK$600,000",
        ),
        ("applicant.listed", "Listed on a stock exchange: yes", "Listed on a stock exchange: no"),
        ("not applicant.listed", "Listed on a stock exchange: no", "Listed on a stock exchange: yes"),
        ('applicant.type == "business"', "Kind of applicant: Business", "Kind of applicant: not Business"),
        (
            'applicant.type in ["company", "school"]',
            "Kind of applicant: Company or School",
            "Kind of applicant: not Company or School",
        ),
        ('"grow" in project.aims', "Aims: includes Grow", "Aims: does not include Grow"),
        (
            'all_of(project.aims, ["grow", "teach"])',
            "Aims: includes Grow and Teach",
            "Aims: does not include Grow and Teach",
        ),
        (
            'applicant.founded_on < date("2024-12-31")',
            "Day of foundation: before 31 December 2024",
            "Day of foundation: on or after 31 December 2024",
        ),
        (
            "application_day - years(3) <= applicant.founded_on",
            "Day of foundation: on or after 3 years before the day of application",
            "Day of foundation: before 3 years before the day of application",
        ),
        (
            "applicant.founded_on + months(18) > application_day",
            "1 year 6 months after Day of foundation: after the day of application",
            "1 year 6 months after Day of foundation: on or before the day of application",
        ),
        (
            "years_since(applicant.founded_on) >= 2",
            "complete years since: Day of foundation: at least 2",
            "complete years since: Day of foundation: fewer than 2",
        ),
        (
            "applicant.employees < 5 or applicant.listed",
            "(Employees: fewer than 5) or (Listed on a stock exchange: yes)",
            "(Employees: at least 5) and (Listed on a stock exchange: no)",
        ),
        ("not_stated", "what no source states", "what no source states"),
        ("True", "always", "never"),
    ],
)  # fmt: skip
def test_a_condition_and_its_opposite(small, text, said, opposite):
    assert words(small, text) == said
    assert words(small, text, wanted=False) == opposite


def test_labels_and_values_come_in_the_active_language(small):
    with translation.override("zh-hans"):
        assert words(small, 'applicant.type == "company"').startswith("申请者类别")
        assert words(small, 'applicant.type == "company"').endswith("公司")


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_every_condition_of_hong_kong_has_words(hong_kong, language):
    """In every language, without a code of the machine left in them."""
    book = hong_kong.rule_book(ON)
    atoms = {
        reason.atom for verdict in book.judge({}) for clause in verdict.clauses for reason in clause.reasons
    }
    assert len(atoms) > 100
    with translation.override(language):
        for atom in atoms:
            for wanted in (True, False):
                said = in_words(atom, hong_kong, wanted=wanted)
                assert said
                assert not any(fact in said for fact in hong_kong.facts)
