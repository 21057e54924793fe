"""Expressions that cannot be read, and conditions that nobody can ever fulfil."""

from __future__ import annotations

import pytest

from superconnector.ecosystem import check
from tests.ecosystem.folders import FACTS, changed, line_of, small_folder

GRANT, TERMS, ALL_FACTS = "programmes/grant.yaml", "definitions/terms.yaml", "facts/all.yaml"
OWN_ANSWER = "facts[applicant.listed].ask_when: a question cannot depend on its own answer"
UNLISTED = "expression: not applicant.listed"


def complaints(files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in check(files)]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (UNLISTED, "expression: not applicant.lited", 17,
         'who[unlisted].expression: "applicant.lited" is not a fact; did you mean "applicant.listed"?'
         " (column 19)"),
        (UNLISTED, "expression: 'not applicant.lited'", 17,
         'who[unlisted].expression: "applicant.lited" is not a fact; did you mean "applicant.listed"?'
         " (column 20)"),
        (UNLISTED, "expression: applicant.employees", 17,
         "who[unlisted].expression: this is an integer; a yes or no is needed here (column 15)"),
        ("    and small\n", "    and smal\n", 23,
         'who[small].expression: "smal" is not a definition, a parameter or a fact; did you mean "small"?'
         " (column 9)"),
        ('applicant.type == "business"', 'applicant.type == "busines"', 22, None),
        ("when: applicant.employees < 10", "when: applicant.employees < USD(10)", 38,
         "gives[money].tiers[tiny].when: amounts of this ecosystem are in HKD; write HKD(…) (column 33)"),
        ("when: 'True'", "when: 'True or'", 42, None),
        ("  basis: project.cost\n", "  basis: project.cost\n  when: project.cost\n", 31,
         "gives[money].when: this is money; a yes or no is needed here (column 9)"),
        ("who:\n", "parameters:\n  limit:\n  - {expression: applicant.size, source: own-page}\nwho:\n", 16,
         'parameters.limit[1].expression: "applicant.size" is not a fact; did you mean "applicant.listed"?'
         " (column 18)"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(old: str, new: str, line: int, message: str | None) -> None:
    (problem,) = check(changed(GRANT, old, new))
    assert (problem.path, problem.line) == (GRANT, line)
    if message is not None:
        assert problem.message == message


@pytest.mark.parametrize(
    "expression",
    [
        "applicant.employees < 0",
        "applicant.employees > 1000000",
        "applicant.listed and not applicant.listed",
        'applicant.type == "student" and applicant.type == "business"',
        "False",
        "application_day > date(\"2020-01-01\") and application_day < date(\"2019-01-01\")",
    ],
)  # fmt: skip
def test_a_clause_that_nobody_can_fulfil(expression: str) -> None:
    assert complaints(changed(GRANT, UNLISTED, f"expression: '{expression}'")) == [
        f"{GRANT}:17: who[unlisted].expression: this clause can never be fulfilled, whatever one answers"
    ]


@pytest.mark.parametrize(
    "expression", ["not_stated", "not_stated and applicant.listed", "not applicant.listed", "True"]
)
def test_a_clause_that_somebody_may_fulfil(expression: str) -> None:
    assert complaints(changed(GRANT, UNLISTED, f"expression: {expression}")) == []


def test_two_clauses_that_exclude_each_other() -> None:
    assert complaints(changed(GRANT, UNLISTED, "expression: applicant.employees > 50")) == [
        f"{GRANT}:14: who: nobody can fulfil all of unlisted, small",
        f"{GRANT}:38: gives[money].tiers[tiny].when: nobody who may apply can ever fulfil this tier",
        f"{GRANT}:42: gives[money].tiers[others].when: nobody who may apply can ever fulfil this tier",
    ]


def test_clauses_clash_only_on_days_that_they_share() -> None:
    files = changed(GRANT, UNLISTED, "expression: applicant.employees > 50\n  from: 2019-01-01")
    assert complaints(files) == [
        f"{GRANT}:14: who: nobody can fulfil all of unlisted, small on the terms of 2019-01-01"
    ]
    files[GRANT] = files[GRANT].replace("- id: small\n", "- id: small\n  to: 2018-12-31\n")
    assert complaints(files) == []


def test_a_soft_clause_excludes_nobody() -> None:
    assert complaints(changed(GRANT, UNLISTED, "expression: applicant.employees > 50\n  soft: true")) == []


def test_three_clauses_of_which_only_all_together_clash() -> None:
    more = (
        "- {id: tight, text: t, expression: applicant.employees + project.months < 60, source: own-page}\n"
        "- {id: long, text: t, expression: project.months > 30, source: own-page}\n"
        "gives:\n"
    )
    files = changed(GRANT, UNLISTED, "expression: applicant.employees > 40")
    files[GRANT] = files[GRANT].replace("gives:\n", more)
    files[ALL_FACTS] = FACTS + FACTS[
        FACTS.index("- id: applicant.employees") : FACTS.index("- id: applicant.inc")
    ].replace("applicant.employees", "project.months")
    assert complaints(files)[0] == f"{GRANT}:14: who: nobody can fulfil all of unlisted, small, tight, long"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("when: applicant.employees < 10", "when: 'True'",
         ["42: gives[money].tiers[others].when: this tier can never apply: tiny comes first and covers it"]),
        ("when: 'True'", "when: '10 > applicant.employees'",
         ["42: gives[money].tiers[others].when: with the conditions before it, "
          "this tier can never be fulfilled, whatever one answers"]),
        ("when: 'True'", "when: applicant.employees < 10",
         ["42: gives[money].tiers[others].when: this tier can never apply: tiny comes first and covers it"]),
        ("when: 'True'", "when: applicant.employees < 5",
         ["42: gives[money].tiers[others].when: with the conditions before it, "
          "this tier can never be fulfilled, whatever one answers"]),
        ("when: 'True'", "when: applicant.employees < 0",
         ["42: gives[money].tiers[others].when: this tier can never be fulfilled, whatever one answers"]),
        ("when: 'True'", "when: applicant.listed",
         ["42: gives[money].tiers[others].when: nobody who may apply can ever fulfil this tier"]),
        ("  basis:", "  when: applicant.listed\n  basis:",
         ["30: gives[money].when: nobody who may apply can ever fulfil this"]),
        ("  basis:", "  when: applicant.employees > 20\n  basis:",
         ["39: gives[money].tiers[tiny].when: with the conditions before it, "
          "this tier can never be fulfilled, whatever one answers"]),
    ],
)  # fmt: skip
def test_tiers_that_can_never_apply(old: str, new: str, expected: list[str]) -> None:
    assert complaints(changed(GRANT, old, new)) == [f"{GRANT}:{line}" for line in expected]


def test_definitions_that_stand_for_each_other() -> None:
    files = changed(TERMS, "expression: applicant.employees < 50", "expression: not large")
    files[TERMS] += """\
- id: large
  names: {en: Large, zh-hant: 大型}
  text: {en: Not small., zh-hant: 非小型。}
  versions:
  - {expression: not small, source: handbook}
"""
    found = [str(problem) for problem in check(files) if problem.path == TERMS]
    assert [problem.split(": ")[0] for problem in found] == [f"{TERMS}:6", f"{TERMS}:11"]
    assert all("stands for itself" in problem for problem in found)


def test_a_mistake_in_a_definition_is_told_at_the_definition() -> None:
    files = changed(TERMS, "applicant.employees < 50", "applicant.employes < 50")
    first, second = check(files)
    assert str(first) == (
        f"{TERMS}:6: definitions[small].versions[1].expression: "
        '"applicant.employes" is not a fact; did you mean "applicant.employees"? (column 18)'
    )
    assert second.path == GRANT
    assert second.message.startswith('who[small].expression: in the definition "small": ')


def test_each_version_of_a_definition_is_tried_on_its_days() -> None:
    later = "  - {expression: applicant.employees > 2000000, from: 2020-01-01, source: handbook}\n"
    files = changed(TERMS, "< 50, source", "< 50, to: 2019-12-31, source")
    files[TERMS] += later
    assert f"{GRANT}:14: who: nobody can fulfil all of unlisted, small on the terms of 2020-01-01" not in (
        complaints(files)
    )
    files = changed(TERMS, "< 50, source", "< 50, to: 2019-12-31, source")
    files[TERMS] += later.replace("2000000", "100")
    files[GRANT] = files[GRANT].replace(UNLISTED, "expression: applicant.employees < 60")
    assert complaints(files) == [
        f"{GRANT}:14: who: nobody can fulfil all of unlisted, small on the terms of 2020-01-01"
    ]


def test_parameters_shadow_and_change() -> None:
    files = changed(
        GRANT,
        "who:\n",
        "parameters:\n"
        "  limit:\n"
        "  - {expression: '10', to: 2019-12-31, source: own-page}\n"
        "  - {expression: '-1', from: 2020-01-01, source: own-page}\n"
        "who:\n",
    )
    files[GRANT] = files[GRANT].replace(UNLISTED, "expression: applicant.employees <= limit")
    line = line_of(files, GRANT, "who:")
    assert complaints(files) == [
        f"{GRANT}:{line}: who: nobody can fulfil unlisted on the terms of 2020-01-01"
    ]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("applicant.employees > 5", []),
        ("applicant.listed", [OWN_ANSWER]),
        ("not (applicant.listed)", [OWN_ANSWER]),
        ("applicant.employees", [
            "facts[applicant.listed].ask_when: this is an integer; a yes or no is needed here (column 13)"
        ]),
    ],
)  # fmt: skip
def test_when_a_question_is_asked(condition: str, expected: list[str]) -> None:
    files = changed(
        ALL_FACTS, "- id: applicant.listed\n", f"- id: applicant.listed\n  ask_when: {condition}\n"
    )
    assert [problem.message for problem in check(files)] == expected


def test_a_condition_may_name_a_programme_that_one_can_hold() -> None:
    held = "expression: 'not \"{}\" in applicant.programmes_held'"
    assert complaints(changed(GRANT, UNLISTED, held.format("grant"))) == []
    (problem,) = check(changed(GRANT, UNLISTED, held.format("plan")))
    assert problem.line == 17


def test_conditions_wait_until_the_facts_can_be_read() -> None:
    files = small_folder() | {ALL_FACTS: "facts: 5"}
    files[GRANT] = files[GRANT].replace(UNLISTED, "expression: nonsense nonsense")
    assert complaints(files) == [f"{ALL_FACTS}:1: facts: write a list: one line each, starting with a hyphen"]
